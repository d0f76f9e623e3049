import numpy as np
import pytest
from scipy.stats import ks_2samp

from ter_gan.tables.metrics.columns import (
    ks_complement,
    missing_difference,
    shapes,
    tv_complement,
)
from ter_gan.tables.metrics.tallies import binned, common_codes
from tests.tables.metrics.tabular import SIZES, mixed

NAN = np.nan


def test_ks_as_scipy_and_without_missing_values(rng):
    x, y = rng.normal(0, 1, 200), rng.normal(0.5, 1, 150)
    expected = 1 - ks_2samp(x, y).statistic
    assert ks_complement(x, y).value == pytest.approx(expected)
    holes = np.concatenate([x, [NAN] * 40])
    found = ks_complement(holes, y)
    assert found.value == pytest.approx(expected) and 0.01 < found.error < 0.2


def test_ks_of_two_uniform_laws_is_their_shift(rng):
    x, y = rng.random(20_000), rng.random(20_000) + 0.3
    found = ks_complement(x, y)
    assert abs(found.value - 0.7) < 4 * found.error < 0.06


def test_ks_at_its_ends():
    some, none = np.arange(30.0), np.full(30, NAN)
    assert ks_complement(some, some).value == 1
    assert ks_complement(some, some + 100).value == pytest.approx(0)
    assert ks_complement(none, none).value == 1
    assert ks_complement(none, some).value == ks_complement(some, none).value == 0


def test_tv_by_hand_with_missing_as_a_code():
    real = np.array([0, 0, 1, NAN])
    fake = np.array([0, 1, 1, 2])
    assert tv_complement(real, fake).value == pytest.approx(1 - (1 + 1 + 1 + 1) / 8)
    assert tv_complement(real, real).value == 1
    assert tv_complement(real, real[3:]).value == pytest.approx(0.25)


def test_missing_rates():
    found = missing_difference(np.array([1, NAN, NAN, 2]), np.array([1.0, 2, 3, NAN]))
    assert found.value == -0.25
    assert found.error == pytest.approx((0.25 / 4 + 0.1875 / 4) ** 0.5)


def test_shapes_see_the_one_column_that_is_off(rng):
    real, fake = mixed(rng, 500), mixed(rng, 500)
    good = [each.value for each in shapes(real, fake, SIZES)]
    fake[:, 2] = 0
    bad = [each.value for each in shapes(real, fake, SIZES)]
    assert min(good) > 0.88 and bad[2] < 0.6
    assert bad[:2] + bad[3:] == good[:2] + good[3:]


def test_codes_and_bins():
    (first, second), size = common_codes(np.array([5, NAN]), np.array([NAN, 2.0]))
    assert (first.tolist(), second.tolist(), size) == ([1, 2], [2, 0], 3)
    assert binned(np.arange(100.0), np.array([-1, 0, 15, 99, NAN]), 0).tolist() == [
        0,
        0,
        1,
        9,
        10,
    ]
    frequent = binned(np.array([3, 3, 1, NAN]), np.array([3, 1, 0, NAN]), 4, bins=2)
    assert frequent.tolist() == [0, 1, 3, 2]
