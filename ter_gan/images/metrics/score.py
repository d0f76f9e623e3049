"""Classifier score (the Inception score, on any classifier)."""

import numpy as np
from scipy.special import rel_entr

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import GROUPS, Estimate, checked, shuffled


def classifier_score(probabilities, splits=GROUPS, seed=0):
    """How sure a classifier is of each image, and how evenly it names classes.

    exp of the mean KL(p(class | image) || p(class)), averaged over `splits`
    (Salimans et al. 2016, https://arxiv.org/abs/1606.03498). From 1 (every image
    is called alike) to the number of classes (sure of each, all classes equally
    often); more is better. It never looks at real images.

    Args:
        probabilities: float array `(n, classes)` of generated images.
        splits: int. The papers take 10; 1 takes all samples at once.
        seed: int. Of the order from which splits are cut.

    Returns:
        `Estimate`; its error is `split_std / sqrt(splits)`; details: `split_std`
        (what papers print after ±), `splits`.

    Raises:
        UserError: if a split has fewer than 2 samples, or rows are no
            probabilities.
    """
    name = "The classifier score"
    p = checked(name, "rows of probabilities", probabilities, 2 * splits)
    p = check_probabilities(name, np.asarray(p, "float64"))
    scores = [_score(part) for part in np.array_split(shuffled(p, seed), splits)]
    spread = float(np.std(scores, ddof=1)) if splits > 1 else None
    error = None if spread is None else spread / splits**0.5
    details = {"split_std": spread, "splits": splits}
    return Estimate(float(np.mean(scores)), error, details)


def check_probabilities(metric, p):
    """The rows `p`, if each of them sums to 1.

    Raises:
        UserError: if they are logits, for example.
    """
    if p.min() < -1e-6 or np.abs(p.sum(axis=1) - 1).max() > 1e-3:
        raise UserError(
            f"{metric} needs probabilities: rows from 0 to 1 that sum to 1; received "
            f"values from {p.min():.3g} to {p.max():.3g} with sums from "
            f"{p.sum(axis=1).min():.3g} to {p.sum(axis=1).max():.3g}. "
            f"Apply a softmax to logits."
        )
    return np.maximum(p, 0.0)


def _score(p):
    return float(np.exp(rel_entr(p, p.mean(axis=0)).sum(axis=1).mean()))
