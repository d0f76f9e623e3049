"""GANs whose discriminator sees tokens: one-hot real ones, relaxed generated ones."""

import numpy as np
from keras import ops

from ter_gan.models.gan import GAN
from ter_gan.text.models.writer import Writer
from ter_gan.text.vocabulary import PAD


class TokenGAN(Writer, GAN):
    """A GAN of sequences of tokens; see `ter_gan.models.gan.GAN`.

    The algorithm is that of every GAN. Real samples are shown as one-hot tokens; a
    subclass says what generated ones are, in `_fake`, and writes them, in `parts`.
    """

    vital_samples = 512

    @property
    def length(self):
        """Tokens of a sequence."""
        return self.discriminator.input_shape[1]

    @property
    def size(self):
        """Size of the vocabulary."""
        return self.discriminator.input_shape[2]

    def one_hot(self, tokens):
        """float32 `(n, length, size)` of tokens `(n, length)`."""
        return ops.one_hot(ops.cast(tokens, "int32"), self.size)

    def _critic_batches(self, batch):
        return [
            (self.one_hot(tokens), labels)
            for tokens, labels in super()._critic_batches(batch)
        ]

    def judge(self, samples, labels=None):
        """The discriminator's logits `(n, 1)` of tokens `(n, length)`."""
        samples = ops.convert_to_tensor(samples)
        return super().judge(self.one_hot(samples) if samples.ndim == 2 else samples)

    def vital_signs(self, real, labels=None, seed=0):
        """dict: see `diversity`."""
        made = self.generate(len(real), seed=seed, averaged=False)
        return diversity(made, real)


def diversity(made, real):
    """dict: `diversity`, different pairs of words over those of real text."""
    return {"diversity": distinct_pairs(made) / max(distinct_pairs(real), 1)}


def distinct_pairs(x):
    """int: how many different pairs of neighbouring tokens there are."""
    pairs = np.stack([x[:, :-1], x[:, 1:]], axis=-1).reshape(-1, 2)
    return len(np.unique(pairs[(pairs != PAD).all(axis=1)], axis=0))
