"""Inversion: which latent makes this image?"""

from typing import NamedTuple

import numpy as np
from keras import ops

from ter_gan import backends
from ter_gan.errors import UserError

RATE, BETA_1, BETA_2, EPSILON = 0.1, 0.9, 0.999, 1e-8  # Adam's


class Inversion(NamedTuple):
    """What inversion found.

    Args:
        latents: float32 array `(n, dim)`: the best of all restarts.
        reconstructions: uint8 array `(n, h, w, c)`: what the generator makes of them.
        errors: float64 array `(n,)`: root mean squared error of the pixels, in grey
            levels of 0 to 255.
    """

    latents: np.ndarray
    reconstructions: np.ndarray
    errors: np.ndarray


def invert(space, images, steps=200, restarts=4, seed=0, labels=None, progress=None):
    """The latents whose images are nearest to given ones, by gradient descent.

    Creswell & Bharath 2018 (https://arxiv.org/abs/1802.05701): Adam on the latents,
    with the generator fixed, on the squared error of the pixels. The step fades to
    zero as a cosine. After each step the latents are brought back to where the law
    draws (`LatentSpace.inside`), or the generator would be asked about places that
    training never saw. The errors have many local minima, so every image starts
    `restarts` times, all in one batch, and the best end counts.

    Args:
        space: `LatentSpace`.
        images: uint8 array `(n, h, w, c)`.
        steps: int. Steps of Adam.
        restarts: int. Starts for each image. An InfoGAN's category stays what it
            was at the start; the starts have the categories in turn, so give at least
            as many.
        seed: int. Of the starts, which are drawn from the law.
        labels: int or ints `(n,)`, for a conditional model.
        progress: callable `(done, total)`, or `None`.

    Returns:
        `Inversion`.

    Raises:
        UserError: for images of another shape, fewer than 1 step or restart, or a
            conditional model without labels.
    """
    shape = tuple(space.generator.output.shape[1:])
    if images.dtype != np.uint8 or images.shape[1:] != shape:
        raise UserError(
            f"This generator makes uint8 images of shape {shape}; received "
            f"{images.dtype} of shape {images.shape[1:]}."
        )
    if min(steps, restarts) < 1:
        raise UserError(
            f"Inversion needs at least 1 step and 1 restart; received {steps} and "
            f"{restarts}."
        )
    if space.classes and labels is None:
        raise UserError("To invert with a conditional model, give the images' labels.")
    n, many = len(images), np.repeat(images, restarts, axis=0)
    if labels is not None:
        labels = np.repeat(np.resize(labels, n).astype("int32"), restarts)
    error = _error(space, many, labels)
    start = _start(space, n, restarts, seed)
    latents = _descend(space, error, start, steps, progress)
    made = space.images(latents, labels)
    errors = rmse(many, made).reshape(n, restarts)
    best = np.arange(n) * restarts + errors.argmin(axis=1)
    return Inversion(latents[best], made[best], errors.min(axis=1))


def rmse(first, second):
    """Root mean squared difference of each pair of images, float64 `(n,)`."""
    difference = np.float64(first) - np.float64(second)
    return np.sqrt((difference**2).mean(axis=tuple(range(1, difference.ndim))))


def _start(space, n, restarts, seed):
    latents = space.draw(n * restarts, seed)
    if k := space.latents.categories:
        latents[:, :k] = np.tile(np.eye(k)[np.arange(restarts) % k], (n, 1))
    return latents


def _error(space, images, labels):
    """The function of latents that is minimised: squared errors `(n,)`."""
    target = ops.convert_to_tensor(space.scaling.to_model(images))
    labels = None if labels is None else ops.convert_to_tensor(labels)

    def error(latents):
        inputs = latents if labels is None else [latents, labels]
        made = space.generator(inputs, training=False)
        return ops.mean((made - target) ** 2, axis=(1, 2, 3))

    return error


def _descend(space, error, latents, steps, progress):
    """Adam (Kingma & Ba 2015); each row has gradients and moments of its own."""
    mean, square = np.zeros_like(latents), np.zeros_like(latents)
    for step in range(1, steps + 1):
        slope = ops.convert_to_numpy(backends.gradient(error, latents))
        mean = BETA_1 * mean + (1 - BETA_1) * slope
        square = BETA_2 * square + (1 - BETA_2) * slope**2
        rate = RATE * (1 + np.cos(np.pi * (step - 1) / steps)) / 2
        direction = mean / (1 - BETA_1**step)
        size = np.sqrt(square / (1 - BETA_2**step)) + EPSILON
        latents = space.inside(latents - rate * direction / size)
        if progress:
            progress(step, steps)
    return latents
