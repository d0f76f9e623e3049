"""Where a network's word embeddings start from."""

import numpy as np

from ter_gan.errors import UserError, unknown
from ter_gan.text.embeddings import glove, ppmi_svd

STARTS = ("random", "ppmi", "glove", "glove:PATH")


def check(start):
    """Raises `UserError` for an unknown start."""
    kind, _, path = start.partition(":")
    if start not in STARTS and not (kind == "glove" and path):
        raise unknown("start of word embeddings", start, STARTS)


def table(start, dataset, dim, seed=0):
    """The word vectors that a network starts from.

    Args:
        start: str. `"random"`: the network's own; `"ppmi"`: from the counts of the
            training sequences, which tell one number less than there are words: the
            others are 0; `"glove"` or `"glove:PATH"`: GloVe's.
        dataset: `ter_gan.text.datasets.TextDataset`.
        dim: int. Numbers of a vector.
        seed: int.

    Returns:
        float32 `(size, dim)`, or `None` for `"random"`.

    Raises:
        UserError: for an unknown start, or vectors of another size.
    """
    check(start)
    if start == "random":
        return None
    if start == "ppmi":
        size = len(dataset.vocabulary)
        found = ppmi_svd(dataset.train.x, size, min(dim, size - 1), seed=seed)
        return np.pad(found, ((0, 0), (0, dim - found.shape[1])))
    if start == "glove":
        _check_size(start, glove.DIM, dim)  # before anything is downloaded
    path = start.partition(":")[2]
    vectors, _ = glove.load(dataset.vocabulary, path or None, seed=seed)
    _check_size(start, vectors.shape[1], dim)
    return vectors


def _check_size(start, own, dim):
    if own != dim:
        raise UserError(
            f"The vectors of --embeddings {start} have {own} numbers, the network's "
            f"{dim}; use --embedding-dim {own}, or --width {own} for a transformer."
        )
