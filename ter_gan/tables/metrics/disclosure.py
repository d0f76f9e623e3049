"""Rows that stand alone: rare combinations, k-anonymity, l-diversity. Exact counts."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.tables.metrics.shares import share
from ter_gan.tables.metrics.tallies import common_codes


def rare_rows(fake, train, columns):
    """Of the combinations that one training row has alone, how many came out?

    The share of training rows, unique in the given columns, whose combination a
    generated row has. From 0 to 1; less is better, and the same number with held-out
    rows in place of generated ones, as many, is what chance does.

    Args:
        fake: float array `(n, d)`.
        train: float array `(m, d)`.
        columns: sequence of int or bool array `(d,)`: columns with codes; missing is
            a code.

    Returns:
        `Estimate` with `count`, `n` (unique training rows) and `wilson`; value 0
        with no error if no row is unique.
    """
    groups, sizes = classes([train, fake], columns)
    inside = np.bincount(groups[0], minlength=sizes)
    alone = np.flatnonzero(inside == 1)
    if not len(alone):
        return Estimate(0.0, None, {"count": 0, "n": 0})
    return share(np.bincount(groups[1], minlength=sizes)[alone] > 0)


def k_anonymity(matrix, columns):
    """The fewest rows that share one combination of the quasi-identifiers.

    A row cannot be told from k - 1 others by these columns (Sweeney 2002,
    https://doi.org/10.1142/S0218488502001648). From 1; more is better. It is a
    property of a table, not of how it was made.

    Args:
        matrix: float array `(n, d)`, n at least 1.
        columns: sequence of int or bool array `(d,)`: the quasi-identifiers; numbers
            count as they are, missing is a value.

    Returns:
        `Estimate` without error, as it is exact; details: `classes`, how many
        combinations there are, and `unique`, how many rows stand alone.
    """
    (groups,), size = classes([matrix], columns)
    counts = np.bincount(groups, minlength=size)
    details = {"classes": int(size), "unique": int((counts == 1).sum())}
    return Estimate(float(counts.min()), None, details)


def l_diversity(matrix, columns, sensitive):
    """The fewest different secrets among rows that share the quasi-identifiers.

    With 1, whoever knows that a person is in a class knows the secret (distinct
    l-diversity, Machanavajjhala et al. 2007, https://doi.org/10.1145/1217299.1217302).
    From 1; more is better.

    Args:
        matrix: float array `(n, d)`, n at least 1.
        columns: as of `k_anonymity`.
        sensitive: int, the secret column; missing is a value.

    Returns:
        `Estimate` without error; details: `classes`, and `exposed`, the number of
        rows in classes with one secret only.
    """
    (groups,), size = classes([matrix], columns)
    (secrets,), _ = common_codes(np.asarray(matrix)[:, sensitive])
    pairs = np.unique(np.stack([groups, secrets]), axis=1)
    different = np.bincount(pairs[0], minlength=size)
    exposed = int((different[groups] == 1).sum())
    details = {"classes": int(size), "exposed": exposed}
    return Estimate(float(different.min()), None, details)


def classes(tables, columns):
    """Numbers the combinations of some columns.

    Args:
        tables: list of float arrays `(n, d)`; equal combinations get equal numbers.
        columns: sequence of int or bool array `(d,)`, at least one.

    Returns:
        `(groups, size)`: a list of int arrays `(n,)`, 0 … size - 1.

    Raises:
        UserError: without rows or columns.
    """
    rows = np.concatenate([np.asarray(each, "float64") for each in tables])
    rows = rows[:, np.asarray(columns)] if len(columns) else rows[:, :0]
    if not rows.size:
        raise UserError(f"Choose columns, and give rows. Received shape {rows.shape}.")
    codes = np.zeros(len(rows), int)
    for column in rows.T:
        (own,), size = common_codes(column)
        found, codes = np.unique(codes * size + own, return_inverse=True)
    ends = np.cumsum([len(each) for each in tables])[:-1]
    return np.split(codes, ends), len(found)
