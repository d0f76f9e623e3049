"""Tables made anonymous without a model: rows that look alike, shuffled columns."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.tables.metrics.tallies import common_codes


def mondrian(matrix, columns, k):
    """Groups of at least k rows that are near each other in the quasi-identifiers.

    Strict multidimensional partitioning (LeFevre et al. 2006,
    https://doi.org/10.1109/ICDE.2006.101): a group is cut at the median of the column
    that it is widest in, where both parts keep k rows; rows with one value stay on one
    side. Codes are cut in their order, and a missing value comes last.

    Args:
        matrix: float array `(n, d)`, NaN where a value is missing.
        columns: sequence of int, the quasi-identifiers.
        k: int, at least 1.

    Returns:
        int array `(n,)`: the number of each row's group.

    Raises:
        UserError: if there are fewer than k rows.
    """
    if not 1 <= k <= len(matrix):
        raise UserError(f"k is 1 to the {len(matrix)} rows of the table, received {k}.")
    places = np.stack([_places(matrix[:, each]) for each in columns], axis=1)
    groups, waiting, number = np.zeros(len(matrix), int), [np.arange(len(matrix))], 0
    while waiting:
        rows = waiting.pop()
        first = _cut(places[rows], k)
        if first is None:
            groups[rows], number = number, number + 1
        else:
            waiting += [rows[first], rows[~first]]
    return groups


def alike(matrix, columns, groups, sizes):
    """The table with one value for a whole group in each of some columns.

    That is the mean of numbers, and the most frequent of codes; what is missing in
    most rows is missing. Draws from the group would keep the frequencies better, but
    nobody could count k in the table that is released.

    Args:
        matrix: float array `(n, d)`, NaN where a value is missing.
        columns: sequence of int.
        groups: int array `(n,)`, 0 … the number of groups - 1.
        sizes: int array `(d,)`: numbers of codes, 0 for numeric columns.

    Returns:
        float array `(n, d)`, the rows in their order.
    """
    released = np.array(matrix)
    for each in columns:
        value = _most_frequent if sizes[each] else _mean
        released[:, each] = value(matrix[:, each], groups)[groups]
    return released


def shuffled(matrix, seed):
    """Each column in an order of its own: values stay, rows are nobody's.

    Args:
        matrix: array `(n, d)`.
        seed: int.
    """
    return np.random.default_rng(seed).permuted(matrix, axis=0)


def _places(column):
    """Float array `(n,)`: where values stand among the different ones, 0 to 1."""
    (codes,), size = common_codes(column)
    return codes / max(size - 1, 1)


def _cut(places, k):
    """Which rows are in the first part of a group, or `None`: it cannot be cut."""
    widths = np.ptp(places, axis=0)
    for column in np.argsort(-widths, kind="stable"):
        values = places[:, column]
        middle = np.median(values)
        parts = values < middle, values <= middle
        least = [min(part.sum(), len(part) - part.sum()) for part in parts]
        if max(least) >= k:
            return parts[int(np.argmax(least))]
    return None


def _mean(values, groups):
    known = ~np.isnan(values)
    counts, totals = (
        np.bincount(groups[known], weights, groups.max() + 1)
        for weights in (None, values[known])
    )
    missing = 2 * counts < np.bincount(groups)
    return np.where(missing, np.nan, totals / np.maximum(counts, 1))


def _most_frequent(values, groups):
    (codes,), size = common_codes(values)
    counts = np.bincount(groups * size + codes, minlength=(groups.max() + 1) * size)
    return np.unique(values)[counts.reshape(-1, size).argmax(axis=1)]
