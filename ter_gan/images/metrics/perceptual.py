"""How different two images look: distances between their activations.

LPIPS (Zhang et al. 2018, https://arxiv.org/abs/1801.03924) compares the activations
of a network trained on photographs, each channel weighted as people's judgements
taught it. `perceptual_…` are distances of the same form on our own feature networks:
they need no download, no judgement of people went into them, and they are not LPIPS.
"""

import dataclasses
import functools

import keras
import numpy as np
from keras import layers, ops

from ter_gan.errors import UserError, unknown
from ter_gan.evaluation.estimate import Estimate, checked, shuffled
from ter_gan.images import features
from ter_gan.images.features import downloads
from ter_gan.interop import torch_file

BATCH_SIZE = 64  # pairs of images
EPSILON = 1e-10  # added to a norm
LEAST = 32  # pixels; of smaller images AlexNet's pools leave nothing
SHIFT, SCALE = (-0.030, -0.088, -0.188), (0.458, 0.448, 0.450)
# The layers to compare, of each feature network: the last of each size of its maps.
LAYERS = {
    "mnistcnn": ("relu_1_1", "relu_2_2", "relu_3_2"),
    "fashioncnn": ("relu_1_1", "relu_2_2", "relu_3_2"),
    "cifarresnet56": ("layer1_8_relu2", "layer2_8_relu2", "layer3_8_relu2"),
    "inception": ("Conv2d_2b_3x3", "Conv2d_4a_3x3", "Mixed_5d", "Mixed_6e", "Mixed_7c"),
}
WHEEL = (
    "lpips==0.1.4 --hash=sha256:"
    "fd537af5828b69d2e6ffc0a397bd506dbc28ca183543617690844c08e102ec5e"
)


def layer_distance(model, layer_names, weights=None, least=1):
    """A distance between images from a network's activations.

    The activations at each place of a layer are scaled to length 1. Their squared
    differences are summed over channels and averaged over places; the result is
    the average over layers. With `weights` it is LPIPS: channels are weighted, and
    layers are summed.

    Args:
        model: `keras.Model` of images with values in [0, 255].
        layer_names: sequence of str. Layers of `(n, height, width, channels)` or
            `(n, channels)`.
        weights: sequence of arrays `(channels,)`, one for each layer, or `None`.
        least: int. Pixels that the images' sides must have.

    Returns:
        callable `distance(images_a, images_b)` of uint8 or float arrays
        `(n, height, width, channels)` with values in [0, 255]; it returns a
        float64 array `(n,)`, each at least 0.
    """
    if weights is None:
        weights = [1 / len(layer_names)] * len(layer_names)
    outputs = [model.get_layer(name).output for name in layer_names]
    activations = keras.Model(model.inputs, outputs)

    def of_batch(a, b):
        both = [ops.convert_to_tensor(each, "float32") for each in (a, b)]
        pairs = zip(
            *(keras.tree.flatten(activations(x, training=False)) for x in both),
            strict=True,
        )
        return sum(_difference(*pair, weight) for pair, weight in zip(pairs, weights))

    return functools.partial(_batched, of_batch, model.input_shape[1:], least)


def of_network(network):
    """`layer_distance` on a feature network.

    Args:
        network: `ter_gan.images.features.FeatureNetwork`, one of `LAYERS`.

    Raises:
        UserError: for another one.
    """
    if network.name not in LAYERS:
        raise UserError(
            f"There is no perceptual distance on {network.name}, only on "
            f"{', '.join(LAYERS)}. Choose one of them with --features."
        )
    return layer_distance(network.model, LAYERS[network.name])


