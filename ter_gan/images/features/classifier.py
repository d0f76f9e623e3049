"""Small classifiers of 28x28 grey images, whose weights come with the project."""

import json
import pathlib

import keras
from keras import layers

from ter_gan.errors import UserError
from ter_gan.images.datasets.catalogue import OFFICIAL
from ter_gan.images.features import weight_files
from ter_gan.images.features.network import FeatureNetwork

SHIPPED = pathlib.Path(__file__).with_name("weights")
BLOCKS = ((16,), (32, 48), (64, 96))  # filters of the convolutions
MOMENTUM = 0.9  # of batch normalisation
DIMENSIONS = 64
NAMES = {"mnist": "mnistcnn", "fashion_mnist": "fashioncnn"}  # by dataset


def build(shape=(28, 28, 1), classes=10):
    """Three blocks of convolutions and pooling, then one hidden dense layer.

    The vectors are that layer's values before its ReLU. The Fréchet distance
    takes them for Gaussian; behind the ReLU many of them are exactly zero.

    Args:
        shape: `(height, width, channels)`, sides of 8 pixels or more.
        classes: int.

    Returns:
        `keras.Model` from images in [0, 255] to vectors `(n, 64)` and
        probabilities `(n, classes)`.
    """
    images = keras.Input(shape, name="images")
    x = layers.Rescaling(1 / 127.5, -1, name="scaled")(images)
    for block, widths in enumerate(BLOCKS, 1):
        for number, filters in enumerate(widths, 1):
            x = _convolution(x, filters, f"{block}_{number}")
        x = layers.MaxPooling2D(name=f"pool_{block}")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(DIMENSIONS, use_bias=False, name="dense")(x)
    vectors = layers.BatchNormalization(momentum=MOMENTUM, name="vectors")(x)
    x = layers.ReLU(name="hidden")(vectors)
    logits = layers.Dense(classes, name="logits")(x)
    probabilities = layers.Softmax(name="probabilities")(logits)
    return keras.Model(images, [vectors, probabilities], name="classifier")


def _convolution(x, filters, name):
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"conv_{name}")(
        x
    )
    x = layers.BatchNormalization(momentum=MOMENTUM, name=f"norm_{name}")(x)
    return layers.ReLU(name=f"relu_{name}")(x)


def load(dataset, folder=SHIPPED):
    """The trained classifier of a dataset.

    Args:
        dataset: str. A key of `NAMES`.
        folder: `pathlib.Path` that holds what
            `python -m ter_gan.images.features.train` wrote.

    Returns:
        `FeatureNetwork`.

    Raises:
        UserError: if the weights are missing, or not those that the JSON file
            names.
    """
    name, class_names = NAMES[dataset], OFFICIAL[dataset].class_names
    try:
        facts = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            f"{folder / name}.json cannot be read ({error}). Install the project "
            f"again, or: python -m ter_gan.images.features.train {dataset} --out "
            f"{folder}"
        ) from error
    model = build(classes=len(class_names))
    model.set_weights(
        weight_files.read(folder / f"{name}.npz", facts["weights_sha256"])
    )
    return FeatureNetwork(name, model, class_names)
