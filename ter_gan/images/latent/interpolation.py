"""Between latents: straight lines and great circles."""

import numpy as np

from ter_gan.errors import UserError, unknown

PARALLEL = 1e-4  # radians: nearer than this to 0 or π the arc is not defined


def interpolate(start, end, steps, how):
    """A path from one latent to another; both ends are exact.

    Linear paths `(1 - t) a + t b` of normal latents pass through shorter vectors
    than the law draws, by a factor of about √2 in the middle. Spherical paths
    (Shoemake 1985; White 2016, https://arxiv.org/abs/1609.04468) keep to the
    length: `(sin((1 - t) ω) a + sin(t ω) b) / sin ω`, where ω is the angle between
    both. Uniform latents fill a cube, where every linear path stays inside and a
    sphere has no meaning: use linear there.

    Args:
        start, end: float arrays `(dim,)`, or `(n, dim)` for n paths.
        steps: int, at least 2. Latents of a path, both ends included.
        how: `"linear"` or `"spherical"`.

    Returns:
        float32 array `(steps, dim)` or `(steps, n, dim)`.

    Raises:
        UserError: for another `how`, fewer than 2 steps, or latents without an
            arc: zero, or opposite to each other.
    """
    if how not in PATHS:
        raise unknown("interpolation", how, PATHS)
    if steps < 2:
        raise UserError(f"A path has at least 2 steps, its ends; received {steps}.")
    start, end = np.asarray(start, "float32"), np.asarray(end, "float32")
    t = np.linspace(0, 1, steps).reshape((-1,) + (1,) * start.ndim)
    path = PATHS[how](start.astype("float64"), end.astype("float64"), t)
    path = path.astype("float32")
    path[0], path[-1] = start, end
    return path


def tour(points, steps, how):
    """A closed path through several latents.

    Args:
        points: float array `(n, dim)`, n at least 2.
        steps: int. From each latent to the next one.
        how: as in `interpolate`.

    Returns:
        float32 array `(n · steps, dim)`; rows 0, steps, 2 · steps … are `points`.
    """
    pairs = zip(points, np.roll(points, -1, axis=0))
    return np.concatenate([interpolate(a, b, steps + 1, how)[:-1] for a, b in pairs])


def suited(law):
    """The interpolations that make sense for a law of the latents."""
    return tuple(PATHS) if law == "normal" else ("linear",)


def _linear(start, end, t):
    return (1 - t) * start + t * end


def _spherical(start, end, t):
    lengths = [np.linalg.norm(x, axis=-1, keepdims=True) for x in (start, end)]
    if min(length.min() for length in lengths) == 0:
        raise UserError("A spherical path needs latents that are not zero.")
    cosine = np.sum(start * end, axis=-1, keepdims=True) / lengths[0] / lengths[1]
    angle = np.arccos(np.clip(cosine, -1, 1))
    if np.any(np.pi - angle < PARALLEL):
        raise UserError(
            "A spherical path between opposite latents could go any way round; "
            "use linear."
        )
    together = angle < PARALLEL
    sine = np.sin(np.where(together, 1, angle))
    arc = (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / sine
    return np.where(together, _linear(start, end, t), arc)


PATHS = {"linear": _linear, "spherical": _spherical}