def pairwise_distance(distance, images, pairs=1000, seed=0):
    """Mean perceptual distance of random pairs of images: their variety.

    0 for equal images; it belongs beside the same number of real images.

    Args:
        distance: callable, as of `layer_distance`.
        images: array `(n, height, width, channels)` with values in [0, 255].
        pairs: int, the most pairs; no image is in two of them.
        seed: int, of the pairs.

    Returns:
        `Estimate`; details: `pairs`.

    Raises:
        UserError: if there are fewer than 4 images.
    """
    images = shuffled(checked("The distance of pairs", "images", images, 4, 4), seed)
    number = min(pairs, len(images) // 2)
    found = distance(images[:number], images[number : 2 * number])
    error = float(found.std(ddof=1)) / number**0.5
    return Estimate(float(found.mean()), error, {"pairs": number})


def get(name):
    """A perceptual distance by its name.

    Args:
        name: str. `"lpips_squeeze"`, `"lpips_alex"`, or `"perceptual_"` and a
            feature network of `LAYERS`, e.g. `"perceptual_mnistcnn"`.

    Returns:
        callable, as of `layer_distance`.

    Raises:
        UserError: for an unknown name, or weights that cannot be had here.
    """
    if name in LPIPS:
        return lpips(name)
    known = [f"perceptual_{network}" for network in LAYERS]
    if name not in known:
        raise unknown("perceptual distance", name, [*LPIPS, *known])
    return of_network(features.get(name.removeprefix("perceptual_")))


def _difference(a, b, weight):
    squares = (_unit(a) - _unit(b)) ** 2 * weight
    places = tuple(range(1, len(squares.shape) - 1))
    return ops.mean(ops.sum(squares, -1, keepdims=True), (*places, -1))


def _unit(x):
    return x / (ops.sqrt(ops.sum(x**2, -1, keepdims=True)) + EPSILON)


def _batched(of_batch, shape, least, images_a, images_b):
    sides = images_a.shape[1:]
    fits = len(sides) == len(shape) and all(
        wanted in (None, side) for wanted, side in zip(shape, sides)
    )
    if images_a.shape != images_b.shape or not fits or not len(images_a):
        raise UserError(
            f"This perceptual distance compares images of shape {shape} in pairs; "
            f"received {images_a.shape} and {images_b.shape}."
        )
    if min(sides[:2]) < least:
        raise UserError(
            f"This perceptual distance needs images of {least} pixels or more; "
            f"received {sides[0]}x{sides[1]}."
        )
    parts = []
    for start in range(0, len(images_a), BATCH_SIZE):
        rows = slice(start, start + BATCH_SIZE)
        parts.append(ops.convert_to_numpy(of_batch(images_a[rows], images_b[rows])))
    return np.concatenate(parts, dtype="float64")


def squeezenet():
    """SqueezeNet 1.1 up to its last features (Iandola et al. 2016,
    https://arxiv.org/abs/1602.07360), without weights.

    Returns:
        `keras.Model` of colour images of any size, and the names of the layers
        that LPIPS compares.
    """
    images, x = _entrance()
    x = layers.Conv2D(64, 3, 2, activation="relu", name="features_0")(x)
    compared = ["features_0"]
    for place, width in SQUEEZENET:
        if place in (3, 6, 9):
            x = _pooled_up(x)
        x = _fire(x, f"features_{place}", width)
        if place not in (3, 6):
            compared.append(f"features_{place}")
    return keras.Model(images, x, name="squeezenet"), compared


# Places in torchvision's list of layers, and maps that each block squeezes to.
SQUEEZENET = ((3, 16), (4, 16), (6, 32), (7, 32), (9, 48), (10, 48), (11, 64), (12, 64))


def _pooled_up(x):
    """Every second maximum of 3x3 pixels; sides that are not whole are rounded up.

    The values are at least 0, so a row and a column of zeros change nothing.
    """
    return layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(((0, 1), (0, 1)))(x))


def _fire(x, name, width):
    x = layers.Conv2D(width, 1, activation="relu", name=f"{name}_squeeze")(x)
    branches = [
        layers.Conv2D(
            4 * width, side, padding="same", activation="relu", name=f"{name}_{part}"
        )(x)
        for part, side in (("expand1x1", 1), ("expand3x3", 3))
    ]
    return layers.Concatenate(name=name)(branches)


