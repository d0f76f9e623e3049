"""The Inception network of the Fréchet Inception distance.

Szegedy et al. 2015 (https://arxiv.org/abs/1512.00567), in the form of the frozen
graph of 2015-12-05 that Salimans et al. 2016 (https://arxiv.org/abs/1606.03498) and
Heusel et al. 2017 (https://arxiv.org/abs/1706.08500) measured with. Only numbers of
this network are called FID. It differs from Keras's InceptionV3 in its weights, in
1008 instead of 1000 classes, and in the pooling of its last block.
"""

import keras
import numpy as np
from keras import layers, ops

from ter_gan.errors import UserError
from ter_gan.images.features import downloads
from ter_gan.images.features.network import FeatureNetwork
from ter_gan.interop import torch_file

SIDE = 299  # pixels
CLASSES = 1008
EPSILON = 1e-3  # of the batch normalisations
BATCH_SIZE = 32  # images
WEIGHTS = downloads.Published(
    name="pt_inception-2015-12-05-6726825d.pth",
    sha256="6726825d",
    size=95_628_359,
    url="https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/"
    "pt_inception-2015-12-05-6726825d.pth",
)


def load(data_dir=None, report=downloads.to_stderr):
    """The network with its published weights.

    Args:
        data_dir, report: as for `downloads.fetch`.

    Returns:
        `FeatureNetwork` named `"inception"`, for colour images of any size.

    Raises:
        UserError: if the weights are not here and cannot be downloaded.
    """
    path = downloads.fetch(WEIGHTS, data_dir, report)
    model = build()
    set_weights(model, torch_file.read(path))
    return FeatureNetwork("inception", model, batch_size=BATCH_SIZE)


def convert(path):
    """Puts the published file into the cache.

    Args:
        path: str or path.

    Returns:
        `pathlib.Path` of the copy.

    Raises:
        UserError: if it is another file.
    """
    return downloads.supply(WEIGHTS, path)


def build():
    """The network without its weights.

    Batch normalisation does not learn here, so it is part of the convolutions'
    kernels and biases. The class scores leave out the bias of the last layer,
    as the published inception score does.

    Returns:
        `keras.Model` from images `(n, height, width, 3)` in [0, 255] to
        vectors `(n, 2048)` and probabilities `(n, 1008)`.
    """
    images = keras.Input((None, None, 3), name="images")
    x = ResizeBilinear(SIDE, name="resized")(images)
    x = layers.Rescaling(1 / 128, -1, name="scaled")(x)
    x = _stem(x)
    for name, pool in (("5b", 32), ("5c", 64), ("5d", 64)):
        x = _block_35(x, f"Mixed_{name}", pool)
    x = _reduction_17(x, "Mixed_6a")
    for name, width in (("6b", 128), ("6c", 160), ("6d", 160), ("6e", 192)):
        x = _block_17(x, f"Mixed_{name}", width)
    x = _reduction_8(x, "Mixed_7a")
    x = _block_8(x, "Mixed_7b", layers.AveragePooling2D)
    x = _block_8(x, "Mixed_7c", layers.MaxPooling2D)
    vectors = layers.GlobalAveragePooling2D(name="vectors")(x)
    logits = layers.Dense(CLASSES, use_bias=False, name="fc")(vectors)
    probabilities = layers.Softmax(name="probabilities")(logits)
    return keras.Model(images, [vectors, probabilities], name="inception")


@keras.saving.register_keras_serializable("ter_gan")
class ResizeBilinear(layers.Layer):
    """Bilinear resizing as TensorFlow 1 did it by default.

    Pixel `i` of the result lies at `i * old / new` of the image, between
    whichever two pixels are there; nothing is smoothed before. Later versions
    and other libraries put it at `(i + 1/2) * old / new - 1/2`.

    Args:
        side: int. Height and width of the result, in pixels.
    """

    def __init__(self, side, **options):
        super().__init__(**options)
        self.side = side

    def call(self, images):
        images = ops.cast(images, "float32")
        return self._along(2, self._along(1, images))

    def _along(self, axis, x):
        old = ops.shape(x)[axis]
        scale = ops.cast(old, "float32") / self.side
        place = ops.arange(self.side, dtype="float32") * scale
        low = ops.cast(ops.floor(place), "int32")
        high = ops.minimum(low + 1, old - 1)
        shape = [1, 1, 1, 1]
        shape[axis] = self.side
        share = ops.reshape(place - ops.cast(low, "float32"), shape)
        low, high = (ops.take(x, each, axis) for each in (low, high))
        return low + (high - low) * share

    def compute_output_shape(self, shape):
        return (shape[0], self.side, self.side, shape[3])

    def get_config(self):
        return super().get_config() | {"side": self.side}


def _convolution(x, name, filters, kernel, strides=1, padding="same"):
    return layers.Conv2D(
        filters, kernel, strides, padding, activation="relu", name=name
    )(x)


def _chain(x, block, *convolutions):
    """Convolutions one after the other, each given as for `_convolution`."""
    for name, *arguments in convolutions:
        x = _convolution(x, f"{block}_{name}", *arguments)
    return x


def _pool(x, kind=layers.AveragePooling2D):
    """3x3 neighbours; at the border only those that are there."""
    return kind(3, 1, "same")(x)


