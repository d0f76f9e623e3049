"""What one column of a table is, and its values as numbers and back."""

import dataclasses
import difflib

import numpy as np
import pandas as pd

from ter_gan.errors import UserError, unknown
from ter_gan.tables.schema import fields, identifiers
from ter_gan.tables.schema.fields import MICRO

DISCRETE = ("categorical", "boolean")  # codes without order
CODED = (*DISCRETE, "ordinal")  # codes
KINDS = ("continuous", "integer", "datetime", *CODED, "identifier")


class CellError(UserError):
    """A `UserError` about one cell.

    Args:
        name: str. Of the column.
        row: int. Index of the row; a person reads it from 1 on.
        problem: str.
    """

    def __init__(self, name, row, problem):
        super().__init__(f"column {name!r}, row {row + 1}: {problem}")
        self.name, self.row, self.problem = name, row, problem


def refuse(name, row, problem):
    """A `CellError`, whose arguments these are."""
    return CellError(name, row, problem)


@dataclasses.dataclass(frozen=True)
class Grid:
    """The numbers that a column can hold.

    Args:
        low, high: float, the bounds, or `None`.
        decimals: int. Digits after the point; `None`: all that a float has.
        step: float. Every number is a multiple of it; `None`: `decimals` rule.
    """

    low: float | None = None
    high: float | None = None
    decimals: int | None = None
    step: float | None = None

    def rounded(self, values):
        """The nearest numbers of the column's precision, bounds aside."""
        if self.step:
            step = round(self.step * MICRO)
            return np.rint(micros(values) / step) * step / MICRO
        return values if self.decimals is None else np.round(values, self.decimals)

    def snap(self, values):
        """The nearest numbers that the column can hold; NaN stays NaN."""
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.clip(self.rounded(np.clip(values, low, high)), low, high)

    def above(self, values, strict):
        """The smallest numbers of the column's precision from `values` on.

        Args:
            values: float array.
            strict: bool. Greater than `values`, never equal.
        """
        found = self.rounded(values)
        short = found <= values if strict else found < values
        return np.where(short, self._next(found), found)

    def _next(self, values):
        if self.step is None and self.decimals is None:
            return np.nextafter(values, np.inf)
        return self.rounded(values + (self.step or 10.0**-self.decimals))


