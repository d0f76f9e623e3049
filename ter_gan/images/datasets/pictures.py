"""Single images of any sort, made into uint8 RGB arrays of one size."""

import contextlib
import warnings

import numpy as np
from PIL import Image, ImageOps

from ter_gan.errors import UserError

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
ORIENTATION = 0x0112  # EXIF tag; 5 to 8 swap width and height
LARGEST = 8 * 2**30  # bytes of all images together


@contextlib.contextmanager
def strict():
    """Makes Pillow refuse decompression bombs, and silent otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def measure(path):
    """`(width, height)` of a file's image when upright; `None` if unreadable."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            swapped = image.getexif().get(ORIENTATION, 1) >= 5
            return image.size[::-1] if swapped else image.size
    except Exception:  # a damaged file may raise anything
        return None


def read(path, size, note):
    """An image file as an array.

    Args:
        path: `pathlib.Path`.
        size: `(width, height)` in pixels.
        note: callable. Takes the kind of thing that is done to the image, as
            `ter_gan.sources.notes.Notes` does.

    Returns:
        uint8 array `(height, width, 3)`, or `None` if it cannot be read.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            return to_array(image, size, note)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        millions = Image.MAX_IMAGE_PIXELS / 1e6
        note(f"{{n}} image{{s}} over {millions:.3g} megapixels refused: {{names}}")
    except Exception:  # a damaged file may raise anything
        note("{n} unreadable file{s} skipped: {names}")
    return None


def to_array(image, size, note):
    """An image of any mode as an array; see `read`."""
    for step in (_first_frame, _upright, _eight_bits, _opaque, _rgb):
        image = step(image, note)
    return np.asarray(fit(image, size, note))


def _first_frame(image, note):
    if getattr(image, "n_frames", 1) > 1:
        note("{n} image{s} with several frames: the first is used")
    return image


def _upright(image, note):
    if image.getexif().get(ORIENTATION, 1) != 1:
        note("{n} EXIF-rotated image{s} turned upright")
    return ImageOps.exif_transpose(image)


def _eight_bits(image, note):
    """Grey images of 16 bits keep their whole range: 65535 becomes 255."""
    if image.mode != "I" and not image.mode.startswith("I;16"):
        return image
    values = np.asarray(image).astype(np.int64)
    if values.min() < 0 or values.max() > 65535:
        raise ValueError("its values do not fit 16 bits")
    note("{n} 16-bit image{s} reduced to 8 bits")
    return Image.fromarray(np.rint(values / 257).astype(np.uint8))


def _opaque(image, note):
    if not image.has_transparency_data:
        return image
    image = image.convert("RGBA")
    if image.getextrema()[3][0] < 255:
        note("{n} image{s} with transparency laid on white")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _rgb(image, note):
    if image.mode == "F":
        raise ValueError("floating-point pixels have no known range")
    if image.mode not in ("1", "L", "RGB"):
        mode = {"P": "palette"}.get(image.mode, image.mode)
        note(f"{{n}} {mode} image{{s}} converted to RGB")
    return image.convert("RGB")


def fit(image, size, note):
    """Crops the centre in the shape of `size`, and resizes it.

    The area (box) filter averages all pixels that fall into one.

    Args:
        image: `PIL.Image.Image`.
        size: `(width, height)` in pixels.
        note: callable, as for `read`.
    """
    if image.size == size:
        return image
    (width, height), wanted = image.size, "{}x{}".format(*size)
    if width < size[0] or height < size[1]:
        note(f"{{n}} image{{s}} smaller than {wanted} enlarged")
    else:
        note(f"{{n}} image{{s}} cropped and resized to {wanted}")
    scale = min(width / size[0], height / size[1])
    crop_width, crop_height = scale * size[0], scale * size[1]
    left, top = (width - crop_width) / 2, (height - crop_height) / 2
    box = (left, top, left + crop_width, top + crop_height)
    return image.resize(size, Image.Resampling.BOX, box=box)


def stack(arrays, count, size):
    """One array of many images.

    Args:
        arrays: iterable of uint8 arrays `(height, width, 3)`.
        count: int. Not less than the number of arrays.
        size: `(width, height)` in pixels.

    Returns:
        uint8 array `(n, height, width, 3)`.

    Raises:
        UserError: if that is more than `LARGEST` bytes.
    """
    needed = count * size[0] * size[1] * 3
    if needed > LARGEST:
        raise UserError(
            f"{count} images of {size[0]}x{size[1]} take {needed / 2**30:.0f} GiB "
            f"of memory; ask for smaller ones, e.g. with ?size=64."
        )
    images = np.empty((count, size[1], size[0], 3), np.uint8)
    number = 0
    for number, array in enumerate(arrays, start=1):
        images[number - 1] = array
    return images[:number]


def drop_colour(parts):
    """Leaves one channel if no pixel of any part has a colour.

    Args:
        parts: list of uint8 arrays `(n, height, width, 3)`.

    Returns:
        list of uint8 arrays `(n, height, width, 3)`, or all `(…, 1)`.
    """
    grey = all(
        np.array_equal(images[..., 0], images[..., channel])
        for images in parts
        for channel in (1, 2)
    )
    return [images[..., :1].copy() for images in parts] if grey else parts
