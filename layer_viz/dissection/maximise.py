"""Inputs that were made to activate a unit as much as possible.

Activation maximisation (Erhan et al. 2009, "Visualizing Higher-Layer Features
of a Deep Network"; Olah et al. 2017, "Feature Visualization",
https://distill.pub/2017/feature-visualization): gradient ascent on the input,
all units of a layer at once, one row of the batch for each.
"""

import dataclasses

import numpy as np
from keras import ops

from layer_viz.tap import tap
from ter_gan import backends

STEPS = 64
STEP = 0.02  # of the input's norm if all of its values were 1
MOMENTUM = 0.5
JITTER = 2  # pixels that the image is shifted by at most
SHRINK = 0.005  # towards mid-grey at each step: the L2 penalty
SMOOTH = 0.02  # towards the neighbours' mean: the total-variation penalty
NOISE = 0.1  # standard deviation of the image where the ascent begins


@dataclasses.dataclass(frozen=True)
class Maximised:
    """What activates each unit most.

    Args:
        inputs: float array `(units, …)`: images in [-1, 1], or latents.
        outputs: float array `(units, …)`, the network's output there.
        reached: float array `(units,)`, the activation; of a map its mean
            over the positions. See `strengths` for that of other inputs.
    """

    inputs: np.ndarray
    outputs: np.ndarray
    reached: np.ndarray


def maximise_image(models, network, path, units, shape, steps=STEPS, seed=0):
    """Images that activate units of a discriminator or a classifier.

    Args:
        models: dict from an id to a `keras.Model`, as for `tap`.
        network: callable from a batch of images to the network's output; runs
            it eagerly, in inference mode.
        path: str. The layer's path in the tap.
        units: sequence of int.
        shape: `(height, width, channels)` of an image.
        steps: int.
        seed: int. Of the noise and of the jitter.

    Returns:
        `Maximised`.
    """
    rng = np.random.default_rng(seed)
    score = _score(models, network, path, units)

    def jittered(x):
        shift = rng.integers(-JITTER, JITTER, 2, endpoint=True)
        moved = np.roll(x, shift, axis=(1, 2))
        return np.roll(_gradient(score, moved), -shift, axis=(1, 2))

    def regularised(x):
        x = (1 - SHRINK) * (x + SMOOTH * _laplacian(x))
        return np.clip(x, -1.0, 1.0)

    start = rng.normal(0, NOISE, (len(units), *shape)).astype("float32")
    rough = _ascend(jittered, regularised, start, steps // 2)
    # Strided layers tell a shift of one pixel: the rest of the steps has none.
    images = _ascend(
        lambda x: _gradient(score, x), regularised, rough, steps - steps // 2
    )
    return _reached(models, network, path, units, images)


def maximise_latent(models, network, path, units, latents, steps=STEPS):
    """Latents that activate units of a generator, and what it draws there.

    Args:
        models, path, units, steps: as for `maximise_image`.
        network: callable from a batch of latents to samples.
        latents: array `(m, latent_dim)` from the prior. A unit begins at the
            one that activates it most, and keeps that one's norm, so that the
            latent stays as likely.

    Returns:
        `Maximised`.
    """
    latents = np.asarray(latents, "float32")
    with tap(models) as seen:
        network(latents)
    table = ops.convert_to_numpy(strengths(seen[path]))[:, list(units)]
    start = latents[table.argmax(axis=0)]
    norms = np.linalg.norm(start, axis=1, keepdims=True)
    score = _score(models, network, path, units)
    found = _ascend(
        lambda z: _gradient(score, z), lambda z: norms * _unit(z), start, steps
    )
    return _reached(models, network, path, units, found)


def strengths(outputs):
    """What is maximised: each unit's mean over the positions.

    Args:
        outputs: array or tensor `(n, …, units)`.

    Returns:
        tensor `(n, units)`.
    """
    axes = tuple(range(1, len(outputs.shape) - 1))
    return ops.mean(outputs, axis=axes) if axes else ops.convert_to_tensor(outputs)


def _score(models, network, path, units):
    """Row i of the batch is scored by unit i."""
    own = np.eye(len(units), dtype="float32")

    def score(x):
        with tap(models) as seen:
            network(x)
        rows = ops.take(strengths(seen[path]), np.asarray(units), axis=1)
        return ops.sum(ops.multiply(ops.cast(rows, "float32"), own), axis=1)

    return score


def _gradient(score, x):
    return ops.convert_to_numpy(backends.gradient(score, x))


def _ascend(uphill, project, x, steps):
    """Steps of equal length along a running mean of the gradients."""
    length = STEP * np.sqrt(x[0].size)
    velocity = np.zeros_like(x)
    for _ in range(steps):
        velocity = MOMENTUM * velocity + _unit(uphill(x))
        x = project(x + length * velocity).astype("float32")
    return x


def _reached(models, network, path, units, inputs):
    with tap(models) as seen:
        outputs = ops.convert_to_numpy(network(inputs))
    table = ops.convert_to_numpy(strengths(seen[path]))
    return Maximised(inputs, outputs, table[np.arange(len(units)), list(units)])


def _unit(x):
    """Each row with norm 1; a row of zeros stays."""
    norms = np.sqrt((x**2).sum(axis=tuple(range(1, x.ndim)), keepdims=True))
    return x / np.where(norms > 0, norms, 1.0)


def _laplacian(x):
    """The mean of a pixel's four neighbours minus the pixel."""
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    vertical = padded[:, :-2, 1:-1] + padded[:, 2:, 1:-1]
    horizontal = padded[:, 1:-1, :-2] + padded[:, 1:-1, 2:]
    return (vertical + horizontal) / 4 - x
