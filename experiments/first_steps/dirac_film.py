"""A film of the Dirac-GAN: how eight trainings move θ and ψ."""

import numpy as np
from matplotlib.figure import Figure

from experiments.first_steps.dirac import CASES
from experiments.first_steps.films import DPI, Film

COLOURS = (
    "#a3243b",
    "#d1641a",
    "#b8860b",
    "#1f7a55",
    "#6b1f8a",
    "#8c6bd1",
    "#0b6fa4",
    "#35a3b5",
)
BOX = 2.6  # half of the plane's width
STEPS, FRAMES = 250, 32
START = (1.0, 1.0)
ENDS = {
    "minimax, simultaneous": "spirals out",
    "minimax, alternating": "circles for ever",
    "non-saturating, alternating": "very slowly inwards",
    "minimax + R1": "converges",
    "Wasserstein, simultaneous": "spirals out fast",
    "Wasserstein, alternating": "circles for ever",
    "Wasserstein, clipped": "a smaller circle",
    "Wasserstein + WGAN-GP": "circles for ever",
}
TITLE = {
    "en": "The Dirac-GAN: the smallest GAN, trained in eight ways",
    "fr": "Le Dirac-GAN : le plus petit GAN, entraîné de huit façons",
}


def film(steps=STEPS):
    """All of `dirac.CASES` from the same start, and their distance from (0, 0).

    Args:
        steps: int, how many steps of both players.

    Returns:
        `Film`.
    """
    paths = {name: gan.path(START, steps) for name, gan in CASES.items()}
    figure = Figure(figsize=(9.6, 7.6), dpi=DPI, layout="constrained")
    planes, below = figure.subfigures(2, 1, height_ratios=(2.3, 1))
    panels = planes.subplots(2, 4, sharex=True, sharey=True)
    movers = [
        _plane(axes, name, paths[name], colour)
        for axes, name, colour in zip(panels.ravel(), CASES, COLOURS)
    ]
    for axes in panels[1]:
        axes.set_xlabel("θ (generator)")
    for axes in panels[:, 0]:
        axes.set_ylabel("ψ (discriminator)")
    cursor = _distances(below.subplots(), paths)
    frames = np.unique((steps * np.linspace(0, 1, FRAMES) ** 2).round().astype(int))

    def update(frame):
        for move in movers:
            move(frames[frame])
        cursor.set_xdata([frames[frame]] * 2)

    return Film(TITLE, figure, update, [_caption(t) for t in frames], seconds=0.35)


def _plane(axes, name, path, colour):
    """The vector field of both players, and the path on it."""
    ticks = np.linspace(-BOX, BOX, 13)
    theta, psi = np.meshgrid(ticks, ticks)
    u, v = CASES[name].field(theta, psi)
    length = np.maximum(np.hypot(u, v), 1e-9)
    short = 0.34 * np.tanh(length) / length  # long arrows would cover the others
    style = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.005}
    axes.quiver(theta, psi, short * u, short * v, color="#9aa5b1", **style)
    axes.plot(0, 0, "+", color="black", ms=10, mew=1.6)
    (line,) = axes.plot([], [], color=colour, lw=1.3)
    (point,) = axes.plot([], [], "o", color=colour, ms=8, mec="white")
    axes.set(xlim=(-BOX, BOX), ylim=(-BOX, BOX), aspect="equal")
    axes.set_title(f"{name}\n{ENDS[name]}", fontsize=9.5, color=colour)

    def move(t):
        line.set_data(*path[: t + 1].T)
        point.set_data(*path[t : t + 1].T)

    return move


def _distances(axes, paths):
    """The distance from the equilibrium over the steps; returns a cursor."""
    for (name, path), colour in zip(paths.items(), COLOURS):
        axes.plot(np.hypot(*path.T), color=colour, lw=1.6, label=name)
    axes.set_yscale("log")
    axes.set(ylim=(1e-3, 20), xlim=(0, len(path) - 1), xlabel="step")
    axes.set_ylabel("distance from (0, 0)")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8.5, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return axes.axvline(0, color="#888888", lw=1)


def _caption(t):
    return {
        "en": f"Step {t}. The data are the point 0, G makes the point θ, and "
        "D(x) = ψx. Grey arrows: where both players want to go. The cross is the "
        "equilibrium; only R1 reaches it. Non-saturating comes nearer, ever more "
        "slowly.",
        "fr": f"Pas {t}. Les données sont le point 0, G produit le point θ, et "
        "D(x) = ψx. Flèches grises : où les deux joueurs veulent aller. La croix est "
        "l'équilibre ; seul R1 l'atteint. La non saturante s'en approche, de plus en "
        "plus lentement.",
    }