@dataclasses.dataclass(frozen=True)
class Column:
    """One column. `None` means: as the data have it.

    Args:
        name: str.
        kind: str, one of `KINDS`.
        dtype: str. The pandas dtype that the column has.
        missing: bool. Values may be missing.
        categories: tuple of str, int, float, bool. As a person sees them; the
            index is the code, and of ordinal columns the rank. A column without
            any value has the one category `None`.
        low, high: float. The bounds; of datetimes in seconds since 1970.
        decimals: int. Digits after the point of a continuous column.
        step: float. Seconds, of which every datetime is a multiple.
        format: str. As `strftime` takes it, of datetimes that are text.
        timezone: str. Of datetimes; `None` without.
        look: str. Of identifiers: `A`, `a`, `9`, `h` (hexadecimal) and signs.
        prefix: str. What all identifiers begin with. Those that are a number after
            that have a `high`, too: new ones count on from it.
    """

    name: str
    kind: str
    dtype: str | None = None
    missing: bool | None = None
    categories: tuple | None = None
    low: float | None = None
    high: float | None = None
    decimals: int | None = None
    step: float | None = None
    format: str | None = None
    timezone: str | None = None
    look: str | None = None
    prefix: str | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            of = f"column {self.name!r}"
            raise unknown("kind", str(self.kind), KINDS, of)
        fields.check(self)
        if self.categories is not None:
            object.__setattr__(self, "categories", tuple(self.categories))

    @property
    def size(self):
        """int: the number of codes; 0 for numbers."""
        return len(self.categories) if self.kind in CODED else 0

    @property
    def grid(self):
        """`Grid` of the column's numbers, or codes."""
        if self.kind in CODED:
            return Grid(0, self.size - 1, 0)
        if self.kind == "datetime":
            return Grid(self.low, self.high, None, self.step)
        return Grid(self.low, self.high, 0 if self.kind == "integer" else self.decimals)

    @property
    def range(self):
        """str: the values that the column can hold, as a person writes them."""
        if self.kind in CODED:
            return f"one of {', '.join(map(str, self.categories))}"
        whole = "a whole number " if self.kind == "integer" else ""
        low, high = (end.removesuffix("T00:00:00") for end in self._ends())
        return f"{whole}from {low} to {high}"

    def to_numbers(self, series):
        """The column as numbers.

        Args:
            series: `pandas.Series`.

        Returns:
            float64 array `(n,)`; NaN where a value is missing.

        Raises:
            UserError: for the first value that the column cannot hold.
        """
        found = self._numbers(series)
        self._check(series, found)
        return found

    def _numbers(self, series):
        if self.categories == (None,) and series.isna().all():
            return np.zeros(len(series))
        if self.kind in CODED:
            return self._codes(series)
        if self.kind == "datetime":
            return seconds(series, self.format, self.name)
        return floats(series, self.name)

    def from_numbers(self, values):
        """`pandas.Series` of the column's type for float64 values `(n,)`."""
        values = self.grid.snap(np.asarray(values, "float64"))
        empty = np.flatnonzero(np.isnan(values))
        if len(empty) and not self.missing:
            raise refuse(self.name, empty[0], "is missing, which no value may be.")
        if self.kind in CODED:
            return self._from_codes(values)
        if self.kind == "datetime":
            return self._from_seconds(values)
        found = pd.Series(values, name=self.name)
        if self.kind == "integer":  # 7, not 7.0, also where the type is none of numbers
            found = found.astype("Int64")
        return found.astype(self.dtype)

    def new(self, n, rng):
        """`pandas.Series` of `n` new identifiers, all different."""
        if self.look is not None:
            made = identifiers.make(self.prefix or "", self.look, self.high, n, rng)
            return pd.Series(made, dtype=self.dtype, name=self.name)
        try:
            made = int(self.high) + 1 + np.arange(n)
            return pd.Series(made, dtype=self.dtype, name=self.name)
        except (ValueError, OverflowError) as error:
            raise UserError(
                f"column {self.name!r}: there are no {n} more of its type "
                f"{self.dtype}; change its dtype in the schema."
            ) from error

    def check_type(self):
        """Refuses a type, a format or a timezone that cannot hold the column's values.

        Raises:
            UserError: with the reason.
        """
        try:
            held = self._holds_its_ends()
        except Exception as error:  # whatever a strange type makes pandas raise
            raise self._unfit(str(error).rstrip(".")) from error
        if not held:
            raise self._unfit("they come back changed")

    def _holds_its_ends(self):
        if self.kind == "identifier":
            return len(self.new(2, np.random.default_rng(0))) == 2
        ends = range(self.size) if self.kind in CODED else (self.low, self.high)
        values = self.grid.snap(np.array([*ends, *[np.nan] * bool(self.missing)]))
        found = self._numbers(self.from_numbers(values))
        slack = 1e-6 if self.kind == "continuous" else 0.0  # float32 holds no 0.1
        return np.allclose(found, values, slack, slack * 1e-6, equal_nan=True)

    def _unfit(self, reason):
        about = {"type": self.dtype, "format": self.format, "timezone": self.timezone}
        words = [f"{name} {value!r}" for name, value in about.items() if value]
        return UserError(
            f"column {self.name!r}: its values do not fit its {', '.join(words)} "
            f"({reason})."
        )

    def _codes(self, series):
        index = pd.Index(self.categories, dtype=object)
        found = index.get_indexer(series.astype(object)).astype("float64")
        strange = np.flatnonzero((found < 0) & series.notna().to_numpy())
        if len(strange):
            value = series.iloc[strange[0]]
            known = [str(category) for category in self.categories]
            near = difflib.get_close_matches(str(value), known, n=3, cutoff=0.5)
            hint = f" Nearest: {', '.join(near)}." if near else ""
            problem = f"{value!r} is none of its {self.size} categories.{hint}"
            raise refuse(self.name, strange[0], problem)
        return np.where(found < 0, np.nan, found)

    def _from_codes(self, values):
        codes = np.where(np.isnan(values), -1, values).astype("int64")
        if self.categories == (None,):
            return pd.Series([None] * len(codes), dtype=self.dtype, name=self.name)
        found = pd.Categorical.from_codes(
            codes, pd.Index(self.categories), ordered=self.kind == "ordinal"
        )
        found = pd.Series(found, name=self.name)
        return found if self.dtype == "category" else found.astype(self.dtype)

    def _from_seconds(self, values):
        whole = np.where(np.isnan(values), 0, micros(values)).astype("int64")
        found = pd.Series(whole.view("datetime64[us]"), name=self.name)
        found = found.mask(np.isnan(values))
        if self.timezone:
            found = found.dt.tz_localize("UTC").dt.tz_convert(self.timezone)
        if self.format:
            found = found.dt.strftime(self.format)
        return found.astype(self.dtype)

    def _check(self, series, found):
        """Refuses the first value that is infinite, missing or out of bounds."""
        missing, row = np.isnan(found), np.flatnonzero
        if not self.missing and missing.any():
            problem = "a value is missing, and the schema says that none may be."
            raise refuse(self.name, row(missing)[0], problem)
        if (infinite := np.isinf(found)).any():
            problem = "infinite; write a number, or leave the cell empty."
            raise refuse(self.name, row(infinite)[0], problem)
        if self.kind in CODED:
            return
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        if (outside := (found < low) | (found > high)).any():
            place = row(outside)[0]
            problem = f"{series.iloc[place]} is outside {self._bounds()}."
            raise refuse(self.name, place, problem)
        if self.kind == "integer" and (found % 1 > 0).any():
            place = row(found % 1 > 0)[0]
            raise refuse(self.name, place, f"{found[place]:g} is not whole.")

    def _bounds(self):
        """str: the bounds as a person writes them."""
        return " .. ".join(self._ends())

    def _ends(self):
        ends = (self.low, self.high)
        if self.kind == "datetime":
            ends = [end if end is None else moment(end) for end in ends]
        return ["any" if end is None else str(end) for end in ends]


