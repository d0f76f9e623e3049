"""The plane of the data in a frame: D's heatmap, both kinds of points, and more."""

import dataclasses

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from ter_gan.errors import unknown

# Blue is real, orange is generated, also in the heatmap: colours that people
# with red-green blindness can tell.
REAL, GENERATED, INK = "#0b5394", "#c2410c", "#1f2933"
HEAT = LinearSegmentedColormap.from_list(
    "generated to real", ["#f6b26b", "#fbe3c8", "#f7f7f5", "#cfe2f3", "#7fb2dc"]
)
CHOICES = {"heatmap": ("logit", "probability", "off")}
CHOICES["arrows"] = ("descent", "slope", "off")
ARROW_NAMES = {"descent": "−∂L$_G$/∂x", "slope": "∂D/∂x"}
ARROW = 0.10  # of the plane's width: the length of a large arrow
TRACKS, TRACK_FRAMES = 16, 6
QUANTILE = 0.95  # what counts as large, over all frames


@dataclasses.dataclass(frozen=True)
class Layers:
    """What the plane shows, from the back to the front.

    Args:
        heatmap: `"logit"`, `"probability"` or `"off"`.
        contour: bool. Where D cannot tell.
        manifold: bool. G's image of a regular grid of latents.
        real, generated: bool. The points.
        tracks: bool. Where 16 samples came from, over the last 6 frames.
        arrows: `"descent"` (−∂L_G/∂x), `"slope"` (∂D/∂x) or `"off"`.

    Raises:
        UserError: for an unknown heatmap or arrows.
    """

    heatmap: str = "logit"
    contour: bool = True
    manifold: bool = False
    real: bool = True
    generated: bool = True
    tracks: bool = False
    arrows: str = "descent"

    def __post_init__(self):
        for name, known in CHOICES.items():
            if getattr(self, name) not in known:
                raise unknown(name, getattr(self, name), known)


def draw(figure, place, film, index, layers):
    """Draws the plane of one frame, with a colour bar where there is a heatmap.

    Args:
        figure: `matplotlib.figure.Figure`.
        place: (left, bottom, width, height) of the plane in the figure.
        film: `ter_gan.film.record.Film`.
        index: int.
        layers: `Layers`.

    Returns:
        the `matplotlib.axes.Axes`.
    """
    axes, frame = figure.add_axes(place), film.frame(index)
    x0, x1, y0, y1 = film.box
    axes.set(xlim=(x0, x1), ylim=(y0, y1), aspect="equal", xlabel="x", ylabel="y")
    if "logits" in frame and layers.heatmap != "off":
        _heatmap(figure, axes, film, frame, layers.heatmap)
    if "logits" in frame and layers.contour:
        _contour(axes, film, frame)
    if layers.manifold:
        _manifold(axes, frame["manifold"])
    if layers.real:
        real = {"s": 14, "lw": 0, "alpha": 0.75, "zorder": 3}
        axes.scatter(*film.real.T, color=REAL, label="real", **real)
    if layers.tracks:
        _tracks(axes, film, index)
    if layers.generated:
        fake = {"s": 14, "lw": 0.5, "edgecolor": "white", "zorder": 5}
        points = frame["generated"].T
        axes.scatter(*points, color=GENERATED, label="generated", **fake)
    if layers.arrows != "off":
        _arrows(axes, film, frame, layers.arrows)
    _legend(axes)
    return axes


def _heatmap(figure, axes, film, frame, kind):
    middle = film.facts["indifferent_logit"]
    if kind == "probability":
        values, low, high = (1 + np.tanh(frame["logits"] / 2)) / 2, 0.0, 1.0
        label, extend = "probability of real, by D", "neither"
    else:
        reach = _large(np.abs(film.logits - middle))
        values, low, high = frame["logits"], middle - reach, middle + reach
        label, extend = "logit of D   (generated ← → real)", "both"
    x0, x1, y0, y1 = film.box
    half = (x1 - x0) / (len(values) - 1) / 2  # the outer nodes lie on the frame
    edges = (x0 - half, x1 + half, y0 - half, y1 + half)
    style = {"origin": "lower", "interpolation": "bilinear", "cmap": HEAT}
    image = axes.imshow(values, extent=edges, vmin=low, vmax=high, zorder=0, **style)
    axes.set(xlim=(x0, x1), ylim=(y0, y1))
    plane = axes.get_position()
    beside = figure.add_axes((plane.x1 + 0.012, plane.y0, 0.014, plane.height))
    bar = figure.colorbar(image, cax=beside, extend=extend)
    bar.set_label(label, size=9)
    beside.tick_params(labelsize=8)


def _contour(axes, film, frame):
    values, middle = frame["logits"], film.facts["indifferent_logit"]
    label = "D = 0.5" if film.facts["probability"] else f"logit = {middle:g}"
    axes.plot([], [], color=INK, lw=1.6, label=label)
    if values.min() < middle < values.max():
        x, y = (np.linspace(*film.box[i : i + 2], len(values)) for i in (0, 2))
        style = {"colors": INK, "linewidths": 1.6, "zorder": 2}
        axes.contour(x, y, values, levels=[middle], **style)


def _manifold(axes, grid):
    lines = [*grid, *(grid.transpose(1, 0, 2) if len(grid) > 1 else ())]
    width = 0.7 if len(grid) > 1 else 1.8
    style = {"colors": "#6b3fa0", "linewidths": width, "alpha": 0.8, "zorder": 4}
    axes.add_collection(LineCollection(lines, **style))
    axes.plot([], [], color="#6b3fa0", lw=width, label="grid of latents")


def _tracks(axes, film, index):
    history = range(max(0, index - TRACK_FRAMES), index + 1)
    stops = np.stack([film.frame(i)["generated"][:TRACKS] for i in history])
    for age, pieces in enumerate(zip(stops[:-1], stops[1:]), TRACK_FRAMES - len(stops)):
        lines = np.stack(pieces, axis=1)
        shade = (age + 2) / (TRACK_FRAMES + 1)  # the older the paler
        style = {"colors": GENERATED, "linewidths": 1.2, "alpha": shade, "zorder": 4}
        axes.add_collection(LineCollection(lines, **style))
    axes.plot([], [], color=GENERATED, lw=1.2, label=f"{TRACKS} tracks")


def _arrows(axes, film, frame, kind):
    """Arrows of one scale in the whole film: a gradient that vanishes is seen."""
    vectors = frame[kind]
    large = _large(
        np.linalg.norm(film.descent if kind == "descent" else film.slope, axis=2)
    )
    start = frame["generated"][: len(vectors)]
    scale = large / (ARROW * (film.box[1] - film.box[0]))
    style = {"angles": "xy", "scale_units": "xy", "width": 0.003, "color": INK}
    arrows = axes.quiver(*start.T, *vectors.T, scale=scale, zorder=6, **style)
    name, style = f"{ARROW_NAMES[kind]}: {large:.2g}", {"labelpos": "E", "zorder": 7}
    axes.quiverkey(
        arrows, 0.70, -0.078, large, name, fontproperties={"size": 9}, **style
    )


def _large(sizes):
    finite = sizes[np.isfinite(sizes)]
    return max(float(np.quantile(finite, QUANTILE)), 1e-6) if finite.size else 1.0


def _legend(axes):
    style = {"ncols": 5, "fontsize": 8.5, "handlelength": 1.0, "columnspacing": 1.0}
    above = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0.2}
    axes.legend(frameon=False, handletextpad=0.4, **above, **style)
    axes.tick_params(labelsize=8)
