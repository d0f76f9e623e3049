"""How likely rows are where the truth is known: the simulated tables' two numbers."""

import numpy as np

from ter_gan.evaluation.estimate import Estimate, checked
from ter_gan.tables.metrics.embedding import neighbours
from ter_gan.tables.metrics.shares import mean

STARTS = 5
RADIUS = 3.0


def l_syn(fake, log_prob):
    """The mean log density of generated rows under the true law.

    More is better up to what real rows have; above it the generator keeps to the
    crowded places (Xu et al. 2019, https://arxiv.org/abs/1907.00503).

    Args:
        fake: float array `(n, d)`.
        log_prob: callable from rows to float array `(n,)`, nats.

    Returns:
        `Estimate`, nats.

    Raises:
        UserError: if there are no rows, or values are missing.
    """
    return mean(log_prob(checked("L_syn", "generated rows", fake)))


def l_test(fake, test, components, seed=0):
    """The mean log density of real rows under a mixture fitted to generated ones.

    The true family with the true number of parts, learned anew: a generator that
    leaves out modes, or whose rows lie too close, loses here what it may win at
    `l_syn`. More is better; real rows in place of generated ones give the ceiling.

    Args:
        fake: float array `(n, d)`, at least as many rows as components.
        test: float array `(m, d)`.
        components: int, of a Gaussian mixture with diagonal covariances.
        seed: int, of the mixture's starts, of which the best is taken.

    Returns:
        `Estimate`, nats; its error is of the test rows.

    Raises:
        UserError: if there are too few rows, or values are missing.
    """
    from sklearn.mixture import GaussianMixture

    fake = checked("L_test", "generated rows", fake, max(components, 2))
    test = checked("L_test", "test rows", test)
    model = GaussianMixture(
        components, covariance_type="diag", n_init=STARTS, random_state=seed
    )
    return mean(model.fit(fake).score_samples(test))


def modes_found(fake, centres, std, radius=RADIUS):
    """How many parts of a mixture of equal round Gaussians have a generated row.

    A row within `radius` standard deviations of its nearest centre finds that mode
    (Srivastava et al. 2017, https://arxiv.org/abs/1705.07761). The count grows with
    the number of rows.

    Args:
        fake: float array `(n, d)`.
        centres: float array `(modes, d)`.
        std: float, above 0: the standard deviation of each mode.
        radius: float, in standard deviations.

    Returns:
        `Estimate` from 0 to the number of modes, without error; details: `modes`,
        and `near`, the share of rows that are near a mode.

    Raises:
        UserError: if there are no rows, or values are missing.
    """
    fake = checked("The modes", "generated rows", fake)
    distances, nearest = neighbours(fake, np.asarray(centres, "float64"))
    near = distances[:, 0] <= radius * std
    found = len(np.unique(nearest[near, 0]))
    return Estimate(
        float(found), None, {"modes": len(centres), "near": float(near.mean())}
    )
