"""Lines and dots over two axes, as SVG that follows the page's colours."""

import dataclasses
import itertools
from html import escape

from ter_gan.evaluation.plot import Axis
from ter_gan.evaluation.table import number

WIDTH, HEIGHT = 360, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 26, 10, 44
LINE, LABEL = 11, 14  # height and width of a label
COLOURS = 8
DASHES = ("none", "6 3", "2 3")


@dataclasses.dataclass(frozen=True)
class Dot:
    """One value.

    Args:
        x, y: float.
        label: str beside it, or empty.
        interval: `(low, high)` of y, or `None`.
        text: str. What it is, for a pointer over it.
    """

    x: float
    y: float
    label: str = ""
    interval: tuple | None = None
    text: str = ""


@dataclasses.dataclass(frozen=True)
class Series:
    """Dots of one colour.

    Args:
        look: int from 0. Its colour and dashes.
        dots: list of `Dot`.
        line: list of `(x, y)` that are joined.
    """

    look: int
    dots: list
    line: list


def chart(title, series, x_label, floor=None):
    """A `<figure>` with a chart.

    Args:
        title: str above it; what the vertical axis shows.
        series: list of `Series`, with at least one dot together.
        x_label: str.
        floor: float, a dashed horizontal line, or `None`.
    """
    dots = [dot for each in series for dot in each.dots]
    heights = [dot.y for dot in dots] + [floor] * (floor is not None)
    ends = [end for dot in dots for end in dot.interval or ()]
    x, y = Axis.around([dot.x for dot in dots]), Axis.around(heights, ends, floor)
    parts = [
        _vertical_axis(y),
        _horizontal_axis(x, x_label),
        *(_series(each, x, y) for each in series),
        _labels(dots, x, y),
    ]
    note = '<span class="quiet">logarithmic</span>' if y.log else ""
    return (
        f'<figure class="chart"><figcaption>{escape(title)} {note}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label='
        f'"{escape(title)} against {escape(x_label)}">{"".join(parts)}</svg></figure>\n'
    )


def look(i):
    """The attributes of what is drawn in the i-th colour, counted from 0."""
    dashes = DASHES[i // COLOURS % len(DASHES)]
    return f'class="look-{i % COLOURS + 1}" stroke-dasharray="{dashes}"'


def compact(value):
    """A number in few letters, e.g. `"200k"`."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            unit = 1e3 if letter == "k" else size
            return f"{value / unit:.4g}{letter}"
    return f"{value:.4g}"


def _across(axis, value):
    return LEFT + axis.place(value) / 100 * (WIDTH - LEFT - RIGHT)


def _up(axis, value):
    return HEIGHT - BOTTOM - axis.place(value) / 100 * (HEIGHT - TOP - BOTTOM)


def _vertical_axis(axis):
    parts = []
    for tick in axis.ticks:
        y = _up(axis, tick)
        parts.append(_line("grid", LEFT, y, WIDTH - RIGHT, y))
        parts.append(_text(LEFT - 5, y + 4, number(tick), "end"))
    if axis.floor is not None:
        y = _up(axis, axis.floor)
        parts.append(_line("floor", LEFT, y, WIDTH - RIGHT, y))
    return "".join(parts)


def _horizontal_axis(axis, label):
    bottom = HEIGHT - BOTTOM
    parts = [_line("edge", LEFT, bottom, WIDTH - RIGHT, bottom)]
    for tick in axis.ticks:
        x = _across(axis, tick)
        parts.append(_line("edge", x, bottom, x, bottom + 4))
        parts.append(_text(x, bottom + 16, compact(tick), "middle"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    words = f"{label}, logarithmic" if axis.log else label
    parts.append(_text(middle, HEIGHT - 8, words, "middle"))
    return "".join(parts)


def _series(series, x, y):
    points = " ".join(f"{_across(x, a):.1f},{_up(y, b):.1f}" for a, b in series.line)
    parts = [f'<polyline class="line" points="{points}"/>'] if points else []
    for dot in series.dots:
        place, height = _across(x, dot.x), _up(y, dot.y)
        if dot.interval:
            low, high = (_up(y, end) for end in dot.interval)
            parts.append(_line("bar", place, low, place, high))
        parts.append(
            f'<circle cx="{place:.1f}" cy="{height:.1f}" r="3">'
            f"<title>{escape(dot.text)}</title></circle>"
        )
    return f"<g {look(series.look)}>{''.join(parts)}</g>"


def _labels(dots, x, y):
    """Labels right of their dots, or near by where another one is."""
    taken = []
    for dot in dots:
        if dot.label:
            place = _free(_across(x, dot.x) + 6, _up(y, dot.y) + 4, taken)
            taken.append((*place, dot.label))
    return "".join(
        _text(left, base, label, "start", "label") for left, base, label in taken
    )


def _free(left, base, taken):
    """The place nearest to (left, base) where no label is, below or above it."""
    heights = (base + i * LINE for i in sorted(range(-HEIGHT, HEIGHT), key=abs))
    inside = [b for b in heights if TOP <= b <= HEIGHT - BOTTOM + 4]
    for a in itertools.count(left, LABEL):
        for b in inside:
            if all(abs(a - c) >= LABEL or abs(b - d) >= LINE for c, d, _ in taken):
                return a, b


def _line(kind, x1, y1, x2, y2):
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="{kind}" {ends}/>'


def _text(x, y, text, anchor, kind="tick"):
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
