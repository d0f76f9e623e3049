"""The samples that are compared: generated ones, and real ones of two splits."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.metric import Side

CHUNK = 512  # samples generated at a time


def generated(gan, dataset, n, labels, seed, progress):
    """A `Side` of generated samples, as they would be stored.

    They are those of `python -m ter_gan.generate` with the same seed.

    Args:
        gan: `ter_gan.models.gan.GAN`.
        dataset: `ter_gan.data.Dataset`.
        n: int.
        labels: int array `(n,)` that a conditional model is asked for.
        seed: int.
        progress: `ter_gan.evaluation.progress.Progress`.

    Raises:
        UserError: if a sample is not finite.
    """
    labels = labels if gan.classes else None
    latents = gan.latents.array(n, seed)
    stage = progress.stage(f"generating {n} samples")
    parts = []
    for start in range(0, n, CHUNK):
        part = slice(start, start + CHUNK)
        values = gan.decode(latents[part], None if labels is None else labels[part])
        parts.append(dataset.from_model(_finite(values, dataset)))
        stage(min(start + CHUNK, n), n)
    return Side("generated samples", np.concatenate(parts), labels)


def _finite(values, dataset):
    if not np.isfinite(values).all():
        raise UserError(
            "The generator's samples are not finite: it diverged while it trained on "
            f"{dataset.name}. Train again with a smaller learning rate."
        )
    return values


def real(dataset, split, n, seed):
    """The real samples that the generated ones are compared with.

    Returns:
        `Side` of `n` samples of the split in an order of their own, or of all
        that it has.

    Raises:
        UserError: for an unknown or empty split.
    """
    part = getattr(dataset, split)
    if not len(part):
        raise UserError(f"{dataset.name} has no {split} samples; choose another split.")
    index = drawn(len(part), n, seed)
    return Side(f"{split} samples", part.x[index], _labels(part, index))


def stand_in(dataset, split, n, seed):
    """Other real samples, in the place of generated ones: the floor.

    Training samples; test samples where the training split is compared with.
    """
    return real(dataset, "test" if split == "train" else "train", n, seed)


def drawn(total, n, seed):
    """Which of `total` samples are taken: int array, without repetition."""
    return np.sort(np.random.default_rng(seed).permutation(total)[:n])


def _labels(part, index):
    return None if part.y is None else part.y[index]
