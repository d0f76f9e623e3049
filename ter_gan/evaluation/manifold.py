"""Precision, recall, density and coverage: balls around the k nearest neighbours."""

import numpy as np

from ter_gan.evaluation import distances
from ter_gan.evaluation.estimate import (
    GROUPS,
    Estimate,
    checked,
    left_out_variance,
    shuffled,
)


def prdc(real, fake, k=5, memory=distances.MEMORY):
    """Precision, recall, density and coverage of vectors.

    A ball around each vector reaches to its k-th nearest neighbour of the same
    set; together they stand for where the set lies.

    - precision: the share of generated vectors in some real ball; from 0 to 1,
      more is better (Kynkäänniemi et al. 2019, https://arxiv.org/abs/1904.06991).
    - recall: the share of real vectors in some generated ball; 0 to 1, more.
    - density: real balls around a generated vector, over k; from 0, about 1 for
      real samples, above 1 where only crowded places are hit (Naeem et al. 2020,
      https://arxiv.org/abs/2002.09797).
    - coverage: the share of real balls with a generated vector; 0 to 1, more.

    Only equal numbers of samples compare. The errors hold the radii fixed: the
    variance over the vectors that are asked about, and a delete-a-group jackknife
    over those that they are compared with; groups are drawn by a fixed seed.

    Args:
        real: float array `(n, d)` of real samples.
        fake: float array `(m, d)` of generated samples.
        k: int, the neighbour that a ball reaches to.
        memory: int, bytes for distances; never all of them are held.

    Returns:
        dict of `Estimate`: `precision`, `recall`, `density`, `coverage`.

    Raises:
        UserError: if a side has fewer than 2 k or 20 samples, or vectors are NaN.
    """
    name, least = "Precision and recall", max(2 * k, 2 * GROUPS)
    real = shuffled(checked(name, "real vectors", real, least))
    fake = shuffled(checked(name, "generated vectors", fake, least))
    real, fake = distances.centred(real, fake)
    around_real, around_fake = radii(real, k, memory), radii(fake, k, memory)
    n, m = len(real), len(fake)
    real_balls = np.zeros((m, GROUPS))  # around each generated vector, by group
    real_hit = np.zeros((GROUPS, n), bool)  # real balls hit by each generated group
    fake_over = np.zeros((GROUPS, n), bool)  # real vectors in its balls
    starts = [part[0] for part in np.array_split(np.arange(n), GROUPS)]
    for g, members in enumerate(np.array_split(np.arange(m), GROUPS)):
        for rows, squared in distances.blocks(fake[members], real, memory):
            inside = squared <= around_real
            real_balls[members[rows]] = np.add.reduceat(inside, starts, 1, "float64")
            real_hit[g] |= inside.any(axis=0)
            fake_over[g] |= (squared <= around_fake[members[rows], None]).any(axis=0)
    return {
        "precision": _share(real_balls.T > 0),
        "recall": _share(fake_over),
        "density": _density(real_balls, k),
        "coverage": _share(real_hit),
    }


def radii(vectors, k, memory=distances.MEMORY):
    """Squared distance of each vector to its k-th nearest neighbour in the set.

    Args:
        vectors: float array `(n, d)`, centred.
        k: int; a vector is no neighbour of itself.
        memory: int, bytes.

    Returns:
        float32 array `(n,)`.
    """
    result = np.empty(len(vectors), "float32")
    for rows, squared in distances.blocks(vectors, vectors, memory):
        own = np.arange(rows.start, rows.stop)
        squared[own - rows.start, own] = np.inf
        result[rows] = np.partition(squared, k - 1, axis=1)[:, k - 1]
    return result


def _share(reached):
    """Share of columns that any group (row) reaches, with its error."""
    by = reached.sum(axis=0)
    value = float((by > 0).mean())
    without = [float((by > alone).mean()) for alone in reached]
    own = value * (1 - value) / reached.shape[1]
    return Estimate(value, (own + left_out_variance(without)) ** 0.5)


def _density(balls, k):
    counts = balls.sum(axis=1) / k
    groups = balls.sum(axis=0) / (k * len(balls))
    value = float(counts.mean())
    without = [(value - each) * GROUPS / (GROUPS - 1) for each in groups]
    own = counts.var() / len(counts)
    return Estimate(value, float(own + left_out_variance(without)) ** 0.5)
