"""Conditions on generated rows: `sex=Female`, `age>40`, `job=nurse|teacher`."""

import dataclasses
import operator
import re

import numpy as np

from ter_gan.errors import UserError, unknown
from ter_gan.tables.encoding import Codes
from ter_gan.tables.schema import CODED, moment

# The longer ones first: `>=` is not `>`.
OPERATORS = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
MISSING = "?"  # written for a missing value
FORM = re.compile(r"\s*(.+?)\s*(>=|<=|!=|=|>|<)\s*(.*?)\s*$")


@dataclasses.dataclass(frozen=True)
class Condition:
    """What the values of one column must be.

    Args:
        text: str. As a person wrote it.
        place: int. Index of the column in the matrix.
        sign: str of `OPERATORS`.
        values: tuple of float. With `=` and `!=` any of them; NaN: missing.
    """

    text: str
    place: int
    sign: str
    values: tuple

    def holds(self, matrix):
        """bool array `(n,)`: which rows of the matrix meet it."""
        column = matrix[:, self.place]
        if self.sign not in ("=", "!="):
            return OPERATORS[self.sign](column, self.values[0])  # NaN never does
        found = np.isin(column, [v for v in self.values if not np.isnan(v)])
        if any(map(np.isnan, self.values)):
            found |= np.isnan(column)
        return found if self.sign == "=" else ~found


def parse(texts, schema):
    """The conditions that texts say.

    Args:
        texts: sequence of str, `COLUMN SIGN VALUE`; the signs are those of
            `OPERATORS`; `=` and `!=` also take several values, `A|B`, and `?` for a
            missing one. Dates are written as in ISO 8601.
        schema: `Schema`.

    Raises:
        UserError: for what is no condition, for unknown columns and categories, and
            for what no value of a column can meet.
    """
    found = tuple(_parse(text, schema) for text in texts)
    for place, column in enumerate(schema.learned):
        mine = [each for each in found if each.place == place]
        if mine and not _meets_some(column, mine):
            raise UserError(
                f"{' and '.join(repr(each.text) for each in mine)}: no row can meet "
                f"that; {_extent(column)}."
            )
    return found


def _meets_some(column, conditions):
    """Whether some value that a column can hold meets all conditions on it."""
    if column.kind in CODED:
        values = np.arange(column.size, dtype=float)
    else:
        said = [value for each in conditions for value in each.values]
        ends = np.sort([column.low, column.high, *said])
        near = column.grid.above(ends, strict=True)
        values = np.concatenate([ends, near, (ends[1:] + ends[:-1]) / 2])
        values = column.grid.snap(values)
    matrix = np.append(values, [np.nan] * bool(column.missing))[:, None]
    alone = [dataclasses.replace(each, place=0) for each in conditions]
    return bool(np.all([each.holds(matrix) for each in alone], axis=0).any())


def _extent(column):
    """What a column holds, in words."""
    if column.kind in CODED:
        return f"{column.name!r} is one of {', '.join(map(str, column.categories))}"
    ends = (column.low, column.high)
    if column.kind == "datetime":
        return "{!r} is from {} to {}".format(column.name, *map(moment, ends))
    return "{!r} is from {:.10g} to {:.10g}".format(column.name, *ends)


def _parse(text, schema):
    found = FORM.match(text)
    if not found:
        raise UserError(
            f"{text!r} is no condition; write a column, one of {' '.join(OPERATORS)} "
            f'and a value, as in "age>40" or "job=nurse|teacher".'
        )
    name, sign, said = found.groups()
    learned = [column.name for column in schema.learned]
    if name not in learned:
        if name in schema.names:
            raise UserError(f"{name!r} is an identifier, which is made new each time.")
        raise unknown("column", name, learned)
    column = schema.column(name)
    if sign in ("=", "!="):
        values = tuple(_value(column, each.strip(), text) for each in said.split("|"))
    else:
        if column.kind in CODED and column.kind != "ordinal":
            raise UserError(f"{text!r}: {name} has no order; use = or !=.")
        values = (_value(column, said, text),)
    return Condition(text, schema.index(name), sign, values)


def _value(column, said, text):
    """A value of a column as a number of the matrix."""
    if said == MISSING:
        if not column.missing:
            raise UserError(f"{text!r}: no value of {column.name} is ever missing.")
        return float("nan")
    if column.kind in CODED:
        names = [str(category) for category in column.categories]
        if said not in names:
            raise unknown(f"category of {column.name}", said, names)
        return float(names.index(said))
    try:
        if column.kind == "datetime":
            return float(np.datetime64(said, "us").astype("int64")) / 1e6
        return float(said)
    except ValueError as error:
        kind = "an ISO date" if column.kind == "datetime" else "a number"
        raise UserError(f"{text!r}: {said!r} is not {kind}.") from error


def allowed(conditions, encoder, schema):
    """The options that rows under conditions can have.

    Args:
        conditions: tuple of `Condition`.
        encoder: `ter_gan.tables.encoding.Encoder`.
        schema: `Schema`.

    Returns:
        float32 array `(options,)`: 1 for those that are allowed in a span that a
        condition is about; 0 elsewhere, and where a condition cannot be told from
        the options. What they allow may still break a condition.
    """
    spans = [each for each in encoder.spans if each.activation == "softmax"]
    start = np.concatenate([[0], np.cumsum([each.width for each in spans], dtype=int)])
    mask = np.zeros(start[-1], "float32")
    for number, span in enumerate(spans):
        name, part = encoder.names[span.part], encoder.parts[span.part]
        if name not in schema.names:
            continue  # what a constraint made out of several columns
        mine = [each for each in conditions if each.place == schema.index(name)]
        if not mine:
            continue
        known = _possible(part, mine, len(schema.learned))
        if known.any() and not known.all():
            mask[start[number] : start[number + 1]] = known
    return mask


def _possible(part, conditions, columns):
    """bool array: which options of a column some value meets all conditions with."""
    possible = np.ones(part.options, bool)
    for option, values in enumerate(_examples(part)):
        matrix = np.full((len(values), columns), np.nan)
        matrix[:] = values[:, None]
        meets = np.all([each.holds(matrix) for each in conditions], axis=0)
        possible[option] = meets.any()
    return possible


def _examples(part, steps=201):
    """Arrays of values that the options of a column stand for."""
    if isinstance(part, Codes):
        found = [np.array([code], float) for code in part.kept]
        found += [np.array(part.others, float)] * bool(part.others)
        return found + [np.array([np.nan])] * part.missing
    places, found = np.linspace(-1, 1, steps), []
    for option in range(part.options):
        rows = np.zeros((steps, 1 + part.options))
        rows[:, 0], rows[:, 1 + option] = places, 1
        found.append(part.from_model(rows[:, : 1 + part.options]))
    return found