def _stem(x):
    x = _convolution(x, "Conv2d_1a_3x3", 32, 3, 2, "valid")
    x = _convolution(x, "Conv2d_2a_3x3", 32, 3, 1, "valid")
    x = _convolution(x, "Conv2d_2b_3x3", 64, 3)
    x = layers.MaxPooling2D(3, 2)(x)
    x = _convolution(x, "Conv2d_3b_1x1", 80, 1)
    x = _convolution(x, "Conv2d_4a_3x3", 192, 3, 1, "valid")
    return layers.MaxPooling2D(3, 2)(x)


def _block_35(x, block, pool):
    """At 35x35: kernels of 1, 5, twice 3, and pooling."""
    branches = [
        _chain(x, block, ("branch1x1", 64, 1)),
        _chain(x, block, ("branch5x5_1", 48, 1), ("branch5x5_2", 64, 5)),
        _chain(
            x,
            block,
            ("branch3x3dbl_1", 64, 1),
            ("branch3x3dbl_2", 96, 3),
            ("branch3x3dbl_3", 96, 3),
        ),
        _chain(_pool(x), block, ("branch_pool", pool, 1)),
    ]
    return layers.Concatenate(name=block)(branches)


def _reduction_17(x, block):
    """From 35x35 to 17x17."""
    branches = [
        _chain(x, block, ("branch3x3", 384, 3, 2, "valid")),
        _chain(
            x,
            block,
            ("branch3x3dbl_1", 64, 1),
            ("branch3x3dbl_2", 96, 3),
            ("branch3x3dbl_3", 96, 3, 2, "valid"),
        ),
        layers.MaxPooling2D(3, 2)(x),
    ]
    return layers.Concatenate(name=block)(branches)


def _block_17(x, block, width):
    """At 17x17: kernels of 7 as a row and a column."""
    branches = [
        _chain(x, block, ("branch1x1", 192, 1)),
        _chain(
            x,
            block,
            ("branch7x7_1", width, 1),
            ("branch7x7_2", width, (1, 7)),
            ("branch7x7_3", 192, (7, 1)),
        ),
        _chain(
            x,
            block,
            ("branch7x7dbl_1", width, 1),
            ("branch7x7dbl_2", width, (7, 1)),
            ("branch7x7dbl_3", width, (1, 7)),
            ("branch7x7dbl_4", width, (7, 1)),
            ("branch7x7dbl_5", 192, (1, 7)),
        ),
        _chain(_pool(x), block, ("branch_pool", 192, 1)),
    ]
    return layers.Concatenate(name=block)(branches)


def _reduction_8(x, block):
    """From 17x17 to 8x8."""
    branches = [
        _chain(
            x,
            block,
            ("branch3x3_1", 192, 1),
            ("branch3x3_2", 320, 3, 2, "valid"),
        ),
        _chain(
            x,
            block,
            ("branch7x7x3_1", 192, 1),
            ("branch7x7x3_2", 192, (1, 7)),
            ("branch7x7x3_3", 192, (7, 1)),
            ("branch7x7x3_4", 192, 3, 2, "valid"),
        ),
        layers.MaxPooling2D(3, 2)(x),
    ]
    return layers.Concatenate(name=block)(branches)


def _block_8(x, block, pooling):
    """At 8x8: rows and columns of 3 side by side."""
    three = _chain(x, block, ("branch3x3_1", 384, 1))
    double = _chain(x, block, ("branch3x3dbl_1", 448, 1), ("branch3x3dbl_2", 384, 3))
    branches = [
        _chain(x, block, ("branch1x1", 320, 1)),
        _chain(three, block, ("branch3x3_2a", 384, (1, 3))),
        _chain(three, block, ("branch3x3_2b", 384, (3, 1))),
        _chain(double, block, ("branch3x3dbl_3a", 384, (1, 3))),
        _chain(double, block, ("branch3x3dbl_3b", 384, (3, 1))),
        _chain(_pool(x, pooling), block, ("branch_pool", 192, 1)),
    ]
    return layers.Concatenate(name=block)(branches)


def set_weights(model, state):
    """Gives the network the weights of a PyTorch state dict.

    Args:
        model: what `build` returned.
        state: dict from names to arrays, as the published file has them.

    Raises:
        UserError: if they are not of this network.
    """
    try:
        for layer in model.layers:
            if layer.weights:
                layer.set_weights(_weights(layer.name, state))
    except (KeyError, ValueError) as error:
        raise UserError(
            f"These are not the weights of the FID Inception ({error})."
        ) from error


def _weights(name, state):
    if name == "fc":
        return [state["fc.weight"].T]
    name = name.replace("_branch", ".branch")
    return folded(
        state[f"{name}.conv.weight"],
        *(
            state[f"{name}.bn.{part}"]
            for part in ("weight", "bias", "running_mean", "running_var")
        ),
    )


def folded(kernel, gain, shift, mean, variance, epsilon=EPSILON):
    """A convolution and the batch normalisation behind it as one convolution.

    Args:
        kernel: array `(filters, channels, height, width)`, as PyTorch has it.
        gain, shift, mean, variance: arrays `(filters,)`.
        epsilon: float, added to the variance.

    Returns:
        list of the kernel `(height, width, channels, filters)` and the bias.
    """
    scale = gain / np.sqrt(variance.astype("float64") + epsilon)
    return [kernel.transpose(2, 3, 1, 0) * scale, shift - mean * scale]
