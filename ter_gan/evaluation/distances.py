"""Euclidean distances between two large sets, a block of rows at a time."""

import numpy as np

MEMORY = 2**29  # bytes
BYTES = 16  # for each pair in a block: distances, a copy of them, comparisons


def blocks(x, y, memory=MEMORY):
    """Yields squared distances without ever holding all of them.

    float32 and one matrix product a block; vectors should be centred, because
    the rounding error grows with their squared length.

    Args:
        x: float array `(n, d)`.
        y: float array `(m, d)`.
        memory: int, bytes that a block and what is made of it may take.

    Yields:
        `(rows, squared)`: a slice of x, and float32 `(rows, m)`, at least 0.
    """
    x, y = np.asarray(x, "float32"), np.asarray(y, "float32")
    x2, y2 = (np.einsum("nd,nd->n", side, side) for side in (x, y))
    size = max(1, memory // (BYTES * len(y)))
    for start in range(0, len(x), size):
        rows = slice(start, min(start + size, len(x)))
        squared = x[rows] @ y.T
        squared *= -2
        squared += x2[rows, None]
        squared += y2
        yield rows, np.maximum(squared, 0, out=squared)


def centred(x, y):
    """Both sets as float32, the mean of the first taken off."""
    mean = np.mean(x, axis=0, dtype="float64")
    return tuple(np.subtract(side, mean, dtype="float32") for side in (x, y))
