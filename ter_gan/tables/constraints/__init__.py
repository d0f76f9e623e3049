"""What must hold in every row of a table, by construction.

A person writes

- `"start < end"`, `"low <= high"`: an inequality of two numeric columns. Their
  difference is learned in place of the second one.
- `"net + tax = total"`: a sum of two numeric columns or more. The total is not learned.
- `"city, state together"`: only combinations that the table has. Which of them it
  is is learned as one category.
- `"age in 0..120"`: the bounds of a column.
- `"number unique"`: a key, which is replaced as identifiers are, never learned.

Names with other signs than letters, digits, `_`, `-` and `.` work, too, as long as
they hold none of the words and signs of the constraint.

The last two change the schema, see `adapted`. Each of the others is a rule: `apply`
gives the matrix that is learned, and `invert` its exact inverse, in which the
constraint holds whatever was learned.
"""

import dataclasses
import re

import numpy as np

from ter_gan.errors import UserError
from ter_gan.tables.constraints.rules import (
    RULES,
    Inequality,
    Sum,
    Together,
    combinations,
    rebuilt,
)
from ter_gan.tables.schema import CODED, Column, Grid, Schema, refuse

__all__ = ["FORMS", "adapted", "fit", "parse", "rebuilt"]

FORMS = (
    '"a < b"',
    '"a <= b"',
    '"a + b = c"',
    '"a, b together"',
    '"a in 0..120"',
    '"a unique"',
)
PATTERNS = {
    "inequality": re.compile(
        r"\s*(?P<low>[^<>=+]+?)\s*(?P<sign><=?)\s*(?P<high>[^<>=+]+?)\s*"
    ),
    "sum": re.compile(r"\s*(?P<parts>[^=]+\+[^=]+?)\s*=\s*(?P<total>[^=+]+?)\s*"),
    "together": re.compile(r"\s*(?P<names>.+,.+?)\s+together\s*"),
    "range": re.compile(
        r"\s*(?P<name>.+?)\s+in\s+(?P<low>\S+?)\s*\.\.\s*(?P<high>\S+)\s*"
    ),
    "unique": re.compile(r"\s*(?P<name>.+?)\s+unique\s*"),
}
TOLERANCE = 1e-9  # of a sum of floats, relative


def parse(text):
    """`(kind, dict)` of what a person wrote; a `UserError` that shows the forms."""
    for kind, pattern in PATTERNS.items():
        if match := pattern.fullmatch(text):
            return kind, match.groupdict()
    raise UserError(f"{text!r} is no constraint. Write one as {', '.join(FORMS)}.")


def adapted(texts, df, schema):
    """The schema of a table under constraints.

    Ranges become bounds, unique columns identifiers, totals get the bounds that
    their parts allow, and the low end of an inequality stays below the high one.

    Args:
        texts: iterable of str.
        df: `pandas.DataFrame`.
        schema: `Schema` of it.

    Raises:
        UserError: for what is no constraint, and one that a row breaks.
    """
    said = [(text, *parse(text)) for text in texts]
    change = {"unique": _unique, "range": _range, "inequality": _bounded, "sum": _total}
    for kind, changed in change.items():  # a total is bounded by its parts' bounds
        for text, own_kind, words in said:
            if own_kind == kind:
                schema = changed(text, words, df, schema)
    totals = [words["total"] for _, kind, words in said if kind == "sum"]
    for text, kind, words in said:
        if kind == "range" and words["name"] in totals:
            raise UserError(f"{text!r}: a total cannot have a range of its own.")
    return schema


def fit(texts, matrix, schema):
    """The rules of constraints, and what is learned under them.

    Args:
        texts: iterable of str.
        matrix: float64 array `(n, d)`, training rows.
        schema: `Schema` that `adapted` has seen.

    Returns:
        `(rules, matrix, schema)`: a tuple of rules in the order to apply, and the
        matrix and the schema after them.

    Raises:
        UserError: for constraints that contradict each other.
    """
    rules = []
    for text, kind, words in _ordered([(text, *parse(text)) for text in texts]):
        make = {"inequality": _inequality, "sum": _sum, "together": _together}[kind]
        rule, schema = make(text, words, matrix, schema)
        matrix = rule.apply(matrix)
        rules.append(rule)
    return tuple(rules), matrix, schema


def _ordered(said):
    """Rules so that none needs a column which one before it has replaced."""
    left = [entry for entry in said if entry[1] in RULES]
    replaced = [name for entry in left for name in _replaced(entry)]
    for name in replaced:
        if replaced.count(name) > 1:
            raise UserError(f"column {name!r} is determined by two constraints.")
    while left:
        for entry in left:
            others = [
                name for each in left if each is not entry for name in _used(each)
            ]
            if not set(_replaced(entry)) & set(others):
                break
        else:
            raise UserError(f"{left[0][0]!r} and others need each other in a circle.")
        left.remove(entry)
        yield entry


def _replaced(entry):
    _, kind, words = entry
    if kind == "together":
        return _names(words["names"])
    return [words["high" if kind == "inequality" else "total"]]


def _used(entry):
    _, kind, words = entry
    if kind == "inequality":
        return [words["low"]]
    return _names(words["parts"]) if kind == "sum" else []


def _names(text):
    return [name.strip() for name in re.split("[+,]", text)]


def _numeric(schema, name, text):
    """The column of a name, if it can be compared and added."""
    column = schema.column(name)
    if column.kind in (*CODED, "identifier"):
        raise UserError(f"{text!r}: column {name!r} is {column.kind}, not a number.")
    if column.missing:
        raise UserError(
            f"{text!r} needs a value in every row, and {name!r} has gaps; leave the "
            f"constraint out, or give every row a value."
        )
    return column


