"""What each sentence adds to a number, so that its error can be told."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate, wilson


@dataclasses.dataclass(frozen=True)
class Scores:
    """A mean over the parts of sentences: sums over counts.

    The parts are e.g. tokens, and what is summed their negative log-likelihoods.

    Args:
        sums: float array `(n,)`, of each sentence.
        counts: array `(n,)`, of its parts.
    """

    sums: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, values):
        """One value for each sentence: the mean is the plain one."""
        values = np.asarray(values, "float64")
        return cls(values, np.ones(len(values)))

    @property
    def value(self):
        """float: the sum of all sums over the sum of all counts."""
        return float(self.sums.sum() / self.counts.sum())

    def estimate(self, **details):
        """The mean, with the standard error of a ratio (Cochran 1977, eq. 2.46).

        Args:
            **details: what else there is to know.

        Returns:
            `Estimate`; its error is `None` for a single sentence.

        Raises:
            UserError: if there is nothing to count.
        """
        total, n = self.counts.sum(), len(self.counts)
        if not total:
            raise UserError(f"There is nothing to count in {n} sentences. Add some.")
        if n == 1 or not np.isfinite(self.value):
            return Estimate(self.value, None, details)
        rest = self.sums - self.value * self.counts
        error = np.sqrt(n / (n - 1) * (rest @ rest)) / total
        return Estimate(self.value, float(error), details)

    def resampled(self, chosen):
        """float: the mean of chosen sentences.

        Args:
            chosen: int array of indices.
        """
        return float(self.sums[chosen].sum() / self.counts[chosen].sum())


def share(accepted):
    """How many of the samples have a property.

    Args:
        accepted: bool array `(n,)`.

    Returns:
        `Estimate` in [0, 1]; details: `count`, `n`, and `wilson`, the 95 %
        interval that is also right near 0 and 1.

    Raises:
        UserError: if there are no samples.
    """
    accepted = np.asarray(accepted, bool)
    count, n = int(accepted.sum()), len(accepted)
    return Scores.of(accepted).estimate(count=count, n=n, wilson=wilson(count, n))
