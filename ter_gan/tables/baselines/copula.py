"""A Gaussian copula: right columns, and one number for each pair of them."""

import numpy as np
from scipy.special import ndtr, ndtri

from ter_gan.tables.baselines.base import Baseline
from ter_gan.tables.metrics.pairs import correlation


class GaussianCopula(Baseline):
    """Empirical columns, whose normal scores are jointly Gaussian.

    A value's score is the normal quantile of its rank. Equal values share an
    interval of ranks, and each takes a random place in it; so numbers and codes need
    no rules of their own. Whether a value is missing is one more column, with a score
    too. Scores are correlated over the rows that have both values; sampled ones are
    led back through the ranks, so a column holds only values of the training column.
    Codes without order are ranked by their number; that random places weaken the
    correlation of columns with few values is the known price. Nelsen 2006, "An
    Introduction to Copulas", https://doi.org/10.1007/0-387-28678-0.
    """

    fitted = ("columns", "known", "root")

    def learn(self, matrix, discrete, sizes, rng):
        """Sorts the columns; correlates normal scores."""
        missing = np.isnan(matrix)
        parts = matrix, 1.0 - missing
        scores = [_score(column, rng) for part in parts for column in part.T]
        related = correlation(np.stack(scores, axis=1))
        np.fill_diagonal(related, 1)
        values, vectors = np.linalg.eigh(related)
        root = vectors * np.sqrt(np.maximum(values, 0))  # from pairs: some may be < 0
        self.root = root / np.linalg.norm(root, axis=1, keepdims=True)
        self.columns, self.known = np.sort(matrix, axis=0), (~missing).sum(axis=0)

    def draw(self, n, rng):
        """Correlated normal scores, and the values of their ranks."""
        ranks = ndtr(rng.standard_normal((n, len(self.root))) @ self.root.T)
        values, there = np.split(ranks, 2, axis=1)
        places = np.minimum((values * self.known).astype(int), self.known - 1)
        result = np.take_along_axis(self.columns, np.maximum(places, 0), axis=0)
        return np.where(there < 1 - self.known / len(self.columns), np.nan, result)


def _score(column, rng):
    """Normal quantiles of ranks; equal values in a random order, missing stays so."""
    known = np.flatnonzero(~np.isnan(column))
    order = np.lexsort((rng.random(len(known)), column[known]))
    result = np.full(len(column), np.nan)
    result[known[order]] = ndtri((np.arange(len(known)) + 0.5) / len(known))
    return result