def alexnet():
    """The convolutions of AlexNet (Krizhevsky 2014,
    https://arxiv.org/abs/1404.5997), without weights.

    Returns:
        As `squeezenet`.
    """
    images, x = _entrance()
    x = layers.ZeroPadding2D(2)(x)
    x = layers.Conv2D(64, 11, 4, activation="relu", name="features_0")(x)
    compared = ["features_0"]
    for place, filters, side in ((3, 192, 5), (6, 384, 3), (8, 256, 3), (10, 256, 3)):
        if place in (3, 6):
            x = layers.MaxPooling2D(3, 2)(x)
        name = f"features_{place}"
        x = layers.Conv2D(filters, side, padding="same", activation="relu", name=name)(
            x
        )
        compared.append(name)
    return keras.Model(images, x, name="alexnet"), compared


def _entrance():
    """Images in [0, 255], and those as torchvision's networks of LPIPS take them."""
    images = keras.Input((None, None, 3), name="images")
    scale, shift = np.array(SCALE), np.array(SHIFT)
    x = layers.Rescaling(
        (1 / (127.5 * scale)).tolist(), (-(1 + shift) / scale).tolist(), name="scaled"
    )(images)
    return images, x


@dataclasses.dataclass(frozen=True)
class Lpips:
    """What LPIPS on one network is made of.

    Args:
        build: callable. Returns the network and the layers to compare.
        backbone, heads: files of `downloads`: the weights of the network, and of
            its channels.
    """

    build: object
    backbone: downloads.Published
    heads: downloads.InWheel


def _torchvision(name, sha256, size):
    url = f"https://download.pytorch.org/models/{name}"
    return downloads.Published(name, sha256, size, url)


def _heads(network, sha256):
    return downloads.InWheel(
        name=f"lpips-0.1.4-{network}.pth",
        sha256=sha256,
        size=53_763,
        pin=WHEEL,
        member=f"lpips/weights/v0.1/{network}.pth",
    )


LPIPS = {
    "lpips_squeeze": Lpips(
        squeezenet,
        _torchvision("squeezenet1_1-b8a52dc0.pth", "b8a52dc0", 4_966_400),
        _heads(
            "squeeze",
            "4a5350f23600cb79923ce65bb07cbf57dca461329894153e05a1346bd531cf76",
        ),
    ),
    "lpips_alex": Lpips(
        alexnet,
        _torchvision("alexnet-owt-7be5be79.pth", "7be5be79", 244_408_911),
        _heads(
            "alex",
            "df73285e35b22355a2df87cdb6b70b343713b667eddbda73e1977e0c860835c0",
        ),
    ),
}


def lpips(name="lpips_squeeze", data_dir=None, report=downloads.to_stderr):
    """The learned perceptual image patch similarity, version 0.1.

    Args:
        name: str. A key of `LPIPS`.
        data_dir, report: as for `downloads.fetch`.

    Returns:
        callable, as of `layer_distance`, of colour images of 32 pixels or more.

    Raises:
        UserError: if the weights are not here and cannot be downloaded.
    """
    parts = LPIPS[name]
    backbone, heads = (
        torch_file.read(downloads.fetch(file, data_dir, report))
        for file in (parts.backbone, parts.heads)
    )
    return lpips_of(name, backbone, heads)


def lpips_of(name, backbone, heads):
    """As `lpips`, with given weights.

    Args:
        name: str. A key of `LPIPS`.
        backbone, heads: dicts from names to arrays, as torchvision's file of the
            network and that of the package lpips have them.

    Raises:
        UserError: if they are not of this network.
    """
    model, compared = LPIPS[name].build()
    try:
        for layer in model.layers:
            if layer.weights:
                layer.set_weights(_weights(layer.name, backbone))
        weights = [
            heads[f"lin{number}.model.1.weight"].reshape(-1)
            for number in range(len(compared))
        ]
    except (KeyError, ValueError) as error:
        raise UserError(f"These are not the weights of {name} ({error}).") from error
    return layer_distance(model, compared, weights, LEAST)


def _weights(name, state):
    """Kernel and bias; `features_3_squeeze` is `features.3.squeeze` there."""
    name = name.replace("_", ".")
    return [state[f"{name}.weight"].transpose(2, 3, 1, 0), state[f"{name}.bias"]]
