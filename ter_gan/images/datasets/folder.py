"""A folder of images; its sub-folders, if it has any, are the classes."""

import concurrent.futures
import os
import pathlib

import numpy as np

from ter_gan.data import Dataset, Scaling, Split
from ter_gan.errors import UserError
from ter_gan.images.datasets import pictures, sizes
from ter_gan.sources import splits
from ter_gan.sources.notes import Notes
from ter_gan.sources.ways import to_stderr

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
SPLIT_NAMES = {"train", "test", "val", "valid", "validation"}
MANY = 5_000  # files; reading more is announced
FEWEST = 3  # images: one per split


def load(path, size=None, report=to_stderr):
    """Loads the images of a folder.

    Images that are not in the shape wanted are cropped at the centre and
    resized with an area filter. They are grey, with one channel, if no pixel
    of any image has a colour. Unreadable files are skipped. Whatever is done
    to images is reported, one line per kind of thing.

    The splits depend on the content of the images only: a tenth for
    validation, a tenth for test, at least one image each.

    Args:
        path: str or path. A folder with images (flat, without classes), or
            with one sub-folder of images per class. Hidden files and folders
            are not looked at.
        size: `(width, height)` in pixels. By default the size of the images
            if they all agree, else 64x64.
        report: callable. Takes one line of text for people.

    Returns:
        `ter_gan.data.Dataset` of uint8 images `(height, width, 1 or 3)`.

    Raises:
        UserError: if there is no such folder, or fewer than three different
            readable images in it.
    """
    root = _existing(path)
    notes = Notes()
    files = _images(root, notes)
    if len(files) > MANY:
        report(f"{root}: reading {len(files)} images ...")
    images, files = _read(root, files, size, notes)
    split, class_names = _labelled(root, images, files, notes)
    for line in notes.lines():
        report(line)
    if len(split) < FEWEST:
        raise _too_few(root, f"{len(split) or 'no'} readable images")
    return Dataset(
        f"folder:{path}",
        *splits.cut(split),
        Scaling(127.5, 1.0, "uint8"),
        class_names,
        source=str(root),
    )


def _existing(path):
    if not str(path):
        raise UserError("folder: names no folder; write folder:PATH.")
    root = pathlib.Path(path).expanduser()
    if not root.exists():
        raise UserError(f"There is no folder {root}; give the path of one with images.")
    if not root.is_dir():
        raise UserError(
            f"{root} is a file; give a folder of images (unpack an archive first)."
        )
    return root


def _too_few(root, found):
    return UserError(
        f"{root} holds {found}, but {FEWEST} are needed at least; put "
        f"{', '.join(suffix[1:] for suffix in SUFFIXES)} files in it or in one "
        f"sub-folder per class."
    )


def _images(root, notes):
    """Sorted paths of the image files, below `root` and relative to it."""
    paths = sorted(path.relative_to(root) for path in _files(root))
    images = [path for path in paths if path.suffix.lower() in SUFFIXES]
    for path in sorted(set(paths) - set(images)):
        notes.add("{n} file{s} of other types skipped: {names}", str(path))
    if len(images) < FEWEST:
        raise _too_few(root, f"{len(images) or 'no'} images")
    classes = {_class(path) for path in images} - {None}
    if not classes:
        return images
    if classes <= SPLIT_NAMES:
        raise UserError(
            f"The sub-folders of {root} ({', '.join(sorted(classes))}) are splits, "
            f"not classes; give one of them, splits are made here."
        )
    for path in images:
        if _class(path) is None:
            notes.add("{n} image{s} outside class folders skipped: {names}", str(path))
    return [path for path in images if _class(path)]


def _files(root):
    """Yields all files below a folder but hidden ones, through links too."""
    seen = set()
    for place, folders, names in os.walk(root, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = [] if real in seen else sorted(filter(_visible, folders))
        names = [] if real in seen else filter(_visible, names)
        seen.add(real)
        yield from (pathlib.Path(place, name) for name in names)


def _visible(name):
    return not name.startswith((".", "__MACOSX"))


def _class(path):
    return path.parts[0] if len(path.parts) > 1 else None


def _read(root, files, size, notes):
    """Images `(n, height, width, 1 or 3)`, and the files they come from."""
    kept = []

    def read(file):
        return pictures.read(root / file, size, lambda kind: notes.add(kind, str(file)))

    def arrays():
        for file, array in zip(files, pool.map(read, files), strict=True):
            if array is not None:
                kept.append(file)
                yield array

    with pictures.strict(), concurrent.futures.ThreadPoolExecutor() as pool:
        if not size:
            paths = (root / file for file in files)
            size = sizes.common(filter(None, pool.map(pictures.measure, paths)))
        images = pictures.stack(arrays(), len(files), size)
    return pictures.drop_colour([images])[0], kept


def _labelled(root, images, files, notes):
    """The images with their classes, and the names of these, or `None`."""
    names = [_class(file) for file in files]
    if None in names:
        return Split(images), None
    class_names, labels = np.unique(names, return_inverse=True)
    folders = {entry.name for entry in root.iterdir() if entry.is_dir()}
    for name in filter(_visible, sorted(folders - set(class_names.tolist()))):
        notes.add("{n} folder{s} without images skipped: {names}", name)
    return Split(images, labels.astype(np.int32)), tuple(class_names.tolist())
