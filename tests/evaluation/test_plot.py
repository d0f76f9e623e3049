"""Axes that hold everything, and ticks that can be read."""

import itertools

import pytest

from ter_gan.evaluation.plot import CLOSE, Axis, lane, scale
from tests.evaluation.players import result


def places(row):
    axis = Axis.of(row)
    return axis, [axis.place(r.value) for r in row]


def test_values_intervals_and_floor_are_on_the_axis_in_their_order():
    axis, (a, b) = places([result(1.0, 0.2), result(3.0, 0.5)])
    assert not axis.log
    ends = [axis.place(v) for v in (0.5, 3.98)]
    assert 0 < ends[0] < a < b < ends[1] < 100
    assert b - a == pytest.approx(axis.place(2.6) - axis.place(0.6))


def test_large_ratios_make_the_axis_logarithmic():
    axis, (a, b) = places([result(1.0, 0.1, floor=0.01), result(10.0, 0.1, floor=0.01)])
    assert axis.log
    assert b - a == pytest.approx(axis.place(1.0) - axis.place(0.1))
    assert "logarithmic" in scale(axis)


@pytest.mark.parametrize("low, high", [(0, 1), (-3e-5, 2e-4), (9.1, 9.2), (5, 9e5)])
@pytest.mark.parametrize("log", [False, True])
def test_ticks_lie_inside_and_apart(low, high, log):
    if log and low <= 0:
        return
    axis = Axis(low, high, log)
    found = [axis.place(tick) for tick in axis.ticks]
    assert len(found) >= 2
    assert min(found) >= 0 and max(found) <= 100
    assert all(b - a >= CLOSE - 1e-9 for a, b in itertools.pairwise(found))


def test_one_value_alone_has_an_axis_too():
    axis, (place,) = places([result(0.0, None, floor=None)])
    assert place == pytest.approx(50)
    assert "floor" not in scale(axis)


def test_a_lane_draws_interval_floor_and_dot():
    row = [result(1.0, 0.2), result(None, why="no labels.")]
    drawn = lane(row[0], Axis.of(row), "a < b")
    assert drawn.count('class="bar"') == drawn.count('class="dot"') == 1
    assert 'class="floor"' in drawn and "a &lt; b" in drawn
    assert Axis.of(row[1:]) is None
