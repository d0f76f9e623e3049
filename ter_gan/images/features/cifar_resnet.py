"""ResNet-56 for CIFAR-10, with weights that a person converts once."""

import keras
import numpy as np
from keras import layers, ops

from ter_gan.errors import UserError
from ter_gan.images.datasets.catalogue import OFFICIAL
from ter_gan.images.features import downloads, weight_files
from ter_gan.images.features.network import FeatureNetwork
from ter_gan.interop import torch_file
from ter_gan.sources import places
from ter_gan.sources.ways import to_stderr

NAME = "cifarresnet56"
SHAPE = (32, 32, 3)
BLOCKS = 9  # of each of three stages: 6 * 9 + 2 = 56 layers
FILTERS = (16, 32, 64)
MEAN = (0.485, 0.456, 0.406)  # of the images that it was trained on, in [0, 1]
DEVIATION = (0.229, 0.224, 0.225)

FILE = "resnet56-4bfd9763.th"
SOURCE = "https://github.com/akamaster/pytorch_resnet_cifar10"
FILE_SHA256 = "4bfd97631478d6b638d2764fd2baff3edb1d7d82252d54439343b6596b9b5367"
# Of the weights themselves, as `weight_files.sha256` finds it:
SHA256 = "e644405cf027a46a6a14fa342cc57085a8a63ef597cac1a8dcdb68c572f6197c"


def build(blocks=BLOCKS, classes=10):
    """The residual network for CIFAR-10 of He et al. 2016.

    "Deep Residual Learning for Image Recognition",
    https://arxiv.org/abs/1512.03385, section 4.2. Shortcuts have no weights
    (option A): every second pixel, and zeros for the new channels. The
    vectors are the last maps' means, as in Inception-based distances.

    Args:
        blocks: int. Residual blocks of each stage.
        classes: int.

    Returns:
        `keras.Model` from images `(n, 32, 32, 3)` in [0, 255] to vectors
        `(n, 64)` and probabilities `(n, classes)`.
    """
    images = keras.Input(SHAPE, name="images")
    deviation = np.asarray(DEVIATION)
    scaled = layers.Rescaling(
        (1 / 255 / deviation).tolist(),
        (-np.asarray(MEAN) / deviation).tolist(),
        name="scaled",
    )
    x = _normalised(scaled(images), FILTERS[0], 1, "conv1")
    x = layers.ReLU(name="relu1")(x)
    for stage, filters in enumerate(FILTERS, 1):
        for block in range(blocks):
            x = _residual(x, filters, f"layer{stage}_{block}")
    vectors = layers.GlobalAveragePooling2D(name="vectors")(x)
    logits = layers.Dense(classes, name="linear")(vectors)
    probabilities = layers.Softmax(name="probabilities")(logits)
    return keras.Model(images, [vectors, probabilities], name="cifar_resnet")


def _residual(x, filters, name):
    stride = filters // x.shape[-1]
    h = _normalised(x, filters, stride, f"{name}_conv1")
    h = layers.ReLU(name=f"{name}_relu1")(h)
    h = _normalised(h, filters, 1, f"{name}_conv2")
    if stride > 1:
        x = _shortcut(x, filters - x.shape[-1])
    x = layers.Add(name=f"{name}_sum")([h, x])
    return layers.ReLU(name=f"{name}_relu2")(x)


def _shortcut(x, channels):
    """Every second pixel, between new channels of zeros on either side."""
    side = channels // 2
    return ops.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (side, side)))


def _normalised(x, filters, stride, name):
    """A convolution padded by one pixel on every side, and batch normalisation."""
    if stride > 1:  # Keras's "same" would pad one side only
        x = layers.ZeroPadding2D(1, name=f"{name}_padded")(x)
    x = layers.Conv2D(
        filters,
        3,
        stride,
        padding="valid" if stride > 1 else "same",
        use_bias=False,
        name=name,
    )(x)
    return layers.BatchNormalization(epsilon=1e-5, name=f"{name}_norm")(x)


def from_torch(state, model=None):
    """Puts the arrays of a PyTorch state dict into the order of a network.

    Args:
        state: dict from names to arrays, as `torch_file.read` returns it.
        model: `keras.Model` as `build` makes it; `None` means ResNet-56.

    Returns:
        list of float32 arrays for `keras.Model.set_weights`.

    Raises:
        UserError: if it is not the state of this network.
    """
    variables = (model or build()).weights
    wrong = f"These are not the weights of {NAME}"
    try:
        arrays = [_array(state, variable.path) for variable in variables]
    except KeyError as error:
        raise UserError(f"{wrong}: {error} is missing.") from error
    for variable, array in zip(variables, arrays):
        if variable.shape != array.shape:
            raise UserError(
                f"{wrong}: {variable.path} has the shape {array.shape}, not "
                f"{tuple(variable.shape)}."
            )
    return arrays


PARAMETERS = {
    "kernel": "weight",
    "gamma": "weight",
    "beta": "bias",
    "bias": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def _array(state, path):
    """The array of a Keras variable such as `layer1_0_conv1_norm/gamma`."""
    layer, parameter = path.split("/")
    module = layer.replace("_", ".")
    if module.endswith(".norm"):
        module = module.removesuffix(".norm").replace("conv", "bn")
    array = np.asarray(state[f"{module}.{PARAMETERS[parameter]}"], "float32")
    if array.ndim == 4:
        return array.transpose(2, 3, 1, 0)
    return array.T


def convert(path):
    """Puts the weights of the published file into the cache.

    Args:
        path: str or path of the PyTorch file.

    Returns:
        `pathlib.Path` of the written file.

    Raises:
        UserError: if it is another file.
    """
    arrays = weight_files.checked(path, from_torch(torch_file.read(path)), SHA256)
    weight_files.write(weight_files.cached(NAME), arrays)
    return weight_files.cached(NAME)


def load(report=to_stderr):
    """The trained network, with weights from this machine.

    Its published test error is 6.61 %.

    Args:
        report: as for `find_weights`.

    Returns:
        `FeatureNetwork`.

    Raises:
        UserError: if there are no weights; it says how to get them.
    """
    weights = find_weights(report)
    model = build()
    model.set_weights(weights)
    return FeatureNetwork(NAME, model, OFFICIAL["cifar10"].class_names)


def find_weights(report=to_stderr):
    """The trained weights, from the cache or the data directory.

    The cache is where `convert` puts them; the folder `weights` of the data
    directory may have that file, or the published one. Whichever it is, the
    weights must have the known hash.

    Args:
        report: callable. Takes one line of text for people.

    Returns:
        list of float32 arrays for `keras.Model.set_weights`.

    Raises:
        UserError: if there are none, or others.
    """
    for path in _converted():
        if path.is_file():
            return weight_files.read(path, SHA256)
    if path := _published():
        report(f"{NAME}: weights from {path}, known by its sha256")
        return weight_files.checked(path, from_torch(torch_file.read(path)), SHA256)
    raise UserError(
        f"The weights of {NAME} are not here. Get {FILE} from {SOURCE}, then: "
        f"python -m ter_gan.images.features.convert {NAME} {FILE}"
    )


def _folder():
    root = places.data_directory()
    return root / downloads.FOLDER if root else None


def _converted():
    yield weight_files.cached(NAME)
    if folder := _folder():
        yield folder / f"{NAME}.npz"


def _published():
    """The published file in the data directory, whatever its name, or `None`."""
    folder = _folder()
    for path in sorted(folder.glob("*.th")) if folder else ():
        if downloads.sha256(path) == FILE_SHA256:
            return path
    return None
