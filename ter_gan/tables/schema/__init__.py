"""What the columns of a table are: inferred, edited by a person, restored exactly."""

import dataclasses
import json
import pathlib

import numpy as np
import pandas as pd

from ter_gan import files
from ter_gan.errors import UserError, unknown
from ter_gan.tables.schema import inference
from ter_gan.tables.schema.column import (
    CODED,
    DISCRETE,
    KINDS,
    CellError,
    Column,
    Grid,
    moment,
    refuse,
)
from ter_gan.tables.schema.fields import MICRO

__all__ = [
    "CODED",
    "DISCRETE",
    "KINDS",
    "CellError",
    "Column",
    "Grid",
    "Schema",
    "refuse",
]

FIELDS = tuple(field.name for field in dataclasses.fields(Column))
FORM = 'a schema is {"columns": [{"name": …, "kind": …}, …]}.'
WRITTEN = "Schema.infer(df).write(FILE) writes one to begin with (docs/tables.md)."


@dataclasses.dataclass(frozen=True)
class Schema:
    """The columns of a table, in their order.

    ```python
    schema = Schema.infer(df)
    matrix = schema.to_matrix(df)     # float64 (n, d), without identifiers
    same = schema.from_matrix(matrix)
    ```

    Args:
        columns: tuple of `Column`.
    """

    columns: tuple[Column, ...]

    def __post_init__(self):
        object.__setattr__(self, "columns", tuple(self.columns))
        _check_names([column.name for column in self.columns])
        if not self.learned:
            raise UserError(
                f"a table needs a column that is not an identifier, and every one is: "
                f"{', '.join(map(repr, self.names))}. If one of them is to be learned, "
                f"say so in a file, "
                f'{{"columns": [{{"name": "{self.names[0]}", "kind": "categorical"}}, '
                f"…]}}, and give --schema FILE (docs/tables.md)."
            )

    @classmethod
    def infer(cls, df, given=None):
        """The schema of a table, by the rules of `schema.inference`.

        Args:
            df: `pandas.DataFrame`.
            given: `Schema`, or `None`. What it says of a column holds; what it
                leaves open (`None`) is inferred.

        Raises:
            UserError: for a table, or the first value, that cannot be used.
        """
        _check_names(list(df.columns))
        if not len(df):
            raise UserError("the table has no rows.")
        if given is None:
            columns = [inference.infer(df[name]) for name in df.columns]
        else:
            given._check_columns(df)
            columns = [_completed(column, df) for column in given.columns]
        for column in columns:
            column.check_type()
        return cls(columns)

    @property
    def names(self):
        """Tuple of str: all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def learned(self):
        """Tuple of `Column`: those of the matrix, all but identifiers."""
        return tuple(c for c in self.columns if c.kind != "identifier")

    @property
    def discrete(self):
        """Bool array `(d,)`: which columns of the matrix hold codes without order."""
        return np.array([column.kind in DISCRETE for column in self.learned])

    @property
    def sizes(self):
        """Int array `(d,)`: numbers of codes; 0 for numbers."""
        return np.array([column.size for column in self.learned])

    def column(self, name):
        """The `Column` of a name; a `UserError` with the nearest ones for others."""
        for column in self.columns:
            if column.name == name:
                return column
        raise unknown("column", str(name), self.names)

    def index(self, name):
        """int: where a column is in the matrix."""
        column = self.column(name)
        if column.kind == "identifier":
            raise UserError(f"column {name!r} is an identifier, which is not learned.")
        return self.learned.index(column)

    def with_column(self, column):
        """A `Schema` with another column instead of that of the same name."""
        self.column(column.name)
        return Schema(tuple(column if c.name == column.name else c for c in self))

    def __iter__(self):
        return iter(self.columns)

    def to_matrix(self, df):
        """A table as numbers.

        Args:
            df: `pandas.DataFrame` with the columns of the schema, in any order.

        Returns:
            float64 array `(n, d)`: codes, numbers, seconds since 1970; NaN where
            a value is missing.

        Raises:
            UserError: for the first value that contradicts the schema.
        """
        self._check_columns(df)
        matrix = np.empty((len(df), len(self.learned)))
        for index, column in enumerate(self.learned):
            matrix[:, index] = column.to_numbers(df[column.name])
        return matrix

    def from_matrix(self, matrix, seed=0):
        """A table of numbers, with types, precision and bounds of the columns.

        Args:
            matrix: float array `(n, d)`. Values that a column cannot hold become
                the nearest ones that it can.
            seed: int. Of the new identifiers.

        Returns:
            `pandas.DataFrame`.

        Raises:
            UserError: for a missing value where none may be.
        """
        matrix = np.asarray(matrix)
        if matrix.ndim != 2 or matrix.shape[1] != len(self.learned):
            raise ValueError(
                f"a matrix (n, {len(self.learned)}) is wanted, not {matrix.shape}."
            )
        series, place = {}, iter(range(matrix.shape[1]))
        for number, column in enumerate(self.columns):
            if column.kind == "identifier":
                rng = np.random.default_rng([seed, number])
                series[column.name] = column.new(len(matrix), rng)
            else:
                series[column.name] = column.from_numbers(matrix[:, next(place)])
        return pd.DataFrame(series)

    def to_config(self):
        """dict for JSON, as a person reads and edits it."""
        return {"columns": [_to_config(column) for column in self.columns]}

    @classmethod
    def from_config(cls, config):
        """A `Schema` of a `to_config`, in which fields may be left out.

        Raises:
            UserError: for what is no schema.
        """
        rows = config.get("columns") if isinstance(config, dict) else None
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise UserError(FORM)
        return cls(tuple(map(_from_config, rows)))

    @classmethod
    def read(cls, path):
        """The `Schema` of a JSON file; a `UserError` if it is none."""
        try:
            config = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise UserError(f"The schema {path} does not exist. {WRITTEN}") from error
        except OSError as error:
            problem = f"The schema {path} cannot be read: {error.strerror}."
            raise UserError(problem) from error
        except UnicodeDecodeError as error:
            raise UserError(f"The schema {path} is no text in UTF-8.") from error
        except json.JSONDecodeError as error:
            raise UserError(
                f"The schema {path} is no JSON from line {error.lineno}, column "
                f"{error.colno} on: a comma, a quotation mark or a bracket may be "
                f"lacking, or too many; {FORM} {WRITTEN}"
            ) from error
        return cls.from_config(config)

    def write(self, path):
        """Writes a JSON file that `read` takes."""
        text = json.dumps(self.to_config(), indent=2, ensure_ascii=False)
        files.write_text(path, text + "\n")

    def _check_columns(self, df):
        _check_names(list(df.columns))
        if lacking := [name for name in self.names if name not in df.columns]:
            raise UserError(
                f"column {lacking[0]!r} of the schema is not in the table, which has "
                f"{', '.join(df.columns)}."
            )
        if more := [name for name in df.columns if name not in self.names]:
            raise UserError(
                f"column {more[0]!r} of the table is not in the schema; add it there, "
                f"or drop it from the table."
            )


def _check_names(names):
    if not names:
        raise UserError("the table has no columns.")
    for name in names:
        if not isinstance(name, str):
            raise UserError(f"names of columns must be text; {name!r} is not.")
        if names.count(name) > 1:
            raise UserError(f"two columns are named {name!r}; rename one.")


def _completed(given, df):
    """A column with what the data say where it is silent."""
    found = inference.infer(df[given.name], given.kind)
    if found.kind != given.kind:  # a column without any value
        return found
    said = {field: getattr(given, field) for field in FIELDS}
    said = {field: value for field, value in said.items() if value is not None}
    return dataclasses.replace(found, **said)


def _to_config(column):
    config = {field: getattr(column, field) for field in FIELDS}
    config = {field: value for field, value in config.items() if value is not None}
    if column.categories is not None:
        config["categories"] = list(column.categories)
    if column.kind == "datetime":
        bounds = {"low", "high"} & set(config)
        config |= {field: moment(config[field]) for field in bounds}
    return config


def _from_config(config):
    name = config.get("name")
    if not isinstance(name, str) or "kind" not in config:
        raise UserError(f"a column of a schema needs a name and a kind: {config}.")
    if strange := [field for field in config if field not in FIELDS]:
        raise unknown("field", strange[0], FIELDS, of=f"column {name!r}")
    if config["kind"] == "datetime":
        config = config | {
            field: _seconds(name, config[field])
            for field in ("low", "high")
            if isinstance(config.get(field), str)
        }
    return Column(**config)


def _seconds(name, text):
    try:
        found = np.datetime64(text, "us")
    except ValueError:
        found = np.datetime64("NaT")
    if np.isnat(found):
        raise UserError(f"column {name!r}: {text!r} is no ISO datetime.")
    return float(found.astype("int64")) / MICRO
