"""One picture of a comparison: two outcomes of all rows, the better corner on top."""

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.engine import plots
from experiments.engine.published import crosses
from experiments.engine.standing import parsed
from experiments.engine.table import Table, matches

SIZE = (7.2, 5.4)  # inches at 100 dots
NEAR = 7  # points between a dot and its name
FAR = (1, 3, 5, 7, 9)  # times as far, where there is no room
GREY = "#7a808c"
COLOURS = colormaps["tab10"].colors  # of the rows
GAP = 3  # dots between two names
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
ALIGNED = {1: "left", -1: "right", 0: "center"}
RAISED = {1: "bottom", -1: "top", 0: "center"}


def picture(about, table, path):
    """Writes the picture as a PNG file, 720 x 540 pixels for each value of the split.

    A pale dot is a seed, a dark one the mean of a row, in the row's colour; that of
    real data is hollow. A grey cross is what was published, in the unit of ours.
    An axis whose outcome is better when less points to the left or down, so that the
    best corner is always on the right at the top.

    Args:
        about: `published.Comparison` with a `scatter`.
        table: `Table`.
        path: path of the file.
    """
    parts = _parts(about, table)
    size = SIZE[0] * len(parts), SIZE[1]
    figure = Figure(figsize=size, dpi=100, layout="constrained")
    panels = figure.subplots(1, len(parts), squeeze=False)[0]
    drawn = [
        _panel(axes, about, table.outcomes, title, rows)
        for axes, (title, rows) in zip(panels, parts.items())
    ]
    figure.draw_without_rendering()  # decides where the axes are
    figure.set_layout_engine("none")
    for axes, (names, means) in zip(panels, drawn):
        _names(axes, names, means)
    plots.save(figure, path)


def _parts(about, table):
    """dict: each value of the split to its rows; one part where nothing is split."""
    parts = {}
    for row in table.rows:
        parts.setdefault(str(row.settings.get(about.split, "")), []).append(row)
    return parts or {"": []}


def _panel(axes, about, outcomes, title, rows):
    """Draws what one value of the split has; gives the rows' names and places."""
    axes.set_title(about.headings.get(title, title), fontsize=11)
    axes.grid(color="#d9dce1", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(0.12)
    x, y = (outcomes[name] for name in about.scatter)
    axes.set(xscale=_scale(x), yscale=_scale(y))
    _axis(axes.xaxis, x)
    _axis(axes.yaxis, y)
    names, means = _dots(axes, about, Table(rows, outcomes))
    for name, place in _published(about, title):
        axes.plot(*place, "x", color=GREY, markersize=6)
        names, means = [*names, name], [*means, place]
    if not names:
        axes.text(0.5, 0.5, "no trials", transform=axes.transAxes, ha="center")
    return names, means


def _scale(outcome):
    return "log" if outcome.log else "linear"


def _axis(side, outcome):
    better = f"; {outcome.better} is better" if outcome.better else ""
    side.set_label_text(f"{outcome.axis}{better}", fontsize=10)
    side.set_inverted(outcome.better == "less")


def _dots(axes, about, table):
    """Draws a dot for each trial and each row; gives the rows' names and places."""
    rows = {}
    for row in table.rows:
        place = [table.value(row, outcome) for outcome in about.scatter]
        if np.isfinite(place).all():
            rows.setdefault(str(row.settings[about.name]), []).append((row, place))
    for number, found in enumerate(rows.values()):
        places = np.array([place for _, place in found])
        floor = about.floor and matches(found[0][0].settings, about.floor)
        colour = "black" if floor else COLOURS[number % len(COLOURS)]
        if len(places) > 1:
            axes.plot(*places.T, "o", color=colour, alpha=0.35, markersize=4, mew=0)
        fill = "white" if floor else colour
        axes.plot(*places.mean(axis=0), "o", color=colour, mfc=fill, markersize=7)
    means = [np.mean([p for _, p in found], axis=0) for found in rows.values()]
    return list(rows), means


def _published(about, title):
    """(name, place) of each published row of one part that can be compared."""
    for row in about.rows:
        here = str(row.where.get(about.split, title)) == title
        if here and crosses(about.scatter, about.comparable, row.values):
            place = [parsed(row.values[outcome])[0] for outcome in about.scatter]
            yield f"{row.label or row.where[about.name]}, published", place


def _names(axes, names, means):
    """Writes a name beside each dot, where nothing else is."""
    dots = axes.transData.transform(means) if names else []
    taken = [(*(dot - 5), *(dot + 5)) for dot in dots]
    inside = axes.get_window_extent().extents
    for name, place in zip(names, means):
        ways = [(far, side) for far in FAR for side in SIDES]
        found = (_free(axes, name, place, *way, taken, inside) for way in ways)
        label = next(filter(None, found), None)
        if label is None:  # all is full: better on top of something than not at all
            label = _label(axes, name, place, *ways[0])
        taken.append(_box(label))


def _free(axes, name, place, far, side, taken, inside):
    """The label of a dot if there is room for it on a side, else `None`."""
    label = _label(axes, name, place, far, side)
    box = _box(label)
    within = (box[:2] >= inside[:2]).all() and (box[2:] <= inside[2:]).all()
    if within and not any(_meet(box, other) for other in taken):
        return label
    label.remove()
    return None


def _label(axes, name, place, far, side):
    line = {"arrowstyle": "-", "color": "#5b6270", "linewidth": 0.7, "shrinkB": 3}
    return axes.annotate(
        name,
        place,
        xytext=NEAR * far * np.array(side),
        textcoords="offset points",
        ha=ALIGNED[side[0]],
        va=RAISED[side[1]],
        fontsize=9,
        arrowprops=line,
    )


def _box(label):
    """The corners of the words alone, without the line to the dot."""
    label.get_window_extent()  # moves the words to where they belong
    return Text.get_window_extent(label).extents


def _meet(one, other):
    """Whether two boxes (left, bottom, right, top) nearly overlap."""
    apart = one[2] + GAP < other[0] or other[2] + GAP < one[0]
    return not (apart or one[3] + GAP < other[1] or other[3] + GAP < one[1])
