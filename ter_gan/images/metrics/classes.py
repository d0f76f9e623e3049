"""Which classes a classifier sees among generated images, and how often."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate, checked
from ter_gan.images.metrics.score import check_probabilities

CONFIDENT = 0.9
NAME = "The class histogram"


def histogram(real, fake, least=0.1):
    """Classes found among generated images, and how far their shares are off.

    - modes: the classes whose share of generated images is at least `least` times
      their share of real ones; from 0 to the number of classes, more is better.
      (A classifier errs: a class that was never generated is still named now and
      then, so one image is not enough.)
    - class_tv: total variation ½ Σ |generated share - real share|; from 0 to 1,
      less is better. Its error is that of multinomial counts.

    Both count names only: they say nothing of variety within a class, and little
    of quality.

    Args:
        real: int array `(n,)` of labels, or float array `(n, classes)` of
            probabilities; the latter shares the classifier's mistakes with `fake`.
        fake: float array `(m, classes)` of probabilities.
        least: float.

    Returns:
        dict of `Estimate`: `modes`, `class_tv`; details of both: `real_shares`,
        `fake_shares`, `confident` (the share of generated images whose class has
        a probability of at least 0.9).

    Raises:
        UserError: if there are no samples, or rows are no probabilities.
    """
    fake = checked(NAME, "rows of probabilities", fake, 2)
    fake = check_probabilities(NAME, np.asarray(fake, "float64"))
    labels = _labels(real, classes := fake.shape[1])
    p, q = (
        np.bincount(each, minlength=classes) / len(each)
        for each in (labels, fake.argmax(axis=1))
    )
    details = {
        "real_shares": p.tolist(),
        "fake_shares": q.tolist(),
        "confident": float((fake.max(axis=1) >= CONFIDENT).mean()),
    }
    found = int(((q >= least * p) & (q > 0) & (p > 0)).sum())
    sign = np.sign(q - p)
    variance = sum(
        ((sign**2 @ share) - (sign @ share) ** 2) / n
        for share, n in ((p, len(labels)), (q, len(fake)))
    )
    distance = float(np.abs(q - p).sum() / 2)
    return {
        "modes": Estimate(float(found), None, details),
        "class_tv": Estimate(distance, float(variance) ** 0.5 / 2, details),
    }


def agreement(probabilities, labels, class_names):
    """The share of images that a classifier takes for what they were asked to be.

    From 0 to 1, more is better. It is as blind to variety as the histogram.

    Args:
        probabilities: float array `(n, classes)` of generated images.
        labels: int array `(n,)` that the generator was asked for.
        class_names: sequence of str.

    Returns:
        `Estimate`; its error is that of a share; details: `by_class`.

    Raises:
        UserError: if there are no samples, rows are no probabilities, or labels are
            none of the classifier's.
    """
    name = "The label agreement"
    p = checked(name, "rows of probabilities", probabilities, 2)
    p = check_probabilities(name, np.asarray(p, "float64"))
    labels = _known(name, labels, p.shape[1])
    right = p.argmax(axis=1) == labels
    share = float(right.mean())
    by_class = {
        class_names[c]: float(right[labels == c].mean()) for c in np.unique(labels)
    }
    error = float(np.sqrt(share * (1 - share) / len(right)))
    return Estimate(share, error, {"by_class": by_class})


def _known(name, labels, classes):
    labels = checked(name, "labels", labels, 2, ndim=1).astype(int)
    if labels.min() < 0 or labels.max() >= classes:
        raise UserError(
            f"{name}: labels must lie in 0 … {classes - 1}, the classifier's "
            f"classes; received {labels.min()} … {labels.max()}."
        )
    return labels


def _labels(real, classes):
    real = np.asarray(real)
    if real.ndim == 1:
        return _known(NAME, real, classes)
    real = checked(NAME, "rows of real probabilities", real, 2)
    if real.shape[1] != classes:
        raise UserError(
            f"{NAME}: both sides need the same classes; received {real.shape[1]} and "
            f"{classes}."
        )
    return check_probabilities(NAME, np.asarray(real, "float64")).argmax(axis=1)
