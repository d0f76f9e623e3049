"""How rows are shown: columns beside the real ones, as a file, as lines."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

from ter_gan.tables import reading
from ter_gan.tables.metrics.pairs import correlation
from ter_gan.tables.schema import CODED, Schema, moment

COLOURS = {"real": "#c3cbd4", "generated": "#c2334a"}
DPI = 100
ACROSS = 4  # panels in a line
MOST = 11  # columns that are drawn
BARS = 8  # categories that are drawn; the rest is one bar
BINS = 30
POINTS = 1500
DAY = 86_400  # seconds
LETTERS = ((4, 1500), (7, 100), (10, 3), (16, 0))  # of a date, by the days it spans


def picture(samples, real=None, title=None, schema=None, **facts):
    """Draws columns of generated rows over those of real ones, and one pair.

    Args:
        samples: float array `(n, d)`, generated rows of the matrix.
        real: float array `(m, d)`; `None` draws the generated ones alone.
        title: str, or `None`.
        schema: dict, as `Schema.to_config`.
        **facts: what else the dataset says of itself.

    Returns:
        `PIL.Image.Image`, RGB.
    """
    columns = Schema.from_config(schema).learned
    sides = {} if real is None else {"real": np.asarray(real)}
    sides["generated"] = np.asarray(samples)
    shown = list(enumerate(columns))[:MOST]
    pair = _pair(sides.get("real", sides["generated"]), columns)
    panels = len(shown) + (pair is not None)
    lines, across = -(-panels // ACROSS), min(panels, ACROSS)
    figure = Figure((2.6 * across, 2.2 * lines + 0.5), DPI, layout="constrained")
    axes = figure.subplots(lines, across, squeeze=False).flat
    for (i, column), ax in zip(shown, axes):
        draw_column(ax, column, {name: x[:, i] for name, x in sides.items()})
        ax.set_title(short(column.name, 26), fontsize=9, loc="left")
        ax.set_yticks([])
        ax.tick_params(labelsize=7)
    if pair is not None:
        _scatter(axes[len(shown)], columns, pair, sides)
    for ax in list(axes)[panels:]:
        ax.axis("off")
    more = len(columns) - len(shown)
    note = f"  ({more} more columns)" if more else ""
    figure.suptitle(f"{title or ''}{note}", fontsize=10, x=0.01, ha="left")
    figure.legend(
        handles=[_patch(name) for name in sides], loc="upper right", ncols=2, fontsize=8
    )
    return render(figure)


def write_csv(path, samples, schema, **facts):
    """Writes rows as a CSV file, see `ter_gan.tables.reading.write_csv`."""
    reading.write_csv(Schema.from_config(schema).from_matrix(samples), path)


def write_parquet(path, samples, schema, **facts):
    """Writes rows as a Parquet file, types included."""
    Schema.from_config(schema).from_matrix(samples).to_parquet(path)


WRITERS = {".csv": write_csv, ".parquet": write_parquet}


def lines(samples, most=None, *, schema, **facts):
    """list of str: the first rows under the names of their columns, as in the file.

    Args:
        samples: float array `(n, d)`, all that are written: identifiers depend on that.
        most: int. Rows to show, or `None`: all.
        schema: dict of a `Schema`.
    """
    frame = Schema.from_config(schema).from_matrix(np.asarray(samples))
    text = frame[:most].to_string(index=False, max_cols=10, max_colwidth=24)
    return text.splitlines()


def draw_column(ax, column, sides, bars=BARS):
    """Draws one column of some tables: shares of the rows, the real ones filled.

    Args:
        ax: Matplotlib axes.
        column: `ter_gan.tables.schema.Column`.
        sides: dict from `"real"`, `"generated"` to float arrays `(n,)`.
        bars: int. Categories that are drawn; the rest is one bar.
    """
    if column.kind in CODED:
        _bars(ax, column, sides, bars)
    else:
        _histogram(ax, column, sides)


def _bars(ax, column, sides, bars):
    first = next(iter(sides.values()))
    counts = np.bincount(first[~np.isnan(first)].astype(int), minlength=column.size)
    order = np.argsort(-counts, kind="stable")[:bars]
    order = np.sort(order) if column.kind == "ordinal" else order
    names = [short(str(column.categories[code]), 12) for code in order]
    rest = column.size > bars
    empty = bool(column.missing)
    names += ["others"] * rest + ["missing"] * empty
    for name, values in sides.items():
        known = values[~np.isnan(values)].astype(int)
        shares = np.bincount(known, minlength=column.size) / max(len(values), 1)
        found = list(shares[order])
        found += [shares.sum() - sum(found)] * rest + [np.isnan(values).mean()] * empty
        filled, colour = name == "real", COLOURS[name]
        ax.barh(np.arange(len(names)), found, 0.8, fill=filled, ec=colour, fc=colour)
    ax.set_yticks([])
    ax.set_ylim(len(names) - 0.5, -0.5)
    for place, name in enumerate(names):
        ax.text(0.01, place, name, fontsize=6.5, va="center", zorder=3)
    ax.set_xlim(0, None)
    ax.xaxis.set_major_locator(MaxNLocator(3))


def _histogram(ax, column, sides):
    first = next(iter(sides.values()))
    known = first[~np.isnan(first)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    for name, values in sides.items():
        heights = np.histogram(values[~np.isnan(values)], edges)[0] / max(
            len(values), 1
        )
        filled = name == "real"
        ax.stairs(heights, edges, fill=filled, lw=1.2, color=COLOURS[name])
    mark(ax.xaxis, column, 3)


def mark(axis, column, most):
    """Few marks on the axis of a column of numbers; of dates no more than they need.

    Args:
        axis: of Matplotlib.
        column: `ter_gan.tables.schema.Column`.
        most: int. Steps between the marks.
    """
    axis.set_major_locator(MaxNLocator(most, integer=column.kind == "integer"))
    if column.kind == "datetime":
        axis.set_major_locator(MaxNLocator(2))
        days = (column.high - column.low) / DAY
        letters = next(n for n, least in LETTERS if days >= least)
        axis.set_major_formatter(lambda x, _: moment(float(int(x)))[:letters])


def _pair(matrix, columns):
    """The two numeric columns that are most correlated, or `None`."""
    numbers = [i for i, column in enumerate(columns) if column.kind not in CODED]
    if len(numbers) < 2:
        return None
    found = np.abs(correlation(matrix[:, numbers], "spearman"))
    np.fill_diagonal(found, -1)
    i, j = np.unravel_index(found.argmax(), found.shape)
    return numbers[min(i, j)], numbers[max(i, j)]


def _scatter(ax, columns, pair, sides):
    sizes = {"real": 8, "generated": 2}
    for name, matrix in sides.items():
        x, y = matrix[:POINTS, pair].T if len(pair) == 2 else ()
        ax.scatter(x, y, s=sizes[name], lw=0, color=COLOURS[name])
    limits = next(iter(sides.values()))[:, pair]
    for values, set_limits in zip(limits.T, (ax.set_xlim, ax.set_ylim)):
        known = values[~np.isnan(values)]
        if len(known) and known.max() > known.min():
            margin = 0.05 * (known.max() - known.min())
            set_limits(known.min() - margin, known.max() + margin)
    ax.set_xlabel(short(columns[pair[0]].name, 26), fontsize=7)
    ax.set_ylabel(short(columns[pair[1]].name, 26), fontsize=7)
    ax.set_title("most correlated", fontsize=9, loc="left")
    ax.tick_params(labelsize=6)
    for axis, place in zip((ax.xaxis, ax.yaxis), pair):
        mark(axis, columns[place], 3)


def _patch(name):
    from matplotlib.patches import Patch

    return Patch(color=COLOURS[name], label=name)


def short(text, most):
    """The text with at most so many characters, none of which Matplotlib computes."""
    text = text.replace("$", r"\$")
    return text if len(text) <= most else f"{text[: most - 1]}…"


def render(figure):
    """The `PIL.Image.Image` of a Matplotlib figure, RGB."""
    FigureCanvasAgg(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return Image.open(file).convert("RGB")
