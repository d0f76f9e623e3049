"""Constraints as reparametrisations of a table's matrix, with exact inverses."""

import dataclasses

import numpy as np

from ter_gan.tables.schema import Grid


@dataclasses.dataclass(frozen=True)
class Inequality:
    """`a < b`: b is learned as its distance from a.

    Args:
        low, high: int. Columns of the matrix.
        low_grid, high_grid: `Grid`s of them.
        distance: `Grid`, the precision of their difference.
        strict: bool. `<`, not `<=`.
        kind: `"inequality"`.
    """

    low: int
    high: int
    low_grid: Grid
    high_grid: Grid
    distance: Grid
    strict: bool
    kind: str = "inequality"

    def apply(self, matrix):
        matrix = matrix.copy()
        distance = matrix[:, self.high] - matrix[:, self.low]
        matrix[:, self.high] = self.distance.rounded(distance)
        return matrix

    def invert(self, matrix):
        matrix = matrix.copy()
        low = self.low_grid.snap(matrix[:, self.low])
        least = self.high_grid.above(low, self.strict)
        high = self.high_grid.snap(low + matrix[:, self.high])
        matrix[:, self.low], matrix[:, self.high] = low, np.maximum(high, least)
        return matrix


@dataclasses.dataclass(frozen=True)
class Sum:
    """`a + b = c`: c is not learned.

    Args:
        parts: tuple of int. Columns of the matrix.
        total: int. Likewise.
        grid: `Grid` of the total.
        kind: `"sum"`.
    """

    parts: tuple
    total: int
    grid: Grid
    kind: str = "sum"

    def apply(self, matrix):
        return np.delete(matrix, self.total, axis=1)

    def invert(self, matrix):
        matrix = np.insert(matrix, self.total, 0.0, axis=1)
        total = matrix[:, list(self.parts)].sum(axis=1)
        matrix[:, self.total] = self.grid.rounded(total)
        return matrix


@dataclasses.dataclass(frozen=True)
class Together:
    """`a, b together`: which combination it is is learned in place of the first.

    Args:
        columns: tuple of int. Columns of the matrix, ascending.
        rows: tuple of tuples of float. The combinations; `None` is missing.
        kind: `"together"`.
    """

    columns: tuple
    rows: tuple
    kind: str = "together"

    def apply(self, matrix):
        """A combination that is not known counts as one that shares most with it."""
        index = {row: number for number, row in enumerate(self.rows)}
        for row in set(found := combinations(matrix[:, list(self.columns)])):
            if row not in index:
                shared = [sum(map(_same, row, other)) for other in self.rows]
                index[row] = int(np.argmax(shared))
        first, *others = self.columns
        matrix = matrix.copy()
        matrix[:, first] = [index[row] for row in found]
        return np.delete(matrix, others, axis=1)

    def invert(self, matrix):
        first, *others = self.columns
        table = np.array(self.rows, "float64")
        values = table[matrix[:, first].astype(int)]
        matrix = matrix.copy()
        for number, column in enumerate(others):
            matrix = np.insert(matrix, column, values[:, number + 1], axis=1)
        matrix[:, first] = values[:, 0]
        return matrix


RULES = {"inequality": Inequality, "sum": Sum, "together": Together}


def rebuilt(rules):
    """Tuple of rules, of those or of their `dataclasses.asdict`."""
    return tuple(_rebuilt(rule) if isinstance(rule, dict) else rule for rule in rules)


def _rebuilt(config):
    fields = {
        name: Grid(**value) if isinstance(value, dict) else _tuples(value)
        for name, value in config.items()
    }
    return RULES[config["kind"]](**fields)


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, (list, tuple)) else value


def _same(one, other):
    return one == other


def combinations(values):
    """List of the rows of an array `(n, k)` as tuples, `None` where one is missing."""
    blank = np.isnan(values)
    if not blank.any():
        return list(map(tuple, values.tolist()))
    return list(map(tuple, np.where(blank, None, values).tolist()))
