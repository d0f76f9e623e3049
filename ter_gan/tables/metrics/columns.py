"""Whether each column looks like the real one."""

import numpy as np

from ter_gan.evaluation.estimate import Estimate
from ter_gan.tables.metrics.tallies import (
    Comparison,
    Tallies,
    common_codes,
    overlap,
    steps_apart,
)


def ks_complement(real, fake):
    """1 minus the Kolmogorov-Smirnov statistic of two numeric columns.

    The statistic is the largest gap between the two cumulative distributions of
    the values that are not missing. From 0 (no overlap) to 1 (equal); more is
    better; two samples of n from one distribution have about 1 - 0.87 √(2 / n).

    Args:
        real: float array `(n,)`, NaN where missing.
        fake: float array `(m,)`.

    Returns:
        `Estimate` in [0, 1], its error by a jackknife (too large near 1); 1 if
        neither column has a value, 0 if one has none, both without an error.
    """
    known = [~np.isnan(np.asarray(each, "float64")) for each in (real, fake)]
    if not all(each.any() for each in known):
        return Estimate(float(not any(each.any() for each in known)))
    codes, size = common_codes(real, fake)
    sides = (Tallies(each, size, keep) for each, keep in zip(codes, known))
    return Comparison(steps_apart, *sides).estimate()


def tv_complement(real, fake):
    """1 minus the total variation distance of two columns of codes.

    That distance is half the sum of the differences of frequencies; missing is a
    code like others. From 0 (no code in common) to 1 (equal); more is better.

    Args:
        real: float array `(n,)` of codes, NaN where missing.
        fake: float array `(m,)`.

    Returns:
        `Estimate` in [0, 1], its error by a jackknife.
    """
    codes, size = common_codes(real, fake)
    return Comparison(overlap, *(Tallies(each, size) for each in codes)).estimate()


def missing_difference(real, fake):
    """How much more often a value is missing than in the real column.

    From -1 to 1; 0 is best.

    Args:
        real: float array `(n,)`, NaN where missing.
        fake: float array `(m,)`.

    Returns:
        `Estimate`: the generated rate minus the real one, with its binomial error;
        details: `real` and `fake`, the rates.
    """
    rates = [float(np.isnan(each).mean()) for each in (real, fake)]
    variance = sum(p * (1 - p) / len(x) for p, x in zip(rates, (real, fake)))
    details = {"real": rates[0], "fake": rates[1]}
    return Estimate(rates[1] - rates[0], variance**0.5, details)


def shapes(real, fake, sizes):
    """How alike every column is: KS complements of numbers, TV ones of codes.

    Args:
        real: float array `(n, d)`.
        fake: float array `(m, d)`.
        sizes: int array `(d,)`; ordinal columns are compared as codes.

    Returns:
        list of `Estimate`, one for each column, more is better.
    """
    columns = zip(np.asarray(real).T, np.asarray(fake).T, sizes)
    return [(tv_complement if size else ks_complement)(x, y) for x, y, size in columns]