def floats(series, name):
    """The numbers of a column, some of which may be text; missing is NaN."""
    found = pd.to_numeric(series.astype(object), errors="coerce")
    found = found.to_numpy("float64", na_value=np.nan)
    strange = np.flatnonzero(np.isnan(found) & series.notna().to_numpy())
    if len(strange):
        problem = f"{series.iloc[strange[0]]!r} is no number."
        raise refuse(name, strange[0], problem)
    return found


def seconds(series, format, name):
    """Seconds since 1970 of a column of datetimes, or of text in a format."""
    found = series
    if not pd.api.types.is_datetime64_any_dtype(series.dtype):
        found = pd.to_datetime(
            series.astype(object), format=format, errors="coerce", utc=True
        )
        strange = np.flatnonzero(found.isna() & series.notna())
        if len(strange):
            problem = f"{series.iloc[strange[0]]!r} is no datetime {format or ''}."
            raise refuse(name, strange[0], problem.replace(" .", "."))
    if found.dt.tz is not None:
        found = found.dt.tz_convert("UTC").dt.tz_localize(None)
    values = found.to_numpy("datetime64[us]")
    return np.where(np.isnat(values), np.nan, values.astype("int64") / MICRO)


def micros(values):
    """Whole microseconds of seconds since 1970, as floats; exact for 250 years."""
    whole = np.floor(values)
    return whole * MICRO + np.rint((values - whole) * MICRO)


def moment(value):
    """str: ISO 8601 of seconds since 1970."""
    if value == int(value):
        return str(np.datetime64(int(value), "s"))
    return str(np.datetime64(int(micros(value)), "us"))
