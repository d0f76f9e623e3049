"""A page that is laid out in pixels, so that a tile's pixels stay squares.

Matplotlib would resample an image to its axes; here every image has a whole
number of page pixels for each of its own.
"""

import textwrap

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

DPI = 200
WIDTH = 1340  # pixels: the text width of an A4 page
MARGIN, GAP = 24, 4
TICK, SMALL, BODY, TITLE = 6, 7, 8, 10  # points
GREY = "#555555"


class Page:
    """Texts, images and axes, placed from the top left corner.

    `y` is where the next thing goes; the height follows from it.
    """

    def __init__(self, width=WIDTH):
        self.width, self.y, self._parts = width, MARGIN, []

    @property
    def room(self):
        """Pixels between the margins."""
        return self.width - 2 * MARGIN

    def text(self, x, y, words, size=SMALL, **style):
        """Writes words; `y` is their top unless `va` says otherwise."""
        style = {"va": "top", "ha": "left", "linespacing": 1.25} | style

        def draw(figure, height):
            figure.text(x / self.width, 1 - y / height, words, size=size, **style)

        self._parts.append(draw)

    def paragraph(self, words, size=BODY, after=6, **style):
        """Writes words over the whole width, wrapped, and moves on."""
        letters = int(self.room / (pixels(size) * 0.56))
        lines = textwrap.wrap(words, letters) or [""]
        self.text(MARGIN, self.y, "\n".join(lines), size, **style)
        self.y += int(len(lines) * pixels(size * 1.3)) + after

    def heading(self, title, *lines):
        """A title and the lines under it."""
        self.paragraph(title, TITLE, 8, weight="bold")
        for line in lines:
            self.paragraph(line, BODY, 4, color=GREY)
        self.y += 8

    def axes(self, x, y, width, height, draw):
        """Calls `draw(axes)` with axes at this place when the page is made."""

        def part(figure, total):
            box = [x / self.width, 1 - (y + height) / total]
            draw(figure.add_axes([*box, width / self.width, height / total]))

        self._parts.append(part)

    def image(self, x, y, rgb):
        """Places a uint8 array `(h, w, 3)`, pixel on pixel."""

        def draw(axes):
            axes.axis("off")
            axes.imshow(rgb, interpolation="none", aspect="auto")

        self.axes(x, y, rgb.shape[1], rgb.shape[0], draw)

    def colour_bar(self, scale, words, limits=None, colours=None):
        """A colour bar with numbers and what they are; moves on.

        Args:
            scale: `colour.Scale`.
            words: str. What the numbers are.
            limits: `(low, high)`, by default from the scale's end.
            colours: matplotlib colour map, by default the scale's.
        """
        end = float(np.max(scale.end))
        low, high = limits or ((-end if scale.signed else 0.0), end)

        def draw(axes):
            shown = ScalarMappable(Normalize(low, high), colours or scale.colours)
            bar = axes.figure.colorbar(shown, cax=axes, orientation="horizontal")
            places = np.linspace(low, high, 5)
            bar.set_ticks(places, labels=[number(place, 2) for place in places])
            bar.ax.tick_params(labelsize=SMALL, length=2, width=0.5, pad=1.5)
            bar.outline.set_linewidth(0.5)

        self.y += 12
        left, width = MARGIN + 40, 420
        self.axes(left, self.y, width, 16, draw)
        letters = int((self.width - left - width - 64) / (pixels(SMALL) * 0.54))
        lines = textwrap.wrap(words, letters)
        self.text(left + width + 40, self.y - 6, "\n".join(lines), SMALL)
        self.y += max(64, int(len(lines) * pixels(SMALL * 1.3)) + 20)

    def figure(self):
        """The `matplotlib.figure.Figure`."""
        height = int(self.y + MARGIN)
        size = (self.width / DPI, height / DPI)
        figure = Figure(figsize=size, dpi=DPI, facecolor="white")
        for part in self._parts:
            part(figure, height)
        return figure


def pixels(points):
    """Pixels of a font size."""
    return points * DPI / 72


def number(value, digits=3):
    """str: a few digits, with a true minus sign."""
    return f"{value:.{digits}g}".replace("-", "−")
