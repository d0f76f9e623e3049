"""Models that need no run, and stand beside the runs in every report."""

import dataclasses

import numpy as np

from ter_gan.models.fitted import Fitted


@dataclasses.dataclass(frozen=True)
class Baseline:
    """A model that is measured as the runs are.

    Args:
        name: str. What tables call it, in brackets.
        meaning: str. What it is, for a reader.
        model: the model, fitted; it has `parts(n, labels, seed)`.
    """

    name: str
    meaning: str
    model: object

    @property
    def label(self):
        """str: the name as tables have it."""
        return f"[{self.name}]"


class Quoted(Fitted):
    """Samples that are there already, instead of generated ones.

    Args:
        samples: array `(m, …)`, as models give them.
    """

    def __init__(self, samples):
        self.samples = samples

    def parts(self, n, labels=None, seed=0, averaged=True):
        """Yields `n` of the samples, or all, in an order of chance."""
        order = np.random.default_rng([seed, 1]).permutation(len(self.samples))
        yield self.samples[order[:n]]
