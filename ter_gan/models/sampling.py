"""A GAN in use: its samples, and what its discriminator says of samples."""

import numpy as np
from keras import ops

from ter_gan.errors import UserError
from ter_gan.models.lens import packed


class Sampling:
    """What a GAN offers besides training, in inference mode.

    It is mixed into `ter_gan.models.gan.GAN`, whose `generator`,
    `averaged_generator`, `discriminator`, `latents`, `classes` and `pack` it uses.
    """

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
        latents = self.latents.array(n, seed)
        return self.decode(latents, labels, averaged, batch_size)

    def decode(self, latents, labels=None, averaged=True, batch_size=256):
        """The generator's samples for given latents `(n, latent_dim)`."""
        network = self.generator
        if averaged and self.averaged_generator is not None:
            network = self.averaged_generator
        labels = self._labels(len(latents), labels)

        def decode(latents, labels):
            return network(inputs_of(latents, labels), training=False)

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
        labels = labels if self.judges_labels else None
        shown = packed(ops.convert_to_tensor(samples), self.pack)
        logits = self.discriminator(inputs_of(shown, labels), training=False)
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


def _in_batches(fn, batch_size, samples, labels):
    """`fn(samples, labels)` on one batch after the other, as a NumPy array."""
    parts = []
    for start in range(0, len(samples), batch_size):
        part = slice(start, start + batch_size)
        outputs = fn(samples[part], None if labels is None else labels[part])
        parts.append(ops.convert_to_numpy(outputs))
    return np.concatenate(parts)


def inputs_of(first, labels):
    """What a network is called with: samples or latents, and labels if any."""
    if labels is None:
        return first
    return [ops.convert_to_tensor(first), ops.convert_to_tensor(labels)]
