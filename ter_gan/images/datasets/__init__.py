"""Image datasets by name."""

import dataclasses

from ter_gan.errors import unknown
from ter_gan.images.datasets import folder, official, sizes, stacked, tfds
from ter_gan.images.datasets.catalogue import OFFICIAL
from ter_gan.sources.ways import to_stderr

DATASETS = (*OFFICIAL, stacked.NAME)

__all__ = ["DATASETS", "load"]


def load(name, data_dir=None, report=to_stderr):
    """Loads images by the name of their dataset.

    Args:
        name: str. One of
            - `"mnist"`, `"fashion_mnist"`, `"cifar10"`: the official bytes;
            - `"stacked_mnist"`: three digits as the colours of one image;
            - `"folder:PATH"`: a folder, whose sub-folders are the classes;
            - `"tfds:NAME"`: an image dataset of TensorFlow Datasets.
            `folder:` and `tfds:` take a size in pixels, width x height, at
            the end: `"folder:photos?size=48x32"`, `"tfds:NAME?size=64"`.
        data_dir: str or path. The user's data, one sub-folder per dataset;
            `None` means the environment variable `TER_GAN_DATA`.
        report: callable. Takes one line of text for people; by default it
            goes to stderr.

    Returns:
        `ter_gan.data.Dataset` of uint8 images `(height, width, channels)`
        with 1 or 3 channels, in [0, 255].

    Raises:
        UserError: for an unknown name, and for data that cannot be had.
    """
    if name in OFFICIAL:
        return official.load(name, data_dir, report)
    if name == stacked.NAME:
        return stacked.load(data_dir, report)
    prefix, _, rest = name.partition(":")
    place, size = sizes.asked(rest)
    if prefix == "folder":
        dataset = folder.load(place, size, report)
    elif prefix == "tfds":
        dataset = tfds.load(place, size, data_dir, report)
    else:
        raise unknown("dataset", name, [*DATASETS, "folder:PATH", "tfds:NAME"])
    return dataclasses.replace(dataset, name=name)
