"""Does a discriminator know how sure it may be?"""

import numpy as np
from scipy.special import expit

from ter_gan.evaluation.estimate import Estimate, checked, jackknife, shuffled
from ter_gan.evaluation.held_out import auc

NAME = "The calibration"


def calibration(real_logits, fake_logits, bins=10):
    """How well a discriminator's probabilities match how often it is right.

    For discriminators whose logit is a log-odds: those of the cross-entropy
    losses, not critics. Real and generated samples count for a half each.

    - ece: the expected calibration error, the mean |p - share of real samples|
      over bins of p; from 0 to 1, less is better (Guo et al. 2017,
      https://arxiv.org/abs/1706.04599).
    - auc: how often a real sample gets more than a generated one; 0.5 when both
      cannot be told apart, which is what a generator wants.
    - brier: the mean (p - label)²; 0.25 for p = ½ everywhere, less for a
      discriminator that tells both apart and knows it (Brier 1950).

    Args:
        real_logits: float array `(n,)` or `(n, 1)`, of samples not trained on.
        fake_logits: float array `(m,)` or `(m, 1)`.
        bins: int, of equal width in p.

    Returns:
        dict of `Estimate`: `ece`, `auc`, `brier`; details of `ece`: `confidence`,
        `share_real` and `weight` of each bin that is not empty.

    Raises:
        UserError: if a side has fewer than 20 logits, or they are NaN.
    """
    real, fake = (
        shuffled(checked(NAME, what, np.ravel(logits), 20, ndim=1).astype("float64"))
        for what, logits in (
            ("logits of real samples", real_logits),
            ("logits of generated samples", fake_logits),
        )
    )

    def ece(real, fake):
        confidence, share, weight = reliability(real, fake, bins)
        return float(weight @ np.abs(confidence - share))

    names = ("confidence", "share_real", "weight")
    curve = [column.tolist() for column in reliability(real, fake, bins)]
    details = {"ece": dict(zip(names, curve))}
    return {
        name: Estimate(of(real, fake), jackknife(of, real, fake), details.get(name, {}))
        for name, of in (("ece", ece), ("auc", auc), ("brier", _brier))
    }


def reliability(real_logits, fake_logits, bins=10):
    """A reliability curve: arrays of mean p, share of real samples, and weight.

    Args:
        real_logits: float array `(n,)`.
        fake_logits: float array `(m,)`.
        bins: int, of equal width in p; empty ones are left out.
    """
    n, m = len(real_logits), len(fake_logits)
    p = expit(np.concatenate([real_logits, fake_logits]))
    weights = np.repeat([0.5 / n, 0.5 / m], [n, m])
    where = np.minimum((p * bins).astype(int), bins - 1)
    weight, of_p, of_real = (
        np.bincount(where, each, bins)
        for each in (weights, weights * p, weights * (np.arange(n + m) < n))
    )
    used = weight > 0
    return of_p[used] / weight[used], of_real[used] / weight[used], weight[used]


def _brier(real, fake):
    return float(((1 - expit(real)) ** 2).mean() + (expit(fake) ** 2).mean()) / 2
