"""A table's matrix as what networks see, and back."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError
from ter_gan.tables import constraints as rules_of
from ter_gan.tables.encoding.columns import PARTS, REACH, Codes, Number
from ter_gan.tables.encoding.encoded import Encoded
from ter_gan.tables.schema import CODED

__all__ = ["REACH", "Codes", "Encoded", "Encoder", "Number", "Span"]

ROWS = 65_536  # encoded at once, which bounds the memory


@dataclasses.dataclass(frozen=True)
class Span:
    """Neighbouring values of an encoded row that belong together.

    Args:
        start, width: int. Where they are.
        activation: str. What ends in them: `"bounded"`, `"softmax"`, `"linear"`.
        part: int. Index in `Encoder.parts` of the column that they encode.
    """

    start: int
    width: int
    activation: str
    part: int


@dataclasses.dataclass(frozen=True)
class Encoder:
    """The scaling of tables.

    ```python
    encoder = Encoder.fit(matrix, schema, constraints=["start < end"])
    values = encoder.to_model(matrix, seed=0)     # float32 (n, encoder.width)
    same = encoder.from_model(values)
    again = Encoder(**dataclasses.asdict(encoder))
    ```

    Constraints are part of it: what `from_model` returns meets them all. With
    constraints, `names` are not all of the table's columns.

    Args:
        names: tuple of str. The columns that are encoded.
        parts: tuple of `Number` and `Codes`, one for each.
        rules: tuple of the rules of `ter_gan.tables.constraints`.
    """

    names: tuple = ()
    parts: tuple = ()
    rules: tuple = ()

    def __post_init__(self):
        parts = (
            PARTS[p["kind"]](**p) if isinstance(p, dict) else p for p in self.parts
        )
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "parts", tuple(parts))
        object.__setattr__(self, "rules", rules_of.rebuilt(self.rules))

    @classmethod
    def fit(cls, matrix, schema, *, constraints=(), plain=False):
        """Learns an encoding; nothing in it is random.

        Args:
            matrix: float64 array `(n, d)`, training rows.
            schema: `Schema` that `constraints.adapted` has seen, if there are any.
            constraints: iterable of str, see `ter_gan.tables.constraints`.
            plain: bool. Numbers are standardised, and no more.

        Raises:
            UserError: for a constraint that a row breaks, and a column without any
                value in the training rows.
        """
        rules, matrix, schema = rules_of.fit(constraints, matrix, schema)
        parts = []
        for values, column in zip(matrix.T, schema.learned):
            if np.isnan(values).all():
                raise UserError(f"column {column.name!r} has no value to train on.")
            if column.kind in CODED:
                parts.append(Codes.fit(values, column))
            else:
                parts.append(Number.fit(values, column, plain))
        return cls(tuple(column.name for column in schema.learned), parts, rules)

    @property
    def spans(self):
        """Tuple of `Span`, side by side from 0 to `width`."""
        found, start = [], 0
        for number, part in enumerate(self.parts):
            for width, activation in part.widths:
                found.append(Span(start, width, activation, number))
                start += width
        return tuple(found)

    @property
    def width(self):
        """int: values of an encoded row."""
        return sum(width for part in self.parts for width, _ in part.widths)

    def encoded(self, stored, seed=None):
        """`Encoded`: what `to_model` gives, of many rows.

        Args:
            stored: float64 array `(n, d)`.
            seed: int, or a `numpy.random.Generator`, which draws the mode of each
                number by how probable it is; `None`: the most probable one.
        """
        matrix = self.untied(stored)
        rng = None if seed is None else np.random.default_rng(seed)
        found = Encoded(self.spans, len(matrix))
        for start in range(0, len(matrix), ROWS):
            rows = slice(start, start + ROWS)
            columns = zip(self.parts, matrix[rows].T)
            pairs = [part.encode(values, rng) for part, values in columns]
            places, options = (
                [each for each in side if each is not None] for side in zip(*pairs)
            )
            found.put(rows, places, options)
        return found

    def to_model(self, stored, seed=None):
        """float32 array `(n, width)`: what a network sees for rows of the matrix.

        The arguments are those of `encoded`.
        """
        return self.encoded(stored, seed)[:]

    def from_model(self, values, seed=0):
        """float64 array `(n, d)`: rows that the table could hold.

        Args:
            values: float array `(n, width)`.
            seed: int, or a `numpy.random.Generator`. Of the rare categories.
        """
        values, rng = np.asarray(values), np.random.default_rng(seed)
        ends = np.cumsum([sum(w for w, _ in part.widths) for part in self.parts])
        blocks = np.split(values, ends[:-1], axis=1)
        matrix = [part.from_model(x, rng) for part, x in zip(self.parts, blocks)]
        return self.tied(np.stack(matrix, axis=1))

    def untied(self, stored):
        """Rows without constraints, float64 `(n, len(names))`, of rows with them."""
        matrix = np.asarray(stored, "float64")
        for rule in self.rules:
            matrix = rule.apply(matrix)
        return matrix

    def tied(self, matrix):
        """Rows of the table, which meet the constraints, of what `untied` gives."""
        for rule in reversed(self.rules):
            matrix = rule.invert(matrix)
        return matrix
