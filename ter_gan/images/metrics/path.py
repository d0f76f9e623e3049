"""Perceptual path length: how evenly images change along a path of latents."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate, checked, shuffled


def linear(start, end, t):
    """Points on straight lines: start `(n, d)` at t = 0, end at t = 1."""
    return start + t * (end - start)


def spherical(start, end, t):
    """Points on arcs, whose lengths stay those of Gaussian latents.

    sin((1-t)ω)/sin ω · start + sin(tω)/sin ω · end, with ω the angle between both
    (White 2016, https://arxiv.org/abs/1609.04468); a straight line where they
    point to the same side, or to opposite ones.

    Args:
        start: float array `(n, d)`.
        end: float array `(n, d)`.
        t: float array `(n, 1)` or float, in [0, 1].
    """
    lengths = np.linalg.norm(start, axis=1) * np.linalg.norm(end, axis=1)
    cosine = np.einsum("nd,nd->n", start, end) / np.maximum(lengths, 1e-300)
    angle = np.arccos(np.clip(cosine, -1, 1))[:, None]
    sine = np.sin(angle)
    curved = sine > 1e-6
    safe = np.where(curved, sine, 1.0)
    arc = (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / safe
    return np.where(curved, arc, linear(start, end, t))


def path_length(
    decode,
    latents,
    distance,
    epsilon=1e-4,
    interpolate=spherical,
    batch_size=64,
    trim=0.01,
    seed=0,
):
    """Perceptual path length of a generator.

    The mean of distance(G(z_t), G(z_(t+ε))) / ε² over pairs of latents and random
    places t on the path between them (Karras et al. 2019,
    https://arxiv.org/abs/1812.04948). At least 0; less is smoother, but a
    generator that gives one image only has 0: read it beside recall or coverage.

    Args:
        decode: callable from latents `(n, d)` to images, as floats: rounded to
            uint8 they would not change at all over ε.
        latents: float array `(2n, d)`; each is one end of one path.
        distance: callable of two batches of images to an array `(n,)` that grows
            with the square of a small change.
        epsilon: float, the step along a path of length 1.
        interpolate: `spherical` for Gaussian latents, `linear` for others.
        batch_size: int, paths at a time; the result does not depend on it.
        trim: float, the share of smallest and of largest steps that are left out,
            as in the paper's code.
        seed: int, of the pairs and the places.

    Returns:
        `Estimate`; details: `paths`, `median`.

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
        images = [decode(interpolate(*ends, at)) for at in (t, t + epsilon)]
        steps.append(np.asarray(distance(*images), "float64") / epsilon**2)
    steps = np.sort(np.concatenate(steps))
    if not np.isfinite(steps).all():
        raise UserError(
            f"The path length: {int((~np.isfinite(steps)).sum())} of {n} distances are "
            f"NaN or infinite. Did the generator diverge?"
        )
    cut = int(trim * n)
    kept = steps[cut : n - cut]
    details = {"paths": n, "median": float(np.median(steps))}
    error = float(kept.std(ddof=1)) / len(kept) ** 0.5
    return Estimate(float(kept.mean()), error, details)
