"""The generative adversarial network: two players, one step."""

import keras
import numpy as np
from keras import ops

from ter_gan import backends, losses, penalties
from ter_gan.errors import UserError
from ter_gan.models.adversarial import AdversarialModel
from ter_gan.models.noise import check_latent, draw_latents


@keras.saving.register_keras_serializable("ter_gan")
class GAN(AdversarialModel):
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
            `pack` it takes `pack` times as many channels.
        loss: str, a name in `ter_gan.losses.LOSSES`.
        penalty: str, names in `ter_gan.penalties.PENALTIES` joined by `+`,
            or `None`.
        penalty_weight: float. Defaults to the penalty's paper.
        critic_steps: int. Discriminator updates per generator update; each
            sees real samples of its own.
        weight_clip: float. Discriminator weights are clipped to ± this after
            each update (Arjovsky et al. 2017). `None`: no clipping.
        label_smoothing: float. One-sided (Salimans et al. 2016).
        instance_noise: float. Standard deviation of the Gaussian noise on
            what the discriminator sees (Sønderby et al. 2017), fading
            linearly to 0 over `instance_noise_steps` discriminator steps.
        instance_noise_steps: int. 0: the noise stays.
        pack: int. Samples that the discriminator judges together (PacGAN,
            Lin et al. 2018).
        unrolled_steps: int. The generator foresees so many gradient steps of
            the discriminator, and answers where they lead (unrolled GAN, Metz
            et al. 2017; plain steps of size `unrolled_rate` here, Adam there).
        unrolled_rate: float. Learning rate of those foreseen steps.
        average: float in [0, 1). Decay of the exponential moving average of
            the generator, batch-norm statistics included; 0: no average.
        latent: `"normal"` or `"uniform"`.
        classes: int. Number of classes that both networks take labels of; 0
            for an unconditional model.
        seed: int.
    """

    def __init__(
        self,
        generator,
        discriminator,
        loss="non-saturating",
        penalty=None,
        penalty_weight=None,
        critic_steps=1,
        weight_clip=None,
        label_smoothing=0.0,
        instance_noise=0.0,
        instance_noise_steps=0,
        pack=1,
        unrolled_steps=0,
        unrolled_rate=0.1,
        average=0.0,
        latent="normal",
        classes=0,
        seed=0,
        **kwargs,
    ):
        super().__init__(seed=seed, **kwargs)
        self.generator, self.discriminator = generator, discriminator
        self.options = {
            "loss": loss,
            "penalty": penalty,
            "penalty_weight": penalty_weight,
            "critic_steps": critic_steps,
            "weight_clip": weight_clip,
            "label_smoothing": label_smoothing,
            "instance_noise": instance_noise,
            "instance_noise_steps": instance_noise_steps,
            "pack": pack,
            "unrolled_steps": unrolled_steps,
            "unrolled_rate": unrolled_rate,
            "average": average,
            "latent": check_latent(latent),
            "classes": classes,
        }
        self.loss_fn = losses.get(loss, label_smoothing)
        self.penalty_fn = penalties.get(penalty) if penalty else None
        self.penalty_weight = penalty_weight
        if penalty and penalty_weight is None:
            self.penalty_weight = self.penalty_fn.weight
        self.critic_steps, self.pack = critic_steps, pack
        self.unrolled_steps, self.unrolled_rate = unrolled_steps, unrolled_rate
        self.latent, self.classes = latent, classes
        self.latent_dim = generator.inputs[0].shape[-1]
        self.instance_noise = instance_noise
        self.instance_noise_steps = instance_noise_steps
        self.average = average
        self.averaged_generator = _average_of(generator) if average else None
        if weight_clip:
            for variable in discriminator.trainable_variables:
                variable.constraint = WeightClip(weight_clip)
        self._check()
        names = ["d_loss", "g_loss", "d_real", "d_fake", "d_auc"]
        self.track(*names, *(["penalty"] if penalty else []))

    def _check(self):
        if self.pack > 1 and self.classes:
            raise UserError(
                "--pack cannot be combined with class labels: a pack would mix "
                "classes. Use --pack 1 or an unconditional model."
            )
        if self.discriminator.output_shape[-1] > 1 and self.penalty_fn:
            raise UserError(
                "--penalty bounds the slope of one discriminator; use "
                "--discriminators 1, or --penalty none."
            )
        inputs = [len(network.inputs) for network in self.players.values()]
        if inputs != [2 if self.classes else 1] * 2:
            raise ValueError(
                f"With classes={self.classes} both networks must take "
                f"{'labels too' if self.classes else 'no labels'}; "
                f"received networks with {inputs} inputs."
            )
        if self.options["weight_clip"] and self.penalty_fn:
            raise UserError(
                "--weight-clip and --penalty both bound the discriminator's slope; "
                "keep one of them."
            )

    @property
    def players(self):
        return {"generator": self.generator, "discriminator": self.discriminator}

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
        for real, labels in self._critic_batches(batch):
            self._move_discriminator(real, labels, noise)
        self._move_generator(real, labels, noise)
        self._average_generator()
        return self.logs()

    def _move_discriminator(self, real, labels, noise):
        fake = backends.frozen(self._fake, real, labels, noise)
        real, fake = self._shown(real, noise), self._shown(fake, noise)

        def critic(x):
            return self.discriminator(_inputs(x, labels), training=True)

        def discriminator_loss():
            real_logits, fake_logits = critic(real), critic(fake)
            loss, _ = self.loss_fn(real_logits, fake_logits)
            self._observe_scores(real_logits, fake_logits)
            if self.penalty_fn is None:
                return loss
            penalty = self.penalty_fn(critic, real, fake, noise)
            self.observe(penalty=penalty)
            return loss + self.penalty_weight * penalty

        self.observe(d_loss=self.update("discriminator", discriminator_loss))

    def _move_generator(self, real, labels, noise):
        def generator_loss():
            fake = self._fake(real, labels, noise)
            shown = [self._shown(x, noise) for x in (real, fake)]
            critic = self._critic_ahead(*shown, labels)
            _, loss = self.loss_fn(*map(critic, shown))
            return loss

        self.observe(g_loss=self.update("generator", generator_loss))

    def _critic_ahead(self, real, fake, labels):
        """The discriminator as it will be after `unrolled_steps` steps of its own.

        Gradients flow through those steps. Without any, it is the
        discriminator as it is, standing still.
        """
        variables = self.discriminator.trainable_variables

        def logits(x, values):
            shown = _inputs(x, labels)
            critic = self.discriminator
            return backends.supposing(variables, values, critic, shown, training=True)

        def loss(values):
            return self.loss_fn(logits(real, values), logits(fake, values))[0]

        values = [variable.value for variable in variables]
        for _ in range(self.unrolled_steps):
            slopes = backends.gradient(loss, values)
            values = [v - self.unrolled_rate * s for v, s in zip(values, slopes)]
        return lambda x: logits(x, values)

    # -- its parts ------------------------------------------------------------

    def _critic_batches(self, batch):
        samples, labels, _ = keras.utils.unpack_x_y_sample_weight(batch)
        size = ops.shape(samples)[0] // (self.critic_steps * self.pack) * self.pack
        parts = [slice(i * size, (i + 1) * size) for i in range(self.critic_steps)]
        return [(samples[i], labels[i] if self.classes else None) for i in parts]

    def _fake(self, real, labels, noise):
        shape = (ops.shape(real)[0], self.latent_dim)
        if self.latent == "normal":
            latents = noise.normal(shape)
        else:
            latents = 2.0 * noise.uniform(shape) - 1.0
        return self.generator(_inputs(latents, labels), training=True)

    def _shown(self, samples, noise):
        """What the discriminator is shown of `samples`: noisy, and in packs."""
        if self.instance_noise:
            strength = self.instance_noise * self._instance_noise_left()
            samples = samples + strength * noise.normal(ops.shape(samples))
        return packed(samples, self.pack)

    def _instance_noise_left(self):
        if not self.instance_noise_steps:
            return 1.0
        steps = ops.cast(self.discriminator_optimizer.iterations, "float32")
        return ops.relu(1.0 - steps / self.instance_noise_steps)

    def _observe_scores(self, real_logits, fake_logits):
        score = self.loss_fn.score
        ranked = ops.sign(real_logits - fake_logits)
        self.observe(
            d_real=score(real_logits),
            d_fake=score(fake_logits),
            d_auc=(1.0 + ranked) / 2.0,
        )

    def _average_generator(self):
        if self.averaged_generator is None:
            return
        steps = ops.cast(self.generator_optimizer.iterations, "float32")
        decay = ops.minimum(self.average, (1.0 + steps) / (10.0 + steps))
        pairs = zip(self.averaged_generator.weights, self.generator.weights)
        for mean, weight in pairs:
            mean.assign(weight + decay * (mean - weight))

    # -- using it -------------------------------------------------------------

    def generate(self, n, labels=None, seed=0, averaged=True, batch_size=256):
        """Samples in model scale; the same seed gives the same samples.

        Args:
            n: int. How many.
            labels: int or ints `(n,)`, for a conditional model; by default
                the classes in turn.
            seed: int.
            averaged: bool. Use the averaged generator if there is one.
            batch_size: int. How many at a time.

        Returns:
            float32 NumPy array `(n, …)`.
        """
        latents = draw_latents(self.latent, n, self.latent_dim, seed)
        return self.decode(latents, labels, averaged, batch_size)

    def decode(self, latents, labels=None, averaged=True, batch_size=256):
        """The generator's samples for given latents `(n, latent_dim)`."""
        network = self.generator
        if averaged and self.averaged_generator is not None:
            network = self.averaged_generator
        labels = self._labels(len(latents), labels)

        def decode(latents, labels):
            return network(_inputs(latents, labels), training=False)

        return _in_batches(decode, batch_size, latents, labels)

    def logits(self, samples, labels=None, batch_size=256):
        """The discriminator's logits `(n / pack, 1)` for any number of samples."""
        labels = self._labels(len(samples), labels)
        batch_size -= batch_size % self.pack
        return _in_batches(self.judge, batch_size, samples, labels)

    def judge(self, samples, labels=None):
        """The discriminator's logits `(n / pack, 1)` in inference mode.

        Of several discriminators, their mean.
        """
        shown = packed(ops.convert_to_tensor(samples), self.pack)
        logits = self.discriminator(_inputs(shown, labels), training=False)
        return ops.mean(logits, axis=-1, keepdims=True)

    def _labels(self, n, labels):
        if not self.classes:
            if labels is not None:
                raise UserError("This model was trained without labels: give none.")
            return None
        labels = np.resize(np.arange(self.classes) if labels is None else labels, n)
        if labels.min() < 0 or labels.max() >= self.classes:
            raise UserError(
                f"Labels must lie in 0 … {self.classes - 1}; "
                f"received {sorted(set(labels.tolist()))}."
            )
        return labels.astype("int32")

    def get_config(self):
        return {
            "generator": keras.saving.serialize_keras_object(self.generator),
            "discriminator": keras.saving.serialize_keras_object(self.discriminator),
            "seed": self.seed,
            **self.options,
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


def packed(samples, pack):
    """Joins `pack` consecutive samples along the last axis.

    `(n, …, c)` becomes `(n / pack, …, pack · c)`.
    """
    if pack == 1:
        return samples
    groups = ops.reshape(samples, (-1, pack) + tuple(samples.shape[1:]))
    return ops.concatenate([ops.take(groups, i, axis=1) for i in range(pack)], axis=-1)


def _in_batches(fn, batch_size, samples, labels):
    """`fn(samples, labels)` on one batch after the other, as a NumPy array."""
    parts = []
    for start in range(0, len(samples), batch_size):
        part = slice(start, start + batch_size)
        outputs = fn(samples[part], None if labels is None else labels[part])
        parts.append(ops.convert_to_numpy(outputs))
    return np.concatenate(parts)


def _inputs(first, labels):
    if labels is None:
        return first
    return [ops.convert_to_tensor(first), ops.convert_to_tensor(labels)]


def _average_of(generator):
    average = keras.models.clone_model(generator)
    average.set_weights(generator.get_weights())
    average.trainable = False
    return average
