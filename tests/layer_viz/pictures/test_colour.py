import numpy as np
import pytest

from layer_viz.pictures.colour import (
    SIGNED,
    UNSIGNED,
    Scale,
    as_rgb,
    overlay,
    overlay_colours,
)


def test_zero_is_white_and_the_signs_are_orange_and_blue():
    low, zero, high = Scale(2.0, True).paint(np.array([-2.0, 0.0, 2.0])).astype(int)
    assert min(zero) > 240
    assert low[0] > low[2]  # orange: more red than blue
    assert high[2] > high[0]


def test_unsigned_values_go_through_cividis():
    painted = Scale(4.0, False).paint(np.array([[0.0, 2.0, 4.0, 9.0]]))[0]
    expected = [UNSIGNED(x, bytes=True)[:3] for x in (0.0, 0.5, 1.0, 1.0)]
    assert np.array_equal(painted, expected)
    assert not np.array_equal(painted[0], SIGNED(0.5, bytes=True)[:3])


def test_what_is_no_unit_is_white():
    painted = Scale(1.0, False).paint(np.array([[0.0, np.nan]]))[0]
    assert (painted[1] == 255).all() and (painted[0] < 255).all()


def test_a_scale_of_each_unit():
    values = np.array([[1.0, 10.0], [2.0, 0.0]])
    scale = Scale(np.array([[2.0, 10.0]]), False)
    assert np.array_equal(scale.shares(values), [[0.5, 1.0], [1.0, 0.0]])


def test_a_unit_that_is_always_zero_has_no_division_by_zero():
    assert (Scale(np.zeros(3), False).shares(np.zeros(3)) == 0).all()


def test_overlay_tints_where_the_map_is_strong():
    picture = np.full((1, 3), 100, "uint8")
    left, middle, right = overlay(
        picture, np.array([[-1.0, 0.0, 1.0]]), Scale(1, True)
    )[0].astype(int)
    assert np.ptp(middle) == 0  # grey
    assert left[0] - left[2] > 100 and right[2] - right[0] > 100


def test_the_bar_of_an_overlay_has_its_colours():
    values = np.array([[-1.0, 0.0, 1.0]], "float32")
    drawn = overlay(np.full((1, 3), 128, "uint8"), values, Scale(1.0, True))[0]
    colours = overlay_colours()
    bar = [colours(share, bytes=True)[:3] for share in (0.0, 0.5, 1.0)]
    assert np.abs(np.array(bar, int) - drawn).max() <= 1


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3)])
def test_pictures_become_rgb(shape):
    assert as_rgb(np.zeros(shape, "uint8")).shape == (2, 3, 3)
