import math

import numpy as np
import pytest
from scipy import stats

from ter_gan.errors import UserError
from ter_gan.images.latent import spread, truncate
from tests.images.latent.spaces import linear, planted


@pytest.fixture(scope="module")
def space():
    return linear(planted()[0])


@pytest.mark.parametrize("psi", [0.1, 0.7, 2.0])
def test_nothing_is_beyond_and_the_law_is_the_truncated_one(space, psi):
    latents = truncate(space, 5000, psi, seed=1)
    assert np.abs(latents).max() <= psi
    assert np.abs(latents).max() > 0.99 * psi
    law = stats.truncnorm(-psi, psi)
    assert stats.kstest(latents.ravel(), law.cdf).pvalue > 1e-3
    assert stats.kstest(latents.ravel(), "norm").pvalue < 1e-3


def test_what_is_inside_stays(space):
    drawn, cut = space.draw(50, 3), truncate(space, 50, 1.0, seed=3)
    inside = np.abs(drawn) <= 1
    np.testing.assert_array_equal(cut[inside], drawn[inside])
    assert not np.any(cut[~inside] == drawn[~inside])
    np.testing.assert_array_equal(truncate(space, 50, math.inf, seed=3), drawn)


def test_uniform_latents_stay_uniform():
    latents = truncate(linear(planted()[0], "uniform"), 5000, 0.5, seed=0)
    assert stats.kstest(latents.ravel(), stats.uniform(-0.5, 1).cdf).pvalue > 1e-3


def test_codes_are_left_alone():
    space = linear(planted()[0], categories=2, codes=1)
    cut, drawn = truncate(space, 40, 0.1, seed=0), space.draw(40, 0)
    np.testing.assert_array_equal(cut[:, :3], drawn[:, :3])
    assert np.abs(cut[:, 3]).max() <= 0.1 < np.abs(drawn[:, 3]).max()


@pytest.mark.parametrize("psi", [0, -1, math.nan])
def test_mistakes(space, psi):
    with pytest.raises(UserError, match="above 0"):
        truncate(space, 5, psi, seed=0)


def test_spread_is_the_mean_distance_of_pairs(rng):
    images = rng.integers(0, 256, (6, 8, 8, 3), dtype="uint8")
    pairs = [
        np.sqrt(np.mean((np.float64(images[i]) - images[j]) ** 2))
        for i in range(6)
        for j in range(i)
    ]
    assert spread(images) == pytest.approx(np.mean(pairs), rel=1e-9)
    assert spread(np.stack([images[0]] * 3)) == pytest.approx(0, abs=1e-6)
