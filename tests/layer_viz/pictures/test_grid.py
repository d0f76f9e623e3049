import numpy as np
import pytest

from layer_viz.pictures import files
from layer_viz.pictures.files import rendered
from layer_viz.pictures.grid import LABEL, Grid, fit, side_by_side
from layer_viz.pictures.page import GAP, MARGIN, SMALL, WIDTH, Page, number, pixels


@pytest.mark.parametrize("count", [1, 7, 32, 64])
@pytest.mark.parametrize("side", [1, 7, 14, 28, 64, 256])
def test_tiles_fit_and_lines_are_equal(count, side):
    room = WIDTH - 2 * MARGIN - LABEL
    columns, zoom = fit(count, side, side, room)
    assert columns * (zoom * side + GAP) - GAP <= room
    lines = -(-count // columns)
    assert columns == -(-count // lines)


def test_few_tiles_are_drawn_larger():
    assert fit(2, 14, 14, 1200)[1] > fit(32, 14, 14, 1200)[1]


def test_side_by_side_keeps_every_pixel():
    tiles = np.arange(2 * 3 * 4 * 3, dtype="uint8").reshape(2, 3, 4, 3)
    sheet = side_by_side(tiles)
    assert sheet.shape == (3, 8 + GAP, 3)
    assert np.array_equal(sheet[:, :4], tiles[0])
    assert np.array_equal(sheet[:, 4 + GAP :], tiles[1])
    assert (sheet[:, 4 : 4 + GAP] == 255).all()


def test_a_page_pixel_is_a_tile_pixel():
    tiles = (
        np.random.default_rng(0).integers(0, 255, (2, 40, 14, 14, 3)).astype("uint8")
    )
    page = Page()
    Grid(tiles, ["a", "b"], [str(i) for i in range(40)]).draw(page)
    drawn = rendered(page.figure())
    columns, zoom = fit(40, 14, 14, WIDTH - 2 * MARGIN - LABEL)
    found = find(drawn, tiles[1, 39].repeat(zoom, 0).repeat(zoom, 1))
    assert found == 1 and columns < 40
    assert find(drawn, tiles[1, 39].repeat(zoom + 1, 0).repeat(zoom + 1, 1)) == 0


def find(image, part):
    """How often `part` is in `image`, pixel for pixel."""
    height, width = part.shape[:2]
    ys, xs = np.nonzero((image == part[0, 0]).all(-1))
    return sum(
        np.array_equal(image[y : y + height, x : x + width], part)
        for y, x in zip(ys, xs)
    )


def test_numbers_have_a_true_minus_sign():
    assert number(-0.12345) == "−0.123" and number(12.0, 2) == "12"


def test_a_film_keeps_few_colours_as_they_are():
    frame = np.zeros((3, 4, 3), "uint8")
    frame[1], frame[2, 1:] = 255, (10, 200, 30)
    palette = files._palette(frame)
    assert np.array_equal(files._indexed(frame, palette).convert("RGB"), frame)


def test_a_strip_is_as_high_as_its_label():
    def height(side, label):
        page = Page()
        top = page.y
        Grid(np.zeros((2, 3, side, 14, 3), "uint8"), [label, label], []).draw(page)
        return page.y - top

    line = pixels(SMALL * 1.3)
    assert height(1, "probe") >= 2 * line and height(1, "epoch\nto 3") >= 4 * line
    assert height(14, "probe") == height(14, "epoch\nto 3")
