"""A small convolutional network, and a network without convolutions beside it.

Both take images as they are stored, in [0, 255], and put out logits.
"""

import keras
from keras import layers

BLOCKS = 3
DROPOUT = 0.3


def cnn(shape, classes, width=16, flip=False):
    """Convolution and pooling three times, then one dense layer.

    Each block halves the sides of the maps and has twice as many maps as the
    one before, as in VGG (Simonyan & Zisserman 2015,
    https://arxiv.org/abs/1409.1556).

    Args:
        shape: `(height, width, channels)` of an image, sides of 8 pixels or more.
        classes: int.
        width: int. Maps of the first block.
        flip: bool. Show half of the training images as in a mirror.

    Returns:
        `keras.Model` from images to logits `(n, classes)`.
    """
    images, x = _entrance(shape, flip)
    for number in range(1, BLOCKS + 1):
        filters = width * 2 ** (number - 1)
        x = layers.Conv2D(
            filters, 3, padding="same", activation="relu", name=f"conv_{number}"
        )(x)
        x = layers.MaxPooling2D(name=f"pool_{number}")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dropout(DROPOUT, name="dropout")(x)
    return keras.Model(images, layers.Dense(classes, name="logits")(x), name="cnn")


def mlp(shape, classes, parameters, flip=False):
    """Two hidden layers that see every pixel, with a given number of parameters.

    Without dropout: so narrow layers are better without it, on validation images.

    Args:
        shape, classes, flip: as for `cnn`.
        parameters: int. About as many as the network shall have.

    Returns:
        `keras.Model` from images to logits `(n, classes)`.
    """
    images, x = _entrance(shape, flip)
    x = layers.Flatten(name="flat")(x)
    for number, width in enumerate(widths(x.shape[-1], classes, parameters), 1):
        x = layers.Dense(width, activation="relu", name=f"dense_{number}")(x)
    return keras.Model(images, layers.Dense(classes, name="logits")(x), name="mlp")


def _entrance(shape, flip):
    """The stored images, and those as the first layer takes them."""
    images = keras.Input(shape, name="images")
    x = layers.Rescaling(1 / 127.5, -1, name="scaled")(images)
    if flip:
        x = layers.RandomFlip("horizontal", name="flipped")(x)
    return images, x


def widths(inputs, classes, parameters):
    """Widths `(a, b)` of two hidden layers for a number of parameters.

    The parameters are `(inputs + 1) a + (a + 1) b + (b + 1) classes`. For
    a = b that is a quadratic equation; a is its solution, rounded down, and b
    takes what is left.

    Args:
        inputs, classes, parameters: int.
    """
    half = (inputs + 2 + classes) / 2
    root = (half**2 + parameters - classes) ** 0.5 - half
    first = max(1, int(root))
    left = parameters - (inputs + 1) * first - classes
    return first, max(1, round(left / (first + 1 + classes)))
