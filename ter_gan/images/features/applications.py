"""ImageNet networks of Keras applications, for images of any size."""

import collections.abc
import dataclasses
import functools
import os
import pathlib
import tempfile

import keras
from keras import layers

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.images.features import downloads
from ter_gan.images.features.network import FeatureNetwork
from ter_gan.sources.ways import Unavailable

BATCH_SIZE = 32  # images, which are large inside
GREY = "_grey"  # ends the names of networks that see grey images as colour ones


@dataclasses.dataclass(frozen=True)
class Application:
    """What is known of a network of Keras applications.

    Args:
        make: callable of `keras.applications`.
        side: int. Height and width of the images that it was trained on.
        scaling: tuple `(scale, offset)` from [0, 255] to what it takes.
        url: str. Where Keras downloads its weights.
        size: int. Bytes of that file, about.
    """

    make: collections.abc.Callable
    side: int
    scaling: tuple[float, float]
    url: str
    size: int


STORE = "https://storage.googleapis.com"
APPLICATIONS = {
    # Szegedy et al. 2016, https://arxiv.org/abs/1512.00567
    "inceptionv3": Application(
        keras.applications.InceptionV3,
        side=299,
        scaling=(1 / 127.5, -1.0),
        url=f"{STORE}/tensorflow/keras-applications/inception_v3/"
        "inception_v3_weights_tf_dim_ordering_tf_kernels.h5",
        size=96_000_000,
    ),
    # Tan & Le 2019, https://arxiv.org/abs/1905.11946; it scales by itself
    "efficientnetb0": Application(
        keras.applications.EfficientNetB0,
        side=224,
        scaling=(1.0, 0.0),
        url=f"{STORE}/keras-applications/efficientnetb0.h5",
        size=21_800_000,
    ),
}


def load(name, weights="imagenet"):
    """A network that was trained on ImageNet.

    Args:
        name: str. A key of `APPLICATIONS`, and `_grey` behind it for grey
            images, whose channel is then repeated three times.
        weights: `"imagenet"`, or `None` for random ones.

    Returns:
        `FeatureNetwork`: the vectors are the means of the last maps, the
        probabilities those of the 1000 classes of ImageNet.

    Raises:
        UserError: if the weights are not here and cannot be downloaded.
    """
    application = APPLICATIONS[name.removesuffix(GREY)]
    if weights == "imagenet":
        provide(name, application)
    model = build(application, weights, channels=1 if name.endswith(GREY) else 3)
    return FeatureNetwork(name, model, batch_size=BATCH_SIZE)


def build(application, weights, channels=3):
    """The network with its own resizing and scaling.

    Args:
        application: `Application`.
        weights: as for `load`.
        channels: int. 1 or 3.

    Returns:
        `keras.Model` from images `(n, height, width, channels)` in [0, 255]
        to vectors `(n, d)` and probabilities `(n, 1000)`.
    """
    images = keras.Input((None, None, channels), name="images")
    x = images if channels == 3 else layers.Concatenate(name="colour")([images] * 3)
    side, (scale, offset) = application.side, application.scaling
    x = layers.Resizing(side, side, antialias=True, name="resized")(x)
    x = layers.Rescaling(scale, offset, name="scaled")(x)
    trained = application.make(weights=weights, input_shape=(side, side, 3))
    described = keras.Model(
        trained.input, [trained.get_layer("avg_pool").output, trained.output]
    )
    return keras.Model(images, described(x), name=trained.name)


def provide(name, application):
    """Sees to it that Keras finds the weights, without waiting for ever.

    Args:
        name: str. Of the feature network, for messages.
        application: `Application`.

    Raises:
        UserError: if the weights are not here and cannot be downloaded.
    """
    target = _keras_folder() / application.url.rsplit("/", 1)[1]
    if target.is_file():
        return
    file = downloads.Published(target.name, "", application.size, application.url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            content = file.download(pathlib.Path(folder)).read_bytes()
    except Unavailable as failure:
        raise UserError(
            f"The weights of {name} cannot be downloaded ({failure}). Get "
            f"{application.url} on another machine and put it into {target.parent}, "
            f"or choose another network with --features."
        ) from failure
    with files.replacing(target) as temporary:
        temporary.write_bytes(content)


def _keras_folder():
    """Where Keras keeps the weights of its applications."""
    home = os.environ.get("KERAS_HOME") or pathlib.Path.home() / ".keras"
    return pathlib.Path(home) / "models"


NETWORKS = {
    f"{name}{suffix}": functools.partial(load, f"{name}{suffix}")
    for name in APPLICATIONS
    for suffix in ("", GREY)
}