def _ends(text, words, schema):
    """The two columns of an inequality."""
    low, high = (_numeric(schema, words[end], text) for end in ("low", "high"))
    if low == high:
        raise UserError(
            f"{text!r}: column {low.name!r} is compared with itself; name two columns."
        )
    if (low.kind == "datetime") != (high.kind == "datetime"):
        raise UserError(f"{text!r}: a datetime and a number cannot be compared.")
    return low, high


def _bounded(text, words, df, schema):
    low, high = _ends(text, words, schema)
    a, b = (column.to_numbers(df[column.name]) for column in (low, high))
    strict = words["sign"] == "<"
    _check(text, a < b if strict else a <= b, high.name, a, b)
    return schema.with_column(_below(low, high, strict))


def _inequality(text, words, matrix, schema):
    low, high = _ends(text, words, schema)
    distance = _distance(low.grid, high.grid)
    rule = Inequality(
        schema.index(low.name),
        schema.index(high.name),
        low.grid,
        high.grid,
        distance,
        words["sign"] == "<",
    )
    values = rule.apply(matrix)[:, rule.high]
    learned = dataclasses.replace(
        high,
        kind="datetime" if high.kind == "datetime" else "continuous",
        low=float(values.min()),
        high=float(values.max()),
        decimals=distance.decimals,
        step=distance.step,
    )
    return rule, schema.with_column(learned)


def _distance(low, high):
    decimals, steps = (low.decimals, high.decimals), (low.step, high.step)
    return Grid(
        decimals=None if None in decimals else max(decimals),
        step=None if None in steps else min(steps),
    )


def _addends(text, words, schema):
    """The columns that are added, and their total."""
    parts = [_numeric(schema, name, text) for name in _names(words["parts"])]
    total = _numeric(schema, words["total"], text)
    if "datetime" in [column.kind for column in (*parts, total)]:
        raise UserError(f"{text!r}: datetimes cannot be added.")
    fine, least = [part.grid.decimals for part in parts], total.grid.decimals
    if least is not None and (None in fine or max(fine) > least):
        raise UserError(f"{text!r}: {total.name!r} has fewer decimals than its parts.")
    return parts, total


def _total(text, words, df, schema):
    parts, total = _addends(text, words, schema)
    found = sum(part.to_numbers(df[part.name]) for part in parts)
    stored = total.to_numbers(df[total.name])
    held = np.isclose(found, stored, TOLERANCE, TOLERANCE)
    _check(text, held, total.name, found, stored)
    bounds = {end: sum(getattr(p, end) for p in parts) for end in ("low", "high")}
    return schema.with_column(dataclasses.replace(total, **bounds))


def _sum(text, words, matrix, schema):
    parts, total = _addends(text, words, schema)
    indices = tuple(schema.index(part.name) for part in parts)
    rule = Sum(indices, schema.index(total.name), total.grid)
    return rule, Schema(tuple(column for column in schema if column != total))


def _together(text, words, matrix, schema):
    names = _names(words["names"])
    if len(set(names)) < 2:
        raise UserError(f"{text!r}: name two columns or more.")
    indices = tuple(sorted(schema.index(name) for name in names))
    rows = sorted(set(combinations(matrix[:, list(indices)])), key=str)
    rule = Together(indices, tuple(rows))
    first, *others = (schema.learned[index] for index in indices)
    joint = Column(
        first.name, "categorical", "int64", False, categories=tuple(range(len(rows)))
    )
    kept = tuple(column for column in schema if column not in others)
    return rule, Schema(kept).with_column(joint)


def _check(text, held, name, a, b):
    """Refuses the first row in which a constraint does not hold."""
    if not held.all():
        row = np.flatnonzero(~held)[0]
        left, right = (f"{values[row]:.12g}" for values in (a, b))
        raise refuse(name, row, f"{text!r} does not hold: {left} against {right}.")


def _unique(text, words, df, schema):
    name = words["name"]
    column = schema.column(name)
    twice = np.flatnonzero(df[name].duplicated() & df[name].notna())
    if len(twice):
        row = twice[0]
        raise refuse(
            name, row, f"{text!r} does not hold: {df[name].iloc[row]!r} again."
        )
    if column.kind == "identifier":
        return schema
    if column.kind == "datetime":
        raise UserError(f"{text!r}: a key must be a number or a text, no datetime.")
    key = Schema.infer(df, schema.with_column(Column(name, "identifier")))
    return schema.with_column(key.column(name))


def _range(text, words, df, schema):
    column = schema.column(words["name"])
    if column.kind not in ("continuous", "integer"):
        raise UserError(f"{text!r}: column {column.name!r} is {column.kind}.")
    try:
        low, high = (float(words[end]) for end in ("low", "high"))
    except ValueError as error:
        raise UserError(f"{text!r}: the bounds must be numbers.") from error
    if column.kind == "integer":
        low, high = (int(end) if end.is_integer() else end for end in (low, high))
    bounded = dataclasses.replace(column, low=low, high=high)
    bounded.to_numbers(df[column.name])
    return schema.with_column(bounded)


def _below(low, high, strict):
    """The low column, bounded so that the high one can be above it."""
    if low.high is None or high.high is None:
        return low
    step = low.grid.step or (
        None if low.grid.decimals is None else 10.0**-low.grid.decimals
    )
    most = low.grid.rounded(np.float64(min(low.high, high.high)))
    while high.grid.above(np.array([most]), strict)[0] > high.high:
        most = (
            np.nextafter(most, -np.inf)
            if step is None
            else low.grid.rounded(most - step)
        )
    return dataclasses.replace(low, high=max(float(most), low.low))
