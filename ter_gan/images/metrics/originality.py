"""Is it new? The nearest training image of each generated one."""

import numpy as np

from ter_gan.evaluation import distances
from ter_gan.evaluation.estimate import Estimate, checked, jackknife, shuffled
from ter_gan.evaluation.held_out import auc

NAME = "The copy rate"


def nearest(train, fake, memory=distances.MEMORY):
    """The nearest training vector of each generated one.

    Args:
        train: float array `(n, d)`: features, or flattened images.
        fake: float array `(m, d)`.
        memory: int, bytes for distances.

    Returns:
        `(indices, distances)`: int array `(m,)` into `train`; float64 array
        `(m,)`, exact: 0 for a copy.

    Raises:
        UserError: if a side is empty, or vectors are NaN.
    """
    train = checked("The nearest neighbours", "training vectors", train)
    fake = checked("The nearest neighbours", "generated vectors", fake)
    known, asked = distances.centred(train, fake)
    indices, exact = np.empty(len(fake), int), np.empty(len(fake))
    for rows, squared in distances.blocks(asked, known, memory):
        indices[rows] = squared.argmin(axis=1)
        gap = np.subtract(fake[rows], train[indices[rows]], dtype="float64")
        exact[rows] = np.linalg.norm(gap, axis=1)
    return indices, exact


def copy_rate(train, fake, held_out, level=0.01, memory=distances.MEMORY):
    """The share of generated images that lie too near to a training image.

    Too near is nearer than all but `level` of real images that were held out of
    the training. So new images have a rate of about `level` and copies one of 1;
    far below `level` they are new, but not like real ones. The idea of comparing
    with held-out distances is from Meehan et al. 2020
    (https://arxiv.org/abs/2004.05675), whose statistic is `nearer` here.

    Args:
        train: float array `(n, d)`, features of the images that were trained on.
        fake: float array `(m, d)`, of generated images.
        held_out: float array `(h, d)`, of real images that were not trained on.
        level: float, the nominal rate.
        memory: int, bytes for distances.

    Returns:
        `Estimate` from 0 to 1; details: `level`, `threshold` (the distance),
        `nearer` (how often a generated image lies nearer to the training images
        than a held-out one: 0.5 for real images, 1 for copies).

    Raises:
        UserError: if there are too few held-out vectors for the level, or vectors
            are NaN.
    """
    held_out = checked(NAME, "held-out vectors", held_out, int(np.ceil(1 / level)))
    fake = checked(NAME, "generated vectors", fake, 20)
    sides = [shuffled(nearest(train, x, memory)[1]) for x in (fake, held_out)]

    def rate(of_fake, of_held_out):
        return float((of_fake < np.quantile(of_held_out, level)).mean())

    details = {
        "level": level,
        "threshold": float(np.quantile(sides[1], level)),
        "nearer": auc(sides[1], sides[0]),
    }
    return Estimate(rate(*sides), jackknife(rate, *sides), details)
