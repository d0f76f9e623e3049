"""Rows of tiles on a page, wrapped where there are many columns."""

import dataclasses
import math

import numpy as np

from layer_viz.pictures.page import GAP, GREY, MARGIN, SMALL, TICK, pixels

LABEL = 108  # pixels left of a row, for its label
AXIS = 60  # pixels more, for the numbers of an axis
LEAST, MOST = 54, 230  # pixels: wanted side of a tile


@dataclasses.dataclass
class Grid:
    """Tiles in rows and columns, coloured already.

    Args:
        tiles: uint8 array `(rows, columns, h, w, 3)`.
        rows: list of str, labels on the left.
        columns: list of str, labels above; or empty.
        below: list of lists of str, as `tiles`: texts under tiles; or `None`.
        plane: dict: the tiles' extent, `x` and `y` as `[low, high]`, and the
            names of the `axes`; or `None`.
        least, most: int. Wanted side of a tile in pixels.
    """

    tiles: np.ndarray
    rows: list
    columns: list
    below: list | None = None
    plane: dict | None = None
    least: int = LEAST
    most: int = MOST

    def draw(self, page):
        """Draws all tiles; as many columns at a time as fit."""
        left = MARGIN + LABEL + (AXIS if self.plane else 0)
        total, *shape = self.tiles.shape[1:4]
        room = page.width - MARGIN - left
        count, zoom = fit(total, *shape, room, self.least, self.most)
        for start in range(0, total, count):
            self._band(page, left, slice(start, start + count), zoom)

    def _band(self, page, left, columns, zoom):
        tiles = self.tiles[:, columns].repeat(self._tall(zoom), 2).repeat(zoom, 3)
        rows, count, height, width = tiles.shape[:4]
        gap = GAP + (pixels(TICK * 2.9) if self.below else 0)
        middles = [left + i * (width + GAP) + width / 2 for i in range(count)]
        if labels := self.columns[columns]:
            lines = max(label.count("\n") + 1 for label in labels)
            page.y += int(lines * pixels(TICK * 1.3)) + 2
        above = {"ha": "center", "va": "bottom", "color": GREY}
        for middle, label in zip(middles, labels):
            page.text(middle, page.y - 4, label, TICK, **above)
        for r in range(rows):
            label = {"va": "center", "ha": "right"}
            edge = left - (AXIS if self.plane else 0) - 10
            page.text(edge, page.y + height / 2, self.rows[r], SMALL, **label)
            page.image(left, page.y, side_by_side(tiles[r]))
            below = self.below[r][columns] if self.below else []
            for middle, words in zip(middles, below):
                page.text(middle, page.y + height + 4, words, TICK, ha="center")
            if self.plane:
                self._axes(page, left, count, width, height, r == rows - 1)
            page.y += height + int(gap)
        page.y += int(pixels(TICK * 3.4)) if self.plane else 8

    def _tall(self, zoom):
        """Page pixels down for a pixel of a tile: a strip is as high as its label."""
        if self.tiles.shape[2] > 1:
            return zoom
        lines = max(label.count("\n") + 1 for label in self.rows)
        return max(zoom, int(lines * pixels(SMALL * 1.3)))

    def _axes(self, page, left, count, width, height, last):
        """Numbers on the left of a row, and below the last one."""
        for i in range(count if last else 1):

            def draw(axes, first=i == 0):
                axes.patch.set_visible(False)
                axes.set(xlim=self.plane["x"], ylim=self.plane["y"])
                axes.set_xticks(self.plane["x"] if last else [])
                axes.set_yticks(self.plane["y"] if first else [])
                axes.tick_params(labelsize=TICK, length=2, width=0.5, pad=1)
                axes.spines[:].set_linewidth(0.5)
                for one, words in ((axes.xaxis, "ha"), (axes.yaxis, "va")):
                    ends = ("left", "right") if words == "ha" else ("bottom", "top")
                    for label, end in zip(one.get_ticklabels(), ends):
                        label.set(**{words: end})
                if last:
                    axes.set_xlabel(self.plane["axes"][0], size=TICK, labelpad=-5)
                if first:
                    axes.set_ylabel(self.plane["axes"][1], size=TICK, labelpad=-5)

            page.axes(left + i * (width + GAP), page.y, width, height, draw)


def fit(count, height, width, room, least=LEAST, most=MOST):
    """How tiles are arranged.

    Args:
        count: int. Tiles in a row.
        height, width: int. Of a tile.
        room: int. Pixels that a row may fill.
        least, most: int. Wanted side of a tile in pixels.

    Returns:
        `(columns, zoom)`: tiles per line, lines as equal as can be, and the
        page pixels for each pixel of a tile.
    """
    side = max(height, width)
    zoom = math.ceil(least / side)
    columns = min(count, max(1, (room + GAP) // (zoom * width + GAP)))
    columns = math.ceil(count / math.ceil(count / columns))
    wide = ((room + GAP) // columns - GAP) // width
    return columns, max(1, min(wide, most // side))


def side_by_side(tiles):
    """uint8 `(n, h, w, 3)` as one image with white gaps."""
    n, height, width, _ = tiles.shape
    sheet = np.full((height, n * (width + GAP) - GAP, 3), 255, "uint8")
    for i, tile in enumerate(tiles):
        left = i * (width + GAP)
        sheet[:, left : left + width] = tile
    return sheet
