"""What the discriminator is shown of samples: augmented, noisy, in packs."""

import keras
from keras import ops

from ter_gan import augment, backends

ADAPTIVE = "ada"
TARGET = 0.6  # of the mean sign of D's real logits (Karras et al. 2020)


class Lens:
    """Through which the discriminator sees real and generated samples alike.

    Args:
        augmentation: str, names of `ter_gan.augment.AUGMENTATIONS` joined by `+`
            (DiffAugment, Zhao et al. 2020, https://arxiv.org/abs/2006.10738);
            `"ada"`, each transformation with a probability that follows how
            sure D is of real samples (Karras et al. 2020,
            https://arxiv.org/abs/2006.06676); or `None`.
        ada_images: int. Real samples during which that probability could rise
            from 0 to 1.
        instance_noise: float. Standard deviation of Gaussian noise (Sønderby et
            al. 2017), fading linearly to 0 over `instance_noise_steps` steps.
        instance_noise_steps: int. 0: the noise stays.
        pack: int. Samples joined along the last axis (PacGAN).
    """

    def __init__(
        self,
        augmentation=None,
        ada_images=500_000,
        instance_noise=0.0,
        instance_noise_steps=0,
        pack=1,
    ):
        self.probability, self.ada_images = None, ada_images
        if augmentation == ADAPTIVE:
            self.probability = keras.Variable(
                0.0,
                trainable=False,
                aggregation="mean",  # over the replicas of tf.distribute
                name="augment_probability",
            )
        named = augmentation and augmentation != ADAPTIVE
        self.augment = augment.get(augmentation) if named else None
        self.instance_noise = instance_noise
        self.instance_noise_steps = instance_noise_steps
        self.pack = pack

    def __call__(self, samples, noise, steps):
        """What is shown of `samples`, after `steps` discriminator steps."""
        if self.probability is not None:
            samples = augment.adaptive(samples, noise, self.probability)
        if self.augment:
            samples = self.augment(samples, noise)
        if self.instance_noise:
            strength = self.instance_noise * self.noise_left(steps)
            samples = samples + strength * noise.normal(ops.shape(samples))
        return packed(samples, self.pack)

    def noise_left(self, steps):
        """Share of the instance noise that is left after `steps` steps."""
        if not self.instance_noise_steps:
            return 1.0
        return ops.relu(1.0 - ops.cast(steps, "float32") / self.instance_noise_steps)

    def adapt(self, real_logits):
        """Moves the probability: up where D is sure of real samples, else down.

        Args:
            real_logits: tensor `(n, k)`, 0 where D is undecided.
        """
        if self.probability is None:
            return
        sure = ops.sign(ops.mean(ops.sign(real_logits)) - TARGET)
        images = ops.shape(real_logits)[0] * self.pack * backends.replicas()
        step = ops.cast(images, "float32") / self.ada_images
        self.probability.assign(ops.clip(self.probability + sure * step, 0.0, 1.0))


def packed(samples, pack):
    """Joins `pack` consecutive samples along the last axis.

    `(n, …, c)` becomes `(n / pack, …, pack · c)`.
    """
    if pack == 1:
        return samples
    groups = ops.reshape(samples, (-1, pack) + tuple(samples.shape[1:]))
    return ops.concatenate([ops.take(groups, i, axis=1) for i in range(pack)], axis=-1)
