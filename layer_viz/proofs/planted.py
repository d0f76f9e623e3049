"""Discriminators whose answer is known: only planted pixels can matter."""

import keras
import numpy as np
from keras import layers

from layer_viz.subject import Subject
from ter_gan.errors import unknown


def planted(shape, patch, seed=0, kind="dense"):
    """An untrained discriminator that sees one patch of its input only.

    The input is multiplied by 1 inside the patch and by 0 outside, so that a
    right map is 0 outside. It is a test of indices, sizes, targets and signs.

    Args:
        shape: tuple `(h, w, c)` of the images.
        patch: tuple `(top, left, height, width)` in pixels.
        seed: int, of the weights.
        kind: `"dense"`: one hidden dense layer; `"conv"`: two convolutions of
            stride 2 without biases, and a dense layer. LeakyReLU in both.

    Returns:
        `Subject`, and a bool array `(h, w)`: True inside the patch.

    Raises:
        UserError: for an unknown kind.

    Reference: Zhou et al. 2022, https://arxiv.org/abs/2104.14403
    """
    if kind not in BODIES:
        raise unknown("kind of planted discriminator", kind, BODIES)
    top, left, height, width = patch
    truth = np.zeros(shape[:2], bool)
    truth[top : top + height, left : left + width] = True
    samples = keras.Input(shape)
    seeds = iter(range(10 * seed, 10 * seed + 10))
    features = BODIES[kind](samples * truth[..., None].astype("float32"), seeds)
    logit = layers.Dense(1, kernel_initializer=_normal(seeds), name="logit")(features)
    model = keras.Model(samples, logit, name=f"planted_{kind}")
    return Subject(model, lambda x: model(x, training=False)[:, 0]), truth


def _normal(seeds):
    return keras.initializers.HeNormal(seed=next(seeds))


def _dense(x, seeds):
    bias = keras.initializers.RandomNormal(stddev=0.5, seed=next(seeds))
    hidden = layers.Dense(
        32, kernel_initializer=_normal(seeds), bias_initializer=bias, name="hidden"
    )
    return layers.LeakyReLU(0.2, name="act")(hidden(layers.Flatten()(x)))


def _conv(x, seeds):
    for number, channels in ((1, 8), (2, 16)):
        x = layers.Conv2D(
            *(channels, 4, 2, "same"),
            use_bias=False,
            kernel_initializer=_normal(seeds),
            name=f"conv_{number}",
        )(x)
        x = layers.LeakyReLU(0.2, name=f"act_{number}")(x)
    return layers.Flatten()(x)


BODIES = {"dense": _dense, "conv": _conv}
