"""How good generated points are: against the data, and against its modes."""

import numpy as np

from ter_gan.points.datasets import MIXTURES, modes

DIRECTIONS = 16  # the mean is then exact to about 0.2 %
KEPT = 0.9  # Facco et al.: the largest tenth of the ratios is left out
SAMPLES = 5_000  # of each kind, in what is reported
DRAWS = 5


def quality(samples, dataset):
    """How near generated points are to the test points of their dataset.

    What is reported takes `SAMPLES` generated points and all test points; each
    number belongs beside its `floor`.

    Args:
        samples: float array `(n, d)`, as stored; d is 1 or 2.
        dataset: `ter_gan.data.Dataset` of points.

    Returns:
        dict: `energy_distance` (float, at least 0, in units of the data), and
        where the data has modes, `modes_covered` and `high_quality_share`.
    """
    result = {"energy_distance": energy_distance(samples, dataset.test.x)}
    if dataset.name in MIXTURES:
        result |= mode_coverage(samples, *modes(dataset.name))
    return result


def floor(dataset, n=SAMPLES, draws=DRAWS):
    """What `quality` says of real points: no generator can be told from them.

    Args:
        dataset: `ter_gan.data.Dataset` of points.
        n: int. Real points in each draw from the training split.
        draws: int. Draws that do not overlap; the numbers are their means.

    Returns:
        dict, as `quality`.

    Raises:
        ValueError: if the training split is too small.
    """
    if n * draws > len(dataset.train):
        raise ValueError(
            f"{draws} draws of {n} need {n * draws} training points. "
            f"Received {len(dataset.train)}."
        )
    parts = dataset.train.x[: n * draws].reshape(draws, n, -1)
    each = [quality(part, dataset) for part in parts]
    return {name: float(np.mean([one[name] for one in each])) for name in each[0]}


def energy_distance(x, y, directions=DIRECTIONS):
    """Energy distance of two samples, in units of the data.

    The squared form 2 E|X-Y| - E|X-X'| - E|Y-Y'| over all pairs, a point with
    itself included: at least 0, and 0 for equal samples; data that is k times
    as large has a k times larger distance (Székely & Rizzo 2013,
    https://doi.org/10.1016/j.jspi.2013.03.018). It is the squared MMD of the
    kernel -|x-y| (Sejdinovic et al. 2013, https://doi.org/10.1214/13-AOS1140).

    A distance in the plane is π/2 times the mean of its projections onto all
    directions, so the energy distance is π/2 times the mean of the projections'
    energy distances, each of them found by sorting: O(n log n), not O(n²).
    Evenly spaced directions make the mean nearly exact.

    Args:
        x: float array `(n, d)`; d is 1 (then the result is exact) or 2.
        y: float array `(m, d)`.
        directions: int. Projections of points in two dimensions.

    Returns:
        float.

    Raises:
        ValueError: if the points are not of equal dimension 1 or 2.
    """
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    if {x.shape[1:], y.shape[1:]} not in ({(1,)}, {(2,)}) or not len(x) * len(y):
        raise ValueError(
            "Expected points (n, d) and (m, d), d 1 or 2, n and m at least 1. "
            f"Received shapes {x.shape} and {y.shape}."
        )
    if x.shape[1] == 1:
        return float(_energy_on_lines(x.T, y.T)[0])
    angles = np.pi * np.arange(directions) / directions
    axes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return float(np.pi / 2 * _energy_on_lines(axes @ x.T, axes @ y.T).mean())


def _energy_on_lines(x, y):
    """Energy distances of the rows of x `(lines, n)` and of y `(lines, m)`."""
    n, m = x.shape[1], y.shape[1]
    within_x, within_y = _pairs(x), _pairs(y)
    between = (_pairs(np.concatenate([x, y], axis=1)) - within_x - within_y) / 2
    energy = 2 * between / (n * m) - within_x / n**2 - within_y / m**2
    return np.maximum(energy, 0.0)


