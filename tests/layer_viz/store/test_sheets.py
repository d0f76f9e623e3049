import numpy as np
import pytest

from layer_viz.store import decode, pack_units, picture_tiles, quantise
from layer_viz.store.sheets import near_square


def back(tiles):
    return decode(tiles.sheet(), tiles.facts)


@pytest.mark.parametrize("signed", [True, False])
def test_values_come_back_within_half_a_step(rng, signed):
    values = rng.normal(size=(10, 5, 4)).astype("float32")
    values = values if signed else np.abs(values)
    tiles = quantise(values, columns=3)
    scale = tiles.facts["scale"]
    clipped = np.abs(values) > scale
    error = np.abs(back(tiles) - values)[~clipped]
    step = scale / (127 if signed else 255)
    assert error.max() <= step / 2 * 1.0001
    assert error.max() > step / 4  # the bound is about this coding
    assert tiles.facts["zero"] == (128 if signed else 0)
    assert tiles.facts["clipped"] == pytest.approx(clipped.mean())


def test_clipped_values_are_the_end_of_the_scale():
    values = np.array([[[-5.0, 0.0, 0.5, 9.0]]])
    tiles = quantise(values, scale=1.0)
    np.testing.assert_allclose(back(tiles), [[[-1.0, 0.0, 64 / 127, 1.0]]])
    assert tiles.facts["clipped"] == 0.5
    assert (tiles.facts["low"], tiles.facts["high"]) == (-5.0, 9.0)


def test_zero_is_exactly_zero_and_all_zeros_have_a_scale():
    assert (back(quantise(np.zeros((2, 3, 3)))) == 0).all()
    assert quantise(np.zeros((2, 3, 3))).facts["scale"] == 1.0
    assert back(quantise(np.array([[[-1.0, 0.0, 1.0]]])))[0, 0, 1] == 0


def test_what_is_not_finite_is_drawn():
    tiles = quantise(np.array([[[np.nan, np.inf, -np.inf, 2.0]]]), scale=2.0)
    np.testing.assert_allclose(back(tiles), [[[0, 2, -2, 2]]])


@pytest.mark.parametrize("columns", [1, 3, 7, 100])
def test_tiles_wrap_and_come_back_in_order(columns):
    values = np.arange(7.0)[:, None, None] * np.ones((7, 2, 3))
    tiles = quantise(values, columns=columns, scale=6.0)
    assert tiles.facts["columns"] == min(columns, 7)
    np.testing.assert_allclose(back(tiles), values, atol=1e-6 + 6 / 510)


def test_a_wide_sheet_wraps_before_the_limit():
    tiles = quantise(np.ones((200, 64, 64)))
    assert max(tiles.sheet().shape) <= 4096
    assert len(back(tiles)) == 200


def test_pictures_are_exact():
    images = np.arange(5 * 2 * 3 * 3, dtype="uint8").reshape(5, 2, 3, 3)
    assert (back(picture_tiles(images, 2)) == images).all()
    grey = images[..., :1]
    assert (back(picture_tiles(grey)) == grey[..., 0]).all()
    with pytest.raises(ValueError, match="float64"):
        picture_tiles(np.zeros((1, 2, 2, 3)))
    with pytest.raises(ValueError, match=r"\(1, 2, 2, 4\)"):
        picture_tiles(np.zeros((1, 2, 2, 4), "uint8"))


def test_units_of_maps_are_probe_major():
    outputs = np.zeros((2, 3, 3, 5))
    outputs[1, 2, 0, 4] = 7
    tiles = pack_units(outputs, [0, 4])
    assert tiles.shape == (4, 3, 3)
    assert tiles[1 * 2 + 1, 2, 0] == 7 and tiles.sum() == 7


def test_units_of_vectors_fill_a_near_square():
    tiles = pack_units(np.arange(10.0)[None], range(10))
    assert tiles.shape == (1, 3, 4) == (1, *near_square(10))
    assert tiles[0, 9 // 4, 9 % 4] == 9 and (tiles[0, 2, 2:] == 0).all()
