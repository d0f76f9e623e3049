"""Whether pairs of columns depend on each other as in the real table."""

import itertools

import numpy as np
from scipy.stats import rankdata

from ter_gan.errors import unknown
from ter_gan.evaluation.estimate import GROUPS, Estimate, left_out_variance
from ter_gan.tables.metrics.tallies import (
    BINS,
    Comparison,
    Tallies,
    binned,
    common_codes,
    overlap,
    together,
)

KINDS = ("pearson", "spearman")


def correlation(matrix, kind="pearson"):
    """Correlations of all pairs of columns, over the rows that have both values.

    Args:
        matrix: float array `(n, d)`, NaN where missing.
        kind: `"pearson"`, or `"spearman"`: of ranks.

    Returns:
        float array `(d, d)`; 0 where a column is constant or has no values.
    """
    return _correlations(_moments(_scores(matrix, kind)).sum(axis=0))


def correlation_similarity(real, fake, kind="pearson"):
    """How near each pair's correlation is to the real one: 1 - |r - r'| / 2.

    From 0 (opposite) to 1 (equal); more is better. Columns that are independent in
    both tables have 1: read it beside the same number of independent columns.

    Args:
        real: float array `(n, d)` of numeric or ordinal columns, NaN where missing.
        fake: float array `(m, d)`.
        kind: `"pearson"` or `"spearman"`.

    Returns:
        dict from pairs `(i, j)`, i < j, to `Estimate`; details: `real` and `fake`,
        the correlations. The errors leave out a tenth of a table at a time.

    Raises:
        UserError: if the kind is unknown.
    """
    moments = [_moments(_scores(each, kind)) for each in (real, fake)]
    totals = [each.sum(axis=0) for each in moments]
    first, second = (_correlations(each) for each in totals)
    left_out = [
        np.array([_correlations(total - each) for each in groups])
        for groups, total in zip(moments, totals)
    ]
    result = {}
    for i, j in itertools.combinations(range(len(first)), 2):
        variance = sum(left_out_variance(side[:, i, j]) for side in left_out) / 4
        details = {"real": float(first[i, j]), "fake": float(second[i, j])}
        value = 1 - abs(first[i, j] - second[i, j]) / 2
        result[i, j] = Estimate(float(value), variance**0.5, details)
    return result


def contingency_similarity(real, fake, sizes):
    """1 minus the total variation distance of each pair's contingency tables.

    Frequencies of all combinations of two columns; numeric columns are cut at the
    tenths of the real column, and missing is a value. From 0 to 1; more is better.
    Many combinations and few rows lower it: read it beside a holdout's.

    Args:
        real: float array `(n, d)`.
        fake: float array `(m, d)`.
        sizes: int array `(d,)`.

    Returns:
        dict from pairs `(i, j)`, i < j, to `Estimate`, errors by a jackknife.
    """
    columns = []
    for x, y, size in zip(np.asarray(real).T, np.asarray(fake).T, sizes):
        sides = (x, y) if size else (binned(x, each, 0) for each in (x, y))
        columns.append(common_codes(*sides))
    return {pair: each.estimate() for pair, each in _pairs(columns)}


def bivariate_accuracy(real, fake, sizes, holdout=None, bins=BINS):
    """The mean overlap of all pairs' distributions, cut into tenths.

    1 minus the total variation distance of two columns' joint frequencies, numbers
    cut at the real column's tenths, codes to the ten most frequent and the rest;
    the mean over all pairs. From 0 to 1; more is better. Even real rows do not
    reach 1, so the same number of a holdout is the attainable maximum, which makes
    `relative` 1 for a perfect generator. The measure and its maximum are those of
    mostlyai-qa, https://github.com/mostly-ai/mostlyai-qa.

    Args:
        real: float array `(n, d)`, d at least 2.
        fake: float array `(m, d)`.
        sizes: int array `(d,)`.
        holdout: float array `(k, d)`, real rows that are not in `real`; fair with
            as many rows as `fake`.
        bins: int.

    Returns:
        `Estimate`, error by a jackknife; with a holdout details: `attainable` and
        `relative`, their quotient.
    """
    value = _accuracy(real, fake, sizes, bins).estimate()
    if holdout is None:
        return value
    attainable = _accuracy(real, holdout, sizes, bins).value
    details = {"attainable": attainable, "relative": value.value / attainable}
    return Estimate(value.value, value.error, details)


def _accuracy(real, fake, sizes, bins):
    columns = [
        (tuple(binned(x, each, size, bins) for each in (x, y)), bins + 2)
        for x, y, size in zip(np.asarray(real).T, np.asarray(fake).T, sizes)
    ]
    return together([each for _, each in _pairs(columns)])


def _pairs(columns):
    """Yields each pair of columns and the `Comparison` of its joint codes."""
    for i, j in itertools.combinations(range(len(columns)), 2):
        (first, _), (second, size) = columns[i], columns[j]
        joint, known = common_codes(*(a * size + b for a, b in zip(first, second)))
        yield (i, j), Comparison(overlap, *(Tallies(each, known) for each in joint))


def _scores(matrix, kind):
    if kind not in KINDS:
        raise unknown("correlation", kind, KINDS)
    matrix = np.asarray(matrix, "float64")
    if kind == "spearman":
        matrix = rankdata(matrix, axis=0, nan_policy="omit")
    centre, spread = (
        np.ma.masked_invalid(matrix).mean(axis=0).filled(0),
        np.ma.masked_invalid(matrix).std(axis=0).filled(0),
    )
    return (matrix - centre) / np.where(spread > 0, spread, 1)


def _moments(scores):
    """Counts and sums over pairs of columns, by tenths: `(GROUPS, 4, d, d)`."""
    known = ~np.isnan(scores)
    values, there = np.where(known, scores, 0), known.astype("float64")
    group = np.random.default_rng(0).permutation(len(scores)) % GROUPS
    result = []
    for g in range(GROUPS):
        x, m = values[group == g], there[group == g]
        result.append([m.T @ m, x.T @ m, (x**2).T @ m, x.T @ x])
    return np.array(result)


def _correlations(moments):
    n, sums, squares, products = moments
    n = np.maximum(n, 1)
    covariance = products / n - sums * sums.T / n**2
    variance = squares / n - (sums / n) ** 2
    scale = np.sqrt(np.maximum(variance * variance.T, 0))
    some = scale > 1e-12
    return np.clip(np.where(some, covariance / np.where(some, scale, 1), 0), -1, 1)