def _pairs(x):
    """Sum of |a-b| over all ordered pairs in each row of `(lines, n)`."""
    n = x.shape[1]
    return 2 * np.sort(x, axis=1) @ (2 * np.arange(n) - n + 1.0)


def intrinsic_dimension(samples):
    """On how many dimensions points lie near each other (two-nearest-neighbour).

    About 1 on a curve and 2 on a surface, however they are bent. The ratio of
    the distances to a point's second and first neighbour has the distribution
    1 - ratio^-d; d is the slope of the line through the origin that fits
    -log(1 - F) to log ratio (Facco et al. 2017,
    https://doi.org/10.1038/s41598-017-11873-y). Equal points count once.

    Args:
        samples: float array `(n, d)`.

    Returns:
        float; 0 if there are fewer than three different points.

    Raises:
        ValueError: if the samples are not points.
    """
    from scipy.spatial import cKDTree  # slow to import, and seldom needed

    samples = np.asarray(samples, "float64")
    if samples.ndim != 2:
        raise ValueError(f"Expected points (n, d). Received shape {samples.shape}.")
    samples = np.unique(samples, axis=0)
    if len(samples) < 3:
        return 0.0
    distances, _ = cKDTree(samples).query(samples, k=3)
    ratios = np.sort(np.log(distances[:, 2] / distances[:, 1]))
    kept = ratios[: max(int(KEPT * len(ratios)), 1)]
    height = -np.log1p(-np.arange(1, len(kept) + 1) / len(ratios))
    return float(kept @ height / max(kept @ kept, 1e-12))


def mode_coverage(samples, centres, std, radius=3.0, least=1):
    """Counts the modes found, and the samples near one (VEEGAN's protocol).

    A sample is of high quality when it lies within `radius` standard deviations
    of its nearest centre. A mode is covered when at least `least` samples of
    high quality are nearest to it. The papers take 2,500 samples; the count
    grows with their number.

    Args:
        samples: float array `(n, d)`.
        centres: float array `(modes, d)`.
        std: float. Standard deviation of each mode, equal in all directions.
        radius: float. In standard deviations. A true Gaussian in two
            dimensions has 98.9 % of its points within 3.
        least: int. Samples of high quality that a covered mode needs.

    Returns:
        dict: `modes_covered` (int, 0 … modes), `high_quality_share` (float in
        [0, 1]).

    Raises:
        ValueError: if samples and centres are not points of equal dimension.

    Reference: Srivastava et al. 2017, https://arxiv.org/abs/1705.07761
    """
    samples, centres = np.asarray(samples, "float64"), np.asarray(centres, "float64")
    if samples.ndim != 2 or samples.shape[1:] != centres.shape[1:] or not len(samples):
        raise ValueError(
            "Expected samples (n, d) and centres (modes, d), n at least 1. "
            f"Received shapes {samples.shape} and {centres.shape}."
        )
    distances = np.linalg.norm(samples[:, None] - centres, axis=2)
    good = distances.min(axis=1) <= radius * std
    counts = np.bincount(distances.argmin(axis=1)[good], minlength=len(centres))
    return {
        "modes_covered": int((counts >= least).sum()),
        "high_quality_share": float(good.mean()),
    }


def mode_divergence(samples, centres):
    """How far the shares of the modes are from equal shares.

    KL(q || uniform) of the shares q of samples that are nearest to each centre: 0
    where all modes are equally frequent, ln(modes) where there is one only.
    PacGAN's "reverse KL" (Lin et al. 2018, https://arxiv.org/abs/1712.04086).

    Args:
        samples: float array `(n, d)`.
        centres: float array `(modes, d)`.

    Returns:
        float, in nats.
    """
    samples, centres = np.asarray(samples, "float64"), np.asarray(centres, "float64")
    distances = np.linalg.norm(samples[:, None] - centres, axis=2)
    counts = np.bincount(distances.argmin(axis=1), minlength=len(centres))
    shares = counts[counts > 0] / len(samples)
    return float(np.sum(shares * np.log(shares * len(centres))))
