"""Films of gradient descent: five ways down the same surface."""

import numpy as np
from matplotlib.figure import Figure

from experiments.first_steps.descent import SURFACES
from experiments.first_steps.films import DPI, Film
from ter_gan.errors import unknown

COLOURS = ("#4a4a4a", "#0b6fa4", "#a3243b", "#d1641a", "#1f7a55")
FRAMES = 30
ARROW = 0.16  # of the picture's width, the longest gradient arrow
TITLES = {
    "bowl": {"en": "a bowl", "fr": "une cuvette"},
    "valley": {"en": "a valley", "fr": "une vallée"},
    "saddle": {"en": "a saddle", "fr": "un col"},
}


def film(name, steps=None):
    """Plain descent with three steps, momentum and Adam on one surface.

    Args:
        name: `"bowl"`, `"valley"` or `"saddle"`.
        steps: int, or `None` for the surface's own number.

    Returns:
        `Film`.
    """
    if name not in SURFACES:
        raise unknown("surface", name, SURFACES)
    surface = SURFACES[name]
    paths = {key: surface.path(key) for key in surface.descents}
    frames = _frames(steps or surface.steps)
    figure = Figure(figsize=(9, 6.4), dpi=DPI, layout="constrained")
    panels = figure.subplots(2, 3).ravel()
    movers = [
        _descent(axes, surface, key, paths[key], colour)
        for axes, key, colour in zip(panels, paths, COLOURS)
    ]
    cursor = _values(panels[5], surface, paths, frames[-1])

    def update(frame):
        for move in movers:
            move(frames[frame])
        cursor.set_xdata([frames[frame]] * 2)

    title = {
        "en": f"Gradient descent on {TITLES[name]['en']}: f = {surface.formula}",
        "fr": f"Descente de gradient sur {TITLES[name]['fr']} : f = {surface.formula}",
    }
    captions = [_caption(surface, step) for step in frames]
    return Film(title, figure, update, captions, seconds=0.4)


def _frames(last):
    """Every step at first, then fewer."""
    return np.unique(np.geomspace(1, last + 1, FRAMES).round().astype(int)) - 1


def _descent(axes, surface, key, path, colour):
    """Draws one way down; returns what moves it to a step."""
    _contours(axes, surface)
    (line,) = axes.plot([], [], "-", color=colour, lw=1.4, marker=".", ms=3)
    (point,) = axes.plot([], [], "o", color=colour, ms=9, mec="white")
    style = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.013}
    arrow = axes.quiver(*path[0], 0, 0, color="black", zorder=4, **style)
    step = surface.descents[key].step
    reach = ARROW * (surface.box[1] - surface.box[0])
    slopes = np.array([np.hypot(*surface.gradient(p)) for p in path])

    def move(t):
        seen = path[: t + 1]
        line.set_data(*seen.T)
        point.set_data(*path[t : t + 1].T)
        # Arrows grow as the square root, so that small gradients are seen.
        size = reach * min(1, np.sqrt(slopes[t] / slopes[0])) / max(slopes[t], 1e-12)
        arrow.set_offsets(path[t : t + 1])
        arrow.set_UVC(*-size * surface.gradient(path[t])[:, None])
        value, outside = surface.value(path[t]), _outside(surface.box, path[t])
        axes.set_title(
            f"{key}, {step:g}\nf = {value:.3g}{'   (out of the picture)' * outside}",
            fontsize=10.5,
            color=colour,
        )

    return move


def _contours(axes, surface):
    x_low, x_high, y_low, y_high = surface.box
    x, y = np.meshgrid(np.linspace(x_low, x_high, 90), np.linspace(y_low, y_high, 90))
    values = surface.value(np.stack([x, y], -1))
    heights = values - values.min()
    levels = np.linspace(0, heights.max() ** 0.5, 15) ** 2
    square = {"extent": surface.box, "origin": "lower", "aspect": "auto"}
    axes.imshow(np.sqrt(heights), cmap="Blues", alpha=0.45, **square)
    axes.contour(x, y, heights, levels, colors="#6f8aa3", linewidths=0.6)
    axes.plot(*surface.minima.T, "*", color="#c08a00", ms=12, mec="white")
    axes.set(xlim=(x_low, x_high), ylim=(y_low, y_high), xlabel="x", ylabel="y")


def _values(axes, surface, paths, last):
    """The height above the lowest point of each descent; returns a cursor."""
    lowest = surface.value(surface.minima[0])
    for (key, path), colour in zip(paths.items(), COLOURS):
        heights = np.maximum(surface.value(path[: last + 1]) - lowest, 1e-8)
        axes.plot(heights, color=colour, lw=1.4, label=key)
    axes.set_yscale("log")
    axes.set_ylim(1e-6, None)
    axes.set(xlabel="step", title="f above its minimum")
    axes.title.set_fontsize(10.5)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8, loc="lower left", handlelength=1.3, labelspacing=0.25)
    return axes.axvline(0, color="#888888", lw=1)


def _outside(box, point):
    x_low, x_high, y_low, y_high = box
    return not (x_low <= point[0] <= x_high and y_low <= point[1] <= y_high)


def _caption(surface, step):
    bound, largest = surface.largest_step(), surface.descents["step too large"].step
    return {
        "en": f"Step {step}. The arrow is −∇f (its length: square root, scaled); the "
        f"star is the minimum. Plain descent comes to rest there only with a step "
        f"below 2 / largest curvature = {bound:.3g}; {largest:g} is above it.",
        "fr": f"Pas {step}. La flèche est −∇f (longueur : racine carrée, mise à "
        f"l'échelle) ; l'étoile est le minimum. La descente simple ne s'y arrête que "
        f"si le pas est inférieur à 2 / plus grande courbure = {bound:.3g} ; "
        f"{largest:g} est au-dessus.",
    }
