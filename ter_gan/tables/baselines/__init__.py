"""Simple models of tables: the rows that every result stands beside.

Each learns in seconds from the matrix of a table. A model that is no better than
`Independent` has learned nothing of how columns depend on each other; one that is as
near to the training rows as `TrainCopy` keeps nothing private.
"""

from ter_gan.errors import unknown
from ter_gan.tables.baselines.base import Baseline
from ter_gan.tables.baselines.copula import GaussianCopula
from ter_gan.tables.baselines.mixture import GaussianMixture
from ter_gan.tables.baselines.rows import Independent, TrainCopy
from ter_gan.tables.baselines.smote import Smote
from ter_gan.tables.baselines.trees import SequentialTrees

BASELINES = {
    "independent": Independent,
    "copula": GaussianCopula,
    "mixture": GaussianMixture,
    "trees": SequentialTrees,
    "smote": Smote,
    "train-copy": TrainCopy,
}

__all__ = [
    "BASELINES",
    "Baseline",
    "GaussianCopula",
    "GaussianMixture",
    "Independent",
    "SequentialTrees",
    "Smote",
    "TrainCopy",
    "get",
]


def get(name):
    """A baseline that has learned nothing yet.

    Args:
        name: str, a key of `BASELINES`.

    Raises:
        UserError: if there is none of that name.
    """
    if name not in BASELINES:
        raise unknown("baseline", name, BASELINES)
    return BASELINES[name]()
