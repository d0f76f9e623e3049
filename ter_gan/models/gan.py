"""The generative adversarial network: two players, one step."""

import dataclasses

import keras
from keras import ops

from ter_gan import backends, layers, losses, penalties
from ter_gan.errors import UserError
from ter_gan.models.adversarial import AdversarialModel
from ter_gan.models.auxiliary import ClassOf, CodesOf
from ter_gan.models.lens import Lens
from ter_gan.models.noise import Latents
from ter_gan.models.rules import Rules
from ter_gan.models.sampling import Sampling, inputs_of


@keras.saving.register_keras_serializable("ter_gan")
class GAN(Sampling, AdversarialModel):
    """A generator against a discriminator (Goodfellow et al. 2014).

    ```python
    gan = GAN(generator, discriminator, loss="wasserstein", penalty="wgan-gp")
    gan.compile(generator_optimizer=…, discriminator_optimizer=…)
    gan.fit(Feed(dataset, …), epochs=…, steps_per_epoch=…)
    samples = gan.generate(64, seed=1)
    ```

    Args:
        generator: `keras.Model` from latents `(n, latent_dim)`, or from
            `[latents, labels]`, to samples.
        discriminator: `keras.Model` from samples, or from `[samples,
            labels]`, to logits `(n, 1)`, or `(n, k)` of k discriminators. With
            `pack` it takes `pack` times as many channels. A second output
            answers which class a sample is of (ACGAN, with `classes`), or
            which codes it was made from (InfoGAN, with `categories`, `codes`).
        seed: int.
        name: str.
        **rules: `ter_gan.models.rules.Rules` by name: the loss, the penalty, how
            many critic steps, what the latents are …
    """

    def __init__(self, generator, discriminator, seed=0, name=None, **rules):
        super().__init__(seed=seed, name=name)
        self.rules = rules = Rules(**rules)
        self.generator, self.full_discriminator = generator, discriminator
        self.discriminator = _logit_alone(discriminator)
        self.loss_fn = losses.get(rules.loss, rules.label_smoothing)
        self.penalty_fn = penalties.get(rules.penalty) if rules.penalty else None
        self.penalty_weight = rules.penalty_weight
        if rules.penalty and rules.penalty_weight is None:
            self.penalty_weight = self.penalty_fn.weight
        self.lens = Lens(
            rules.augmentation,
            rules.ada_images,
            rules.instance_noise,
            rules.instance_noise_steps,
            rules.pack,
        )
        self.augment_probability = self.lens.probability  # tracked, so saved
        self.latents = Latents(
            generator.inputs[0].shape[-1], rules.latent, rules.categories, rules.codes
        )
        self.auxiliary = None
        if self.full_discriminator is not self.discriminator:
            self.auxiliary = ClassOf() if rules.classes else CodesOf(self.latents)
        self.averaged_generator = _average_of(generator) if rules.average else None
        if rules.weight_clip:
            for variable in discriminator.trainable_variables:
                variable.constraint = WeightClip(rules.weight_clip)
        self._check()
        self._track()

    def _check(self):
        if self.discriminator.output_shape[-1] > 1 and self.penalty_fn:
            raise UserError(
                "--penalty bounds the slope of one discriminator; use "
                "--discriminators 1, or --penalty none."
            )
        if self.lens.probability is not None and self.loss_fn.shift_invariant:
            raise UserError(
                f"--augment ada asks whether D is sure of a real sample, and a logit "
                f"of the loss {self.rules.loss!r} alone does not say so. Use --loss "
                f"non-saturating or hinge, or another --augment."
            )
        networks = self.generator, self.full_discriminator
        inputs = [len(network.inputs) for network in networks]
        labels = bool(self.classes)
        if inputs != [1 + labels, 1 + (labels and self.auxiliary is None)]:
            raise ValueError(
                f"With classes={self.classes} both networks must take "
                f"{'labels too' if self.classes else 'no labels'}; "
                f"received networks with {inputs} inputs."
            )

    def _track(self):
        sometimes = {
            "penalty": self.penalty_fn,
            "auxiliary": self.auxiliary,
            "augment_p": self.lens.probability is not None,
        }
        always = ("d_loss", "g_loss", "d_real", "d_fake", "d_auc")
        self.track(*always, *(name for name, there in sometimes.items() if there))

    @property
    def players(self):
        return {
            "generator": self.generator,
            "discriminator": self.full_discriminator,
        }

    @property
    def classes(self):
        """Number of classes that the networks take labels of; 0 for none."""
        return self.rules.classes

    @property
    def pack(self):
        """How many samples the discriminator judges together."""
        return self.rules.pack

    @property
    def latent_dim(self):
        """Size of a latent vector."""
        return self.latents.dim

    @property
    def latent(self):
        """The law of the latents: `"normal"` or `"uniform"`."""
        return self.latents.law

    @property
    def judges_labels(self):
        """Whether the discriminator is told the labels."""
        return len(self.discriminator.inputs) > 1

    # -- the algorithm ------------------------------------------------------

    def adversarial_step(self, batch, noise=None):
        """`critic_steps` discriminator updates, then one generator update.

        Args:
            batch: samples `(critic_steps · n, …)` in model scale, or a tuple
                of them and their labels; n is a multiple of `pack`, and what
                is over is left out.
            noise: Where random numbers come from; by default the model's own
                stream. See `ter_gan.models.noise.Noise`.
        """
        noise = noise or self.noise
        self._grow()
        for real, labels in self._critic_batches(batch):
            self._move_discriminator(real, labels, noise)
        self._move_generator(real, labels, noise)
        self._average_generator()
        return self.logs()

    def _move_discriminator(self, real, labels, noise):
        latents = self._latents(real, noise)
        fake = backends.frozen(self._fake, latents, labels)
        real, fake = self._shown(real, noise), self._shown(fake, noise)

        def critic(x):
            return self._verdict(x, labels)[0]

        def discriminator_loss():
            real_logits, of_real = self._verdict(real, labels)
            fake_logits, of_fake = self._verdict(fake, labels)
            loss, _ = self.loss_fn(real_logits, fake_logits)
            self._observe_scores(real_logits, fake_logits)
            self.lens.adapt(real_logits - self.loss_fn.indifferent_logit)
            if self.auxiliary:
                error = self.auxiliary.of_fake(of_fake, labels, latents)
                error += self.auxiliary.of_real(of_real, labels)
                self.observe(auxiliary=error)
                loss += self.rules.auxiliary_weight * error
            if self.penalty_fn:
                penalty = self.penalty_fn(critic, real, fake, noise)
                self.observe(penalty=penalty)
                loss += self.penalty_weight * penalty
            return loss

        self.observe(d_loss=self.update("discriminator", discriminator_loss))

    def _move_generator(self, real, labels, noise):
        latents = self._latents(real, noise)

        def generator_loss():
            fake = self._fake(latents, labels)
            shown = [self._shown(x, noise) for x in (real, fake)]
            critic = self._critic_ahead(*shown, labels)
            (real_logits, _), (fake_logits, answer) = map(critic, shown)
            _, loss = self.loss_fn(real_logits, fake_logits)
            if self.auxiliary:
                error = self.auxiliary.of_fake(answer, labels, latents)
                loss += self.rules.auxiliary_weight * error
            return loss + self._besides(*shown)

        self.observe(g_loss=self.update("generator", generator_loss))

    def _critic_ahead(self, real, fake, labels):
        """The discriminator as it will be after `unrolled_steps` steps of its own.

        Gradients flow through those steps. Without any, it is the
        discriminator as it is, standing still.
        """
        variables = self.discriminator.trainable_variables

        def verdict(x, values):
            return backends.supposing(variables, values, self._verdict, x, labels)

        def loss(values):
            logits = [verdict(x, values)[0] for x in (real, fake)]
            return self.loss_fn(*logits)[0]

        values = [variable.value for variable in variables]
        for _ in range(self.rules.unrolled_steps):
            slopes = backends.gradient(loss, values)
            values = [v - self.rules.unrolled_rate * s for v, s in zip(values, slopes)]
        return lambda x: verdict(x, values)

    # -- its parts ------------------------------------------------------------

    def _critic_batches(self, batch):
        samples, labels, _ = keras.utils.unpack_x_y_sample_weight(batch)
        size = (
            ops.shape(samples)[0] // (self.rules.critic_steps * self.pack) * self.pack
        )
        parts = [
            slice(i * size, (i + 1) * size) for i in range(self.rules.critic_steps)
        ]
        return [(samples[i], labels[i] if self.classes else None) for i in parts]

    def _latents(self, real, noise):
        return self.latents.tensor(ops.shape(real)[0], noise)

    def _fake(self, latents, labels):
        return self.generator(inputs_of(latents, labels), training=True)

    def _shown(self, samples, noise):
        steps = self.discriminator_optimizer.iterations
        return self.lens(samples, noise, steps)

    def _besides(self, real, fake):
        """What else the generator must make small, of what D is shown: nothing."""
        return 0.0

    def _verdict(self, shown, labels):
        """(logits, answer to the auxiliary question or `None`)."""
        labels = labels if self.judges_labels else None
        outputs = self.full_discriminator(inputs_of(shown, labels), training=True)
        return outputs if self.auxiliary else (outputs, None)

    def _observe_scores(self, real_logits, fake_logits):
        score = self.loss_fn.score
        ranked = ops.sign(real_logits - fake_logits)
        self.observe(
            d_real=score(real_logits),
            d_fake=score(fake_logits),
            d_auc=(1.0 + ranked) / 2.0,
            augment_p=self.lens.probability,
        )

    def _grow(self):
        if not self.rules.growing_steps:
            return
        steps = ops.cast(self.generator_optimizer.iterations, "float32")
        progress = ops.minimum(1.0, steps / self.rules.growing_steps)
        for network in (*self.players.values(), self.averaged_generator):
            if network is not None:
                layers.set_progress(network, progress)

    def _average_generator(self):
        if self.averaged_generator is None:
            return
        steps = ops.cast(self.generator_optimizer.iterations, "float32")
        decay = ops.minimum(self.rules.average, (1.0 + steps) / (10.0 + steps))
        pairs = zip(self.averaged_generator.weights, self.generator.weights)
        for mean, weight in pairs:
            mean.assign(weight + decay * (mean - weight))

    def get_config(self):
        return {
            "generator": keras.saving.serialize_keras_object(self.generator),
            "discriminator": keras.saving.serialize_keras_object(
                self.full_discriminator
            ),
            "seed": self.seed,
            **dataclasses.asdict(self.rules),
        }

    @classmethod
    def from_config(cls, config):
        networks = {
            name: keras.saving.deserialize_keras_object(config.pop(name))
            for name in ("generator", "discriminator")
        }
        return cls(**networks, **config)


@keras.saving.register_keras_serializable("ter_gan")
class WeightClip(keras.constraints.Constraint):
    """Clips a variable to [-limit, limit] after each update."""

    def __init__(self, limit):
        self.limit = limit

    def __call__(self, variable):
        return ops.clip(variable, -self.limit, self.limit)

    def get_config(self):
        return {"limit": self.limit}


def _logit_alone(discriminator):
    """The discriminator without its second output, of the same layers."""
    if len(discriminator.outputs) == 1:
        return discriminator
    logit = discriminator.outputs[0]
    return keras.Model(discriminator.inputs, logit, name=discriminator.name)


def _average_of(generator):
    average = keras.models.clone_model(generator)
    average.set_weights(generator.get_weights())
    average.trainable = False
    return average
