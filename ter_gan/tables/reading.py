"""Tables in files: read as they were meant, or refused in one line."""

import collections
import csv
import functools
import io
import itertools
import pathlib
import re

import pandas as pd

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.sources.ways import to_stderr

MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", "<NA>")  # cells without value
SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 50  # lines that show what the separator is
TEXTS = {"True": True, "False": False, "true": True, "false": False}
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute
LARGEST = 2**53
END = "\0end"  # a line behind the last one, which no text has


def read_csv(path, report=to_stderr, missing=()):
    """A table out of a file of separated values, whose first line has the names.

    The encoding (UTF-8, UTF-16 with its mark, else Latin-1) and the separator
    (comma, semicolon, tab, bar) are found out. Columns of numbers become numbers,
    also those with a decimal comma where that is not the separator; numbers with a
    leading zero (`"007"`) stay text. Blank lines are skipped. A column without a name,
    as pandas writes an index, gets the one that pandas gives it: `"Unnamed: 0"`.

    Args:
        path: str or path.
        report: callable. Takes one line for people on what was found.
        missing: iterable of str. Cells without value, besides `MISSING`.

    Returns:
        `pandas.DataFrame`.

    Raises:
        UserError: for what is no such table, with the line where that shows.
    """
    path = pathlib.Path(path)
    try:
        df, separator = _read_text(path, report, missing)
    except pd.errors.EmptyDataError as error:
        raise UserError(f"{path} has a header and no rows.") from error
    except (UnicodeError, pd.errors.ParserError) as error:
        raise UserError(f"{path} cannot be read: {str(error).strip()}.") from error
    if not len(df):
        raise UserError(f"{path} has a header and no rows.")
    commas = []
    if separator != ",":
        commas = [name for name in df if _has_decimal_commas(df[name])]
    for name in commas:
        df[name] = df[name].str.replace(",", ".", regex=False)
    if commas:
        report(f"{path.name}: decimal commas in {', '.join(map(repr, commas))}")
    return typed(df)


def _read_text(path, report, missing):
    """A table whose columns are all text, and the separator."""
    encoding = _encoding(path)
    if encoding == "latin-1":
        report(f"{path.name} is not UTF-8; read as Latin-1")
    form = _form(path, encoding)
    names = _check_rows(path, encoding, form)
    if form["delimiter"] != ",":
        report(f"{path.name}: columns parted by {form['delimiter']!r}")
    with open(path, encoding=encoding, newline="") as file:
        _header(csv.reader(file, **form))  # what follows are the rows
        df = pd.read_csv(
            file,
            sep=form["delimiter"],
            skipinitialspace=form["skipinitialspace"],
            dtype=str,
            header=None,
            names=names,
            index_col=False,
            keep_default_na=False,
            na_values=[*MISSING, *missing],
        )
    return df, form["delimiter"]


def typed(df):
    """A table of text with numbers and booleans in the columns that are all such."""
    return pd.DataFrame({name: _typed(df[name]) for name in df})


def read_parquet(path):
    """A table out of a Parquet file; a `UserError` if it is none.

    Days become datetimes, and decimals floats.
    """
    try:
        df = pd.read_parquet(path)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{path} cannot be read as Parquet: {reason}") from error
    if not len(df):
        raise UserError(f"{path} has no rows.")
    return pd.DataFrame({name: _plain(df[name]) for name in df})


def _plain(series):
    """A column of Python's dates or decimals as pandas has such values."""
    cells = pd.api.types.infer_dtype(series) if series.dtype == object else None
    if cells == "date":
        return pd.to_datetime(series)
    return series.astype("float64") if cells == "decimal" else series


def write_csv(df, path):
    """Writes a table that is safe to open in a spreadsheet, whole or not at all.

    Text that begins with one of `= + - @` would be computed there: it gets a `'` in
    front, which `read_csv` leaves there. All other cells of a table of `read_csv`
    come back as they were.

    Args:
        df: `pandas.DataFrame`.
        path: str or path. UTF-8, separated by commas, lines end as RFC 4180 has it.
    """
    df = pd.DataFrame({name: _harmless(df[name]) for name in df})
    df = df.rename(columns=_harmless_text)
    with files.replacing(path) as part:
        df.to_csv(part, index=False, lineterminator="\r\n")


