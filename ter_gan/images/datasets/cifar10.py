"""CIFAR-10 from any of the forms in which people have it.

The official archives, unpacked or not, and sheets of tiles sorted by class
give the same arrays: images sorted by their bytes, then put in one fixed
random order.
"""

import io
import pathlib
import re
import tarfile

import numpy as np
from PIL import Image

from ter_gan.images.datasets import unpickle
from ter_gan.sources.ways import Absent, Unavailable, reading

ARCHIVES = ("cifar-10-python.tar.gz", "cifar-10-binary.tar.gz")
FOLDERS = ("cifar-10-batches-py", "cifar-10-batches-bin", "")
SIDE = 32  # pixels
RECORD = 1 + 3 * SIDE * SIDE  # bytes: a label, then three planes
SHEET = re.compile(r"(train|test)_(\d)_[a-z]+_\d+\.webp")


def read_folder(folder):
    """CIFAR-10 in the canonical order.

    Args:
        folder: `pathlib.Path` with one of `ARCHIVES`, one of them unpacked,
            or lossless sheets `train_0_airplane_0.webp`, … of 32x32 tiles in
            row order.

    Returns:
        dict from `idx.PARTS` to uint8 arrays, images `(n, 32, 32, 3)`.

    Raises:
        Absent: if there is none of these.
        Unavailable: if a file is damaged.
    """
    names, read = _files(folder)
    for name, decode in FORMATS.items():
        if name in names:
            return _arrays(decode(names, read))
    raise Absent(f"no {' or '.join(ARCHIVES)} in {folder}")


def _files(folder):
    """Names of the files there, and a function from a name to bytes."""
    for archive in ARCHIVES:
        if (folder / archive).is_file():
            contents = _unpacked(folder / archive)
            return contents.keys(), contents.__getitem__
    for place in (folder / name for name in FOLDERS):
        names = {path.name for path in place.glob("*") if path.is_file()}
        if not names.isdisjoint(FORMATS):
            return names, lambda name, place=place: (place / name).read_bytes()
    return set(), None


def _unpacked(archive):
    with reading(archive), tarfile.open(archive) as files:
        return {
            pathlib.PurePosixPath(member.name).name: files.extractfile(member).read()
            for member in files
            if member.isfile()
        }


def _batches(names, read, decode, suffix=""):
    train = [f"data_batch_{number}{suffix}" for number in range(1, 6)]
    parts = {"train": train, "t10k": [f"test_batch{suffix}"]}
    if missing := {name for files in parts.values() for name in files} - set(names):
        raise Unavailable(f"{', '.join(sorted(missing))} missing")
    return {part: [decode(read, name) for name in parts[part]] for part in parts}


def _pickled(read, name):
    with reading(pathlib.Path(name)):
        batch = unpickle.loads(read(name), name)
        if not isinstance(batch, dict) or not {b"data", b"labels"} <= batch.keys():
            raise ValueError("no data and labels in it")
        return _images(np.asarray(batch[b"data"], np.uint8)), batch[b"labels"]


def _binary(read, name):
    with reading(pathlib.Path(name)):
        records = np.frombuffer(read(name), np.uint8).reshape(-1, RECORD)
        return _images(records[:, 1:]), records[:, 0]


def _images(planes):
    return planes.reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1)


def _sheets(names, read):
    parts = {"train": [], "t10k": []}
    for name in sorted(names):
        if match := SHEET.fullmatch(name):
            tiles = _tiles(read, name)
            part = "train" if match[1] == "train" else "t10k"
            parts[part].append((tiles, [int(match[2])] * len(tiles)))
    if not parts["t10k"]:
        raise Unavailable("the test sheets are missing")
    return parts


def _tiles(read, name):
    with reading(pathlib.Path(name)):
        sheet = np.asarray(Image.open(io.BytesIO(read(name))).convert("RGB"))
        rows, columns = sheet.shape[0] // SIDE, sheet.shape[1] // SIDE
        grid = sheet.reshape(rows, SIDE, columns, SIDE, 3)
        return grid.transpose(0, 2, 1, 3, 4).reshape(-1, SIDE, SIDE, 3)


# Which form it is shows in one file's name.
FORMATS = {
    "data_batch_1": lambda names, read: _batches(names, read, _pickled),
    "data_batch_1.bin": lambda names, read: _batches(names, read, _binary, ".bin"),
    "train_0_airplane_0.webp": _sheets,
}


def _arrays(parts):
    arrays = {}
    for part, batches in parts.items():
        images, labels = (np.concatenate(each) for each in zip(*batches, strict=True))
        order = canonical_order(images)
        arrays[f"{part}-images"] = images[order]
        arrays[f"{part}-labels"] = labels.astype(np.uint8)[order]
    return arrays


def canonical_order(images):
    """An order that does not depend on the order of the images.

    Args:
        images: uint8 array `(n, …)`.

    Returns:
        int array `(n,)` of indices: a fixed permutation of the sorted images.
    """
    rows = np.ascontiguousarray(images).reshape(len(images), -1)
    ranks = np.argsort(rows.view(f"V{rows.shape[1]}").ravel(), kind="stable")
    return ranks[np.random.default_rng(0).permutation(len(ranks))]
