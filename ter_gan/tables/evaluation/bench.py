"""What the metrics of one model of tables need."""

import numpy as np

from ter_gan.evaluation.metric import Bench


class TableBench(Bench):
    """What the metrics of one model of tables need; see `Bench`."""

    def own_words(self):
        target, sizes = self.evaluator.target, self.dataset.schema.sizes
        numeric = target is not None and not sizes[target]
        return {"score": "r2" if numeric else "f1"}

    @property
    def train(self):
        """`Side` of all training rows."""
        return self.evaluator.train

    @property
    def fresh(self):
        """`Side` of real rows that were neither trained on nor are compared with."""
        return self.evaluator.fresh

    @property
    def columns(self):
        """Tuple of `Column` of the matrix."""
        return self.dataset.schema.learned

    @property
    def kinds(self):
        """`(discrete, sizes)` of the columns, as metrics take them."""
        return self.dataset.schema.discrete, self.dataset.schema.sizes

    @property
    def ordered(self):
        """Int array: columns whose values have an order, or two values only."""
        discrete, sizes = self.kinds
        return np.flatnonzero(~discrete | (sizes == 2))
