"""The quick score that a training goes by."""

import numpy as np
import pytest

from ter_gan.tables.metrics import resemblance
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed


def scored(real, fake):
    return resemblance.score(real, fake, DISCRETE, SIZES)


def test_other_real_rows_are_near_zero(rng):
    assert scored(mixed(rng, 2000), mixed(rng, 2000)) < 0.15


def test_independent_columns_are_told(rng):
    """Each column is as it should be; only trees see that they do not go together."""
    real = mixed(rng, 2000)
    apart = np.stack([rng.permutation(column) for column in real.T], axis=1)
    gap = resemblance._correlation_gap(real, apart, DISCRETE)
    assert scored(real, apart) > gap + 0.5


def test_the_nearer_the_better(rng):
    real, other = mixed(rng, 1000), mixed(rng, 1000)
    noise = rng.standard_normal(other.shape) * ~DISCRETE
    found = [scored(real, other + scale * noise) for scale in (0, 0.3, 1, 3)]
    assert found == sorted(found)


@pytest.mark.parametrize("n", [4, 11, 40])
def test_few_rows_are_enough(rng, n):
    assert 0 <= scored(mixed(rng, n, holes=0), mixed(rng, n, holes=0)) < 2


def test_rows_without_numbers(rng):
    codes = rng.integers(0, 3, (500, 2)).astype(float)
    discrete, sizes = np.array([True, True]), np.array([3, 3])
    assert resemblance.score(codes, codes[::-1], discrete, sizes) < 0.2
