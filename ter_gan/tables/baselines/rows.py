"""The two ends: columns that know nothing of each other, and the training rows."""

import numpy as np

from ter_gan.tables.baselines.base import Baseline


class TrainCopy(Baseline):
    """The training rows themselves: the alarm row of a privacy report.

    Faithful and useful beyond any model, and no new data at all. Samples are drawn
    without replacement as long as there are rows.
    """

    fitted = ("rows",)

    def learn(self, matrix, discrete, sizes, rng):
        """Keeps the rows."""
        self.rows = matrix.copy()

    def draw(self, n, rng):
        """Shuffled rows, all of them before one comes again."""
        passes = -(-n // len(self.rows))
        order = [rng.permutation(len(self.rows)) for _ in range(passes)]
        return self.rows[np.concatenate([np.empty(0, int), *order])[:n]]


class Independent(Baseline):
    """Every column drawn apart from the training column, with replacement.

    Its marginal distributions are right and its dependences are gone: the floor of
    everything that is said about pairs of columns, and the least disclosing model
    that has seen the data.
    """

    fitted = ("columns",)

    def learn(self, matrix, discrete, sizes, rng):
        """Keeps the columns, each in its own order: no row is stored."""
        self.columns = np.sort(matrix, axis=0)

    def draw(self, n, rng):
        """Draws each column by its own indices."""
        chosen = rng.integers(len(self.columns), size=(n, self.columns.shape[1]))
        return np.take_along_axis(self.columns, chosen, axis=0)
