"""What a metric says: a number, and how far another draw of samples would move it."""

import dataclasses
import math

import numpy as np

from ter_gan.errors import UserError

GROUPS = 10
Z_95 = 1.959964  # of a normal law; 95 % lie within
ROWS = 4096  # worked on at a time


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A metric's value with its standard error.

    Args:
        value: float.
        error: float, the standard deviation of the value over repeated draws of
            the samples, estimated by resampling; `None` where it has no meaning.
        details: dict for JSON: what else there is to know.
    """

    value: float
    error: float | None = None
    details: dict = dataclasses.field(default_factory=dict)

    @property
    def interval(self):
        """The 95 % interval `(low, high)`, or `None` without an error."""
        if self.error is None:
            return None
        return self.value - Z_95 * self.error, self.value + Z_95 * self.error


def checked(metric, what, samples, least=1, ndim=2):
    """The samples as an array, if the metric can use them.

    Args:
        metric: str, the metric's name for people.
        what: str, what the samples are, e.g. `"real vectors"`.
        samples: array-like `(n, …)`.
        least: int, the fewest samples that the metric can use.
        ndim: int, the number of axes.

    Raises:
        UserError: if there are too few samples, NaN among them, or the shape is
            another one.
    """
    samples = np.asarray(samples)
    if samples.ndim != ndim:
        raise UserError(
            f"{metric}: {what} must have {ndim} axes; received shape {samples.shape}."
        )
    if len(samples) < least:
        raise UserError(
            f"{metric} needs at least {least} {what}; received {len(samples)}. "
            f"Take more samples, or leave this metric out."
        )
    if not np.isfinite(samples).all():
        axes = tuple(range(1, ndim))
        bad = int((~np.isfinite(samples)).any(axis=axes).sum())
        raise UserError(
            f"{metric}: {bad} of {len(samples)} {what} hold NaN or infinite numbers. "
            f"Did the generator diverge? Look at its samples and its losses."
        )
    return samples


def shuffled(samples, seed=0):
    """The samples in an order that depends on what they are, not how they came.

    They are sorted along a random direction, then permuted; both by `seed`.
    Groups and blocks that are cut from the result are the same for every order
    in which the samples are given.

    Args:
        samples: array `(n, …)`.
        seed: int, or ints. Two sets that are paired up need two seeds.
    """
    rng = np.random.default_rng(seed)
    flat = samples.reshape(len(samples), -1)
    direction = rng.standard_normal(flat.shape[1])
    keys = np.concatenate([part @ direction for part in chunks(flat)])
    return samples[np.argsort(keys, kind="stable")[rng.permutation(len(samples))]]


def chunks(samples, rows=ROWS):
    """Yields the samples as float64, a few rows at a time."""
    for start in range(0, len(samples), rows):
        yield np.asarray(samples[start : start + rows], "float64")


def jackknife(statistic, *samples, groups=GROUPS):
    """Standard error of `statistic(*samples)` for independent samples.

    Leaves out a tenth of one sample at a time and sees how the statistic moves
    (delete-a-group jackknife, Kott 2001); the samples' variances add up.

    Args:
        statistic: callable from arrays `(n, …)` to a float.
        samples: arrays in random order (`shuffled`).
        groups: int, at least 2.
    """
    variance = 0.0
    for i, sample in enumerate(samples):
        values = []
        for left_out in np.array_split(np.arange(len(sample)), groups):
            kept = np.delete(sample, left_out, axis=0)
            values.append(statistic(*samples[:i], kept, *samples[i + 1 :]))
        variance += left_out_variance(values)
    return variance**0.5


def wilson(count, n, z=Z_95):
    """The interval of a share, from a sample (Wilson 1927).

    "Probable Inference, the Law of Succession, and Statistical Inference",
    https://doi.org/10.1080/01621459.1927.10502953. Unlike the textbook's
    p ± z sqrt(p (1 - p) / n) it stays within [0, 1] and is good near its ends.

    Args:
        count, n: int. Successes, and trials.
        z: float. Quantile of the normal law; 1.96 for 95 %.

    Returns:
        `(low, high)`; (0, 1) without any trial.
    """
    if not n:
        return 0.0, 1.0
    share = count / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    spread = math.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    margin = z * spread / (1 + z**2 / n)
    return centre - margin, centre + margin


def left_out_variance(values):
    """Variance of a statistic from its values with one group left out at a time."""
    values = np.asarray(values, "float64")
    return float((len(values) - 1) * values.var())
