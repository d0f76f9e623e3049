"""How images are shown: in a grid, generated ones beside real ones."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

PAPER, INK = (255, 255, 255), (40, 40, 40)
CAPTION_SIZE = 12  # pixels


def picture(samples, real=None, title=None, side=560):
    """Shows samples, and real images beside them in a grid of the same size.

    Args:
        samples: uint8 array `(n, height, width, channels)`, generated.
        real: uint8 array of as many real images, or `None`.
        title: str above the samples, or `None`.
        side: int. Aimed width in pixels of one grid; pixels stay square.

    Returns:
        `PIL.Image.Image`, RGB.
    """
    columns = math.ceil(math.sqrt(len(samples)))
    upscale = max(1, side // (columns * (samples.shape[2] + 2)))
    parts = [(f"generated, {title}" if title else "generated", samples)]
    if real is not None:
        parts.append(("real", real[: len(samples)]))
    grids = [(text, grid(images, columns, upscale=upscale)) for text, images in parts]
    return _side_by_side(grids, gap=16, header=CAPTION_SIZE + 12)


def grid(images, columns=None, labels=None, padding=2, upscale=1):
    """Puts images side by side, row by row.

    Args:
        images: uint8 array `(n, height, width, channels)`, 1 or 3 channels.
        columns: int. Images in a row; by default as many as rows, or one more.
        labels: sequence of n str, written below the images, or `None`.
        padding: int. Pixels between images and around them.
        upscale: int. Side of the square that one pixel becomes.

    Returns:
        `PIL.Image.Image`, RGB.

    Raises:
        ValueError: if the images are not uint8, or of another shape.
    """
    images = _rgb(np.asarray(images)).repeat(upscale, axis=1).repeat(upscale, axis=2)
    n, height, width, _ = images.shape
    columns = min(columns or math.ceil(math.sqrt(n)), n)
    rows = math.ceil(n / columns)
    row_height = height + padding + (CAPTION_SIZE + 4 if labels is not None else 0)
    size = (columns * (width + padding) + padding, rows * row_height + padding)
    sheet = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(sheet)
    for i, image in enumerate(images):
        left = padding + i % columns * (width + padding)
        top = padding + i // columns * row_height
        sheet.paste(Image.fromarray(image), (left, top))
        if labels is not None:
            _caption(draw, str(labels[i]), left, top + height, width)
    return sheet


def _side_by_side(grids, gap, header):
    width = sum(sheet.width for _, sheet in grids) + gap * (len(grids) - 1)
    height = max(sheet.height for _, sheet in grids) + header
    result = Image.new("RGB", (width, height), PAPER)
    draw, left = ImageDraw.Draw(result), 0
    font = ImageFont.load_default(CAPTION_SIZE + 2)
    for text, sheet in grids:
        draw.text((left + 4, 5), text, fill=INK, font=font)
        result.paste(sheet, (left, header))
        left += sheet.width + gap
    return result


def _rgb(images):
    """`(n, height, width, 3)`; grey images get three equal channels."""
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[-1] not in (1, 3):
        raise ValueError(
            "Expected uint8 images (n, height, width, 1 or 3), n at least 1. "
            f"Received {images.dtype} of shape {images.shape}."
        )
    return np.repeat(images, 3, axis=-1) if images.shape[-1] == 1 else images


def _caption(draw, text, left, top, width):
    """Text centred below an image, cut to its width."""
    font = ImageFont.load_default(CAPTION_SIZE)
    while text and draw.textlength(text, font) > width:
        text = text[:-1]
    place = (left + width / 2, top + 1)
    draw.text(place, text, fill=INK, font=font, anchor="ma")
