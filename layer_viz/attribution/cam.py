"""Class activation maps: where the channels that matter are active."""

import numpy as np
from keras import ops

from layer_viz.attribution.explanation import Explanation
from layer_viz.attribution.layers import outputs_and_gradients
from layer_viz.tap import tap
from ter_gan.errors import UserError


def grad_cam(subject, x, layer=None):
    """Grad-CAM: the channels of a layer, weighted by their mean gradient.

    The map is Σ_k w_k A_k, w_k the mean over positions of ∂score/∂A_k, enlarged
    bilinearly. The paper keeps the positive part only; here the map is signed,
    so that evidence against the score is seen too.

    Args:
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`.
        layer: str, path of a layer with outputs `(n, height, width, channels)`;
            `None` for `cam_layer`.

    Returns:
        `Explanation`.

    Reference: Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391
    """
    activations, gradients = _channels(subject, x, layer)
    return _explanation(_weighted(gradients, activations), x)


def grad_cam_plus_plus(subject, x, layer=None):
    """Grad-CAM++: channels are weighted by where they raise the score.

    The paper's map for a target uses positive gradients only. The signed map
    is that of the score minus that of the negated score. With α of the paper
    for exp(score), the weight of a channel with activations A and gradients g
    is Σ g⁺ / (2 + g⁺ ΣA⁺) over its positions; A⁺ is A after a ReLU.

    Args:
        subject, x, layer: as in `grad_cam`.

    Returns:
        `Explanation`.

    Reference: Chattopadhyay et al. 2018, https://arxiv.org/abs/1710.11063
    """
    activations, gradients = _channels(subject, x, layer)
    total = np.maximum(activations, 0).sum((1, 2), keepdims=True)

    def raising(gradients):
        positive = np.maximum(gradients, 0)
        weights = positive / (2 + positive * total)
        return np.maximum(_weighted(weights, activations), 0)

    return _explanation(raising(gradients) - raising(-gradients), x)


def cam_layer(subject, x):
    """Path of the layer that Grad-CAM looks at by default.

    It is the last one that ran with an output `(n, height, width, channels)`
    of more than one position: the most abstract channels that still have a
    place.

    Raises:
        UserError: if there is none, as in a network of dense layers.
    """
    with tap(subject.model) as outputs:
        subject.score(ops.convert_to_tensor(x, "float32"))
    for path, tensor in reversed(outputs.items()):
        if _has_places(tensor):
            return path
    raise UserError(
        f"Grad-CAM needs a layer with outputs (n, height, width, channels); the "
        f"network {subject.model.name!r} has none. Use another method."
    )


def _has_places(tensor):
    return len(tensor.shape) == 4 and tensor.shape[1] * tensor.shape[2] > 1


def _channels(subject, x, layer):
    """Activations of the layer and their gradients, float32 `(n, h, w, k)`."""
    layer = layer or cam_layer(subject, x)
    outputs, gradients = outputs_and_gradients(
        subject.model, lambda: subject.score(ops.convert_to_tensor(x)), [layer]
    )
    if layer not in outputs or not _has_places(outputs[layer]):
        known = [path for path, tensor in outputs.items() if _has_places(tensor)]
        raise UserError(
            f"Grad-CAM needs a layer with outputs (n, height, width, channels). "
            f"Received: layer={layer!r}. Such layers: {', '.join(known) or 'none'}."
        )
    activations = ops.convert_to_numpy(ops.cast(outputs[layer], "float32"))
    return activations, gradients[layer]


def _weighted(gradients, activations):
    return (gradients.mean((1, 2), keepdims=True) * activations).sum(-1)


def _explanation(small, x):
    large = ops.image.resize(small[..., None], x.shape[1:3], "bilinear")
    return Explanation(ops.convert_to_numpy(large)[..., 0])
