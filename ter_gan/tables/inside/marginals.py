"""How the values of one column are distributed, among real and generated rows."""

import numpy as np

from layer_viz.panels import Share
from ter_gan.tables.inside import words
from ter_gan.tables.schema import CODED

BARS = 8  # categories that are told apart
BINS = 30


class Marginal:
    """The distribution of a column, in the bins or categories of real values.

    Args:
        column: `ter_gan.tables.schema.Column`.
        real: float64 array `(n,)`, NaN where a value is missing.
    """

    def __init__(self, column, real):
        self.column, self.gaps = column, bool(column.missing)
        known = real[~np.isnan(real)]
        if column.kind in CODED:
            counts = np.bincount(known.astype(int), minlength=column.size)
            kept = np.argsort(-counts, kind="stable")[:BARS]
            self.kept = np.sort(kept) if column.kind == "ordinal" else kept
            self.rest = column.size > len(kept)
            names = words.read(column, self.kept) + ["others"] * self.rest
            self.names = names + ["missing"] * self.gaps
        else:
            low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
            self.edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
            self.names = []
        self.real = self.shares(real)

    def shares(self, values):
        """Shares of all values `(n,)`, as a float64 array.

        They are those of the bins; of categories those of the most frequent ones, of
        the others together and of missing values.
        """
        gone = np.isnan(values)
        known, n = values[~gone], len(values)
        if not self.names:
            inside = np.clip(known, self.edges[0], self.edges[-1])
            return np.histogram(inside, self.edges)[0] / n
        counts = np.bincount(known.astype(int), minlength=self.column.size) / n
        found = list(counts[self.kept])
        found += [counts.sum() - sum(found)] * self.rest
        return np.array(found + [gone.mean()] * self.gaps)

    def beside(self, made):
        """`layer_viz.panels.Share`: generated values `(n,)` over the real ones."""
        fake, ends, note = self.shares(made), (), ""
        if not self.names:
            ends = words.read(self.column, self.edges[[0, -1]])
            if self.gaps:
                gone = [1 - shares.sum() for shares in (self.real, fake)]
                note = "missing: {:.1%} real, {:.1%} generated".format(*gone)
        return Share(self.column.name, self.real, fake, self.names, ends, note)


def distance(share):
    """float: the total variation distance of real and generated shares."""
    return float(np.abs(share.real - share.fake).sum() / 2)
