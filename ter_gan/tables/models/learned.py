"""The simple models of tables, as a run trains them."""

import numpy as np

from ter_gan.models.fitted import Fitted
from ter_gan.tables import baselines
from ter_gan.tables.encoding import Codes
from ter_gan.tables.models.rows import Rows
from ter_gan.tables.schema import DISCRETE


class Learned(Rows, Fitted):
    """One of `ter_gan.tables.baselines`, which learns at once.

    Args:
        name: str, a key of `BASELINES`.
        seed: int. Of what it draws while it learns.
    """

    vital_samples = Rows.vital_samples

    def __init__(self, name, seed=0):
        self.baseline, self.seed = baselines.get(name), seed

    def prepare(self, dataset):
        """Learns the training rows, without the constraints that tie their columns."""
        rows = self.encoder.untied(dataset.train.x)
        self.baseline.fit(rows, *self._columns(), self.seed)

    def _columns(self):
        """(discrete, sizes) of the columns that it learns."""
        discrete, sizes = [], []
        for name, part in zip(self.encoder.names, self.encoder.parts):
            coded = isinstance(part, Codes)
            known = name in self.schema.names  # else several columns are tied in it
            ordered = known and self.schema.column(name).kind not in DISCRETE
            discrete.append(coded and not ordered)
            sizes.append(int(part.grid.high) + 1 if coded else 0)
        return np.array(discrete), np.array(sizes)

    def draw(self, n, seed, averaged=True, allowed=None):
        rows = self.baseline.sample(n, seed)
        for column, part in zip(rows.T, self.encoder.parts):
            column[:] = part.grid.snap(column)
        return self.encoder.tied(rows)

    def state(self):
        return self.baseline.state()

    def load_state(self, state):
        self.baseline.load_state(state)
