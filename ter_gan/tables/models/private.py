"""A GAN of tables that is trained with differential privacy."""

import keras
from keras import ops

from ter_gan import backends
from ter_gan.tables.models.gan import CLASSIFIER, TableGAN


@keras.saving.register_keras_serializable("ter_gan")
class PrivateGAN(TableGAN):
    """DPGAN (Xie et al. 2018, https://arxiv.org/abs/1802.06739) of rows.

    Only the discriminator sees real rows. The gradient of each row's loss is cut to a
    longest length, and Gaussian noise is added to their sum (DP-SGD, Abadi et al. 2016,
    https://arxiv.org/abs/1607.00133). So the generator, which learns from the
    discriminator alone, can have learned little of any one row: its epsilon says how
    little. The last weights count, not those of a best epoch, which would look at
    real rows once more.

    Args:
        longest: float. Length that the gradient of a row's loss is cut to.
        noise_multiplier: float. Standard deviation of the noise over `longest`.
        batch_size: int. Rows of a batch on average, which the sum is divided by.
        generator, discriminator, seed, name, **rules: as for `TableGAN`; the loss must
            be `"wasserstein"`, without a penalty or packs.
    """

    def __init__(
        self,
        generator,
        discriminator,
        longest=1.0,
        noise_multiplier=1.0,
        batch_size=500,
        seed=0,
        name=None,
        **rules,
    ):
        super().__init__(generator, discriminator, seed=seed, name=name, **rules)
        self.longest, self.noise_multiplier = longest, noise_multiplier
        self.batch_size = batch_size

    def _critic_batches(self, batch):
        """(rows, which of them were drawn): behind each row of a batch is 1, else 0."""
        rows, _, _ = keras.utils.unpack_x_y_sample_weight(batch)
        steps = self.rules.critic_steps
        size = ops.shape(rows)[0] // steps
        parts = [rows[i * size : (i + 1) * size] for i in range(steps)]
        return [(x[:, :-1], x[:, -1]) for x in parts]

    def _move_discriminator(self, real, drawn, noise):
        latents = self._latents(real, noise)
        fake = backends.frozen(self._fake, latents, None)

        def logits(*rows):
            return [self._verdict(each, None)[0] for each in rows]

        def loss(real, fake):
            real_logit, fake_logit = logits(real, fake)
            return ops.sum(fake_logit - real_logit)

        variables = self.players["discriminator"].trainable_variables
        found = backends.each_gradient(loss, variables, real, fake)
        lengths = ops.sqrt(sum(_squares(each) for each in found) + 1e-12)
        kept = drawn * ops.minimum(1.0, self.longest / lengths)
        spread = self.longest * self.noise_multiplier
        self.discriminator_optimizer.apply(
            [
                (
                    ops.tensordot(kept, each, axes=1)
                    + spread * noise.normal(ops.shape(each)[1:])
                )
                / self.batch_size
                for each in found
            ],
            variables,
        )
        real_logits, fake_logits = logits(real, fake)
        losses = drawn * (fake_logits - real_logits)[:, 0]
        self.observe(d_loss=ops.sum(losses) / self.batch_size)
        self._observe_scores(real_logits, fake_logits)

    def _move_generator(self, real, drawn, noise):
        super()._move_generator(real, None, noise)

    def settle(self, seed):
        """Frequencies are the persons': only the discriminator may look at them."""

    def network(self, averaged=True):
        """The generator as it is now: none is chosen by real rows."""
        return self.newest if averaged else self.generator

    def get_config(self):
        config = super().get_config()
        for name in ("conditional", "information_weight", *CLASSIFIER):
            config.pop(name)
        return config | {
            "longest": self.longest,
            "noise_multiplier": self.noise_multiplier,
            "batch_size": self.batch_size,
        }


def _squares(gradients):
    """float32 `(n,)`: the squared length of each of `(n, *shape)`."""
    axes = tuple(range(1, len(gradients.shape)))
    return ops.sum(gradients**2, axis=axes) if axes else gradients**2


def steps_of(recipe, rows):
    """int: batches that D sees in a whole training."""
    seen = recipe.batch_size * recipe.critic_steps
    each = recipe.steps_per_epoch or max(rows // seen, 1)
    return recipe.epochs * each * recipe.critic_steps
