"""A GAN in use: its samples, and what its discriminator says of samples."""

import numpy as np
from keras import ops

from ter_gan.errors import UserError
from ter_gan.models import generator_file, panels, vital_signs
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
        return np.concatenate(list(self.parts(n, labels, seed, averaged, batch_size)))

    def parts(self, n, labels=None, seed=0, averaged=True, batch_size=256):
        """Yields the samples of `generate`, `batch_size` at a time."""
        latents, labels = self.latents.array(n, seed), self._labels(n, labels)
        for start in range(0, n, batch_size):
            part = slice(start, start + batch_size)
            asked = None if labels is None else labels[part]
            yield self.decode(latents[part], asked, averaged, batch_size)

    def decode(self, latents, labels=None, averaged=True, batch_size=256):
        """The generator's samples for given latents `(n, latent_dim)`."""
        network = self.generator
        if averaged and self.averaged_generator is not None:
            network = self.averaged_generator
        labels = self._labels(len(latents), labels)

        def decode(latents, labels):
            return network(inputs_of(latents, labels), training=False)

        return in_batches(decode, batch_size, latents, labels)

    def logits(self, samples, labels=None, batch_size=256):
        """The discriminator's logits `(n / pack, 1)` for any number of samples."""
        labels = self._labels(len(samples), labels)
        batch_size -= batch_size % self.pack
        return in_batches(self.judge, batch_size, samples, labels)

    def judge(self, samples, labels=None):
        """The discriminator's logits `(n / pack, 1)` in inference mode.

        Of several discriminators, their mean.
        """
        labels = labels if self.judges_labels else None
        shown = packed(ops.convert_to_tensor(samples), self.pack)
        logits = self.discriminator(inputs_of(shown, labels), training=False)
        return ops.mean(logits, axis=-1, keepdims=True)

    @property
    def panels(self):
        """What of its training is drawn: `ter_gan.models.panels.Panel`s."""
        return panels.of_loss(self.loss_fn)

    def vital_signs(self, real, labels=None, seed=0):
        """dict: see `ter_gan.models.vital_signs.of`."""
        labels = labels if self.classes else None
        fake = self.generate(len(real), labels, seed=seed, averaged=False)
        return vital_signs.of(self, real, fake, labels)

    def export(self, path):
        """Saves the generator as a Keras file that says what its latents are."""
        generator_file.save(
            path, self.averaged_generator or self.generator, self.latents
        )

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


def in_batches(fn, batch_size, *arrays):
    """`fn(*arrays)` on one batch after the other, as a NumPy array.

    Args:
        fn: function of a part of each of the arrays.
        batch_size: int.
        *arrays: of the same length, or `None`, which stays so.
    """
    parts = []
    for start in range(0, len(arrays[0]), batch_size):
        part = slice(start, start + batch_size)
        outputs = fn(*(None if each is None else each[part] for each in arrays))
        parts.append(ops.convert_to_numpy(outputs))
    return np.concatenate(parts)


def inputs_of(first, labels):
    """What a network is called with: samples or latents, and labels if any."""
    if labels is None:
        return first
    return [ops.convert_to_tensor(first), ops.convert_to_tensor(labels)]
