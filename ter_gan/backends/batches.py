"""A batch of `fit` that holds the samples of several training steps."""

import keras
from keras import ops


def split(batch, steps):
    """Gives each array `(steps · n, …)` of a batch the shape `(steps, n, …)`.

    Raises:
        ValueError: if a batch of known size cannot be divided by `steps`.
    """

    def divide(x):
        if x.shape[0] is not None and x.shape[0] % steps:
            raise ValueError(
                f"A batch of fit holds the samples of {steps} steps (steps_per_batch): "
                f"its size must be a multiple. Received {x.shape[0]} samples."
            )
        return ops.reshape(x, (steps, -1, *x.shape[1:]))

    return keras.tree.map_structure(divide, batch)


def item(batches, i):
    """The i-th of the batches that `split` gave."""
    return keras.tree.map_structure(lambda x: x[i], batches)
