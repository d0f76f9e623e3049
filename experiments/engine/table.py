"""What was measured: one row per finished trial."""

import dataclasses
import math

import numpy as np


@dataclasses.dataclass(frozen=True)
class Row:
    """A finished trial.

    Args:
        cell: dict, what the cell sets.
        settings: dict, all that `measure` was given: base and cell.
        seed: int.
        outcomes: dict of float; `nan` where there is no value.
        curves: dict of lists of float.
        seconds: float, wall time.
    """

    cell: dict
    settings: dict
    seed: int
    outcomes: dict
    curves: dict = dataclasses.field(default_factory=dict)
    seconds: float = 0.0


class Table:
    """The finished trials of an experiment, and what its outcomes are.

    Args:
        rows: list of `Row`.
        outcomes: dict from names to `Outcome`.
    """

    def __init__(self, rows, outcomes):
        self.rows, self.outcomes = list(rows), outcomes

    def matching(self, where):
        """The rows whose settings fulfil a condition (see `matches`)."""
        return [row for row in self.rows if matches(row.settings, where)]

    def value(self, row, outcome):
        """An outcome of a row; `nan` becomes the declared worst value, if any."""
        value = row.outcomes.get(outcome, math.nan)
        worst = self.outcomes[outcome].worst
        value = math.nan if value is None else value
        return worst if math.isnan(value) and worst is not None else value

    def values(self, outcome, where):
        """The outcome in all rows that match.

        Returns:
            Tuple of an array of float without `nan`, and the number of rows
            that have no value.
        """
        found = np.array([self.value(row, outcome) for row in self.matching(where)])
        known = found[~np.isnan(found)] if found.size else np.zeros(0)
        return known, found.size - known.size


def matches(settings, where):
    """Whether settings fulfil a condition.

    Args:
        settings: dict.
        where: dict from a setting's name to its value, or to a tuple, list or
            set of values; an empty dict is always fulfilled.
    """
    return all(
        name in settings and settings[name] in _as_tuple(value)
        for name, value in where.items()
    )


def describe(where):
    """A condition in words, e.g. `"loss = hinge, width = 8 or 16"`."""
    if not where:
        return "all cells"
    return ", ".join(
        f"{name} = {' or '.join(map(str, _as_tuple(value)))}"
        for name, value in where.items()
    )


def _as_tuple(value):
    return tuple(value) if isinstance(value, (tuple, list, set)) else (value,)
