"""Shares and means of rows, and the area under a curve, with their errors."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate, wilson
from ter_gan.evaluation.held_out import auc


def share(hits):
    """How many rows have a property.

    Args:
        hits: bool or float array `(n,)`; a tie may count one half.

    Returns:
        `Estimate` in [0, 1] with its binomial error; details: `count`, `n`, and
        `wilson`, the 95 % interval that is also right near 0 and 1.

    Raises:
        UserError: if there are no rows.
    """
    hits = np.asarray(hits, "float64")
    if not len(hits):
        raise UserError("A share needs at least one row. Received none.")
    count, n = float(hits.sum()), len(hits)
    value = count / n
    details = {"count": count, "n": n, "wilson": wilson(count, n)}
    return Estimate(value, (value * (1 - value) / n) ** 0.5, details)


def mean(values, **details):
    """The mean of rows' values, with its standard error.

    Args:
        values: float array `(n,)`.
        **details: what else there is to know.

    Returns:
        `Estimate`; its error is `None` for a single row.

    Raises:
        UserError: if there are no rows.
    """
    values = np.asarray(values, "float64")
    if not len(values):
        raise UserError("A mean needs at least one row. Received none.")
    value = float(values.mean())
    if len(values) == 1 or not np.isfinite(value):
        return Estimate(value, None, details)
    return Estimate(value, float(values.std(ddof=1) / len(values) ** 0.5), details)


def clustered(values, groups):
    """The standard error of a mean whose values are alike within groups.

    Liang & Zeger 1986, https://doi.org/10.1093/biomet/73.1.13: sums of deviations
    within a group count as one. With a group for each value, the error of `mean`.

    Args:
        values: float array `(n,)`, n at least 1.
        groups: int array `(n,)`, from 0.
    """
    off = np.asarray(values, "float64") - np.mean(values)
    return float(np.sqrt((np.bincount(groups, off) ** 2).sum()) / len(off))


def area(higher, lower):
    """The AUC of two sets of scores, with its error (DeLong et al. 1988).

    https://doi.org/10.2307/2531595: the variances of the rows' own shares of pairs
    that are ranked rightly.

    Args:
        higher: float array `(n,)`, the scores that should be higher.
        lower: float array `(m,)`.

    Returns:
        `Estimate` in [0, 1]; 0.5 where scores tell nothing.
    """
    higher, lower = np.asarray(higher, "float64"), np.asarray(lower, "float64")
    variance = _placements(higher, lower).var() / max(len(higher) - 1, 1)
    variance += _placements(lower, higher).var() / max(len(lower) - 1, 1)
    return Estimate(auc(higher, lower), float(variance**0.5))


def _placements(scores, others):
    """Of each score, the share of the others below it, ties counting half."""
    others = np.sort(others)
    left = np.searchsorted(others, scores, "left")
    return (left + np.searchsorted(others, scores, "right")) / (2 * len(others))
