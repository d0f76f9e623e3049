"""A network that describes images: what all feature networks share."""

import dataclasses
import functools

import keras
import numpy as np

from ter_gan.errors import UserError
from ter_gan.images.features import weight_files

BATCH_SIZE = 256  # images


@dataclasses.dataclass(frozen=True)
class Features:
    """What a network says of images, in their order.

    Args:
        vectors: float32 array `(n, d)`.
        probabilities: float32 array `(n, classes)`, or `None`.
    """

    vectors: np.ndarray
    probabilities: np.ndarray | None = None

    def __len__(self):
        return len(self.vectors)


@dataclasses.dataclass(frozen=True)
class FeatureNetwork:
    """A trained network as a function from stored images to `Features`.

    Args:
        name: str. Part of the names of the metrics that use it.
        model: `keras.Model` from images `(n, height, width, channels)` with
            values in [0, 255] to vectors `(n, d)`, or to vectors and
            probabilities `(n, classes)`. Scaling and resizing are its first
            layers; a height and width of `None` mean any size.
        class_names: tuple of str, or `None`.
        batch_size: int. Images at a time, so that they fit into memory.
    """

    name: str
    model: keras.Model
    class_names: tuple[str, ...] | None = None
    batch_size: int = BATCH_SIZE

    @property
    def shape(self):
        """What an image must be, e.g. `(28, 28, 1)` or `(None, None, 3)`."""
        return self.model.input_shape[1:]

    @property
    def dimensions(self):
        """Length of a vector."""
        return self.model.outputs[0].shape[-1]

    @property
    def classes(self):
        """Number of classes of the probabilities; 0 without."""
        return sum(output.shape[-1] for output in self.model.outputs[1:])

    @functools.cached_property
    def sha256(self):
        """The hash of the weights, which tells one network from another."""
        return weight_files.sha256(self.model.get_weights())

    def __call__(self, images, batch_size=None, progress=None):
        """Describes images.

        Args:
            images: uint8 array `(n, height, width, channels)`, n >= 1.
            batch_size: int. Images at a time; `None` means the network's own.
                The result does not depend on it.
            progress: callable `progress(done, total)`, called after each batch.

        Returns:
            `Features`, in the order of the images.

        Raises:
            UserError: for images of another shape.
            ValueError: for images that are not uint8.
        """
        check(self.name, self.shape, images)
        total = len(images)
        size = min(batch_size or self.batch_size, total)
        outputs = [
            np.empty((total, output.shape[-1]), "float32")
            for output in self.model.outputs
        ]
        for start in range(0, total, size):
            batch = images[start : start + size]
            values = self.model.predict_on_batch(_filled(batch, size))
            for array, value in zip(outputs, keras.tree.flatten(values)):
                array[start : start + size] = value[: len(batch)]
            if progress:
                progress(min(start + size, total), total)
        return Features(*outputs)


def check(name, shape, images):
    """Refuses images that a network cannot take.

    Args:
        name: str. Of the network.
        shape: tuple of int or `None`. What an image must be.
        images: array.
    """
    if images.dtype != np.uint8:
        raise ValueError(
            f"{name} takes images as they are stored, uint8 in [0, 255], not "
            f"{images.dtype}; use dataset.from_model."
        )
    found = images.shape[1:]
    if images.ndim != 4:
        raise ValueError(
            f"{name} takes images (n, height, width, channels), not {images.shape}."
        )
    if found[2] != shape[2]:
        raise UserError(
            f"{name} takes {_colours(shape)} images, not {_colours(found)} ones. "
            f"Choose a network for these with --features."
        )
    if any(wanted not in (None, side) for wanted, side in zip(shape, found)):
        raise UserError(
            f"{name} takes images of {shape[0]}x{shape[1]} pixels, not "
            f"{found[0]}x{found[1]}. Choose a network for these with --features."
        )
    if not len(images):
        raise UserError(f"{name} needs at least one image.")


def _colours(shape):
    return {1: "grey", 3: "colour"}.get(shape[-1], f"{shape[-1]}-channel")


def _filled(batch, size):
    """float32 images, the last one repeated until there are `size`.

    With one shape for all batches nothing is compiled twice.
    """
    rows = np.minimum(np.arange(size), len(batch) - 1)
    return np.asarray(batch)[rows].astype("float32")
