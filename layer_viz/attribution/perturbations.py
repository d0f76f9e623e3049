"""Methods that hide parts of the image and look at the score only."""

import numpy as np
from keras import ops

from layer_viz.attribution.explanation import Explanation, score, scores


def occlusion(subject, x, baseline, size=None, stride=None):
    """How much the score falls when a square of pixels is hidden.

    A square's fall is shared equally among its pixels; a pixel shows the mean
    over the squares that it lies in. So a map is in units of the score per
    pixel, and on a linear score with `size=1` it is (x - baseline) · weight.

    Args:
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`.
        baseline: float32 array of x's shape: what hidden pixels become.
        size: int, side of the square in pixels. By default 4 for images of up
            to 41 pixels, 8 up to 69, and so on with the shorter side.
        stride: int, pixels from square to square; half the size by default.

    Returns:
        `Explanation`.

    Reference: Zeiler & Fergus 2014, https://arxiv.org/abs/1311.2901
    """
    height, width = x.shape[1:3]
    size = size or 4 * max(1, round(min(height, width) / 28))
    stride = stride or max(1, size // 2)
    squares = [
        np.s_[:, top : top + size, left : left + size]
        for top in _starts(height, size, stride)
        for left in _starts(width, size, stride)
    ]
    whole = score(subject, x)
    total, times = np.zeros(x.shape[:3], "float32"), np.zeros(x.shape[:3], "float32")
    hidden = (_without(square, x, baseline) for square in squares)
    for square, after in zip(squares, scores(subject, hidden)):
        fall = (whole - after)[:, None, None]
        total[square] += fall / times[square][0].size
        times[square] += 1
    return Explanation(total / times)


def _without(square, x, baseline):
    hidden = x.copy()
    hidden[square] = baseline[square]
    return hidden


def _starts(length, size, stride):
    """Where squares begin; the last one ends at the image's edge."""
    last = max(0, length - size)
    return [*range(0, last, stride), last]


def rise(subject, x, baseline, seed=0, masks=1000, grid=7, seen=0.5):
    """RISE: how much higher the score is when a pixel is seen.

    Images are seen through random masks: coarse grids of 0 and 1, enlarged
    bilinearly and shifted. The map is the mean of the score, weighted by how
    far the pixel was seen, minus its mean over all masks. The paper leaves
    out the subtraction, which makes the map signed.

    Args:
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`.
        baseline: float32 array of x's shape: what hidden pixels become.
        seed: int, of the masks.
        masks: int, how many.
        grid: int, cells along a side of the coarse grid.
        seen: float in (0, 1), the share of cells that are seen.

    Returns:
        `Explanation`.

    Reference: Petsiuk et al. 2018, https://arxiv.org/abs/1806.07421
    """
    drawn = _masks(x.shape[1:3], np.random.default_rng(seed), masks, grid, seen)
    seen_images = (baseline + mask[..., None] * (x - baseline) for mask in drawn)
    found = np.stack(list(scores(subject, seen_images)))
    deviations = found - found.mean(0)
    weighted = np.tensordot(deviations, drawn, axes=(0, 0))
    return Explanation(weighted / np.maximum(drawn.sum(0), 1e-6))


def _masks(shape, rng, masks, grid, seen):
    """float32 `(masks, h, w)` in [0, 1]."""
    cell = -(-np.array(shape) // grid)
    coarse = (rng.random((masks, grid + 1, grid + 1, 1)) < seen).astype("float32")
    size = tuple(int(side) for side in cell * (grid + 1))
    large = ops.convert_to_numpy(ops.image.resize(coarse, size, "bilinear"))[..., 0]
    drawn = np.empty((masks, *shape), "float32")
    for mask, source in zip(drawn, large):
        top, left = rng.integers(0, cell)
        mask[:] = source[top : top + shape[0], left : left + shape[1]]
    return drawn
