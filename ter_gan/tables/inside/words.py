"""Rows as a person reads them: the columns that are encoded, value by value."""

import dataclasses
import functools
from collections.abc import Callable

import numpy as np

from ter_gan.tables.encoding import Codes
from ter_gan.tables.schema import CODED, moment

LONGEST = 80  # letters of a value
DAY = 86_400
WHOLE, LARGE = 1e3, 1e9  # from where on numbers are written without decimals, how long


@dataclasses.dataclass(frozen=True)
class Words:
    """An encoded column.

    Args:
        name: str.
        read: callable from float64 values `(n,)` to a list of str.
        part: `Number` or `Codes` of `ter_gan.tables.encoding`, how it is encoded.
    """

    name: str
    read: Callable
    part: object = None

    def option(self, number):
        """str: what a row has whose span of options has this one."""
        one_hot = np.eye(self.part.options)[[number]]
        if isinstance(self.part, Codes):
            if self.part.others and number == len(self.part.kept):
                return "a rare one"
            return self.read(self.part.from_model(one_hot))[0]
        row = np.concatenate([np.zeros((1, 1)), one_hot], axis=1)
        about = "about " if number < len(self.part.means) else ""
        return about + self.read(self.part.from_model(row))[0]


def of(schema, encoder):
    """list of `Words`, one for each encoded column.

    Where constraints tie columns, an encoded column may be the distance of two, or
    several together.

    Args:
        schema: `Schema` of the table.
        encoder: `ter_gan.tables.encoding.Encoder`.
    """
    found = [Words(c.name, functools.partial(read, c)) for c in schema.learned]
    kinds = {column.name: column.kind for column in schema.learned}
    for rule in encoder.rules:
        if rule.kind == "sum":
            del found[rule.total]
        elif rule.kind == "inequality":
            low, high = found[rule.low].name, found[rule.high].name
            how = days if kinds[high] == "datetime" else numbers
            found[rule.high] = Words(f"{high} − {low}", how)
        else:
            found = _together(rule, found)
    return [dataclasses.replace(w, part=p) for w, p in zip(found, encoder.parts)]


def _together(rule, found):
    tied = [found[column] for column in rule.columns]
    table = np.array(rule.rows, "float64")

    def combinations(values):
        columns = table[np.asarray(values, int)].T
        texts = [each.read(column) for each, column in zip(tied, columns)]
        return [" · ".join(each) for each in zip(*texts)]

    joint = Words(" · ".join(each.name for each in tied), combinations)
    first, *others = rule.columns
    kept = [each for i, each in enumerate(found) if i not in others]
    kept[first] = joint
    return kept


def read(column, values):
    """list of str: values `(n,)` of a column of the table.

    Args:
        column: `ter_gan.tables.schema.Column`.
        values: float64 array, NaN where a value is missing.
    """
    none = "missing" if column.missing else "not finite"
    return [
        _one(column, value) if np.isfinite(value) else none
        for value in np.asarray(values, "float64")
    ]


def _one(column, value):
    if column.kind in CODED:
        text = str(column.categories[int(value)]).strip() or "(empty)"
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    if column.kind == "datetime":
        return moment(float(value)).removesuffix("T00:00:00").replace("T", " ")
    return number(value)


def number(value):
    """str: a number with four digits, or all those before its point."""
    return f"{value:.0f}" if WHOLE <= abs(value) < LARGE else f"{value:.4g}"


def numbers(values):
    """list of str: numbers."""
    return [number(value) for value in values]


def days(values):
    """list of str: seconds as days."""
    return [f"{number(value / DAY)} d" for value in values]
