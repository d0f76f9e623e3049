"""Points drawn from densities that are known: toys whose truth can be checked.

Ring and grid are those of VEEGAN (Srivastava et al. 2017,
https://arxiv.org/abs/1705.07761) with the numbers of PacGAN (Lin et al. 2018,
https://arxiv.org/abs/1712.04086): 8 Gaussians of standard deviation 0.01 on a
circle of radius 1, 25 Gaussians of standard deviation 0.05 at -4, -2, 0, 2, 4.
"""

import numpy as np

from ter_gan.data import Dataset, Split
from ter_gan.errors import UserError, unknown

SIZES = {"train": 25_600, "validation": 5_000, "test": 5_000}
SEED = 2018


def ring_centres():
    """Float array `(8, 2)`: points on the unit circle, from (1, 0) on."""
    angles = 2 * np.pi * np.arange(8) / 8
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centres():
    """Float array `(25, 2)`: -4, -2, 0, 2, 4 in both directions."""
    ticks = np.arange(-4.0, 5.0, 2.0)
    return np.array([(x, y) for x in ticks for y in ticks])


MIXTURES = {
    "ring": (ring_centres(), 0.01),
    "grid": (grid_centres(), 0.05),
    "gaussian_1d": (np.array([[4.0]]), 0.5),
}


def two_moons(rng, n):
    """Two half circles of radius 1 that interlock; noise of 0.05.

    The second one is turned by 180° and moved to (1, 0.5), as in scikit-learn.
    """
    y = rng.integers(2, size=n)
    angle = rng.uniform(0, np.pi, size=n)
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x = np.where(y[:, None] == 0, x, np.array([1.0, 0.5]) - x)
    return x + rng.normal(0, 0.05, size=x.shape), y


def spiral(rng, n):
    """One arm of two turns, from the centre to radius 1; noise of 0.02.

    As many points on each piece of the arm of equal angle squared: nearly
    equally dense along the arm.
    """
    turn = np.sqrt(rng.uniform(size=n))
    angle = 4 * np.pi * turn
    x = turn[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x + rng.normal(0, 0.02, size=x.shape), None


def mixture(rng, n, centres, std):
    """Equally likely round Gaussians; the class is the index of the centre."""
    y = rng.integers(len(centres), size=n)
    return centres[y] + rng.normal(0, std, size=(n, centres.shape[1])), y


CURVES = {"two_moons": (two_moons, ("upper", "lower")), "spiral": (spiral, None)}
DATASETS = (*MIXTURES, *CURVES)


def load(name, data_dir=None):
    """Draws a dataset of points; each time the same one.

    Args:
        name: str. `"ring"`, `"grid"`, `"two_moons"`, `"spiral"`: points
            `(n, 2)`; `"gaussian_1d"`: N(4, 0.5²), points `(n, 1)`.
        data_dir: Not used: nothing is read.

    Returns:
        `Dataset` of 25,600 training, 5,000 validation and 5,000 test points,
        float32, unscaled.

    Raises:
        UserError: for an unknown name.
    """
    if name not in DATASETS:
        raise unknown("dataset of points", name, DATASETS)
    rng = np.random.default_rng(SEED)
    splits = {part: _split(name, rng, n) for part, n in SIZES.items()}
    return Dataset(
        name=name,
        **splits,
        class_names=_class_names(name),
        source=f"drawn by NumPy, seed {SEED}",
        licence="CC0-1.0",
    )


def modes(name):
    """What a sample should be near to.

    Args:
        name: str. `"ring"`, `"grid"` or `"gaussian_1d"`.

    Returns:
        (centres, std): float array `(modes, d)`, and the standard deviation of
        the Gaussian around each.

    Raises:
        UserError: for data without modes.
    """
    if name not in MIXTURES:
        raise UserError(
            f"{name!r} has no modes to count. These have: {', '.join(MIXTURES)}."
        )
    centres, std = MIXTURES[name]
    return centres.copy(), std


def _split(name, rng, n):
    if name in MIXTURES:
        x, y = mixture(rng, n, *MIXTURES[name])
    else:
        x, y = CURVES[name][0](rng, n)
    labelled = _class_names(name) is not None
    return Split(x.astype("float32"), y.astype("int32") if labelled else None)


def _class_names(name):
    if name in CURVES:
        return CURVES[name][1]
    centres, _ = MIXTURES[name]
    if len(centres) == 1:
        return None
    centres = np.round(centres, 2) + 0.0  # no -0
    return tuple(f"({', '.join(f'{v:g}' for v in centre)})" for centre in centres)