def _encoding(path):
    try:
        with open(path, "rb") as file:
            start = file.read(3)
            if not start:
                raise UserError(f"{path} is empty.")
            if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
                return "utf-16"
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        with open(path, encoding="utf-8-sig") as file:
            collections.deque(iter(functools.partial(file.read, 1 << 20), ""), maxlen=0)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _form(path, encoding):
    """How the first lines are written, as `csv.reader` takes it.

    The separator is the one that parts them into most columns of equal number.
    Spaces behind it belong to the cells, unless the header has such spaces, too.
    """
    with open(path, encoding=encoding, newline="") as file:
        lines = [line for line, _ in zip(file, range(SAMPLE))]

    def rows(separator):
        try:
            return [row for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            return []

    def evidence(separator):
        counts = [len(row) for row in rows(separator)]
        if not counts:
            return 0, 0
        return counts.count(counts[0]) if counts[0] > 1 else 0, counts[0]

    best = max(SEPARATORS, key=evidence)
    header = _header(rows(best)) or []
    loose = any(name.startswith(" ") for name in header[1:])
    return {"delimiter": best, "skipinitialspace": loose}


def _check_rows(path, encoding, form):
    """The names of the columns, once every row is seen to have as many cells."""
    with open(path, encoding=encoding, newline="") as file:
        rows = _Rows(path, file, form)
        names = _header(rows)
        if names is None:
            raise UserError(f"{path} has no header.")
        names = [name.strip() or f"Unnamed: {i}" for i, name in enumerate(names)]
        _check_header(path, names)
        for row in rows:
            if row and len(row) != len(names):
                raise UserError(
                    f"{path}, line {rows.line}: {len(row)} cells where the header has "
                    f"{len(names)} columns."
                )
    return names


def line_of(path, row):
    """int: the line in which a row of `read_csv` ends, as a person counts.

    Args:
        path: str or path.
        row: int. Index of the row.
    """
    encoding = _encoding(path)
    with open(path, encoding=encoding, newline="") as file:
        rows = _Rows(path, file, _form(path, encoding))
        _header(rows)
        filled = (rows.line for cells in rows if not _blank(cells))
        return next(itertools.islice(filled, row, None))


def _blank(cells):
    """Whether a line has nothing but spaces, which pandas skips."""
    return not cells or (len(cells) == 1 and cells[0].isspace())


class _Rows:
    """The rows of an open file, each a list of texts; a `UserError` for what is none.

    Attributes:
        line: int. Where the last row ended.
    """

    def __init__(self, path, file, form):
        lines = itertools.chain(_sound(path, file), [END])
        self.path, self.line, self._reader = path, 0, csv.reader(lines, **form)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            row = next(self._reader)
        except csv.Error as error:
            raise self._too_long(error) from error
        if row == [END]:
            raise StopIteration
        if row and row[-1].endswith(END):  # a cell has swallowed what follows it
            raise self._unclosed(row[-1].removesuffix(END))
        self.line = self._reader.line_num
        return row

    def _unclosed(self, cell):
        lines = sum(1 for _ in io.StringIO(cell, newline=""))
        opened = self._reader.line_num - max(lines, 1)
        return UserError(
            f"{self.path}: a quotation mark that is opened in line {opened} is never "
            f"closed; close it, or write it twice where it belongs to the cell."
        )

    def _too_long(self, error):
        first, last = self.line + 1, self._reader.line_num
        if first == last:
            return UserError(f"{self.path}, line {last}: {error}.")
        return UserError(
            f"{self.path}: a quotation mark that is opened in line {first} or below "
            f"is not closed up to line {last} ({error})."
        )


def _header(rows):
    """The first of the rows that is not blank, or `None`."""
    return next((row for row in rows if "".join(row).strip()), None)


def _sound(path, lines):
    """The lines of a text; a `UserError` for what is none."""
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise UserError(
                f"{path}, line {number}: a NUL, which no text has. Save the table as "
                f"text in UTF-8."
            )
        yield line


def _check_header(path, names):
    twice = [name for name, n in collections.Counter(names).items() if n > 1]
    if twice:
        raise UserError(f"{path}: two columns are named {twice[0]!r}; rename one.")


def _has_decimal_commas(series):
    present = series.dropna()
    return bool(
        len(present)
        and present.str.fullmatch(r"[+-]?\d*(,\d+)?(e[+-]?\d+)?", re.IGNORECASE).all()
        and present.str.contains(",", regex=False).any()
    )


def _typed(series):
    """A column of text as bool, integers or floats where all of it is."""
    present = series.dropna()
    if not len(present) or present.str.match(r"[+-]?0\d").any():
        return series
    if present.isin(TEXTS).all():
        return series.map(TEXTS).astype(
            "boolean" if len(present) < len(series) else bool
        )
    numbers = pd.to_numeric(series.astype(object), errors="coerce")
    if numbers.isna().sum() > series.isna().sum():
        return series
    whole = present.str.fullmatch(r"[+-]?\d+").all()
    if whole and numbers.abs().max() >= LARGEST:
        return series
    if whole:
        return numbers.astype("Int64" if len(present) < len(series) else "int64")
    return numbers.astype("float64")


def _harmless(series):
    """A column whose texts no spreadsheet would compute."""
    kind = pd.api.types
    if kind.is_numeric_dtype(series.dtype) or kind.is_datetime64_any_dtype(series):
        return series
    return series.astype(object).map(_harmless_text)


def _harmless_text(cell):
    if isinstance(cell, str) and cell.startswith(FORMULAS):
        return "'" + cell
    return cell
