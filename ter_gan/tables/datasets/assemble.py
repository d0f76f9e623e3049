"""A table to a dataset: its schema, its matrix, its splits."""

import dataclasses
import functools

import numpy as np
import pandas as pd

from ter_gan.data import Dataset, Split
from ter_gan.errors import UserError
from ter_gan.sources import splits
from ter_gan.tables import constraints
from ter_gan.tables.encoding import Encoder
from ter_gan.tables.schema import DISCRETE, Schema

PARTS = ("train", "validation", "test")
ENCODINGS = ("modes", "plain")


@dataclasses.dataclass(frozen=True)
class Options:
    """How a table becomes a dataset.

    Args:
        schema: `Schema`, path of one, or `None`: inferred. What it leaves open is.
        target: str. The column to predict, or `None`.
        constraints: tuple of str, see `ter_gan.tables.constraints`.
        encoding: str of `ENCODINGS`. `"plain"` only standardises numbers.
    """

    schema: object = None
    target: str | None = None
    constraints: tuple = ()
    encoding: str = "modes"

    def __post_init__(self):
        if self.encoding not in ENCODINGS:
            raise UserError(
                f"encoding must be {' or '.join(ENCODINGS)}, not {self.encoding!r}."
            )
        if isinstance(self.constraints, str):
            parts = (part.strip() for part in self.constraints.split(";"))
            object.__setattr__(self, "constraints", tuple(filter(None, parts)))
        object.__setattr__(self, "constraints", tuple(self.constraints))
        if self.schema is not None and not isinstance(self.schema, Schema):
            object.__setattr__(self, "schema", Schema.read(self.schema))


@dataclasses.dataclass(frozen=True)
class AsIs:
    """The scaling of tables: models take and give rows of the matrix themselves."""

    def to_model(self, stored):
        """The same array."""
        return stored

    def from_model(self, values):
        """The same array."""
        return values


@dataclasses.dataclass(frozen=True)
class TableDataset(Dataset):
    """A table: `Split.x` is its matrix, float64 `(n, d)`.

    Args:
        encoder: `Encoder` between rows of the matrix and what networks see.
        schema: `Schema` of the whole table.
        target: str. The column to predict, or `None`.
        constraints: tuple of str that hold in every row.
        truth: object with `log_prob(matrix)`, in nats `(n,)`; `None` where nobody
            knows the distribution.
    """

    gaps = True

    scaling: AsIs = AsIs()
    encoder: Encoder = Encoder()
    schema: Schema | None = None
    target: str | None = None
    constraints: tuple[str, ...] = ()
    truth: object = None

    @property
    def form(self):
        """str: how many columns there are, and which numbers a network sees."""
        columns = len(self.schema.columns)
        return f"{columns} columns as {self.encoder.width} numbers"

    @property
    def facts(self):
        """dict for JSON: the schema, and the layout of what networks see."""
        return {
            "schema": self.schema.to_config(),
            "target": self.target,
            "constraints": list(self.constraints),
            "rows": len(self.train),
            "encoder": dataclasses.asdict(self.encoder),
            "frequencies": [(c / c.sum()).tolist() for c in self.encoded.counts],
        }

    @functools.cached_property
    def encoded(self):
        """`ter_gan.tables.encoding.Encoded`: training rows as networks see them."""
        return self.encoder.encoded(self.train.x, seed=0)

    def frame(self, part="train"):
        """A part as a `pandas.DataFrame`, with new identifiers.

        Args:
            part: str of `PARTS`.
        """
        return self.schema.from_matrix(getattr(self, part).x)


def from_frames(name, frames, options, **others):
    """A dataset of tables with the same columns.

    Parts that are published stay as they are; what is missing is cut off from
    train by what the rows contain, so that equal rows are never in two parts.
    Types, categories and bounds are those of all rows; the encoding is learned
    from the training rows.

    Args:
        name: str. Of the dataset.
        frames: dict from some of `PARTS`, with `"train"`, to `pandas.DataFrame`s.
        options: `Options`.
        **others: as for `TableDataset`.

    Raises:
        UserError: for what contradicts the schema or a constraint, and for too
            few rows.
    """
    whole = pd.concat(frames.values(), ignore_index=True)
    schema = Schema.infer(whole, options.schema)
    schema = constraints.adapted(options.constraints, whole, schema)
    if options.target is not None:
        schema.index(options.target)
    ends = np.cumsum([len(df) for df in frames.values()])[:-1]
    matrices = np.split(schema.to_matrix(whole), ends)
    parts = {part: _split(x, schema, options) for part, x in zip(frames, matrices)}
    parts = _cut(parts, schema)
    encoder = Encoder.fit(
        parts["train"].x,
        schema,
        constraints=options.constraints,
        plain=options.encoding == "plain",
    )
    return TableDataset(
        name,
        **parts,
        encoder=encoder,
        class_names=_class_names(schema, options),
        schema=schema,
        target=options.target,
        constraints=options.constraints,
        **others,
    )


def _cut(parts, schema):
    missing = [part for part in PARTS[1:] if part not in parts]
    if missing:
        try:
            cut = splits.cut(parts["train"], len(missing))
        except UserError as error:
            raise _too_few(parts["train"].x, schema, len(missing) + 1) from error
        parts = parts | dict(zip(("train", *missing), cut, strict=True))
    return {part: parts[part] for part in PARTS}


def _too_few(matrix, schema, needed):
    """A `UserError`: fewer different rows than are needed for as many parts."""
    rows = pd.DataFrame(matrix, columns=[column.name for column in schema.learned])
    different, counts = len(rows.drop_duplicates()), rows.nunique(dropna=False)
    keys = [column.name for column in schema if column.kind == "identifier"]
    if len(rows) == 1:
        said = "the table has one"
    elif different == 1:
        said = f"all {len(rows):,} rows are equal"
    else:
        said = f"the {len(rows):,} rows have only {different} that differ"
    if len(rows) > 1 and keys:
        said += f"; identifiers, which are not learned, do not count ({_quoted(keys)})"
    if different > 1 and (same := counts.index[counts == 1]).size:
        said += f"; the same value is in every row of {_quoted(same)}"
    return UserError(
        f"{needed} different rows or more are needed, to train and to measure with, "
        f"and {said}. Add rows that differ."
    )


def _quoted(names):
    return ", ".join(map(repr, names))


def _classes(schema, options):
    """The target if it is a class that every row has, else `None`."""
    if options.target is None:
        return None
    column = schema.column(options.target)
    return column if column.kind in DISCRETE and not column.missing else None


def _class_names(schema, options):
    column = _classes(schema, options)
    return None if column is None else tuple(map(str, column.categories))


def _split(matrix, schema, options):
    column = _classes(schema, options)
    if column is None:
        return Split(matrix)
    return Split(matrix, matrix[:, schema.index(column.name)].astype("int32"))
