"""One small labelled picture for each claim: every seed is a dot."""

import functools
import io
import textwrap

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatter
from PIL import Image

from experiments.engine import statistics
from experiments.engine.logic import leaves
from experiments.engine.predicates import (
    Differs,
    Level,
    Same,
    Spreads,
    Trend,
    not_measured,
)
from experiments.engine.table import describe
from ter_gan.files import replacing

SIZE = (4.8, 3.0)  # inches at 100 dots
PANELS = 2
COLOURS = ("#1f6fb2", "#b3550a", "#2c7a4b", "#7a4fa0")
LIMIT = "#a3211b"
LETTERS = 56  # of all labels side by side


def picture(claim, table, path):
    """Writes the picture of a claim as a PNG file of 480 x 300 pixels.

    A test that is made of several shows the first two that differ and were measured.

    Args:
        claim: `Claim` whose verdict is not "not measured".
        table: `Table`.
        path: path of the file.
    """
    tests = leaves(claim.test)
    panels = [test for test in tests if not not_measured(table, test.needs())][:PANELS]
    figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
    every = figure.subplots(1, len(panels), squeeze=False)[0]
    for axes, test in zip(every, panels):
        axes.tick_params(which="both", labelsize=8)
        axes.grid(axis="y", color="#d9dce1", linewidth=0.7)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        draw(test, axes, table, LETTERS // len(panels))
    save(figure, path)


def save(figure, path):
    """Writes a figure as a small PNG file: 128 colours do for dots and letters."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    method = Image.Quantize.MAXCOVERAGE  # else the colours of small dots are lost
    small = Image.open(drawn).convert("RGB").quantize(128, method)
    with replacing(path) as part:
        small.save(part, "PNG", optimize=True)


@functools.singledispatch
def draw(test, axes, table, width):
    """Draws a test on `axes`, which have room for a line of `width` letters."""
    raise TypeError(f"There is no picture of a {type(test).__name__}.")


@draw.register
def _(test: Differs, axes, table, width):
    _groups(axes, table, test.outcome, (test.more, test.less), test.relative, width)


@draw.register
def _(test: Same, axes, table, width):
    _groups(axes, table, test.outcome, (test.a, test.b), test.relative, width)


@draw.register
def _(test: Spreads, axes, table, width):
    _groups(axes, table, test.outcome, (test.more, test.less), False, width)


@draw.register
def _(test: Level, axes, table, width):
    _groups(axes, table, test.outcome, (test.where,), False, width)
    for side, at in test.limits.items():
        axes.axhline(at, color=LIMIT, linestyle="--", linewidth=1)
        axes.annotate(
            f"{side} {at:g}?",
            (0.98, at),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="bottom" if side == "above" else "top",
            fontsize=8,
            color=LIMIT,
        )


@draw.register
def _(test: Trend, axes, table, width):
    x, y, _ = test.pairs(table)
    _label(axes, table, test.outcome, y, False)
    axes.set_xlabel(_name(test.along), fontsize=9)
    positive = x[x > 0]
    if len(positive) == len(x) and len(x) and x.max() >= 10 * x.min():
        axes.set_xscale("log")
    axes.plot(x, y, "o", color=COLOURS[0], alpha=0.6, markersize=5)
    places = np.unique(x)
    middle = [np.median(y[x == place]) for place in places]
    axes.plot(places, middle, "_-", color=COLOURS[1], markersize=14)
    axes.set_xticks(places, [f"{place:g}" for place in places])
    axes.minorticks_off()


def _groups(axes, table, outcome, conditions, relative, width):
    """Dots of each condition, its median, and the bounds of the median."""
    columns = [table.values(outcome, where)[0] for where in conditions]
    _label(axes, table, outcome, np.concatenate(columns), relative)
    for place, values in enumerate(columns):
        if not len(values):
            across = axes.get_xaxis_transform()
            axes.text(place, 0.5, "no value", transform=across, ha="center")
            continue
        aside = np.linspace(-0.18, 0.18, len(values)) if len(values) > 1 else [0]
        colour = COLOURS[place]
        axes.plot(place + np.array(aside), values, "o", color=colour, alpha=0.6)
        found = statistics.median(values)
        if np.isfinite((found.low, found.high)).all():
            ends = (found.low, found.high)
            axes.vlines(place + 0.28, *ends, color=colour, linewidth=2)
        axes.plot(place + 0.28, found.value, "_", color=colour, markersize=14, mew=3)
    labels = [
        textwrap.fill(describe(where), width // len(conditions)) for where in conditions
    ]
    axes.set_xticks(range(len(labels)), labels, fontsize=8)
    axes.set_xlim(-0.6, len(labels) - 0.4)


def _label(axes, table, outcome, values, relative):
    about = table.outcomes[outcome]
    axes.set_ylabel(textwrap.fill(about.axis, 34), fontsize=9)
    if (relative or about.log) and len(values) and values.min() > 0:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_minor_formatter(LogFormatter(minor_thresholds=(1.5, 0.5)))


def _name(setting):
    return setting.replace("_", " ")
