"""The registry of attribution methods, and the way to call one."""

import dataclasses
import functools
from collections.abc import Callable

import numpy as np

from layer_viz.attribution.cam import cam_layer, grad_cam, grad_cam_plus_plus
from layer_viz.attribution.gradients import (
    gradient,
    gradient_x_input,
    integrated_gradients,
    smoothgrad,
)
from layer_viz.attribution.guided import guided_backprop, rectifiers
from layer_viz.attribution.perturbations import occlusion, rise
from ter_gan.errors import UserError, unknown

BLACK = -1.0


@dataclasses.dataclass(frozen=True)
class Method:
    """A way to explain a score by a map.

    Args:
        id: str, its name in records and options.
        function: callable `(subject, x, …)` to an `Explanation`.
        needs: tuple of the keyword arguments it takes, of `"layer"`,
            `"baseline"`, `"seed"`.
        evidence: bool. Whether the map says what each pixel of this image
            adds to the score; otherwise it says where the score is sensitive.
        signed: bool. Whether negative values mean pushing the score down.
        teaching: bool. Shown as an example of a method that fails.
        demands: callable `(subject, x)` that raises `UserError` for a network
            that the method does not work on.
        draft: dict of keyword arguments that make the function quicker and its
            maps coarser, for proofs that need many maps.
    """

    id: str
    function: Callable
    needs: tuple = ()
    evidence: bool = True
    signed: bool = True
    teaching: bool = False
    demands: Callable = lambda subject, x: None
    draft: dict = dataclasses.field(default_factory=dict)

    @property
    def needs_layer(self):
        return "layer" in self.needs

    @property
    def drafting(self):
        """The same method with the arguments of `draft`."""
        function = functools.partial(self.function, **self.draft)
        return dataclasses.replace(self, function=function)


METHODS = {
    method.id: method
    for method in (
        Method("gradient", gradient, evidence=False),
        Method("gradient-x-input", gradient_x_input, ("baseline",)),
        Method("smoothgrad", smoothgrad, ("seed",), evidence=False),
        Method(
            "integrated-gradients",
            integrated_gradients,
            ("baseline",),
            draft={"most_steps": 50},
        ),
        Method("grad-cam", grad_cam, ("layer",), demands=cam_layer),
        Method("grad-cam++", grad_cam_plus_plus, ("layer",), demands=cam_layer),
        Method("occlusion", occlusion, ("baseline",)),
        Method("rise", rise, ("baseline", "seed"), draft={"masks": 150}),
        Method(
            "guided-backprop",
            guided_backprop,
            evidence=False,
            teaching=True,
            demands=lambda subject, x: rectifiers(subject.model),
        ),
    )
}


def attribute(method, subject, x, layer=None, baseline=None, seed=0):
    """Explains the score of each image by a map over its pixels.

    Args:
        method: str, a key of `METHODS`, or a `Method` of one's own.
        subject: `Subject`. Its score is asked for batches of exactly n images.
        x: float32 array `(n, h, w, c)`, images as the network takes them.
        layer: str, path of a layer as `tap` records it, for the class
            activation maps; by default `cam_layer(subject, x)`.
        baseline: what counts as nothing: a number, or an array that
            broadcasts to x's shape, such as the mean real image. By default
            -1, which is black for images in [-1, 1].
        seed: int, of the noise or the masks; the same seed, the same map.

    Returns:
        `Explanation`; positive values push `subject.score` up.

    Raises:
        UserError: for an unknown method, or one that the network does not
            allow.
        ValueError: if x is no batch of images.
    """
    method = find(method)
    x = np.asarray(x, "float32")
    if x.ndim != 4:
        raise ValueError(
            f"Maps explain images (n, height, width, channels). "
            f"Received: x of shape {x.shape}."
        )
    options = {"layer": layer, "baseline": filled(baseline, x), "seed": seed}
    return method.function(subject, x, **{key: options[key] for key in method.needs})


def possible(methods, subject, x):
    """Those methods that a network allows, as a list.

    Args:
        methods: iterable of str, keys of `METHODS`.
        subject, x: as in `attribute`.
    """
    return [name for name in methods if _allows(METHODS[name], subject, x)]


def _allows(method, subject, x):
    try:
        method.demands(subject, x)
    except UserError:
        return False
    return True


def find(method):
    """The `Method` of that id; a `Method` is its own.

    Raises:
        UserError: for an unknown id.
    """
    if isinstance(method, Method):
        return method
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    return METHODS[method]


def filled(baseline, x):
    """float32 array of x's shape, every image of it the baseline."""
    value = BLACK if baseline is None else baseline
    return np.array(np.broadcast_to(np.asarray(value, "float32"), x.shape))
