"""Fréchet distance between the Gaussians that fit two sets of vectors."""

import numpy as np

from ter_gan.evaluation.estimate import (
    GROUPS,
    Estimate,
    checked,
    chunks,
    left_out_variance,
    shuffled,
)


class Moments:
    """Count, mean and covariance of vectors that come in parts.

    Any cut into parts gives the same moments, up to rounding (Chan et al. 1979).

    Attributes:
        count: int.
        mean: float64 array `(d,)`, or `None` before the first vector.
    """

    def __init__(self):
        self.count, self.mean, self._scatter = 0, None, None

    @classmethod
    def of(cls, vectors):
        """The moments of an array `(n, d)`."""
        result = cls()
        result.update(vectors)
        return result

    @property
    def covariance(self):
        """float64 array `(d, d)`, unbiased: divided by `count - 1`."""
        return self._scatter / (self.count - 1)

    def update(self, vectors):
        """Adds vectors `(n, d)`."""
        for part in chunks(vectors):
            mean = part.mean(axis=0)
            centred = part - mean
            self._add(len(part), mean, centred.T @ centred)

    def merge(self, other):
        """Adds all that another `Moments` has seen."""
        if other.count:
            self._add(other.count, other.mean, other._scatter)

    def _add(self, count, mean, scatter):
        if not self.count:
            self.count, self.mean, self._scatter = count, mean, scatter.copy()
            return
        total, step = self.count + count, mean - self.mean
        weight = self.count * count / total
        self._scatter += scatter + weight * np.outer(step, step)
        self.mean = self.mean + step * (count / total)
        self.count = total


def distance(first, second):
    """Squared Fréchet distance of two Gaussians with the given moments.

    |m1 - m2|² + tr S1 + tr S2 - 2 tr (S1^½ S2 S1^½)^½; at least 0, and 0 for
    equal moments (Dowson & Landau 1982). The root is taken of a symmetric
    matrix by its eigenvalues, so a covariance without full rank does no harm.

    Args:
        first: `Moments` of d dimensions.
        second: `Moments` of d dimensions.

    Returns:
        float, in the square of the vectors' unit.
    """
    return _distance(first, _root(first.covariance), second)


def frechet_distance(real, fake, groups=GROUPS):
    """Fréchet distance between two sets of feature vectors.

    `distance` of their moments; at least 0, less is better. Called FID when the
    vectors come from the FID Inception network (Heusel et al. 2017,
    https://arxiv.org/abs/1706.08500), and only then. It falls with the number of
    samples even for a perfect generator, so only equal numbers compare.

    Args:
        real: float array `(n, d)` of real samples' features.
        fake: float array `(m, d)` of generated samples' features.
        groups: int, for the error: a tenth of either side is left out at a time.
            The groups are drawn by a fixed seed, whatever the order.

    Returns:
        `Estimate`; details: `means` and `covariances`, the two parts of the sum.

    Raises:
        UserError: if there are not more samples than dimensions (the covariance
            has no full rank), or vectors are NaN.
    """
    name, least = "The Fréchet distance", np.shape(real)[-1] + 1
    real = checked(name, "real vectors", real, least)
    fake = checked(name, "generated vectors", fake, least)
    sides = [_parts(real, groups), _parts(fake, groups)]
    whole = [_merged(parts) for parts in sides]
    roots = [_root(moments.covariance) for moments in whole]
    value = _distance(whole[0], roots[0], whole[1])
    variance = 0.0
    for parts, other, root in zip(sides, whole[::-1], roots[::-1]):
        without = [parts[:g] + parts[g + 1 :] for g in range(groups)]
        values = [_distance(other, root, _merged(kept)) for kept in without]
        variance += left_out_variance(values)
    means = float(np.sum((whole[0].mean - whole[1].mean) ** 2))
    details = {"means": means, "covariances": value - means}
    return Estimate(value, variance**0.5, details)


def _parts(vectors, groups):
    return [Moments.of(part) for part in np.array_split(shuffled(vectors), groups)]


def _merged(parts):
    result = Moments()
    for part in parts:
        result.merge(part)
    return result


def _root(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T


def _distance(first, root_of_first, second):
    product = root_of_first @ second.covariance @ root_of_first
    values = np.linalg.eigvalsh((product + product.T) / 2)
    shared = np.sqrt(np.maximum(values, 0.0)).sum()
    traces = np.trace(first.covariance) + np.trace(second.covariance)
    squared = np.sum((first.mean - second.mean) ** 2) + traces - 2 * shared
    return float(max(squared, 0.0))
