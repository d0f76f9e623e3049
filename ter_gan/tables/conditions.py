"""Conditions on generated rows: `sex=Female`, `age>40`, `job=nurse|teacher`."""

import dataclasses
import operator
import re

import numpy as np

from ter_gan.errors import UserError, unknown
from ter_gan.tables.encoding import Codes
from ter_gan.tables.schema import CODED

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
        return self.meets(matrix[:, self.place])

    def meets(self, values):
        """bool array `(n,)`: which values of its column meet it."""
        if self.sign not in ("=", "!="):
            return OPERATORS[self.sign](values, self.values[0])  # NaN never does
        found = np.isin(values, [v for v in self.values if not np.isnan(v)])
        if any(map(np.isnan, self.values)):
            found |= np.isnan(values)
        return found if self.sign == "=" else ~found


def parse(texts, schema):
    """The conditions that texts say.

    Args:
        texts: sequence of str, `COLUMN SIGN VALUE`; the signs are those of
            `OPERATORS`; `=` and `!=` also take several values, `A|B`, and `?` for a
            missing one. Dates are written as in ISO 8601.
        schema: `Schema`.

    Raises:
        UserError: for what is no condition, unknown columns and categories, and
            conditions that no value of their column meets.
    """
    found = tuple(_parse(text, schema) for text in texts)
    for place, column in enumerate(schema.learned):
        _check([each for each in found if each.place == place], column)
    return found


def _check(conditions, column):
    """Refuses conditions on a column that no value of it meets."""
    if _met(conditions, column):
        return
    for each in conditions:  # without those that are not to blame
        fewer = [other for other in conditions if other is not each]
        conditions = conditions if _met(fewer, column) else fewer
    texts = " and ".join(repr(each.text) for each in conditions)
    if len(conditions) > 1:
        raise UserError(f"{texts} contradict each other; leave one out.")
    raise UserError(f"No row can meet {texts}: {column.name!r} is {column.range}.")


def _met(conditions, column):
    """Whether some value of a column meets all conditions.

    The least value that does is either the column's least, or the first one that one
    of the conditions lets through; a missing one may do, too.
    """
    grid, said = column.grid, [value for each in conditions for value in each.values]
    low = -np.inf if grid.low is None else grid.low
    high = np.inf if grid.high is None else grid.high
    first = [grid.above(np.array(said), strict) for strict in (False, True)]
    values = np.concatenate([[low], *first])
    values = values[(low <= values) & (values <= high)]
    values = np.append(values, [np.nan] * bool(column.missing))
    return np.all([each.meets(values) for each in conditions] or True, axis=0).any()


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
            raise unknown("category", said, names, of=repr(column.name))
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
        known = _possible(part, mine)
        if known.any() and not known.all():
            mask[start[number] : start[number + 1]] = known
    return mask


def _possible(part, conditions):
    """bool array: which options of a column some value meets all conditions with."""
    possible = np.ones(part.options, bool)
    for option, values in enumerate(_examples(part)):
        meets = np.all([each.meets(values) for each in conditions], axis=0)
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
