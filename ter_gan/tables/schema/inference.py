"""What kind each column of a table is, read off its values.

The rules, the first that fits:

1. A column of one value, or of none, is categorical with one category, unless its
   type is datetime64.
2. pandas says it: bool is boolean, datetime64 is datetime, an ordered category is
   ordinal, another one is categorical.
3. Numbers that are 0 and 1 are boolean. Integers, all different, of a column that is
   named as an identifier (`id`, `user_id`, `userId`) are identifiers. Whole numbers,
   however few, are integer, beyond 2^53 categorical; others are continuous.
4. Text that is yes/no, true/false, y/n or t/f is boolean; text that is a date in one
   of `FORMATS` is datetime; 10 texts or more, all different, are identifiers; other
   text is categorical. Text of which nine tenths or more are numbers is refused: a
   mistake in a column of numbers must not make thousands of categories.
"""

import numpy as np
import pandas as pd

from ter_gan.errors import UserError
from ter_gan.tables.schema import identifiers
from ter_gan.tables.schema.column import CODED, Column, Grid, floats, refuse, seconds
from ter_gan.tables.schema.fields import LARGE

BOOLEANS = ({"no", "yes"}, {"false", "true"}, {"n", "y"}, {"f", "t"})
FORMATS = (
    *("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"),
    *("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z"),
    *("%Y-%m-%d %H:%M:%S%z", "%Y/%m/%d", "%d.%m.%Y", "%d.%m.%Y %H:%M"),
    *("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"),
)
STEPS = (86400.0, 3600.0, 60.0, 1.0, 1e-3, 1e-6)  # seconds
LARGEST = 2**53  # float64 holds every whole number up to it
FEWEST = 10  # different texts that make an identifier
MOST = 12  # decimals
TRUTHS = (bool, np.bool_)
CELLS = (str, *TRUTHS, int, float, np.integer, np.floating)
WORDS = "a number, a text or a truth value"


def infer(series, kind=None):
    """What a column is.

    Args:
        series: `pandas.Series` with a name.
        kind: str, of `column.KINDS`, or `None`, which follows the rules above.

    Returns:
        `Column`, complete.

    Raises:
        UserError: for the first value that cannot be in such a column.
    """
    name, dtype = series.name, str(series.dtype)
    present = series.dropna()
    _check_cells(series)
    common = {"name": name, "dtype": dtype, "missing": len(present) < len(series)}
    if not len(present):
        common["missing"] = False
        return Column(kind="categorical", categories=(None,), **common)
    form = None
    if kind is None:
        kind, form = _kind(series, present)
    elif kind == "datetime" and _is_text(present):
        form = _format(present)
    if kind in CODED:
        return Column(kind=kind, categories=_categories(present, kind), **common)
    if kind == "identifier":
        return Column(kind=kind, **common, **_identifier(present))
    if kind == "datetime":
        return Column(kind=kind, **common, **_datetime(series, form))
    return Column(kind=kind, **common, **_number(series, kind))


def _check_cells(series):
    """Refuses what is no number, text, truth value or datetime: Parquet holds more."""
    cells = series
    if isinstance(series.dtype, pd.CategoricalDtype):
        cells = pd.Series(series.cat.categories, name=series.name)
    elif _dated(series):
        return
    is_text = isinstance(cells.dtype, pd.StringDtype)
    if cells.dtype == object:
        _check_types(cells)
    elif not is_text and cells.dtype.kind not in "biufU":
        raise UserError(
            f"column {series.name!r} is of type {series.dtype}; a cell must be "
            f"{WORDS}, or the type a datetime."
        )


def _check_types(cells):
    rows = np.flatnonzero(cells.notna())
    types = cells.iloc[rows].map(type).tolist()
    first = {each: rows[types.index(each)] for each in dict.fromkeys(types)}
    for each, row in first.items():
        if not issubclass(each, CELLS):
            problem = f"a cell must be {WORDS}, no {each.__name__}."
            raise refuse(cells.name, row, problem)
    truths = [row for each, row in first.items() if issubclass(each, TRUTHS)]
    numbers = [each for each in first if not issubclass(each, (str, *TRUTHS))]
    if truths and numbers:
        problem = "a truth value stands among numbers; make all of one kind."
        raise refuse(cells.name, truths[0], problem)


def _kind(series, present):
    """The kind by the rules, and the format of datetimes."""
    dtype, distinct = present.dtype, present.nunique()
    if isinstance(dtype, pd.CategoricalDtype):
        return ("ordinal" if dtype.ordered else "categorical"), None
    if distinct == 1 and not _dated(present):
        return "categorical", None
    if pd.api.types.is_bool_dtype(dtype):
        return "boolean", None
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return "datetime", None
    if pd.api.types.is_numeric_dtype(dtype):
        return _kind_of_numbers(series, present, distinct), None
    return _kind_of_text(series, present, distinct)


