"""Attribution: which pixels, and which layers, a score comes from."""

from layer_viz.attribution.cam import cam_layer
from layer_viz.attribution.explanation import Explanation
from layer_viz.attribution.layers import layer_gradients
from layer_viz.attribution.methods import METHODS, Method, attribute, possible

__all__ = [
    "METHODS",
    "Explanation",
    "Method",
    "attribute",
    "cam_layer",
    "layer_gradients",
    "possible",
]
