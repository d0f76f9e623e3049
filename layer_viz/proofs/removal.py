"""Do the pixels that a map names first carry the score?"""

import numpy as np
from keras import ops

from layer_viz.attribution.explanation import score, scores

STEPS = 28


def deletion(subject, x, baseline, ranking, steps=STEPS):
    """Area under the score while the first pixels are removed.

    Args:
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`.
        baseline: float32 array of x's shape: what removed pixels become.
        ranking: float array `(n, h, w)`; larger values go first. Equal ones
            go in a random, fixed order.
        steps: int, into how many equal parts the pixels are cut.

    Returns:
        float. The curve is `Σ ±(score - score(baseline)) / Σ |score(x) -
        score(baseline)|`, the sums over the images and the sign that of each
        image's difference: it begins at 1 and ends at 0 for scores of either
        sign, and images whose score hardly differs weigh little. Low is good;
        below 0 where removing the evidence leaves what speaks against it.

    Raises:
        ValueError: if no image's score differs from its baseline's.

    Reference: Petsiuk et al. 2018, https://arxiv.org/abs/1806.07421
    """
    return _area(subject, baseline, x, x, baseline, ranking, steps)


def insertion(subject, x, baseline, ranking, steps=STEPS):
    """Area under the score while the first pixels are put into the baseline.

    Arguments and curve as in `deletion`; the curve goes from 0 to 1, and high
    is good.
    """
    return _area(subject, x, baseline, x, baseline, ranking, steps)


def _area(subject, new, old, x, baseline, ranking, steps):
    places = _places(ranking)
    low, high = score(subject, baseline), score(subject, x)
    size = np.abs(high - low).sum()
    if not size > 0:
        raise ValueError(
            "The score of every image is that of its baseline, so that no pixel "
            "can matter; give another baseline."
        )
    counts = np.linspace(0, places[0].size, steps + 1).round()
    mixed = (np.where((places < count)[..., None], new, old) for count in counts)
    curve = [
        (np.sign(high - low) * (found - low)).sum() / size
        for found in scores(subject, mixed)
    ]
    return float(np.trapezoid(curve, dx=1 / steps))


def _places(ranking):
    """int array `(n, h, w)`: 0 for the pixel that goes first."""
    rng = np.random.default_rng(0)
    flat = ranking.reshape(len(ranking), -1)
    order = np.stack([np.lexsort((rng.random(row.size), -row)) for row in flat])
    return np.argsort(order, axis=1).reshape(ranking.shape)


def random_map(x, seed=0):
    """float32 array `(n, h, w)` of random numbers: a map that knows nothing."""
    return np.random.default_rng(seed).random(x.shape[:3], "float32")


def sobel_map(x):
    """Edges of the image: a map that looks meaningful and knows no network.

    Returns:
        float32 array `(n, h, w)`: the length of Sobel's gradient, the mean
        over the channels.
    """
    kernel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]], "float32") / 8
    kernels = np.stack([kernel, kernel.T], -1)[:, :, None]
    n, height, width, channels = x.shape
    grey = np.moveaxis(x, -1, 1).reshape(-1, height, width, 1)
    padded = np.pad(grey, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    edges = ops.convert_to_numpy(ops.conv(padded, kernels, padding="valid"))
    lengths = np.sqrt(np.square(edges).sum(-1))
    return lengths.reshape(n, channels, height, width).mean(1)
