"""How good generated points are, where the truth is a mixture of Gaussians."""

import numpy as np


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
