"""Sizes of effects with honest bounds for five seeds, ties and ceilings.

Each function returns an `Estimate`. Its two ends are one-sided bounds: the true
value is below `high` with a confidence of `1 - level`, and above `low` with the
same. Nothing assumes a normal distribution: with five seeds nobody can check
it, and outcomes such as "modes covered" sit at a ceiling. Bounds come from
counting arrangements of ranks; ties always count against the claim, so equal
values never give a false certainty.
"""

import dataclasses
import functools
import itertools
import math

import numpy as np
import scipy

LEVEL = 0.05


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A value with its one-sided bounds.

    Args:
        value: float.
        low, high: float, may be infinite.
        p: function from a value to the one-sided p-value of "the true value is
            not above it".
    """

    value: float
    low: float
    high: float
    p: object = None


def shift(a, b, level=LEVEL):
    """By how much a seed of `a` exceeds a seed of `b`: Hodges and Lehmann 1963.

    The estimate is the median of all differences `a_i - b_j`, the bounds are
    the differences at the critical values of the Mann-Whitney statistic.

    Args:
        a, b: arrays of float, not empty.
        level: float, error probability of each bound.
    """
    differences = np.sort(np.subtract.outer(a, b).ravel())
    cumulative = mann_whitney(len(a), len(b))
    low, high = _order_bounds(differences, cumulative, level)

    def p(at):
        return float(cumulative[np.count_nonzero(differences <= at)])

    return Estimate(float(np.median(differences)), low, high, p)


def median(a, level=LEVEL):
    """The median of one sample with the bounds of the sign test.

    Args:
        a: array of float, not empty.
        level: float, error probability of each bound.
    """
    ordered = np.sort(a)
    cumulative = scipy.stats.binom.cdf(np.arange(len(a) + 1), len(a), 0.5)
    low, high = _order_bounds(ordered, cumulative, level)

    def p(at):
        return float(cumulative[np.count_nonzero(ordered <= at)])

    return Estimate(float(np.median(a)), low, high, p)


def share(a, level=LEVEL):
    """The share of ones among zeros and ones: Clopper and Pearson 1934."""
    n, ones = len(a), int(np.sum(a))
    low = scipy.stats.beta.ppf(level, ones, n - ones + 1) if ones else 0.0
    high = scipy.stats.beta.ppf(1 - level, ones + 1, n - ones) if ones < n else 1.0

    def p(at):
        return float(scipy.stats.binom.sf(ones - 1, n, at))

    return Estimate(ones / n, float(low), float(high), p)


def share_difference(a, b, level=LEVEL):
    """The difference of two shares of ones.

    The bounds of the shares are combined by the squares of their distances
    (Newcombe 1998, method 10, here with Clopper-Pearson bounds, which are
    never too narrow); the p-value is that of Fisher's exact test.
    """
    one, other = share(a, level), share(b, level)
    value = one.value - other.value
    down = math.hypot(one.value - one.low, other.high - other.value)
    up = math.hypot(one.high - one.value, other.value - other.low)
    table = [[np.sum(a), np.sum(1 - a)], [np.sum(b), np.sum(1 - b)]]

    def p(_):
        return float(scipy.stats.fisher_exact(table, "greater").pvalue)

    return Estimate(value, value - down, value + up, p)


def rank_correlation(x, y, level=LEVEL):
    """Spearman's rank correlation, bounds by Bonett and Wright 2000.

    Args:
        x, y: arrays of float of the same length; fewer than five pairs say
            nothing: the bounds are -1 and 1.
        level: float, error probability of each bound.
    """
    n, varies = len(x), np.ptp(x) > 0 and np.ptp(y) > 0
    rho = float(scipy.stats.spearmanr(x, y).statistic) if varies else 0.0
    if n < 5:
        return Estimate(rho, -1.0, 1.0, lambda at: 1.0)
    inner = max(-1 + 1 / n, min(1 - 1 / n, rho))  # finite where ranks agree fully
    z, error = math.atanh(inner), math.sqrt((1 + inner**2 / 2) / (n - 3))
    reach = scipy.stats.t.ppf(1 - level, n - 2) * error

    def p(at):
        return float(scipy.stats.t.sf((z - math.atanh(at)) / error, n - 2))

    low, high = math.tanh(z - reach), math.tanh(z + reach)
    return Estimate(rho, min(low, rho), max(high, rho), p)


def spread_ratio(a_groups, b_groups, level=LEVEL):
    """How many times wider the values of `a` scatter around their medians.

    The spread is the mean distance from the median of the own group (Brown and
    Forsythe 1974; the distance that is zero by construction in a group of odd
    size is left out). A ratio `r` is rejected when, after multiplying the
    distances of `b` by `r`, few exchanges between the two sides give a larger
    difference of means; the bounds are the ratios that are just not rejected.

    Args:
        a_groups, b_groups: lists of arrays, the values of each cell.
        level: float, error probability of each bound.
    """
    a, b = _distances(a_groups), _distances(b_groups)
    if not (len(a) and len(b)) or not (a.any() or b.any()):
        return Estimate(1.0, 0.0, math.inf, lambda at: 1.0)
    value = math.inf if not b.any() else float(a.mean() / b.mean())
    there, back = _exchanges(len(a), len(b)), _exchanges(len(b), len(a))

    def p(at):
        return _exchange_p(a, at * b, there)

    ratios = np.geomspace(1e-3, 1e3, 241)
    above = [ratio for ratio in ratios if p(ratio) <= level]
    below = [ratio for ratio in ratios if _exchange_p(ratio * b, a, back) <= level]
    low, high = max(above, default=0.0), min(below, default=math.inf)
    return Estimate(value, float(low), float(high), p)


@functools.lru_cache(maxsize=256)
def mann_whitney(n, m):
    """Cumulative null distribution of the Mann-Whitney statistic, 0 to nm.

    Counts the sets of `n` among `n + m` ranks by their sum.
    """
    size = n * m
    ways = np.zeros((n + 1, size + 1))
    ways[0, 0] = 1
    for rank in range(n + m):
        for k in range(min(n, rank + 1), 0, -1):
            step = rank - (k - 1)  # how many of the others lie below this one
            if step <= size:
                ways[k, step:] += ways[k - 1, : size + 1 - step]
    return np.cumsum(ways[n]) / ways[n].sum()


def _order_bounds(ordered, cumulative, level):
    """The ordered values at the critical count, or no bound at all."""
    k = int(np.count_nonzero(cumulative <= level))
    if k == 0:
        return -math.inf, math.inf
    return float(ordered[k - 1]), float(ordered[-k])


def _distances(groups):
    found = []
    for values in groups:
        away = np.sort(np.abs(values - np.median(values)))
        found.append(away[len(away) % 2 :])
    return np.concatenate(found) if found else np.zeros(0)


def _exchanges(n, m, most=5000):
    """Index arrays of `n` of `n + m`: all of them, or many at random."""
    if math.comb(n + m, n) <= most:
        return np.array(list(itertools.combinations(range(n + m), n)))
    rng = np.random.default_rng(0)
    drawn = rng.random((most - 1, n + m)).argsort(axis=1)[:, :n]
    return np.vstack([np.arange(n), drawn])


def _exchange_p(a, b, chosen):
    """Share of exchanges whose sum over `a`'s places is at least `a`'s."""
    pooled = np.concatenate([a, b])
    sums = pooled[chosen].sum(axis=1)
    return float(np.mean(sums >= a.sum() * (1 - 1e-12)))
