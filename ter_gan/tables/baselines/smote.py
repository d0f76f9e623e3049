"""SMOTE: a row, moved towards one of its neighbours."""

import numpy as np

from ter_gan.tables.baselines.base import Baseline, to_codes
from ter_gan.tables.metrics.embedding import Embedding, neighbours


class Smote(Baseline):
    """Points between training rows and their nearest neighbours (Chawla et al. 2002).

    https://arxiv.org/abs/1106.1813. Numbers are interpolated; a code is the most
    frequent one among the neighbours (the paper's SMOTE-NC), the smallest of equally
    frequent ones. Here it is used on all rows, not to fill up a class. A number is
    missing where the row's is; where only the neighbour's is, the row's stays.
    Useful data, and close to its training rows: no privacy.

    In distances numbers are divided by their standard deviations, and two different
    codes are one such deviation apart.

    Args:
        k: int, neighbours of a row.
        rows: int. A larger table is represented by so many random rows, because
            neighbours cost the square of their number.
    """

    fitted = ("matrix", "near", "columns")

    def __init__(self, k=5, rows=40_000):
        self.k, self.rows = k, rows

    def learn(self, matrix, discrete, sizes, rng):
        """Finds the neighbours of all rows."""
        if len(matrix) > self.rows:
            matrix = matrix[rng.choice(len(matrix), self.rows, replace=False)]
        self.matrix, self.columns = matrix.copy(), np.stack([discrete * 1, sizes])
        vectors = Embedding(matrix, discrete, sizes, "spread")(matrix)
        k = min(self.k, len(matrix) - 1)
        if k:
            self.near = neighbours(vectors, vectors, k, itself=True)[1]
        else:
            self.near = np.zeros((1, 1), int)

    def draw(self, n, rng):
        """Interpolates, and lets the neighbours vote."""
        base = rng.integers(len(self.matrix), size=n)
        near = self.near[base]
        other = near[np.arange(n), rng.integers(near.shape[1], size=n)]
        start, end = self.matrix[base], self.matrix[other]
        end = np.where(np.isnan(end), start, end)
        result = start + rng.random((n, 1)) * (end - start)
        discrete, sizes = self.columns[0].astype(bool), self.columns[1]
        for j in np.flatnonzero(discrete):
            result[:, j] = _majority(self.matrix[:, j][near])
        ordinal, missing = ~discrete & (sizes > 0), np.isnan(result)
        result = to_codes(result, ordinal, sizes)
        result[missing] = np.nan
        return result


def _majority(codes):
    """The most frequent code of each row of `(n, k)`; missing is a code too."""
    codes = np.sort(np.nan_to_num(codes, nan=np.inf), axis=1)
    votes = (codes[:, :, None] == codes[:, None]).sum(axis=2)
    winner = codes[np.arange(len(codes)), votes.argmax(axis=1)]
    return np.where(np.isinf(winner), np.nan, winner)
