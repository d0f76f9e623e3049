"""Contact sheets: what the units of layers put out."""

import numpy as np

from layer_viz.pictures.grid import LEAST, Grid
from layer_viz.pictures.page import BODY, GREY, SMALL, Page
from layer_viz.store.sheets import near_square

PLANE = 180  # pixels: wanted side of a heatmap


def contact_sheet(choice, epochs):
    """The units of the chosen layers.

    One epoch: a row for each probe. Several: a row for each epoch, probe by
    probe. Layers of single numbers have a tile for each probe, of which every
    pixel is a unit.

    Args:
        choice: `Choice`.
        epochs: list of int, the epochs of this page; a fixed scale is that of
            all epochs of the choice.

    Returns:
        `matplotlib.figure.Figure`.
    """
    page = Page()
    facts = choice.manifest
    page.heading(f"{facts['title']}: {epoch_words(epochs)}")
    for name in choice.layers:
        layer = choice.activations(name)
        describe(page, layer)
        draw = _maps if layer.maps else _vectors
        draw(page, layer, epochs)
        page.colour_bar(*bar(layer, epochs))
    return page.figure()


def tiles(layer, epoch, probes):
    """The values that are drawn, before they get colours.

    Args:
        layer: `Activations`.
        epoch: int.
        probes: list of int.

    Returns:
        float32 array `(probes, units, h, w)` for maps; `(probes, h, w)` for
        vectors, NaN after the last unit.
    """
    values = layer.values(epoch)[probes][:, layer.order()]
    return values if layer.maps else packed(values)


def packed(values, width=None):
    """Vectors `(n, units)` as tiles `(n, h, w)`, NaN after the last unit."""
    units = values.shape[1]
    width = width or near_square(units)[1]
    height = -(-units // width)
    whole = np.full((len(values), height * width), np.nan, "float32")
    whole[:, :units] = values
    return whole.reshape(-1, height, width)


def _painted(layer, epoch, probes):
    """The tiles in colours."""
    scale = layer.scale(epoch)
    values = layer.values(epoch)
    shares = scale.shares(values)[probes][:, layer.order()]
    shares = shares if layer.maps else packed(shares)
    return type(scale)(1.0, scale.signed).paint(shares)


def _maps(page, layer, epochs):
    choice = layer.choice
    columns = [str(layer.row["units"][k]) for k in layer.order()]
    columns[0] = f"unit {columns[0]}"
    plane = layer.stream.get("plane")
    least = PLANE if plane else LEAST
    if len(epochs) == 1:
        probes = choice.shown_probes(8)
        rows = ["" if plane else layer.probe_label(probe) for probe in probes]
        painted = _painted(layer, epochs[0], probes)
        Grid(painted, rows, columns, plane=plane, least=least).draw(page)
        return
    for probe in choice.shown_probes(1):
        if not plane:
            words = layer.probe_label(probe).replace("\n", ", ")
            page.paragraph(words, SMALL, 0, weight="bold")
        painted = np.concatenate([_painted(layer, e, [probe]) for e in epochs])
        rows = [row_label(layer, epoch) for epoch in epochs]
        Grid(painted, rows, columns, plane=plane, least=least).draw(page)


def _vectors(page, layer, epochs):
    probes = layer.choice.shown_probes(8)
    painted = np.stack([_painted(layer, epoch, probes) for epoch in epochs])
    rows = [row_label(layer, epoch) for epoch in epochs]
    columns = [layer.probe_label(probe) for probe in probes]
    Grid(painted, rows, columns, least=100, most=130).draw(page)


def describe(page, layer):
    """Writes what a layer is."""
    row, drawn = layer.row, len(layer.order())
    alias = "" if layer.asked == row["id"] else f" (the same values as {layer.asked})"
    page.paragraph(f"{row['id']}{alias}", BODY, 2, weight="bold")
    facts = [row["type"], shape_words(row["shape"]), f"stream {layer.stream['id']}"]
    facts.append(f"{drawn} of {row['of']} units")
    if layer.choice.sort != "index":
        meaning = {"variance": "variance", "difference": "difference real - fake"}
        facts.append(f"sorted by {meaning[layer.choice.sort]}, largest first")
    if not layer.maps:
        facts.append("each pixel is a unit, row by row")
    page.paragraph(" · ".join(facts), SMALL, 6, color=GREY)


def bar(layer, epochs):
    """(scale, words, limits) of the colour bar of a layer."""
    scale = layer.scale(epochs[0])
    if layer.choice.scale == "unit":
        words = "output / the unit's own largest |output| in all epochs drawn"
    elif layer.choice.scale == "epoch" and len(epochs) > 1:
        words = "output / the end of its epoch's scale, which stands beside the epoch"
    else:
        which = layer.choice.epochs if layer.choice.scale == "fixed" else epochs
        clipped = max(layer.sheet(epoch)["clipped"] for epoch in which)
        words = f"output of the unit; {fixed_words(which)}. "
        words += f"At most {100 * clipped:.2g} % of the values lie beyond the ends."
        return scale, words, None
    return scale, words, (-1.0 if scale.signed else 0.0, 1.0)


def fixed_words(epochs):
    """str: which epochs share a scale."""
    if len(epochs) == 1:
        return f"the scale is that of epoch {epochs[0]}"
    return f"the same scale in the {len(epochs)} epochs drawn"


def row_label(layer, epoch):
    """str: the epoch, and its scale where every epoch has its own."""
    if layer.choice.scale != "epoch":
        return f"epoch {epoch}"
    return f"epoch {epoch}\nto {'±' * layer.signed}{layer.scale(epoch).end:.3g}"


def epoch_words(epochs):
    """str: `epoch 3`, or `epochs 0, 1, 5`, or `epochs 0 to 30`."""
    if len(epochs) == 1:
        return f"epoch {epochs[0]}"
    if len(epochs) > 6:
        return f"{len(epochs)} epochs, {epochs[0]} to {epochs[-1]}"
    return f"epochs {', '.join(map(str, epochs))}"


def shape_words(shape):
    """str: `14 × 14 × 32`."""
    return " × ".join(map(str, shape))