def _kind_of_numbers(series, present, distinct):
    values = floats(present, series.name)
    if np.isinf(values).any():
        row = np.flatnonzero(np.isinf(floats(series, series.name)))[0]
        raise refuse(series.name, row, "infinite; write a number, or leave it empty.")
    if distinct == 2 and set(values) == {0.0, 1.0}:
        return "boolean"
    if (values % 1).any():
        return "continuous"
    if distinct == len(present) and identifiers.named(series.name):
        return "identifier"
    return "integer" if abs(values).max() < LARGEST else "categorical"


def _kind_of_text(series, present, distinct):
    first = present.iloc[0]
    if present.map(type).eq(bool).all():
        return "boolean", None
    numeric = pd.to_numeric(present.astype(object), errors="coerce").notna()
    if numeric.mean() >= 0.9 and not numeric.all():
        row = np.flatnonzero(series.notna())[np.flatnonzero(~numeric)[0]]
        raise refuse(
            series.name,
            row,
            f"{series.iloc[row]!r} stands among numbers; mend it, or leave it empty.",
        )
    if numeric.all() and not _is_text(present):
        return _kind_of_numbers(series, present, distinct), None
    words = set(present.astype(str).str.lower().unique()[:3])
    if distinct == 2 and words in BOOLEANS:
        return "boolean", None
    if _is_text(present) and any(sign.isdigit() for sign in first):
        form = _format(present)
        if form:
            return "datetime", form
    if distinct == len(present) >= FEWEST:
        return "identifier", None
    return "categorical", None


def _is_text(present):
    return isinstance(present.iloc[0], str)


def _format(present):
    """The first format of `FORMATS` that all texts are in, or `None`."""
    for form in FORMATS:
        if all(
            pd.to_datetime(part, format=form, errors="coerce", utc=True).notna().all()
            for part in (present.iloc[:20], present)
        ):
            return form
    return None


def _categories(present, kind):
    """Values in order; of pandas' categories in their own."""
    if isinstance(present.dtype, pd.CategoricalDtype):
        found = present.cat.categories
        return tuple(found.tolist())
    found = [_plain(value) for value in present.unique().tolist()]
    mixed = len({isinstance(value, str) for value in found}) > 1
    try:
        return tuple(sorted(found, key=str if mixed else _rank))
    except TypeError as error:
        raise UserError(
            f"column {present.name!r}: its values cannot be categories ({error})."
        ) from error


def _plain(value):
    """A number of NumPy as one of Python, which JSON takes."""
    return value.item() if isinstance(value, np.generic) else value


def _rank(value):
    """Text without regard to case first: `no` before `Yes`."""
    return (value.lower(), value) if isinstance(value, str) else value


def _identifier(present):
    cells = present.astype(object)
    types = set(cells.map(type))
    if str in types:
        return identifiers.about(list(map(str, cells)))
    if _dated(present) or any(issubclass(each, TRUTHS) for each in types):
        problem = f"an identifier is a number or a text, no {types.pop().__name__}."
        raise UserError(f"column {present.name!r}: {problem}")
    return {"low": int(cells.min()), "high": int(cells.max())}


def _datetime(series, form):
    values = seconds(series, form, series.name)
    values = values[~np.isnan(values)]
    zone = getattr(series.dt, "tz", None) if form is None and _dated(series) else None
    if form and "%z" in form:
        zone = pd.to_datetime(series.dropna().iloc[0]).tz
    fits = (step for step in STEPS if (Grid(step=step).rounded(values) == values).all())
    return {
        "low": float(values.min()),
        "high": float(values.max()),
        "step": next(fits, None),
        "format": form,
        "timezone": str(zone) if zone is not None else None,
    }


def _dated(series):
    return pd.api.types.is_datetime64_any_dtype(series.dtype)


def _number(series, kind):
    values = floats(series, series.name)
    values = values[~np.isnan(values)]
    found = {"low": float(values.min()), "high": float(values.max())}
    _check_size(series, **found)
    if kind == "integer":
        return {key: int(value) for key, value in found.items()}
    own = np.float32 if str(series.dtype) in ("float32", "Float32") else np.float64
    fits = (d for d in range(MOST + 1) if _has_decimals(values.astype(own), d))
    return found | {"decimals": next(fits, None)}


def _check_size(series, low, high):
    """Refuses numbers so large that their powers are infinite."""
    if max(-low, high) > LARGE:
        raise UserError(
            f"column {series.name!r}: numbers from {low:g} to {high:g} cannot be "
            f"learned; write them in another unit."
        )


def _has_decimals(values, decimals):
    rounded = np.round(values.astype("float64"), decimals)
    return (rounded.astype(values.dtype) == values).all()
