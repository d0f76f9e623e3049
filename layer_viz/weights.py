"""How large a network's weights, their gradients and their steps are."""

import contextlib

import numpy as np
from keras import ops

from layer_viz.tap import layers_of
from ter_gan import backends


@contextlib.contextmanager
def restoring(variables):
    """Whatever happens inside, the variables end as they began, bit for bit.

    Args:
        variables: iterable of Keras variables: weights, batch-norm statistics,
            random states, and those of optimizers, which must be built before.
    """
    kept = [(v, np.array(ops.convert_to_numpy(v.value))) for v in variables]
    try:
        yield
    finally:
        for variable, value in kept:
            variable.assign(value)


class Watched:
    """An optimizer that remembers the gradients it was given."""

    def __init__(self, optimizer):
        self.optimizer, self.gradients = optimizer, None

    def scale_loss(self, loss):
        return self.optimizer.scale_loss(loss)

    def apply(self, gradients, variables):
        self.gradients = [
            None if g is None else ops.convert_to_numpy(g) for g in gradients
        ]
        self.optimizer.apply(gradients, variables)


def step(model, loss, optimizer):
    """Moves the model one optimizer step down `loss`; see `restoring`.

    Args:
        model: `keras.Model`.
        loss: zero-argument callable, the scalar loss.
        optimizer: the one that trains the model.

    Returns:
        list of NumPy arrays, the gradients of the trainable variables; `None`
        for a variable that the loss does not depend on.
    """
    watched = Watched(optimizer)
    backends.minimize(lambda: backends.frozen(loss), model.trainable_variables, watched)
    return watched.gradients


def moved(model, optimizer):
    """list of the variables that `step` changes; the optimizer is built first."""
    if not optimizer.built:
        optimizer.build(model.trainable_variables)
    return [*model.trainable_variables, *optimizer.variables]


def describe(model, before, after, gradients):
    """`weights` of the format for one network.

    Args:
        model: `keras.Model`.
        before, after: lists of NumPy arrays of its trainable variables.
        gradients: list as `step` returns.

    Returns:
        dict: path of a layer with weights to `norm`, `gradient`, `update`.
    """
    place = {id(v): i for i, v in enumerate(model.trainable_variables)}
    rows = {}
    for layer, path in layers_of(model):
        own = [place[id(v)] for v in layer.trainable_variables if id(v) in place]
        if own and not getattr(layer, "layers", None):
            size = norm([before[i] for i in own])
            step = norm([after[i] - before[i] for i in own])
            rows[path] = {
                "norm": size,
                "gradient": norm(gradients[i] for i in own if gradients[i] is not None),
                "update": step / max(size, 1e-12),
            }
    return rows


def values(model):
    """list of NumPy arrays, copies of the trainable variables."""
    return [np.array(ops.convert_to_numpy(v.value)) for v in model.trainable_variables]


def norm(arrays):
    """The Euclidean norm of all their numbers together."""
    return float(np.sqrt(sum(float((a.astype("float64") ** 2).sum()) for a in arrays)))
