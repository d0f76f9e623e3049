"""Arrays as sheets of equal tiles in 8-bit lossless PNG, and back.

Pure functions on NumPy arrays; the format is in `docs/layer_viz_format.md`.
"""

import dataclasses
import math

import numpy as np
from PIL import Image

LARGEST = 4096  # pixels: side of a sheet
CLIP_QUANTILE = 0.995
SAMPLE = 20_000  # values that the quantile is taken of
SIGNED_ZERO, SIGNED_STEPS, UNSIGNED_STEPS = 128, 127, 255


@dataclasses.dataclass(frozen=True)
class Tiles:
    """Quantised tiles that wait to be written.

    Args:
        pixels: uint8 array `(tiles, height, width)`, or with 3 channels.
        facts: dict, the fields of a sheet but `file` (see the format).
    """

    pixels: np.ndarray
    facts: dict

    def sheet(self):
        """uint8 array of the whole sheet, tiles from left to right."""
        columns = self.facts["columns"]
        tiles, height, width = self.pixels.shape[:3]
        rows = math.ceil(tiles / columns)
        missing = rows * columns - tiles
        pad = [(0, missing)] + [(0, 0)] * (self.pixels.ndim - 1)
        grid = np.pad(self.pixels, pad).reshape(
            rows, columns, height, width, *self.pixels.shape[3:]
        )
        return grid.swapaxes(1, 2).reshape(
            rows * height, columns * width, *self.pixels.shape[3:]
        )

    def save(self, path):
        """Writes the sheet as PNG; `optimize` would take 5 times as long."""
        Image.fromarray(self.sheet()).save(path, format="PNG", compress_level=6)


def quantise(values, columns=None, scale=None):
    """Values as 8-bit tiles with a known scale.

    Args:
        values: float array `(tiles, height, width)`, finite or not: NaN
            becomes 0 and infinities the ends of the scale.
        columns: int. Tiles in a row; fewer where the sheet would be too wide.
        scale: float. The largest absolute value shown; by default the 99.5th
            percentile of the absolute values.

    Returns:
        `Tiles`.
    """
    values = np.asarray(values, "float32")
    if not np.isfinite(values).all():
        finite = values[np.isfinite(values)]
        end = float(np.abs(finite).max()) if finite.size else 1.0
        values = np.nan_to_num(values, nan=0.0, posinf=end, neginf=-end)
    low, high = float(values.min(initial=0)), float(values.max(initial=0))
    magnitude = np.abs(values)
    scale = scale or _scale(magnitude) or max(-low, high) or 1.0
    signed = low < 0
    zero, steps = (SIGNED_ZERO, SIGNED_STEPS) if signed else (0, UNSIGNED_STEPS)
    pixels = np.rint(np.clip(values / scale, -1, 1) * steps) + zero
    facts = _layout(values.shape, columns) | {
        "scale": float(scale),
        "zero": zero,
        "clipped": float((magnitude > scale).mean()) if values.size else 0.0,
        "low": low,
        "high": high,
    }
    return Tiles(pixels.astype("uint8"), facts)


def picture_tiles(images, columns=None):
    """Pictures that are shown as they are.

    Args:
        images: uint8 array `(tiles, height, width, channels)`, 1 or 3
            channels.
        columns: int. As in `quantise`.

    Raises:
        ValueError: for other arrays.
    """
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[-1] not in (1, 3):
        raise ValueError(
            f"Pictures are uint8 arrays (n, height, width, 1 or 3); received "
            f"{images.dtype} {images.shape}."
        )
    pixels = images[..., 0] if images.shape[-1] == 1 else images
    facts = _layout(pixels.shape, columns)
    return Tiles(pixels, facts | {"scale": 1.0, "zero": None, "clipped": 0.0})


def decode(pixels, facts):
    """The tiles of a sheet, as values.

    Args:
        pixels: uint8 array, the sheet as it was read.
        facts: dict, the sheet's fields.

    Returns:
        float32 array `(tiles, height, width)`; for a picture its uint8 pixels.
    """
    height, width = facts["tile"]
    rows = pixels.shape[0] // height
    rest = pixels.shape[2:]
    tiles = pixels.reshape(rows, height, facts["columns"], width, *rest).swapaxes(1, 2)
    tiles = tiles.reshape(-1, height, width, *rest)[: facts["tiles"]]
    if facts["zero"] is None:
        return tiles
    steps = SIGNED_STEPS if facts["zero"] else UNSIGNED_STEPS
    return (tiles.astype("float32") - facts["zero"]) / steps * facts["scale"]


def pack_units(outputs, units):
    """What the chosen units of a layer put out, as tiles.

    Args:
        outputs: array `(n, height, width, channels)` or `(n, units)`.
        units: sequence of int, the channels to show.

    Returns:
        array `(n * len(units), height, width)` for maps, `(n, h, w)` for
        vectors, which fill a near-square row by row.
    """
    chosen = np.asarray(outputs, "float32")[..., list(units)]
    if chosen.ndim == 4:
        tiles = np.moveaxis(chosen, -1, 1)
        return tiles.reshape(-1, *tiles.shape[2:])
    height, width = near_square(len(units))
    padded = np.pad(chosen, ((0, 0), (0, height * width - len(units))))
    return padded.reshape(-1, height, width)


def near_square(n):
    """`(height, width)` of the smallest near-square that holds `n` pixels."""
    width = math.ceil(math.sqrt(n))
    return math.ceil(n / width), width


def _scale(magnitude):
    """The clip quantile, of a regular sample where there are very many."""
    flat = magnitude.reshape(-1)
    if not flat.size:
        return 0.0
    flat = flat[:: max(1, flat.size // SAMPLE)]
    return float(np.quantile(flat, CLIP_QUANTILE))


def _layout(shape, columns):
    tiles, height, width = shape[:3]
    widest = max(1, LARGEST // width)
    columns = max(1, min(columns or tiles, widest, tiles))
    if math.ceil(tiles / columns) * height > LARGEST:
        columns = min(widest, tiles)
    return {"tile": [height, width], "columns": columns, "tiles": tiles}
