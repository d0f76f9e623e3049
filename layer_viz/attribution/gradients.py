"""Methods made of gradients with respect to the image."""

import numpy as np

from layer_viz.attribution.explanation import Explanation, score, slope, slopes

LARGEST_ERROR = 0.02
FEWEST_STEPS = 50
SMALL = 0.2  # of all evidence


def gradient(subject, x):
    """How the score changes with each pixel: ∂score/∂x, channels summed.

    Args:
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`.

    Returns:
        `Explanation`; positive where a brighter pixel raises the score.

    Reference: Simonyan et al. 2014, https://arxiv.org/abs/1312.6034
    """
    return Explanation(slope(subject, x).sum(-1))


def gradient_x_input(subject, x, baseline):
    """The gradient times what the pixel is: (x - baseline) · ∂score/∂x.

    With baseline 0 this is the textbook's form. Images in [-1, 1] have black
    at -1, and a black pixel should count as nothing.

    Args:
        subject, x: as in `gradient`.
        baseline: float32 array of x's shape: what counts as nothing.

    Returns:
        `Explanation`.

    Reference: Shrikumar et al. 2017, https://arxiv.org/abs/1605.01713
    """
    return Explanation(((x - baseline) * slope(subject, x)).sum(-1))


def smoothgrad(subject, x, seed=0, samples=25, noise=0.15):
    """The mean gradient over noisy copies of the image.

    Args:
        subject, x: as in `gradient`.
        seed: int, of the noise.
        samples: int, how many copies.
        noise: float, standard deviation of the noise over the range of each
            image.

    Returns:
        `Explanation`.

    Reference: Smilkov et al. 2017, https://arxiv.org/abs/1706.03825
    """
    rng = np.random.default_rng(seed)
    axes = tuple(range(1, x.ndim))
    sigma = noise * np.ptp(x, axis=axes, keepdims=True)
    noisy = (
        x + sigma * rng.standard_normal(x.shape, "float32") for _ in range(samples)
    )
    return Explanation(sum(slopes(subject, noisy)).sum(-1) / samples)


def integrated_gradients(subject, x, baseline, most_steps=400):
    """Gradients along the straight line from the baseline, times its length.

    The sum of a map is score(x) - score(baseline). The integral is a midpoint
    sum of 50 steps; while its error is above 2 % for some image, the steps
    are doubled, up to `most_steps`.

    Args:
        subject, x: as in `gradient`.
        baseline: float32 array of x's shape: where the line begins.
        most_steps: int.

    Returns:
        `Explanation` with its completeness: |Σ map - difference of scores| over
        that difference. A difference below a fifth of Σ|map| counts as that
        fifth, because opposite evidence of any size can end in a difference of 0.

    Reference: Sundararajan et al. 2017, https://arxiv.org/abs/1703.01365
    """
    difference = score(subject, x) - score(subject, baseline)
    steps = FEWEST_STEPS
    while True:
        evidence = _midpoint_sum(subject, x, baseline, steps)
        error = _relative_error(evidence, difference)
        if steps >= most_steps or error.max() <= LARGEST_ERROR:
            return Explanation(evidence, error)
        steps *= 2


def _midpoint_sum(subject, x, baseline, steps):
    parts = (np.arange(steps, dtype="float32") + 0.5) / steps
    total = sum(slopes(subject, (baseline + part * (x - baseline) for part in parts)))
    return ((x - baseline) * total / steps).sum(-1)


def _relative_error(evidence, difference):
    total, size = evidence.sum((1, 2)), np.abs(evidence).sum((1, 2))
    scale = np.maximum(np.abs(difference), SMALL * size)
    return np.abs(total - difference) / np.maximum(scale, np.finfo("float32").tiny)
