"""Sliced Wasserstein distance between the small patches of two sets of images."""

import numpy as np
from scipy.ndimage import correlate1d

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import GROUPS, Estimate, checked, chunks, shuffled

PATCH = 7  # pixels wide
SMALLEST = 16  # pixels, of the last level of a pyramid
BINOMIAL = np.array([1, 4, 6, 4, 1]) / 16
TOGETHER = 16  # projections
MOST = 160_000  # patches of a side and level, so that memory stays bounded
KEPT = {"channel": "c", "patch": "n"}  # the axis that each mean and std belongs to


def sliced_wasserstein(
    real_images, fake_images, projections=128, patches=16, normalise="channel", seed=0
):
    """Sliced Wasserstein distance of images, level by level of their detail.

    From each level of a Laplacian pyramid (full size, half of it … 16 pixels)
    7x7 patches are taken at random and normalised; the distance of two levels is
    the mean Wasserstein-1 distance of their projections onto random directions
    (Karras et al. 2018, https://arxiv.org/abs/1710.10196, who print 1000 times
    as much). At least 0, less is better; it falls with the number of images.
    The mean and the contrast of the pixels are normalised away.

    Args:
        real_images: array `(n, h, w, c)`, as stored.
        fake_images: array `(m, h, w, c)`. Of the larger set only as many are used
            as the smaller one has.
        projections: int, random directions.
        patches: int, patches of each image and level; of more than `MOST / patches`
            images fewer.
        normalise: `"channel"`: a channel's mean and standard deviation over all
            patches, as in the paper; `"patch"`: those of each patch, as in
            tensorflow-gan.
        seed: int, of places and directions.

    Returns:
        `Estimate`, the mean of the levels. Its error is that of other images,
        from ten groups of them; details: `levels` (dict from e.g. `"28px"` to
        its distance), `projection_error` (that of other directions), `patches`.

    Raises:
        UserError: if there are fewer than 20 images, their shapes differ, or they
            are smaller than a patch.
    """
    real, fake = _comparable(real_images, fake_images, seed)
    patches = min(patches, max(1, MOST // len(real)))
    directions = _directions(projections, real.shape[-1], seed)
    sides = [descriptors(side, patches, normalise, seed) for side in (real, fake)]
    found = [_level(a, b, directions, len(real)) for a, b in zip(*sides)]
    whole = np.array([each for each, _ in found])
    by_group = np.mean([groups for _, groups in found], axis=0)
    spread = whole.std(axis=1, ddof=1) / projections**0.5
    names = [f"{min(real.shape[1:3]) >> i}px" for i in range(len(found))]
    details = {
        "levels": dict(zip(names, whole.mean(axis=1).tolist())),
        "projection_error": float(np.sqrt((spread**2).sum()) / len(found)),
        "patches": patches,
    }
    error = by_group.std(ddof=1) / len(by_group) ** 0.5
    return Estimate(float(whole.mean()), float(error), details)


def laplacian_pyramid(images, levels):
    """Each level holds what the next, of half the size, cannot show.

    Args:
        images: float array `(n, h, w, c)`.
        levels: int.

    Returns:
        List of arrays; the last is the image itself, made small.
    """
    pyramid = [images]
    for _ in range(levels - 1):
        above = pyramid[-1]
        below = _blurred(above)[:, ::2, ::2]
        spaced = np.zeros_like(above)
        spaced[:, ::2, ::2] = 4 * below
        pyramid[-1] = above - _blurred(spaced)
        pyramid.append(below)
    return pyramid


def descriptors(images, patches=16, normalise="channel", seed=0):
    """Normalised patches of each level of the images' pyramids.

    Args:
        images: array `(n, h, w, c)`.
        patches: int, of each image and level, at random places.
        normalise: as in `sliced_wasserstein`.
        seed: int, of the places.

    Returns:
        List of float32 arrays `(n * patches, 49 * c)`, a level each.
    """
    levels = 1 + max(0, int(np.log2(min(images.shape[1:3]) / SMALLEST)))
    rng, found = np.random.default_rng(seed), [[] for _ in range(levels)]
    for part in chunks(images, rows=512):
        for level, into in zip(laplacian_pyramid(part, levels), found):
            into.append(_patches(level, patches, rng).astype("float32"))
    kept = KEPT[normalise]
    return [_normalised(np.concatenate(found.pop(0)), kept) for _ in range(levels)]


def _comparable(real, fake, seed):
    name = "The sliced Wasserstein distance"
    real = checked(name, "real images", real, 2 * GROUPS, ndim=4)
    fake = checked(name, "generated images", fake, 2 * GROUPS, ndim=4)
    if real.shape[1:] != fake.shape[1:] or min(real.shape[1:3]) < PATCH:
        raise UserError(
            f"{name} needs images of one shape and at least {PATCH} pixels wide; "
            f"received {real.shape[1:]} and {fake.shape[1:]}."
        )
    n = min(len(real), len(fake))
    return shuffled(real, seed)[:n], shuffled(fake, seed)[:n]


def _directions(projections, channels, seed):
    rng = np.random.default_rng([seed, 1])
    drawn = rng.standard_normal((projections, PATCH * PATCH * channels))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype("float32")


def _blurred(images):
    return correlate1d(
        correlate1d(images, BINOMIAL, 1, mode="mirror"), BINOMIAL, 2, mode="mirror"
    )


def _patches(images, number, rng):
    n, height, width, _ = images.shape
    windows = np.lib.stride_tricks.sliding_window_view(images, (PATCH, PATCH), (1, 2))
    top = rng.integers(0, height - PATCH + 1, (n, number))
    left = rng.integers(0, width - PATCH + 1, (n, number))
    found = windows[np.arange(n)[:, None], top, left]  # (n, number, c, 7, 7)
    return found.reshape(n * number, -1, PATCH, PATCH).transpose(0, 2, 3, 1)


def _normalised(patches, kept):
    """Mean 0 and standard deviation 1 along all axes of `nhwc` but `kept`."""
    shape = [-1 if axis == kept else 1 for axis in "nhwc"]
    count = patches.size / patches.shape["nhwc".index(kept)]
    mean = np.einsum(f"nhwc->{kept}", patches, dtype="float64") / count
    patches -= mean.reshape(shape).astype("float32")
    squares = np.einsum(f"nhwc,nhwc->{kept}", patches, patches, dtype="float64")
    spread = np.maximum(np.sqrt(squares / count), 1e-9)
    patches /= spread.reshape(shape).astype("float32")
    return patches.reshape(len(patches), -1)


def _level(real, fake, directions, n):
    """Distances along each direction, and the mean of each group of images."""
    groups = np.array_split(np.arange(len(real)).reshape(n, -1), GROUPS)
    slices = [slice(g[0, 0], g[-1, -1] + 1) for g in groups]
    whole, by_group = [], []
    for start in range(0, len(directions), TOGETHER):
        some = directions[start : start + TOGETHER]
        a, b = some @ real.T, some @ fake.T
        by_group.append([_wasserstein(a[:, s], b[:, s]) for s in slices])
        whole.append(_wasserstein(a, b))
    return np.concatenate(whole), np.concatenate(by_group, axis=1).mean(axis=1)


def _wasserstein(a, b):
    """Wasserstein-1 distance of the rows of a and of b."""
    gaps = np.abs(np.sort(a, axis=1) - np.sort(b, axis=1))
    return gaps.mean(axis=1, dtype="float64")
