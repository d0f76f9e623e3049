"""Generated samples of each epoch beside the real probes."""

import numpy as np

from layer_viz.pictures.activations import epoch_words
from layer_viz.pictures.colour import as_rgb
from layer_viz.pictures.grid import Grid
from layer_viz.pictures.page import GREY, MARGIN, SMALL, TICK, Page
from ter_gan.errors import UserError

PLOT = 380  # pixels: side of a plot of points
MOST_POINTS = 2000
WIDE = 100  # pixels: room for the label of a probe


def samples_figure(choice, epochs):
    """The real probes, and the generator's samples of each epoch.

    A column of samples comes from the same latent vector in all epochs.

    Args:
        choice: `Choice`.
        epochs: list of int.

    Returns:
        `matplotlib.figure.Figure`.
    """
    page = Page()
    page.heading(f"{choice.manifest['title']}: samples, {epoch_words(epochs)}")
    if choice.points:
        _points(page, choice, epochs)
        return page.figure()
    probes = choice.shown_probes(16)
    labels = [choice.probe_label(probe) for probe in probes]
    real = pictures(choice, "real", epochs[0])
    Grid(real[None, probes], ["real"], labels, least=WIDE).draw(page)
    page.y += 12
    words = "Generated; a column has the same latent vector in all epochs"
    page.paragraph(words, SMALL, 0, color=GREY)
    made = np.stack([pictures(choice, "fake", epoch)[probes] for epoch in epochs])
    columns = [choice.probe_label(probe, "fake") for probe in probes]
    rows = [f"epoch {epoch}" for epoch in epochs]
    Grid(made, rows, columns, least=WIDE).draw(page)
    return page.figure()


def pictures(choice, role, epoch):
    """uint8 array `(probes, h, w, 3)`: what a stream's network is shown.

    Args:
        choice: `Choice`.
        role: `"fake"`, `"real"` or `"model"`.
        epoch: int.
    """
    if role == "fake":
        sheet = choice.contents[epoch]["images"].get("fake")
    else:
        sheet = choice.manifest["probes"]["sheets"].get("real")
    if sheet is None:
        what = "generated" if role == "fake" else "real"
        raise UserError(f"This record holds no {what} samples.")
    return np.stack([as_rgb(tile) for tile in choice.record.values(sheet)])


def _points(page, choice, epochs):
    """Plots of generated over real points, with the limits of the real ones."""
    points = [choice.contents[epoch].get("points") or {} for epoch in epochs]
    if not all(each.get("fake") for each in points):
        raise UserError(
            "No points were recorded in some of these epochs; draw units by --layer."
        )
    real = np.asarray(points[-1]["real"])
    low, high = real.min(0), real.max(0)
    room = 0.15 * (high - low)
    columns = (page.room - 60) // (PLOT + 40)
    for i, (epoch, each) in enumerate(zip(epochs, points)):
        column = i % columns
        left = MARGIN + 60 + column * (PLOT + 40)
        page.text(left, page.y, f"epoch {epoch}", SMALL)
        draw = _scatter(each, low - room, high + room, column == 0)
        page.axes(left, page.y + 26, PLOT, PLOT, draw)
        if column == columns - 1 or epoch == epochs[-1]:
            page.y += PLOT + 90
    page.paragraph("grey: real · orange: generated", SMALL, color=GREY)


def _scatter(points, low, high, first):
    def draw(axes):
        for name, colour in (("real", "#9aa5b1"), ("fake", "#d95f02")):
            xy = np.asarray(points[name])[:MOST_POINTS]
            axes.scatter(xy[:, 0], xy[:, 1], s=2, color=colour, linewidths=0)
        axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
        axes.tick_params(labelsize=TICK, length=2, width=0.5, labelleft=first)
        axes.spines[:].set_linewidth(0.5)

    return draw
