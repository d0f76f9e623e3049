"""How a change travels: what the discriminator asked for, what the step gave."""

import dataclasses

import numpy as np
from keras import ops

from ter_gan import backends


@dataclasses.dataclass(frozen=True)
class Change:
    """The change of each sample that was asked for and that came.

    Args:
        predicted: float array `(n, …)`, -∂L/∂sample.
        real: float array `(n, …)`, the sample after the step minus before.
        cosine: float array `(n,)` in [-1, 1] of the two; 0 where one is 0.
    """

    predicted: np.ndarray
    real: np.ndarray
    cosine: np.ndarray


def predicted_and_real(generate, losses, update):
    """Compares the generator's step with what its loss asked of the samples.

    The step moves weights that all samples share, so the cosine is below 1
    even for a small step; 0 is what a random direction would have.

    Args:
        generate: callable without arguments; runs the generator eagerly, in
            inference mode, on n fixed inputs: samples `(n, …)`.
        losses: callable from samples `(n, …)` to the generator's losses
            `(n,)`, differentiable.
        update: callable without arguments that moves the generator once. Call
            this function inside `layer_viz.weights.restoring` to undo it.

    Returns:
        `Change`.
    """
    before = ops.convert_to_numpy(generate()).copy()
    predicted = -ops.convert_to_numpy(backends.gradient(losses, before))
    update()
    real = ops.convert_to_numpy(generate()) - before
    return Change(predicted, real, cosine(predicted, real))


def cosine(a, b):
    """Cosine of each row of `a` `(n, …)` with that of `b`; float array `(n,)`."""
    a, b = (np.asarray(x, "float64").reshape(len(x), -1) for x in (a, b))
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return (a * b).sum(axis=1) / np.where(norms > 0, norms, 1.0)
