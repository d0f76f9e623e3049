"""Counts of codes by groups of rows: a statistic of counts, with its error."""

import numpy as np

from ter_gan.evaluation.estimate import GROUPS, Estimate, left_out_variance

BINS = 10


class Tallies:
    """How often each code occurs, in each tenth of the rows.

    Args:
        codes: int array `(n,)`, 0 … size - 1; the rows in any order.
        size: int.
        keep: bool array `(n,)`, the rows that count; all of them without it.
    """

    def __init__(self, codes, size, keep=None):
        group = np.random.default_rng(0).permutation(len(codes)) % GROUPS
        if keep is not None:
            codes, group = codes[keep], group[keep]
        counts = np.bincount(group * size + codes, minlength=GROUPS * size)
        self.groups = counts.reshape(GROUPS, size)
        self.counts = self.groups.sum(axis=0)

    def without(self):
        """Yields the counts with one tenth of the rows left out at a time."""
        yield from self.counts - self.groups


class Comparison:
    """A statistic of two tables' counts, and what it is with rows left out.

    Args:
        statistic: callable from two arrays of shares to a float.
        first, second: `Tallies` of the same codes.
    """

    def __init__(self, statistic, first, second):
        p, q = _shares(first.counts), _shares(second.counts)
        self.value = statistic(p, q)
        self.left_out = np.array(
            [
                [statistic(_shares(each), q) for each in first.without()],
                [statistic(p, _shares(each)) for each in second.without()],
            ]
        )

    def estimate(self, **details):
        """The statistic; its error is a delete-a-group jackknife over both tables."""
        variance = sum(left_out_variance(side) for side in self.left_out)
        return Estimate(float(self.value), variance**0.5, details)


def together(comparisons):
    """The mean of several comparisons, whose rows are left out together.

    Args:
        comparisons: sequence of `Comparison`, at least one.

    Returns:
        a `Comparison` again.
    """
    result = object.__new__(Comparison)
    result.value = float(np.mean([each.value for each in comparisons]))
    result.left_out = np.mean([each.left_out for each in comparisons], axis=0)
    return result


def overlap(p, q):
    """1 minus the total variation distance of two distributions."""
    return 1 - float(np.abs(p - q).sum()) / 2


def steps_apart(p, q):
    """1 minus the largest gap between two cumulative distributions."""
    return 1 - float(np.abs(np.cumsum(p - q)).max())


def common_codes(*columns):
    """Codes 0 … size - 1 of values that several tables share, in their order.

    Args:
        columns: arrays `(n,)`, `(m,)`, …; NaN is a value, the last one.

    Returns:
        `(codes, size)`: a list of int arrays, and the number of different values.
    """
    values, codes = np.unique(np.concatenate(columns), return_inverse=True)
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return np.split(codes, ends), max(len(values), 1)


def binned(reference, column, size, bins=BINS):
    """A column as few codes: tenths of a reference, or its most frequent codes.

    Args:
        reference: float array `(n,)`, the real column, NaN where missing.
        column: float array `(m,)`.
        size: int, the column's number of codes; 0 for a numeric one.
        bins: int.

    Returns:
        int array `(m,)`, 0 … bins + 1: `bins` means missing, and `bins + 1` any
        other code of a column with more codes than bins.
    """
    missing, known = np.isnan(column), reference[~np.isnan(reference)]
    if size:
        frequent = np.argsort(-np.bincount(known.astype(int), minlength=size))[:bins]
        table = np.full(size, bins + 1)
        table[frequent] = np.arange(len(frequent))
        codes = table[np.where(missing, 0, column).astype(int)]
    else:
        inner = np.arange(1, bins) / bins
        edges = np.quantile(known, inner) if len(known) else np.zeros(bins - 1)
        codes = np.searchsorted(edges, column, "right")
    return np.where(missing, bins, codes)


def _shares(counts):
    return counts / max(counts.sum(), 1)
