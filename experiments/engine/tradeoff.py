"""One picture of a comparison: two curves of all rows, one against the other."""

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure

from experiments.engine import plots
from experiments.engine.table import matches

SIZE = (8.4, 5.4)  # inches at 100 dots
COLOURS = colormaps["tab20"].colors


def picture(about, table, path):
    """Writes the picture as a PNG file of 840 x 540 pixels.

    A line is the mean of a row over its seeds, the pale lines are these; what has one
    point only is a dot. Real data are a star.

    Args:
        about: `published.Comparison` with a `tradeoff`.
        table: `Table`.
        path: path of the file.
    """
    figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
    axes = figure.subplots()
    axes.grid(color="#d9dce1", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(f"{about.tradeoff[0][1]}\nless is better")
    axes.set_ylabel(f"{about.tradeoff[1][1]}\nless is better")
    found = _curves(about, table)
    for number, (name, curves) in enumerate(found.items()):
        floor = about.floor and matches({about.name: name}, about.floor)
        _draw(axes, name, curves, "black" if floor else COLOURS[number % 20], floor)
    if found:
        figure.legend(loc="outside right center", frameon=False, fontsize=9)
    else:
        axes.text(0.5, 0.5, "no trials", transform=axes.transAxes, ha="center")
    plots.save(figure, path)


def _curves(about, table):
    """dict: the name of each row to a float array `(seeds, points, 2)`."""
    found = {}
    for row in table.rows:
        pair = [row.curves.get(name) for name, _ in about.tradeoff]
        if all(pair):
            found.setdefault(row.settings[about.name], []).append(np.transpose(pair))
    return {name: np.array(curves, float) for name, curves in found.items()}


def _draw(axes, name, curves, colour, floor):
    mark = "*" if floor else "o"
    for curve in curves if len(curves) > 1 else ():
        axes.plot(*curve.T, "o-", color=colour, alpha=0.25, ms=2, lw=0.7)
    size = 13 if floor else 5
    axes.plot(*curves.mean(axis=0).T, f"{mark}-", color=colour, ms=size, label=name)
