"""The pictures that belong to the numbers: columns, correlations, pairs."""

import itertools

import numpy as np
from matplotlib.figure import Figure

from ter_gan.evaluation.metric import Tiles
from ter_gan.tables import show
from ter_gan.tables.metrics.pairs import correlation

COLUMNS = 60  # that are drawn
BARS = 6  # categories of a column
NAMED = 20  # columns of a matrix whose names there is room for
PAIRS = 4
CATEGORIES = 4  # of a column that stand beside an axis
POINTS = 1500
DPI = 200  # twice that of a screen, so that pictures are sharp
TILE, TILE_DPI = (1.8, 1.4), 260  # small, so that letters are large in it


def of(bench):
    """list of `Tiles`: what can be drawn of this table."""
    found = [marginals(bench)]
    if len(bench.ordered) > 1:
        found += [correlations(bench), pairs(bench)]
    return found


def marginals(bench):
    """`Tiles`: each column of generated rows over that of real ones."""
    sides = _sides(bench)
    images = {}
    for i, column in enumerate(bench.columns[:COLUMNS]):
        figure = Figure(TILE, TILE_DPI, layout="constrained")
        axes = figure.subplots()
        columns = {name: x[:, i] for name, x in sides.items()}
        show.draw_column(axes, column, columns, BARS)
        axes.set_title(show.short(column.name, 22), fontsize=9, loc="left")
        axes.set_yticks([])
        axes.tick_params(labelsize=7)
        axes.xaxis.get_offset_text().set_fontsize(6)
        images[column.name] = show.render(figure)
    more = len(bench.columns) - len(images)
    rest = f" {more} more columns are not shown." if more else ""
    return Tiles(
        "Each column",
        images,
        f"Grey and filled: real rows ({bench.stand_in.name}). Red line: generated "
        "ones. Shares of the rows; of many categories the most frequent."
        f"{rest}",
    )


def correlations(bench):
    """`Tiles`: the correlations of real rows, of generated ones, the difference."""
    chosen = bench.ordered
    names = [bench.columns[i].name for i in chosen]
    real, made = (correlation(x[:, chosen]) for x in _sides(bench).values())
    shown = {"real": real, "generated": made, "generated − real": made - real}
    images = {name: _matrix(name, each, names) for name, each in shown.items()}
    worst = np.abs(made - real).max()
    return Tiles(
        "Correlations",
        images,
        "Pearson's correlation of each pair of columns that have an order or two "
        "values only: blue above 0, red below. The third picture should be white; its "
        f"largest difference is {worst:.2f}.",
        width=320,
        abreast=1,
    )


def pairs(bench):
    """`Tiles`: scatters of the pairs that are the most correlated in real rows."""
    sides = _sides(bench)
    found = np.abs(correlation(sides["real"][:, bench.ordered], "spearman"))
    every = list(itertools.combinations(range(len(found)), 2))
    every.sort(key=lambda pair: -found[pair])
    images = {}
    for pair in every[:PAIRS]:
        i, j = (bench.ordered[place] for place in pair)
        columns = bench.columns[i], bench.columns[j]
        points = {name: x[:, [i, j]] for name, x in sides.items()}
        name = f"{columns[0].name}, {columns[1].name}"
        images[name] = _scatter(columns, points)
    return Tiles(
        "Pairs of columns",
        images,
        f"The {len(images)} pairs that are the most correlated in real rows (by "
        "ranks): real rows on the left, generated ones on the right, same axes.",
        width=440,
        abreast=1,
    )


def _sides(bench):
    """Real rows, as many as there are generated ones if there are, and these."""
    return {"real": bench.stand_in.samples, "generated": bench.generated.samples}


def _matrix(title, values, names):
    figure = Figure((3.4, 3.2), DPI, layout="constrained")
    axes = figure.subplots()
    axes.imshow(values, cmap="RdBu", vmin=-1, vmax=1)
    axes.set_title(title, fontsize=10, loc="left")
    places = range(len(names)) if len(names) <= NAMED else []
    shown = [show.short(names[place], 14) for place in places]
    size = 8 if len(names) <= 12 else 6.5
    axes.set_xticks(places, shown, rotation=90, fontsize=size)
    axes.set_yticks(places, shown, fontsize=size)
    return show.render(figure)


def _scatter(columns, points):
    figure = Figure((4.4, 2.3), DPI, layout="constrained")
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    rng = np.random.default_rng(0)
    for axes, (name, rows) in zip(panels, points.items()):
        x, y = (_spread(c, each, rng) for c, each in zip(columns, rows[:POINTS].T))
        colour = show.COLOURS[name] if name == "generated" else "#5b6673"
        axes.scatter(x, y, s=3, lw=0, color=colour, alpha=0.6)
        axes.set_title(name, fontsize=9, loc="left")
        axes.set_xlabel(show.short(columns[0].name, 24), fontsize=8)
        axes.tick_params(labelsize=7)
    _named(panels[0].xaxis, columns[0])
    _named(panels[0].yaxis, columns[1])
    panels[0].set_ylabel(show.short(columns[1].name, 24), fontsize=8)
    return show.render(figure)


def _named(axis, column):
    """Few marks on an axis; those of few categories have their names."""
    if 0 < column.size <= CATEGORIES:
        names = [show.short(str(category), 10) for category in column.categories]
        axis.set_ticks(range(column.size), names)
    else:
        show.mark(axis, column, 4)


def _spread(column, values, rng):
    """Codes with a little noise, so that equal ones do not hide each other."""
    return values + rng.uniform(-0.25, 0.25, len(values)) * (column.size > 0)
