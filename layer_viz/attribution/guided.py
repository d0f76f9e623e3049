"""Guided backpropagation: sharp maps that know little of the network."""

import keras
from keras import ops

from layer_viz.attribution.explanation import Explanation, slope
from layer_viz.subject import Subject
from layer_viz.tap import layers_of, tap
from ter_gan.errors import UserError

RECTIFIERS = (
    keras.layers.ReLU,
    keras.layers.LeakyReLU,
    keras.layers.PReLU,
    keras.layers.ELU,
)
FUNCTIONS = (
    keras.activations.relu,
    keras.activations.relu6,
    keras.activations.leaky_relu,
    keras.activations.elu,
    keras.activations.selu,
)


def guided_backprop(subject, x):
    """The gradient that passes rectifiers only where all is positive.

    A rectifier hands a gradient back where it is positive and the rectifier's
    output is positive too; this is the rule of the paper also for rectifiers
    that leak. It holds for layers (`LeakyReLU`, `ReLU`, …) and for
    `activation=` of other layers. The maps look sharp, but change little with
    the weights: an example of a method that fails its proofs.

    Args:
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`.

    Returns:
        `Explanation`.

    Raises:
        UserError: if no layer rectifies; functions of `keras.ops` called
            inside a layer's own code are not seen.

    References:
        Springenberg et al. 2015, https://arxiv.org/abs/1412.6806
        Adebayo et al. 2018, https://arxiv.org/abs/1810.03292
    """
    guided = rectifiers(subject.model)

    def guide(path, output):
        return _guided(output) if path in guided else None

    def score(x):
        with tap(subject.model, edit=guide):
            return subject.score(x)

    return Explanation(slope(Subject(subject.model, score), x).sum(-1))


def rectifiers(model):
    """Paths of the layers that rectify.

    Raises:
        UserError: if there are none.
    """
    paths = {path for layer, path in layers_of(model) if _rectifies(layer)}
    if not paths:
        raise UserError(
            f"Guided backpropagation needs rectifier layers or `activation=`; the "
            f"network {model.name!r} has none. Use another method."
        )
    return paths


def _rectifies(layer):
    used = getattr(layer, "activation", None)
    return isinstance(layer, RECTIFIERS) or used in FUNCTIONS


@ops.custom_gradient
def _guided(output):
    """The identity, with the guided rule as its gradient."""

    def backward(*args, upstream=None):
        upstream = args[-1] if upstream is None else upstream
        return ops.where(output > 0, ops.maximum(upstream, 0), 0)

    return output + 0, backward
