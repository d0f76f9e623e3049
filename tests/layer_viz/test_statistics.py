"""Numbers of a layer against values worked out by hand."""

import numpy as np
import pytest

from layer_viz import statistics


def test_a_layer_with_known_values():
    values = np.zeros((4, 2, 2, 3), "float32")
    values[..., 1] = -1.0
    values[0, 0, 0, 2] = 16.0
    found = statistics.describe(values, [0, 2])
    assert found["mean"] == pytest.approx(0.0)
    assert found["zeros"] == pytest.approx((16 + 15) / 48)
    assert found["dead"] == pytest.approx(2 / 3)
    assert found["units"]["dead"] == [True, False]
    assert found["units"]["std"] == pytest.approx([0.0, np.sqrt(15.0)], rel=1e-3)
    assert sum(found["histogram"]["counts"]) == 48
    assert (found["histogram"]["low"], found["histogram"]["high"]) == (-1.0, 16.0)


def test_saturation_counts_the_ends_of_bounded_activations_only():
    values = np.array([[-1.0, -0.99, 0.0, 0.5, 0.999]])
    assert statistics.describe(values, [0], "tanh")["saturated"] == pytest.approx(0.6)
    assert statistics.describe(values, [0], "relu")["saturated"] == 0.0


def test_difference_is_in_standard_deviations():
    rng = np.random.default_rng(0)
    real = rng.standard_normal((4000, 2)) * [1, 3]
    fake = rng.standard_normal((4000, 2)) * [1, 3] + [2, 0]
    near, far = statistics.difference(real, fake, [1, 0])
    assert near == pytest.approx(0.0, abs=0.1) and far == pytest.approx(2.0, abs=0.1)


def test_change_is_relative_and_per_unit():
    before = np.ones((2, 3, 4))
    after = before.copy()
    after[:, 1] *= 1.5
    after[:, 2] = -1
    assert statistics.change(before, after) == pytest.approx([0.0, 0.5, 2.0])


def test_numbers_that_are_not_finite_are_left_out():
    values = np.ones((4, 2), "float32")
    values[0, 0], values[1, 0] = np.nan, np.inf
    found = statistics.describe(values, [0, 1])
    assert found["mean"] == 1 and found["p99"] == 1
    assert np.isnan(found["units"]["std"][0]) and found["units"]["std"][1] == 0
    nothing = statistics.describe(np.full((3, 2), np.nan), [0])
    assert nothing["mean"] == 0
