"""The samples that are compared: generated ones, and real ones of two splits."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.metric import Side

CHUNK = 512  # samples that a network sees at a time


def generated(gan, dataset, n, labels, seed, progress):
    """A `Side` of generated samples, as they would be stored.

    They are those of `python -m ter_gan.generate` with the same seed.

    Args:
        gan: a model whose `parts(n, labels, seed)` yields arrays of samples.
        dataset: `ter_gan.data.Dataset`.
        n: int.
        labels: int array `(n,)` that a conditional model is asked for.
        seed: int.
        progress: `ter_gan.evaluation.progress.Progress`.

    Raises:
        UserError: if a sample is not finite.
    """
    labels = labels if gan.classes else None
    stage = progress.stage(f"generating {n} samples")
    parts, done = [], 0
    for values in gan.parts(n, labels, seed):
        parts.append(dataset.from_model(_finite(values, dataset)))
        done += len(values)
        stage(done, n)
    return Side("generated samples", np.concatenate(parts), labels)


def _finite(values, dataset):
    wrong = np.isinf(values) if dataset.gaps else ~np.isfinite(values)
    if wrong.any():
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
    """Other real samples, instead of generated ones: the floor.

    Training samples; test samples where the training split is compared with.
    """
    return real(dataset, "test" if split == "train" else "train", n, seed)


def drawn(total, n, seed):
    """Which of `total` samples are taken: int array, without repetition."""
    return np.sort(np.random.default_rng(seed).permutation(total)[:n])


def _labels(part, index):
    return None if part.y is None else part.y[index]
