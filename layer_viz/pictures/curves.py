"""Curves over the epochs: how the layers of each network fare."""

import matplotlib
import numpy as np

from layer_viz.pictures.activations import epoch_words
from layer_viz.pictures.page import GREY, MARGIN, SMALL, TICK, Page
from ter_gan.errors import UserError

# title, where in epoch.json, field, logarithmic
MEASURES = (
    ("dead units\n(share)", "stats", "dead", False),
    ("weight norm", "weights", "norm", False),
    ("gradient norm", "weights", "gradient", True),
    ("update /\nweight norm", "weights", "update", True),
    ("similarity with\nepoch before", "similarity", None, False),
)
MARKERS = "osD^v<>P"
LEFT, BETWEEN, HEIGHT = 130, 90, 200


def statistics_curves(choice, epochs):
    """Small multiples: a row per measure, a column per network, a line per layer.

    Args:
        choice: `Choice`; with `layers`, only these are drawn.
        epochs: list of int.

    Returns:
        `matplotlib.figure.Figure`.
    """
    page = Page()
    streams = _streams(choice)
    page.heading(
        f"{choice.manifest['title']}: statistics of layers, {epoch_words(epochs)}",
        "Lines from dark (first layer) to light (last). Dead: never positive on the "
        "statistics set. Similarity: linear CKA (Kornblith et al. 2019).",
    )
    width = (page.room - LEFT - BETWEEN * (len(streams) - 1)) // len(streams)
    names = {stream["id"]: _layers(choice, stream) for stream in streams}
    drawn = [
        measure
        for measure in MEASURES
        if any(_lines(choice, s, names[s["id"]], measure, epochs) for s in streams)
    ]
    if not drawn:
        raise UserError("This record holds no statistics of these layers.")
    for i, measure in enumerate(drawn):
        for j, stream in enumerate(streams):
            lines = _lines(choice, stream, names[stream["id"]], measure, epochs)
            left = MARGIN + LEFT + j * (width + BETWEEN)
            title = _title(choice, stream) if i == 0 else None
            last = i == len(drawn) - 1
            looks = [style(path, names[stream["id"]]) for path in lines]
            lines = list(zip(lines.values(), looks))
            draw = _panel(lines, epochs, measure, title, j == 0, last)
            page.axes(left, page.y + 24, width, HEIGHT, draw)
        page.y += HEIGHT + 34
    page.y += 60
    _legend(page, streams, names, width)
    return page.figure()


def series(choice, stream, path, measure, epochs):
    """list of float: a measure of a layer in each epoch, NaN where unknown.

    Args:
        choice: `Choice`.
        stream: dict, in the manifest.
        path: str, of the layer.
        measure: one of `MEASURES`.
        epochs: list of int.
    """
    _, part, field, _ = measure
    owner = stream["network"] if part == "weights" else stream["id"]
    values = []
    for epoch in epochs:
        found = choice.contents[epoch].get(part, {}).get(f"{owner}/{path}")
        found = found.get(field) if isinstance(found, dict) else found
        values.append(np.nan if found is None else float(found))
    return values


def _streams(choice):
    """One stream for each network: the chosen one, or its last."""
    if choice.layers:
        found = [choice.activations(name).stream for name in choice.layers]
        return list({each["id"]: each for each in found}.values())
    by_network = {each["network"]: each for each in choice.manifest["streams"]}
    for each in choice.manifest["streams"]:
        if each["id"] == choice.stream:
            by_network = {each["network"]: each}
    return list(by_network.values())


def _layers(choice, stream):
    """Paths of the layers of a stream's network, first to last."""
    rows = choice.manifest["layers"]
    wanted = {choice.activations(name).row["id"] for name in choice.layers}
    wanted |= set(choice.layers)  # an alias has its own weights
    return [
        row["path"]
        for row in rows
        if row["network"] == stream["network"]
        and (not wanted or row["id"] in wanted or row["path"] in wanted)
    ]


def _lines(choice, stream, names, measure, epochs):
    """dict: path to values, of the layers that have any."""
    lines = {n: series(choice, stream, n, measure, epochs) for n in names}
    return {n: v for n, v in lines.items() if not np.isnan(v).all()}


def _title(choice, stream):
    networks = choice.manifest["networks"]
    name = next(n["name"] for n in networks if n["id"] == stream["network"])
    return f"{name} ({stream['id']})"


def style(path, names):
    """dict: colour and marker of a layer's line."""
    place = names.index(path)
    share = place / max(1, len(names) - 1)
    colour = matplotlib.colormaps["viridis"](0.9 * share)
    marker = MARKERS[place % len(MARKERS)]
    return {"color": colour, "marker": marker, "ms": 2.5, "lw": 0.9}


def _panel(lines, epochs, measure, title, first, last):
    name, _, field, logarithmic = measure

    def draw(axes):
        for values, look in lines:
            axes.plot(epochs, values, **look)
        every = np.array([values for values, _ in lines])
        if logarithmic and (every > 0).any():
            axes.set_yscale("log")
        if field in ("dead", None):
            axes.set_ylim(-0.05, 1.05)
        axes.set_xlim(epochs[0] - 0.1, epochs[-1] + 0.1)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.tick_params(labelsize=TICK, length=2, width=0.5, labelbottom=last)
        axes.tick_params(which="minor", length=1, width=0.4, labelsize=TICK)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[:].set_linewidth(0.5)
        axes.grid(alpha=0.3, lw=0.4)
        if title:
            axes.set_title(title, size=SMALL, weight="bold", loc="left")
        if first:
            axes.set_ylabel(name, size=SMALL)
        if last:
            axes.set_xlabel("epoch", size=SMALL)

    return draw


def _legend(page, streams, names, width):
    """The layers of each column, in the order of the network."""
    top, lowest = page.y, page.y
    for j, stream in enumerate(streams):
        left = MARGIN + LEFT + j * (width + BETWEEN)
        paths = names[stream["id"]]
        columns = max(1, min(2, width // (60 + 10 * max(map(len, paths), default=1))))
        height = -(-len(paths) // columns)
        for i, path in enumerate(paths):
            x, y = left + i // height * (width // columns), top + i % height * 24
            page.axes(x, y + 4, 40, 14, _key(style(path, paths)))
            page.text(x + 50, y, path, TICK, color=GREY)
        lowest = max(lowest, top + 24 * height)
    page.y = lowest


def _key(look):
    def draw(axes):
        axes.axis("off")
        axes.plot([0, 0.5, 1], [0, 0, 0], markevery=[1], **look)

    return draw
