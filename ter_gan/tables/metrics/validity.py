"""Whether generated rows could exist at all: repetition, schema, constraints."""

import numpy as np

from ter_gan.tables.metrics.disclosure import classes
from ter_gan.tables.metrics.shares import share

CLOSE = 1e-12  # relative: two floats that are one value


def duplicates(matrix):
    """The share of rows that some other row of the same table is equal to.

    From 0 to 1; real tables of few categories have some, so the same number of real
    rows belongs beside it. Missing equals missing.

    Args:
        matrix: float array `(n, d)`, n at least 1.

    Returns:
        `Estimate` with `count`, `n` and `wilson`, as `shares.share`; details also
        `most`, how many rows are equal at most.
    """
    (groups,), size = classes([matrix], np.arange(np.shape(matrix)[1]))
    counts = np.bincount(groups, minlength=size)
    found = share(counts[groups] > 1)
    found.details["most"] = int(counts.max())
    return found


def outside(matrix, columns):
    """The share of rows with a value that its column cannot hold.

    Beyond the bounds, an unknown category, too many decimals, or missing where no
    value may be. From 0 to 1; 0 is best.

    Args:
        matrix: float array `(n, d)`, n at least 1.
        columns: sequence of d `ter_gan.tables.schema.Column`.

    Returns:
        `Estimate` with `count`, `n` and `wilson`; details also `columns`, the share
        of each column by its name.
    """
    wrong = {
        column.name: _strange(values, column)
        for values, column in zip(np.asarray(matrix, "float64").T, columns)
    }
    found = share(np.any(list(wrong.values()), axis=0))
    found.details["columns"] = {
        name: float(each.mean()) for name, each in wrong.items()
    }
    return found


def violations(matrix, columns, encoder):
    """The share of rows that break a constraint between columns.

    From 0 to 1; 0 is best. Values count as the nearest ones that their columns hold;
    a row that meets all constraints is the same after `encoder` has untied and tied
    its columns.

    Args:
        matrix: float array `(n, d)`, n at least 1.
        columns: sequence of d `ter_gan.tables.schema.Column`.
        encoder: `ter_gan.tables.encoding.Encoder` of the table.

    Returns:
        `Estimate` with `count`, `n` and `wilson`.
    """
    matrix = np.asarray(matrix, "float64")
    held = [column.grid.snap(each) for each, column in zip(matrix.T, columns)]
    held = np.stack(held, axis=1)
    again = encoder.tied(encoder.untied(held))
    return share(~_equal(held, again).all(axis=1))


def _strange(values, column):
    missing = np.isnan(values)
    possible = _equal(values, column.grid.snap(values))
    return np.where(missing, not column.missing, ~possible)


def _equal(one, other):
    return np.isclose(one, other, rtol=CLOSE, atol=CLOSE, equal_nan=True)
