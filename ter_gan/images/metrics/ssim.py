"""Structural similarity of pairs of images, as a measure of their variety."""

import numpy as np
from scipy.ndimage import correlate1d

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate, checked, shuffled

WINDOW, SIGMA = 11, 1.5  # pixels
LUMINANCE, CONTRAST = 0.01**2, 0.03**2  # of the squared range; they avoid 0 / 0
WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])  # of the five scales
LEAST_OF_FIVE = WINDOW * 2 ** (len(WEIGHTS) - 1)  # 176 pixels
PEAK = 255.0
PAIRS_AT_A_TIME = 64


def pairwise_similarity(images, pairs=1000, seed=0):
    """Mean structural similarity of random pairs of different images.

    About 0 for images that have nothing in common, 1 for equal ones; less is
    more varied. It belongs beside the same number of real images: far above it
    means a loss of diversity (Odena et al. 2017,
    https://arxiv.org/abs/1610.09585, within a class). It never compares with real
    images. From 176 pixels on it is the five-scale form.

    Args:
        images: array `(n, h, w, c)` with values from 0 to 255.
        pairs: int, the most pairs; no image is in two of them.
        seed: int, of the pairs.

    Returns:
        `Estimate`; details: `scales` (1 or 5), `pairs`.

    Raises:
        UserError: if there are fewer than 4 images, or they are smaller than 11
            pixels.
    """
    images = shuffled(checked("SSIM", "images", images, 4, ndim=4), seed)
    if min(images.shape[1:3]) < WINDOW:
        raise UserError(
            f"SSIM needs images of at least {WINDOW} pixels; received "
            f"{images.shape[1:]}."
        )
    multiscale = min(images.shape[1:3]) >= LEAST_OF_FIVE
    similarity = ms_ssim if multiscale else ssim
    number = min(pairs, len(images) // 2)
    first, second = images[:number], images[number : 2 * number]
    values = np.concatenate(
        [
            similarity(first[i : i + PAIRS_AT_A_TIME], second[i : i + PAIRS_AT_A_TIME])
            for i in range(0, number, PAIRS_AT_A_TIME)
        ]
    )
    details = {"scales": 5 if multiscale else 1, "pairs": number}
    error = float(values.std(ddof=1)) / number**0.5
    return Estimate(float(values.mean()), error, details)


def ssim(x, y):
    """Structural similarity of images, pair by pair.

    Means, variances and covariance within an 11x11 Gaussian window, averaged over
    places and channels (Wang et al. 2004, https://doi.org/10.1109/TIP.2003.819861).

    Args:
        x: array `(n, h, w, c)` with values from 0 to 255, at least 11 pixels wide.
        y: array of the same shape.

    Returns:
        float64 array `(n,)` in [-1, 1]; 1 for equal images.
    """
    luminance, structure = _terms(x, y)
    return (luminance * structure).mean(axis=(1, 2, 3))


def ms_ssim(x, y):
    """The same over five scales, each of half the size (Wang et al. 2003).

    Contrast and structure of every scale, luminance of the smallest, to the power
    of the paper's weights (https://doi.org/10.1109/ACSSC.2003.1292216); a negative
    mean of a scale counts as 0.

    Args:
        x: array `(n, h, w, c)` with values from 0 to 255, at least 176 pixels wide.
        y: array of the same shape.

    Returns:
        float64 array `(n,)` in [0, 1]; 1 for equal images.
    """
    x, y, result = np.asarray(x, "float64"), np.asarray(y, "float64"), 1.0
    for scale, weight in enumerate(WEIGHTS, start=1):
        luminance, structure = _terms(x, y)
        if scale == len(WEIGHTS):
            structure = structure * luminance
        result = result * np.maximum(structure.mean(axis=(1, 2, 3)), 0) ** weight
        x, y = _halved(x), _halved(y)
    return result


def _terms(x, y):
    """Maps of luminance, and of contrast and structure."""
    x, y = np.asarray(x, "float64") / PEAK, np.asarray(y, "float64") / PEAK
    mean_x, mean_y = _smooth(x), _smooth(y)
    variances = _smooth(x * x) - mean_x**2 + _smooth(y * y) - mean_y**2
    covariance = _smooth(x * y) - mean_x * mean_y
    luminance = (2 * mean_x * mean_y + LUMINANCE) / (mean_x**2 + mean_y**2 + LUMINANCE)
    return luminance, (2 * covariance + CONTRAST) / (variances + CONTRAST)


def _smooth(images):
    """Gaussian means of all windows that lie inside."""
    edge = WINDOW // 2
    weights = np.exp(-(np.arange(-edge, edge + 1) ** 2) / (2 * SIGMA**2))
    weights /= weights.sum()
    for axis in (1, 2):
        images = correlate1d(images, weights, axis)
    return images[:, edge:-edge, edge:-edge]


def _halved(images):
    height, width = (side - side % 2 for side in images.shape[1:3])
    images = images[:, :height, :width]
    rows = images[:, ::2] + images[:, 1::2]
    return (rows[:, :, ::2] + rows[:, :, 1::2]) / 4
