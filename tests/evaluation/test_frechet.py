import numpy as np
import pytest
from scipy.linalg import sqrtm

from ter_gan.evaluation.frechet import Moments, distance, frechet_distance


def moments(mean, covariance):
    """Moments of vectors that have exactly this mean and covariance."""
    d = len(mean)
    axes = np.linalg.cholesky(np.asarray(covariance, "float64") * (2 * d - 1) / 2)
    return Moments.of(np.concatenate([mean + axes.T, mean - axes.T]))


def covariance(rng, d):
    a = rng.standard_normal((d, 2 * d))
    return a @ a.T / (2 * d)


def test_gaussians_on_a_line():
    found = distance(moments([1.0], [[4.0]]), moments([3.0], [[9.0]]))
    assert found == pytest.approx((3 - 1) ** 2 + (3 - 2) ** 2)


def test_covariances_that_commute():
    a, b = moments([0.0, 0], np.diag([1.0, 16])), moments([1.0, 2], np.diag([9.0, 4]))
    assert distance(a, b) == pytest.approx(1 + 4 + (3 - 1) ** 2 + (4 - 2) ** 2)


def test_covariances_that_do_not_commute(rng):
    first, second = covariance(rng, 5), covariance(rng, 5)
    root = sqrtm(first @ second)
    expected = np.trace(first + second - 2 * root.real)
    a, b = moments(np.zeros(5), first), moments(np.zeros(5), second)
    assert distance(a, b) == pytest.approx(expected)
    assert distance(b, a) == pytest.approx(expected)


def test_covariance_without_full_rank():
    a, b = moments([0.0, 0], np.eye(2)), moments([0.0, 0], np.eye(2))
    flat = Moments.of(np.array([[1.0, 0], [-1, 0]]))  # variance 2 along x, 0 along y
    assert distance(a, b) == pytest.approx(0, abs=1e-12)
    assert distance(flat, a) == pytest.approx((2**0.5 - 1) ** 2 + 1)
    assert distance(flat, flat) == pytest.approx(0, abs=1e-7)


def test_equal_sets_have_distance_zero(rng):
    x = rng.standard_normal((100, 5))
    assert frechet_distance(x, x).value == pytest.approx(0, abs=1e-9)
    moved = frechet_distance(x, x + 2).value
    assert moved == pytest.approx(5 * 4)


@pytest.mark.parametrize("sizes", [(1, 1, 1, 7), (5, 5), (9, 1)])
def test_parts_have_the_moments_of_the_whole(sizes, rng):
    x = 100 + rng.standard_normal((10, 3))
    streamed, merged = Moments(), Moments()
    for part in np.split(x, np.cumsum(sizes)[:-1]):
        streamed.update(part)
        merged.merge(Moments.of(part))
    for found in (streamed, merged):
        assert found.count == 10
        assert found.mean == pytest.approx(x.mean(axis=0))
        assert found.covariance == pytest.approx(np.cov(x.T), rel=1e-9, abs=1e-12)


def test_merging_leaves_the_other_alone(rng):
    a, b = Moments.of(rng.standard_normal((9, 2))), Moments()
    before = a.covariance
    b.merge(a)
    b.merge(a)
    b.merge(Moments())
    assert (a.covariance == before).all() and (a.count, b.count) == (9, 18)


def test_details_are_the_parts_of_the_sum(rng):
    x = rng.standard_normal((100, 3))
    found = frechet_distance(x, 2 * x + 1)
    assert sum(found.details.values()) == pytest.approx(found.value)
    means = ((x.mean(axis=0) - (2 * x + 1).mean(axis=0)) ** 2).sum()
    assert found.details["means"] == pytest.approx(means)
