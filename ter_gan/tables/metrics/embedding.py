"""Rows as vectors whose distances mean something."""

import numpy as np

from ter_gan.errors import unknown

SCALES = ("ranks", "spread")
WIDE = 32  # codes that get a coordinate each; more share so many coordinates


class Embedding:
    """Leads rows to vectors; every column has about the same say in a distance.

    - A numeric or ordinal column becomes its rank in a reference table, from 0 to 1:
      two rows differ by the share of reference rows between them, whatever the
      column's units and tails. Equal values have their mean rank, other values one
      between those of their neighbours; what lies beyond the reference's ends is as
      far as these, and wide gaps count no more than narrow ones. With
      `scale="spread"` it is divided by its standard deviation instead.
    - A discrete column becomes a one-hot vector over √2, so different codes are 1
      apart. Beyond `WIDE` codes, random unit vectors of that length over √2 take
      their place: the distances are 1 up to about a tenth.
    - A missing value is a code of its own; a missing number lies in the middle (the
      rank 0.5, or the mean) and 1/√2 away in a coordinate of its own.

    Args:
        reference: float array `(n, d)`, the real table whose ranks are taken.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        scale: `"ranks"` or `"spread"`, of the numbers.
    """

    def __init__(self, reference, discrete, sizes, scale="ranks"):
        if scale not in SCALES:
            raise unknown("scale", scale, SCALES)
        numbers = _ranks if scale == "ranks" else _spread
        self._parts = [
            _codes(int(size)) if is_code else numbers(column)
            for column, is_code, size in zip(np.asarray(reference).T, discrete, sizes)
        ]

    def __call__(self, matrix):
        """The vectors of rows: float32 array `(n, width)`."""
        parts = [part(each) for part, each in zip(self._parts, np.asarray(matrix).T)]
        return np.concatenate(parts, axis=1).astype("float32")


def neighbours(queries, reference, k=1, itself=False):
    """The k nearest vectors of a set, exact (scikit-learn).

    Args:
        queries: float array `(n, width)`.
        reference: float array `(m, width)`.
        k: int. No more than there are vectors.
        itself: bool. The queries are the reference, and no vector is its own
            neighbour.

    Returns:
        `(distances, indices)`: arrays `(n, k)`, the nearest first.
    """
    from sklearn.neighbors import NearestNeighbors

    found = NearestNeighbors(n_neighbors=min(k, len(reference) - itself))
    return found.fit(reference).kneighbors(None if itself else queries)


def subsample(matrix, most, seed=0):
    """At most so many rows, drawn at random without replacement.

    Args:
        matrix: array `(n, d)`.
        most: int.
        seed: int, or ints.
    """
    if len(matrix) <= most:
        return matrix
    rows = np.random.default_rng(seed).choice(len(matrix), most, replace=False)
    return matrix[np.sort(rows)]


def _ranks(reference):
    known = reference[~np.isnan(reference)]
    values, counts = np.unique(known, return_counts=True)
    ranks = (np.cumsum(counts) - counts / 2) / max(len(known), 1)

    def vectors(column):
        found = np.interp(column, values, ranks) if len(values) else column
        return _marked(column, found, 0.5)

    return vectors


def _spread(reference):
    known = reference[~np.isnan(reference)]
    centre, spread = (known.mean(), known.std()) if len(known) else (0.0, 1.0)

    def vectors(column):
        return _marked(column, (column - centre) / (spread or 1), 0)

    return vectors


def _marked(column, values, middle):
    """The values, and a second coordinate for what is missing: `(n, 2)`."""
    missing = np.isnan(column)
    return np.stack([np.where(missing, middle, values), missing / np.sqrt(2)], axis=1)


def _codes(size):
    if size < WIDE:
        table = np.eye(size + 1)
    else:
        table = np.random.default_rng(size).standard_normal((size + 1, WIDE))
        table /= np.linalg.norm(table, axis=1, keepdims=True)

    def vectors(column):
        return table[np.where(np.isnan(column), size, column).astype(int)] / np.sqrt(2)

    return vectors
