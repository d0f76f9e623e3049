import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import (
    Z_95,
    Estimate,
    checked,
    chunks,
    jackknife,
    shuffled,
    wilson,
)


def test_interval_is_two_errors_wide():
    low, high = Estimate(3.0, 0.5).interval
    assert (low, high) == pytest.approx((3 - 0.98, 3 + 0.98), abs=1e-4)
    assert Estimate(3.0).interval is None


def test_shape_is_named(rng):
    with pytest.raises(UserError, match=r"images must have 4 axes; .*\(5, 4\)"):
        checked("The score", "images", np.zeros((5, 4)), ndim=4)


def test_shuffled_keeps_the_samples_and_depends_on_the_seed(rng):
    x = rng.standard_normal((200, 6))
    order = shuffled(x, 1)
    assert (shuffled(x[::-1], 1) == order).all()
    assert (shuffled(x, 2) != order).any()
    assert (np.sort(order, axis=0) == np.sort(x, axis=0)).all()


def test_jackknife_of_means_is_the_standard_error(rng):
    x, y = rng.standard_normal(4000), 3 * rng.standard_normal(1000)
    found = jackknife(lambda x, y: x.mean() - y.mean(), x, y, groups=100)
    assert found == pytest.approx((1 / 4000 + 9 / 1000) ** 0.5, rel=0.25)


def test_chunks_are_the_whole(rng):
    x = rng.integers(0, 256, (10, 3), "uint8")
    parts = list(chunks(x, rows=4))
    assert [len(part) for part in parts] == [4, 4, 2]
    assert (np.concatenate(parts) == x).all() and parts[0].dtype == "float64"


@pytest.mark.parametrize("count, n", [(3, 10), (98, 100), (9912, 10_000)])
def test_ends_of_wilsons_interval_are_as_far_as_the_score_test_allows(count, n):
    share = count / n
    for end in wilson(count, n):
        error = (end * (1 - end) / n) ** 0.5
        assert abs(share - end) == pytest.approx(Z_95 * error)


def test_wilsons_interval_has_its_closed_forms():
    z2 = Z_95**2
    assert wilson(0, 20) == pytest.approx((0, z2 / (20 + z2)))
    assert wilson(20, 20) == pytest.approx((20 / (20 + z2), 1))
    assert sum(wilson(10, 20)) == pytest.approx(1)
    assert wilson(0, 0) == (0, 1)
