"""Images of a folder, as a network wants them."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from ter_gan.errors import UserError

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
MODES = {1: "L", 3: "RGB"}


def listed(folder):
    """The image files of a folder, and their classes.

    Args:
        folder: str or path. Sub-folders are classes, in alphabetical order;
            images beside them are not looked at.

    Returns:
        `(files, labels, names)`: a list of paths, an int array, and the names
        of the classes; the last two are `None` for a folder without
        sub-folders.

    Raises:
        UserError: if there is no such folder, or no image in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; give one with images.")
    inner = {each.name: _images(each, "**/*") for each in folder.iterdir()}
    classes = sorted(name for name, files in inner.items() if files)
    if classes:
        files = [file for name in classes for file in inner[name]]
        labels = np.repeat(range(len(classes)), [len(inner[name]) for name in classes])
        return files, labels, classes
    files = _images(folder, "*")
    if not files:
        raise UserError(
            f"There are no images in {folder}; known types: "
            f"{', '.join(sorted(SUFFIXES))}."
        )
    return files, None, None


def _images(folder, pattern):
    return sorted(
        path
        for path in folder.glob(pattern)
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )


def read(file, shape):
    """One image, upright, cropped at its centre and resized with an area filter.

    Args:
        file: path.
        shape: `(height, width, 1 or 3)`.

    Returns:
        uint8 array of that shape.

    Raises:
        UserError: if it cannot be read.
    """
    height, width, channels = shape
    try:
        with Image.open(file) as image:
            upright = ImageOps.exif_transpose(image).convert(MODES[channels])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(f"The image {file} cannot be read: {error}") from error
    fitted = ImageOps.fit(upright, (width, height), Image.Resampling.BOX)
    return np.asarray(fitted).reshape(shape)


def scaled(images, value_range):
    """float32 array: uint8 images so that 0 is `low` and 255 is `high`."""
    low, high = value_range
    return np.float32(low) + images.astype("float32") * np.float32((high - low) / 255)
