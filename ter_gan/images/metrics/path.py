"""Perceptual path length: how evenly images change along a path of latents."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate, checked, shuffled
from ter_gan.images.latent.interpolation import PATHS


def path_length(
    decode,
    latents,
    distance,
    epsilon=1e-4,
    how="spherical",
    batch_size=64,
    trim=0.01,
    seed=0,
    labels=None,
):
    """Perceptual path length of a generator.

    The mean of distance(G(z_t), G(z_(t+ε))) / ε² over pairs of latents and random
    places t on the path between them (Karras et al. 2019,
    https://arxiv.org/abs/1812.04948). At least 0; less is smoother, but a
    generator that gives one image only has 0: read it beside recall or coverage.

    Args:
        decode: callable from latents `(n, d)`, and from labels `(n,)` if there are
            any, to images as floats: rounded to uint8 they would not change at all
            over ε.
        latents: float array `(2n, d)`; each is one end of one path.
        distance: callable of two batches of images to an array `(n,)` that grows
            with the square of a small change.
        epsilon: float, the step along a path of length 1.
        how: str, a key of `interpolation.PATHS`: `"spherical"` for Gaussian latents,
            `"linear"` for others.
        batch_size: int, paths at a time; the result does not depend on it.
        trim: float, the share of smallest and of largest steps that are left out,
            as in the paper's code.
        seed: int, of the pairs and the places.
        labels: int array `(n,)`, the class of each path, or `None`.

    Returns:
        `Estimate`; details: `paths`, `median`, `epsilon`, `interpolation`.

    Raises:
        UserError: if there are fewer than 20 latents, or distances are NaN.
    """
    latents = checked("The path length", "latents", latents, 20)
    latents = shuffled(np.asarray(latents, "float64"), seed)
    n = len(latents) // 2
    places = np.random.default_rng([seed, 1]).uniform(size=(n, 1))
    steps = []
    for i in range(0, n, batch_size):
        rows = slice(i, min(i + batch_size, n))
        ends, t = (latents[:n][rows], latents[n : 2 * n][rows]), places[rows]
        classes = () if labels is None else (labels[rows],)
        images = [decode(PATHS[how](*ends, at), *classes) for at in (t, t + epsilon)]
        steps.append(np.asarray(distance(*images), "float64") / epsilon**2)
    steps = np.sort(_finite(np.concatenate(steps)))
    details = {"paths": n, "median": float(np.median(steps))}
    details |= {"epsilon": epsilon, "interpolation": how}
    kept = steps[int(trim * n) : n - int(trim * n)]
    error = float(kept.std(ddof=1)) / len(kept) ** 0.5
    return Estimate(float(kept.mean()), error, details)


def _finite(steps):
    if not np.isfinite(steps).all():
        raise UserError(
            f"The path length: {int((~np.isfinite(steps)).sum())} of {len(steps)} "
            f"distances are NaN or infinite. Did the generator diverge?"
        )
    return steps
