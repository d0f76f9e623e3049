"""The tables as one picture, and what the failures look like."""

import io
import math
import textwrap

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import SymLogNorm
from matplotlib.figure import Figure
from PIL import Image

from experiments.engine.claims import number
from experiments.planted_failures.tables import SEEN
from ter_gan.files import replacing

DPI = 110
FARTHEST = 300.0  # standard errors, where the colours end
TICKS = (-100, -30, -10, 0, 10, 30, 100)
COLOURS = "RdBu_r"
LETTERS = 12  # of a line below a column
SHADES = 256  # enough for cells, letters and grey images


def heatmap(tables, path):
    """Writes a PNG: how far each metric moves from its floor at each failure.

    Args:
        tables: list of `tables.Table.asdict`: images, generators, discriminators,
            conditional generators.
        path: path of the file.
    """
    figure = Figure(figsize=(12.5, 12), dpi=DPI, layout="constrained")
    grid = figure.add_gridspec(3, 2, height_ratios=(13, 2, 2), width_ratios=(5.2, 6))
    scale = ScalarMappable(SymLogNorm(SEEN, vmin=-FARTHEST, vmax=FARTHEST), COLOURS)
    places = (grid[0, :], grid[1, 0], grid[1:, 1], grid[2, 0])
    every = [figure.add_subplot(place) for place in places]
    for axes, table in zip(every, tables, strict=True):
        _draw(axes, table, scale)
    every[0].set_ylabel("metric")
    bar = figure.colorbar(scale, ax=every, shrink=0.7, ticks=TICKS)
    bar.ax.set_yticklabels([number(tick) for tick in TICKS])
    bar.set_label("colour: standard errors from the floor:  better  ←   0   →  worse")
    _save(figure, path)


def samples(images, path):
    """Writes a PNG with a few images of each failure.

    Args:
        images: dict from a failure's name to uint8 images `(n, h, w, c)`.
        path: path of the file.
    """
    shown = max(map(len, images.values()))
    figure = Figure(figsize=(0.8 * shown + 2, 0.8 * len(images)), dpi=DPI)
    panels = figure.subplots(len(images), shown, squeeze=False)
    for row, (name, some) in zip(panels, images.items()):
        for axes, image in zip(row, some):
            axes.imshow(np.squeeze(image), cmap="gray", vmin=0, vmax=255)
        for axes in row:
            axes.set(xticks=[], yticks=[])
        row[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10)
    figure.subplots_adjust(0.27, 0.01, 0.99, 0.99, wspace=0.05, hspace=0.08)
    _save(figure, path)


def _save(figure, path):
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    small = (
        Image.open(drawn).convert("RGB").quantize(SHADES, Image.Quantize.MAXCOVERAGE)
    )
    with replacing(path) as part:
        small.save(part, "PNG", optimize=True)


def _draw(axes, table, scale):
    """One table: a row for each metric, a column for each failure."""
    failures, metrics = list(table["failures"]), table["metrics"]
    cells = [
        [metrics[metric]["failures"][name] for name in failures] for metric in metrics
    ]
    far = np.array([[_errors(cell) for cell in row] for row in cells])
    axes.imshow(far, cmap=scale.cmap, norm=scale.norm, aspect="auto")
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            colour = "white" if abs(far[y, x]) > FARTHEST / 6 else "black"
            text = number(cell["value"])
            axes.text(x, y, text, ha="center", va="center", color=colour, fontsize=10)
    floors = [f"{m}\n(floor {number(metrics[m]['floor']['value'])})" for m in metrics]
    axes.set_yticks(range(len(floors)), floors, fontsize=9.5)
    names = [textwrap.fill(name, LETTERS) for name in failures]
    axes.set_xticks(range(len(names)), names, fontsize=9.5)
    axes.set_title(table["title"], fontsize=11)
    axes.set_xlabel("planted failure")


def _errors(cell):
    """Standard errors to colour; a metric without an error has the last colour."""
    if cell["errors_worse"] is not None:
        return float(np.clip(cell["errors_worse"], -FARTHEST, FARTHEST))
    return math.copysign(FARTHEST, {"worse": 1, "better": -1}[cell["verdict"]])
