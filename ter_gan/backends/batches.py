"""A batch of `fit` that holds the samples of several training steps."""

import keras
from keras import ops


def split(batch, steps):
    """Gives each array `(steps · n, …)` of a batch the shape `(steps, n, …)`."""

    def divide(x):
        return ops.reshape(x, (steps, -1, *x.shape[1:]))

    return keras.tree.map_structure(divide, batch)


def item(batches, i):
    """The i-th of the batches that `split` gave."""
    return keras.tree.map_structure(lambda x: x[i], batches)
