"""The way of the data: from a latent vector to an image to a logit."""

import numpy as np

from layer_viz.pictures.activations import (
    epoch_words,
    fixed_words,
    packed,
    shape_words,
)
from layer_viz.pictures.choice import Activations
from layer_viz.pictures.colour import Scale
from layer_viz.pictures.grid import side_by_side
from layer_viz.pictures.maps import score_words
from layer_viz.pictures.page import GAP, GREY, MARGIN, SMALL, TICK, Page, number
from layer_viz.pictures.samples import pictures
from ter_gan.errors import UserError

LABEL, END = 330, 90  # pixels left of the strips, and right of them
UNITS, STRIP, IMAGE = 14, 60, 150
VECTOR_ROWS = 4
LINES = 48  # pixels: the two lines of a label


def overview(choice, epochs):
    """One strip for each layer that one probe goes through.

    Args:
        choice: `Choice`; its first probe is drawn.
        epochs: list of one int.

    Returns:
        `matplotlib.figure.Figure`.

    Raises:
        UserError: for several epochs at once, or a record of points.
    """
    if len(epochs) > 1:
        raise UserError(
            "--overview has one page per epoch: name one epoch, or a .gif or .pdf."
        )
    if choice.points:
        raise UserError("--overview is for images; use --layer for points.")
    page, (epoch,) = Page(), epochs
    probe = choice.shown_probes(1)[0]
    page.heading(
        f"{choice.manifest['title']}: the data's way, {epoch_words(epochs)}",
        f"Probe {probe}. At most {UNITS} units of a layer, by index; a vector's "
        f"pixels are units. On the right: where each layer's colours end; "
        f"{fixed_words(epochs if choice.scale == 'epoch' else choice.epochs)}.",
    )
    judged = choice.roles("fake", "model", "real")
    judged = [s for s in judged if s["id"] == choice.stream] or judged[:1]
    if not judged or judged[0]["role"] == "fake":
        _latent(page, choice, probe)
        for stream in choice.roles("generator"):
            _network(page, choice, stream, epoch, probe)
    for stream in judged:
        _image(page, choice, stream, epoch, probe)
        _network(page, choice, stream, epoch, probe)
        words = score_words(choice, stream, epoch, probe).replace("\n", ", ")
        page.text(MARGIN + LABEL, page.y, words, SMALL, weight="bold")
        page.y += 40
    _bars(page)
    return page.figure()


def _network(page, choice, stream, epoch, probe):
    entry = next(n for n in choice.manifest["networks"] if n["id"] == stream["network"])
    page.paragraph(f"{entry['name']} ({stream['id']})", SMALL, 2, weight="bold")
    for row in choice.manifest["layers"]:
        if row["network"] == stream["network"] and row["same_as"] is None:
            layer = Activations(choice, row, stream, row["id"])
            values, scale = layer.values(epoch)[probe], layer.scale(epoch)
            words = f"{row['type']} {shape_words(row['shape'])}"
            _strip(page, row["path"], words, values, scale)


def _latent(page, choice, probe):
    """The latent vector, if the record has it."""
    generator = choice.roles("generator")
    if not generator or not (choice.record.path / "probes.npz").is_file():
        return
    name = f"probes/{generator[0]['source']}"
    vectors = choice.record.arrays("probes.npz").get(name)
    if vectors is None or vectors.ndim != 2:
        return
    scale = Scale(float(np.abs(vectors).max()) or 1.0, bool((vectors < 0).any()))
    _strip(page, "latent vector", str(vectors.shape[1]), vectors[probe], scale)


def _image(page, choice, stream, epoch, probe):
    picture = pictures(choice, stream["role"], epoch)[probe]
    zoom = max(1, IMAGE // max(picture.shape[:2]))
    rgb = picture.repeat(zoom, 0).repeat(zoom, 1)
    what = "generated image" if stream["role"] == "fake" else "image"
    _label(page, what, shape_words(choice.manifest["probes"]["shape"]), len(rgb))
    page.image(MARGIN + LABEL, page.y, rgb)
    page.y += len(rgb) + 12


def _strip(page, name, words, values, scale):
    """Units `(units, h, w)` beside each other, or a vector `(units,)`."""
    room = page.room - LABEL - END
    if values.ndim == 1:
        width = max(1, -(-len(values) // VECTOR_ROWS)) if len(values) > 1 else 1
        width = min(width, 256)
        tiles = packed(values[None], width)
        zoom = max(1, min(room // width, STRIP // tiles.shape[1]))
    else:
        height, width = values.shape[1:]
        zoom = max(1, STRIP // max(height, width))
        tiles = values[: max(1, min(UNITS, (room + GAP) // (zoom * width + GAP)))]
    rgb = side_by_side(scale.paint(tiles).repeat(zoom, 1).repeat(zoom, 2))
    _label(page, name, words, len(rgb))
    page.image(MARGIN + LABEL, page.y, rgb)
    end = f"{'±' * scale.signed}{number(scale.end)}"
    edge, middle = page.width - MARGIN, page.y + max(len(rgb), LINES) / 2
    page.text(edge, middle, end, TICK, ha="right", va="center", color=GREY)
    page.y += max(len(rgb), LINES) + 8


def _label(page, name, words, height):
    top = page.y + max(height, LINES) / 2
    page.text(MARGIN, top - 1, name, SMALL, va="bottom")
    page.text(MARGIN, top + 1, words, TICK, color=GREY)


def _bars(page):
    """The two colour bars, as shares of the scale's end."""
    for signed in (True, False):
        words = "output / the end of the layer's scale"
        words += ", where values can be negative" if signed else ", elsewhere"
        page.colour_bar(Scale(1.0, signed), words)
