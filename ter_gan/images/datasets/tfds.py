"""`tfds:NAME`: the image datasets of TensorFlow Datasets."""

import numpy as np
from PIL import Image

from ter_gan.data import Dataset, Scaling, Split
from ter_gan.errors import UserError
from ter_gan.images.datasets import pictures, sizes
from ter_gan.sources import splits, tfds_download, tfds_worker
from ter_gan.sources.notes import Notes
from ter_gan.sources.ways import to_stderr


def load(name, size=None, data_dir=None, report=to_stderr):
    """Loads an image dataset of TensorFlow Datasets.

    Splits named train, validation and test are taken as they are; what is
    missing is cut off from train. Where no split is named train, all splits
    are joined and cut. Images of varying size are cropped at the centre and
    resized as those of a folder.

    Args:
        name: str. `NAME`, `NAME/CONFIG`, `NAME:VERSION` or
            `NAME/CONFIG:VERSION`.
        size: `(width, height)` in pixels. By default the dataset's own size
            if it has one, else 64x64.
        data_dir: str or path. Holds the dataset as TensorFlow Datasets has
            prepared it, in a folder `NAME`; `None` means `$TER_GAN_DATA`.
        report: callable. Takes one line of text for people.

    Returns:
        `ter_gan.data.Dataset` of uint8 images `(height, width, 1 or 3)`.

    Raises:
        UserError: for an unknown name, a dataset without images, or when it
            can be neither found nor downloaded.
    """
    builder, about = tfds_download.opened("images", name, data_dir, report)
    parts, class_names = _read(name, builder, size, report)
    return Dataset(
        f"tfds:{name}",
        *_three(parts),
        Scaling(127.5, 1.0, "uint8"),
        class_names,
        **about,
    )


def _read(name, builder, size, report):
    """Dict from names of splits to `Split`s, and the names of the classes."""
    features, notes = builder.info.features, Notes()
    image, label = _keys(name, features)
    size = size or _own_size(features[image])
    parts = {
        part: _read_split(builder, part, image, label, size, notes)
        for part in tfds_download.parts_of(builder)
    }
    for line in notes.lines():
        report(f"tfds:{name}: {line}")
    images = pictures.drop_colour([split.x for split in parts.values()])
    labels = [split.y for split in parts.values()]
    parts = dict(zip(parts, map(Split, images, labels), strict=True))
    return parts, tuple(features[label].names) if label else None


def _keys(name, features):
    """Names of the features with the images and the classes, or `None`."""
    image = tfds_worker.key(features, "images")
    if image is None:
        raise UserError(tfds_worker.unsuitable(name, features, "images"))
    if features[image].np_dtype not in (np.uint8, np.uint16):
        raise UserError(
            f"tfds:{name} has images of {features[image].np_dtype.__name__}; "
            f"only those of 8 or 16 bits are read."
        )
    kind = tfds_download.library().features.ClassLabel
    labels = [key for key, value in features.items() if isinstance(value, kind)]
    return image, "label" if "label" in labels else next(iter(labels), None)


def _own_size(feature):
    height, width, _ = feature.shape
    return (width, height) if width and height else sizes.DEFAULT


def _read_split(builder, part, image, label, size, notes):
    """A split, without the samples whose class is not known (-1)."""
    examples = builder.as_dataset(split=part)
    labels = []

    def arrays():
        for example in examples.as_numpy_iterator():
            labels.append(example[label] if label else 0)
            yield pictures.to_array(
                _picture(example[image]), size, lambda kind: notes.add(kind, part)
            )

    images = pictures.stack(arrays(), builder.info.splits[part].num_examples, size)
    labels = np.asarray(labels, np.int32)
    known = labels >= 0
    if not known.any():
        notes.add("{n} split{s} without labels left out: {names}", part)
    return Split(images[known], labels[known] if label else None)


def _picture(array):
    return Image.fromarray(array[..., 0] if array.shape[-1] == 1 else array)


def _three(parts):
    """Train, validation and test; what is missing is cut off from train."""
    train = parts.get("train") or _joined(list(parts.values()))
    missing = [name for name in ("validation", "test") if not parts.get(name)]
    if missing:
        train, *cut = splits.cut(train, len(missing))
        parts = parts | dict(zip(missing, cut, strict=True))
    return train, parts["validation"], parts["test"]


def _joined(parts):
    images = np.concatenate([split.x for split in parts])
    labelled = all(split.y is not None for split in parts)
    return Split(images, np.concatenate([s.y for s in parts]) if labelled else None)
