"""Mixtures of Gaussians in one dimension, by EM on a histogram.

A column of any length is counted once into at most `BINS` bins; what EM does then
costs the same for a thousand rows and for a million.
"""

import dataclasses

import numpy as np

BINS = 400
MOST = 10  # modes: Xu et al. 2019 (CTGAN), https://arxiv.org/abs/1907.00503
ROUNDS = 40  # of EM, at most
FEWEST = 0.005  # share of the values; modes with less are dropped
PATIENCE = 2  # numbers of modes without a better BIC
TOLERANCE = 1e-4  # nats per value, of a round
TINY = 1e-100  # values nearer to each other are one: the square of less is no float


@dataclasses.dataclass(frozen=True)
class Modes:
    """Gaussians that a column is a mixture of, by their means.

    Args:
        weights, means, stds: float arrays `(k,)`.
    """

    weights: np.ndarray
    means: np.ndarray
    stds: np.ndarray

    def log_joint(self, values):
        """log of weight times density, in nats: array `(n, k)`."""
        with np.errstate(divide="ignore"):
            return _log_joint(np.asarray(values), self.weights, self.means, self.stds)


def fit(values, most=MOST):
    """The mixture with the best BIC (Schwarz 1978) of at most `most` Gaussians.

    Args:
        values: float array `(n,)`, finite, `n >= 1`.
        most: int. Modes at most.

    Returns:
        `Modes`.
    """
    centres, counts, floor = _histogram(values)
    best, best_bic, worse = None, np.inf, 0
    for k in range(1, min(most, len(centres)) + 1):
        modes, likelihood = _em(centres, counts, floor, k)
        bic = (3 * k - 1) * np.log(len(values)) - 2 * likelihood
        if bic < best_bic:
            best, best_bic, worse = modes, bic, 0
        else:
            worse += 1
        if worse == PATIENCE:
            break
    return _pruned(best)


def _histogram(values):
    """Means and counts of the bins with values, and the smallest std to tell apart."""
    low, high = values.min(), values.max()
    if high - low < TINY:
        return np.array([low]), np.array([float(len(values))]), max(abs(low), 1) * 1e-6
    width = (high - low) / BINS
    places = np.minimum(((values - low) / width).astype(int), BINS - 1)
    counts = np.bincount(places, minlength=BINS).astype("float64")
    sums = np.bincount(places, values, minlength=BINS)
    used = counts > 0
    return sums[used] / counts[used], counts[used], width / 2


def _em(x, counts, floor, k):
    """EM from equally frequent parts of the histogram, one for each mode."""
    n = counts.sum()
    part = np.minimum(((counts.cumsum() - counts / 2) / n * k).astype(int), k - 1)
    shares = np.eye(k)[part] * counts[:, None]
    before = -np.inf
    for _ in range(ROUNDS):
        modes = _gaussians(x, shares, floor, n)
        joint = _log_joint(x, *modes)
        top = joint.max(axis=1, keepdims=True)
        density = np.exp(joint - top)
        total = density.sum(axis=1, keepdims=True)
        likelihood = counts @ (np.log(total) + top)[:, 0]
        if likelihood - before < TOLERANCE * n:
            break
        before, shares = likelihood, density * (counts[:, None] / total)
    return Modes(*modes), likelihood


def _gaussians(x, shares, floor, n):
    sums = np.maximum(shares.sum(axis=0), 1e-12 * n)
    means = x @ shares / sums
    squares = (shares * (x[:, None] - means) ** 2).sum(axis=0) / sums
    return sums / n, means, np.sqrt(squares + floor**2)


def _log_joint(x, weights, means, stds):
    z = (x[:, None] - means) / stds
    return np.log(weights / stds) - 0.5 * z**2 - 0.5 * np.log(2 * np.pi)


def _pruned(modes):
    kept = modes.weights >= min(FEWEST, modes.weights.max())
    order = np.argsort(modes.means[kept])
    weights = modes.weights[kept][order]
    means, stds = modes.means[kept][order], modes.stds[kept][order]
    return Modes(weights / weights.sum(), means, stds)
