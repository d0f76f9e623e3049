"""What every model of tables offers: rows of the matrix, also under conditions."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.tables import conditions
from ter_gan.tables.encoding import Encoder
from ter_gan.tables.metrics import resemblance
from ter_gan.tables.schema import Schema

CHUNK = 4096  # rows at a time
TRIES = 200  # rows drawn for each one that is wanted, at most
LEAST_TRIES = 100_000
LOOKED_AT = 2000  # held-out rows that a score comes from


class Rows:
    """Rows of a table's matrix, float64 `(n, d)`, NaN where a value is missing.

    A subclass has `draw(n, seed, averaged, allowed)`, which gives any rows.

    Attributes:
        schema: `Schema`.
        encoder: `ter_gan.tables.encoding.Encoder`.
        frequencies: tuple of float arrays: how frequent each option of a softmax
            span is among the training rows.
    """

    classes = 0
    controls = ("where",)
    vital_samples = LOOKED_AT

    def learn_about(self, schema, encoder, frequencies=()):
        """Takes over what the dataset says of itself, as dicts or as objects."""
        is_dict = isinstance(schema, dict)
        self.schema = Schema.from_config(schema) if is_dict else schema
        is_dict = isinstance(encoder, dict)
        self.encoder = Encoder(**encoder) if is_dict else encoder
        self.frequencies = tuple(np.asarray(each) for each in frequencies)

    def generate(self, n, labels=None, seed=0, averaged=True, where=()):
        """Rows of the matrix; the same seed gives the same ones.

        Args:
            n: int. How many.
            labels: must be `None`: a table's classes are a column like others.
            seed: int.
            averaged: bool. By the weights that the model keeps, the best or averaged
                ones, not by those that train.
            where: sequence of str, conditions that all rows meet, see
                `ter_gan.tables.conditions`.

        Returns:
            float64 array `(n, d)`.

        Raises:
            UserError: for a condition that cannot be understood, or that too few of
                the rows that the model makes meet.
        """
        return np.concatenate(list(self.parts(n, labels, seed, averaged, where)))

    def parts(self, n, labels=None, seed=0, averaged=True, where=()):
        """Yields the rows of `generate`, some at a time."""
        if labels is not None:
            raise UserError("A model of tables takes no labels; use `where`.")
        wanted, allowed = self.conditions(where), self.asked_for(where)
        left, tried, chunk = n, 0, 0
        while left:
            size = CHUNK if wanted else min(CHUNK, left)
            rows = self.draw(size, [seed, chunk], averaged, allowed)
            tried, chunk = tried + size, chunk + 1
            for each in wanted:
                rows = rows[each.holds(rows)]
            rows = rows[:left]
            left -= len(rows)
            if len(rows):
                yield rows
            if left and wanted and tried >= max(LEAST_TRIES, TRIES * n):
                raise _too_few(wanted, n - left, tried, n)

    def conditions(self, where):
        """Tuple of `Condition`: what texts say; see `generate`."""
        return conditions.parse(where, self.schema)

    def asked_for(self, where):
        """float array `(options,)`: what texts allow, for `draw`."""
        return conditions.allowed(self.conditions(where), self.encoder, self.schema)

    def draw(self, n, seed, averaged=True, allowed=None):
        """Any rows of the matrix, float64 `(n, d)`.

        Args:
            n: int.
            seed: int, or a list of them.
            averaged: as in `generate`.
            allowed: float array `(options,)` of `conditions.allowed`, or `None`. A
                model may look at it, to draw more rows that meet the conditions.
        """
        raise NotImplementedError

    def score(self, real, seed=0):
        """float: how little rows look like held-out ones; 0 is best.

        Args:
            real: float64 array `(n, d)`, rows that the model has not learned from.
            seed: int.
        """
        made = self.draw(len(real), [seed], averaged=True)
        return resemblance.score(real, made, self.schema.discrete, self.schema.sizes)


def _too_few(wanted, met, tried, n):
    """A `UserError`: so few of the rows that were tried met what was wanted."""
    texts = ", ".join(each.text for each in wanted)
    if met:
        return UserError(
            f"Only {met:,} of {tried:,} generated rows meet {texts}, and {n:,} were "
            f"asked for. Ask for fewer rows, or for less."
        )
    return UserError(
        f"None of {tried:,} generated rows meets {texts}: the model makes such rows "
        f"hardly ever, or never. Leave out a condition, or widen one."
    )
