"""Pictures of walks: rows of images with labels, and plots with names."""

import io
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont

from layer_viz.pictures.colour import Scale
from ter_gan.images.show import INK, PAPER, grid

GAP, TEXT = 2, 12  # pixels
LEAST, MOST = 36, 84  # pixels: aimed side of an image, the larger for a few
WIDTH = 900  # pixels: aimed width of a row
SOFT = (95, 100, 110)
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def rows(parts, heads=None, below=None, widest=""):
    """Rows of images of one size, a label on the left of each.

    Args:
        parts: dict from labels to uint8 arrays `(n, h, w, 1 or 3)`; a label may have
            several lines.
        heads: list of str above the columns, or `None`; empty ones are left out.
        below: dict from labels of rows to lists of str below their images, or `None`.
        widest: str. A label that must have room too, so that frames have one size.

    Returns:
        `PIL.Image.Image`, RGB.
    """
    below, font = below or {}, ImageFont.truetype(FONT, TEXT)
    strips = {label: _rgb(np.asarray(images)) for label, images in parts.items()}
    height, width = next(iter(strips.values())).shape[1:3]
    longest = max(map(len, strips.values()))
    zoom = int(np.clip(WIDTH // longest, LEAST, MOST)) // width
    zoom = max(1, zoom)
    height, width = height * zoom + GAP, width * zoom + GAP
    left = 16 + max(int(_length(label, font)) for label in (*strips, widest))
    head = TEXT + 8 if heads else GAP
    foot = {label: TEXT + 5 if label in below else 0 for label in strips}
    size = (left + longest * width, head + sum(height + f for f in foot.values()))
    sheet = Image.new("RGB", size, PAPER)
    draw, top = ImageDraw.Draw(sheet), head
    for column, text in enumerate(heads or []):
        place = (left + (column + 0.5) * width, head - 4)
        draw.text(place, text, fill=SOFT, font=font, anchor="md")
    for label, images in strips.items():
        place = (left - 8, top + height / 2)
        draw.multiline_text(
            place, label, fill=INK, font=font, anchor="rm", align="right"
        )
        for column, image in enumerate(images):
            large = image.repeat(zoom, axis=0).repeat(zoom, axis=1)
            x = left + column * width
            sheet.paste(Image.fromarray(large), (x, top))
            if label in below:
                place = (x + width / 2, top + height)
                text = below[label][column]
                draw.text(place, text, fill=SOFT, font=font, anchor="ma")
        top += height + foot[label]
    return sheet


def _rgb(images):
    return np.repeat(images, 3 // images.shape[-1], axis=-1)


def _length(label, font):
    return max(font.getlength(line) for line in label.split("\n"))


def difference(real, made):
    """The signed difference of images in colour, and what its colours mean.

    Args:
        real, made: uint8 arrays `(n, h, w, c)`.

    Returns:
        (label, images): uint8 `(n, h, w, 3)`, white where both are equal, blue where
        `made` is brighter and orange where it is darker, averaged over channels.
    """
    change = (np.float64(made) - np.float64(real)).mean(axis=-1)
    scale = Scale(255.0, signed=True)
    return "difference\nblue: +255\norange: −255", scale.paint(change)


def numbered(images):
    """Images in a grid, with their numbers."""
    zoom = max(1, MOST // images.shape[1] - 1)
    return grid(images, labels=range(len(images)), upscale=zoom)


def curves(x, lines, xlabel, ylabels, mark=None):
    """Named curves over one variable, a panel for each unit.

    Args:
        x: list of float.
        lines: list of dicts from names to lists of float, one dict for a panel.
        xlabel: str.
        ylabels: list of str, of the panels.
        mark: (float, str): a reference, drawn dotted on the first panel; or `None`.

    Returns:
        bytes of a PNG.
    """
    figure = Figure(figsize=(4.4 * len(lines), 3.2), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    for i, (panel, ylabel) in enumerate(zip(lines, ylabels)):
        axes = figure.add_subplot(1, len(lines), i + 1)
        for (name, values), marker in zip(panel.items(), "os^v"):
            axes.plot(x, values, marker=marker, label=name, markersize=4)
        if mark and i == 0:
            axes.axhline(mark[0], color="0.4", linestyle=":", label=mark[1])
        axes.set(xlabel=xlabel, ylabel=ylabel)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()
