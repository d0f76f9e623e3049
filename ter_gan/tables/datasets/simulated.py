"""Tables drawn from densities that are known.

Those of the benchmark of CTGAN (Xu et al. 2019, https://arxiv.org/abs/1907.00503):
Gaussians of variance 0.05 in both directions, 10,000 rows to learn from and 10,000
to test with.
"""

import dataclasses

import numpy as np
import pandas as pd

SIZES = {"train": 10_000, "validation": 2_000, "test": 10_000}
SEED = 2019
VARIANCE = 0.05


@dataclasses.dataclass(frozen=True)
class Mixture:
    """Equally likely round Gaussians.

    Args:
        centres: float array `(k, d)`.
        variance: float. In each direction.
    """

    centres: np.ndarray
    variance: float = VARIANCE

    def log_prob(self, matrix):
        """Float array `(n,)`: the log density in nats at rows `(n, d)`."""
        dimensions = self.centres.shape[1]
        distances = np.asarray(matrix)[:, None] - self.centres
        terms = -0.5 * (distances**2).sum(axis=2) / self.variance
        top = terms.max(axis=1)
        log_sum = top + np.log(np.exp(terms - top[:, None]).sum(axis=1))
        constant = 0.5 * dimensions * np.log(2 * np.pi * self.variance)
        return log_sum - np.log(len(self.centres)) - constant

    def sample(self, n, rng):
        """Float array `(n, d)`."""
        chosen = self.centres[rng.integers(len(self.centres), size=n)]
        return chosen + rng.normal(0, np.sqrt(self.variance), size=chosen.shape)


def ring():
    """`Mixture` of 8 on the unit circle."""
    angles = 2 * np.pi * np.arange(8) / 8
    return Mixture(np.stack([np.cos(angles), np.sin(angles)], axis=1))


def grid():
    """`Mixture` of 25 at -4, -2, 0, 2, 4: its columns are independent."""
    ticks = np.arange(-4.0, 5.0, 2.0)
    return Mixture(np.array([(x, y) for x in ticks for y in ticks]))


def gridr():
    """`Mixture` of 25, those of `grid` moved by up to 0.5 in each direction."""
    centres = grid().centres
    moved = np.random.default_rng(SEED).uniform(-0.5, 0.5, size=centres.shape)
    return Mixture(centres + moved)


MIXTURES = {"gridr-table": gridr, "grid-table": grid, "ring-table": ring}


def draw(name):
    """`(frames, truth)`: a dict from parts to tables `x, y`, and their `Mixture`."""
    truth = MIXTURES[name]()
    rng = np.random.default_rng([SEED, list(MIXTURES).index(name)])
    frames = {
        part: pd.DataFrame(truth.sample(n, rng), columns=["x", "y"])
        for part, n in SIZES.items()
    }
    return frames, truth
