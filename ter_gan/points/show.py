"""How points are shown: generated ones over real ones."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

COLOURS = {"real": "#c3cbd4", "generated": "#c2334a"}
DPI = 100
MARGIN = 0.15  # of the real points' extent, on each side
BINS = 40
MOST_POINTS = 5_000


def picture(samples, real=None, title=None, size=480):
    """Draws generated points over real ones; 1-D points as histograms.

    The limits come from the real points alone, so that pictures of different
    epochs can be compared. The share of generated points outside of them is
    written below.

    Args:
        samples: float array `(n, d)`, generated; d is 1 or 2.
        real: float array `(m, d)`; `None` draws the generated points alone,
            which then set the limits.
        title: str, or `None`.
        size: int. Width and height in pixels.

    Returns:
        `PIL.Image.Image`, RGB.

    Raises:
        ValueError: if the points are not of one or two dimensions.
    """
    points = {} if real is None else {"real": np.asarray(real)}
    points["generated"] = samples = np.asarray(samples)
    if {array.shape[1:] for array in points.values()} not in ({(1,)}, {(2,)}):
        raise ValueError(
            "Expected generated and real points (n, 1) or (n, 2). "
            f"Received shapes {[array.shape for array in points.values()]}."
        )
    low, high = limits(points.get("real", samples))
    figure = Figure(figsize=(size / DPI, size / DPI), dpi=DPI, layout="constrained")
    axes = figure.add_subplot()
    (_histograms if len(low) == 1 else _scatter)(axes, points, low, high)
    outside = np.any((samples < low) | (samples > high), axis=1).mean()
    axes.set_xlabel(f"x   ({outside:.1%} of the generated points lie outside)")
    axes.set_title(title, loc="left")
    above = {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": 2}
    axes.legend(**above, frameon=False, borderaxespad=0.2, handletextpad=0.3)
    return _render(figure)


def limits(points):
    """(low, high), arrays `(d,)`: a square, or an interval, around the points."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = (0.5 + MARGIN) * max(float(np.max(high - low)), 1e-6)
    return (low + high) / 2 - half, (low + high) / 2 + half


def _scatter(axes, points, low, high):
    """Real points are large and pale: they show below the generated ones."""
    areas = {"real": 40, "generated": 6}
    for name, xy in points.items():
        xy = xy[:MOST_POINTS].T
        axes.scatter(*xy, s=areas[name], lw=0, color=COLOURS[name], label=name)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axes.set_ylabel("y")


def _histograms(axes, points, low, high):
    edges = np.linspace(low[0], high[0], BINS + 1)
    for name, x in points.items():
        # Shares of all points, also of those that lie outside.
        heights = np.histogram(x, edges)[0] / len(x) / np.diff(edges)
        filled, colour = name == "real", COLOURS[name]
        axes.stairs(heights, edges, fill=filled, lw=1.5, color=colour, label=name)
    axes.set_xlim(low[0], high[0])
    axes.set_ylabel("density")


def _render(figure):
    FigureCanvasAgg(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return Image.open(file).convert("RGB")
