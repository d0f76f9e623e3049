"""Groups of rows that look alike, and shuffled columns."""

import numpy as np
import pytest

from experiments.measures import anonymity
from ter_gan.errors import UserError
from ter_gan.tables.metrics.disclosure import k_anonymity

SIZES = np.array([0, 4, 0, 0])
KNOWN = [0, 1, 2]


@pytest.fixture
def matrix(rng):
    """An age, a code, a number with gaps, and a number that nobody knows."""
    x = np.stack([rng.integers(18, 90, 400), rng.integers(0, 4, 400)], axis=1)
    x = np.concatenate([x, rng.normal(size=(400, 2)).round(2)], axis=1)
    x[rng.random(400) < 0.2, 2] = np.nan
    return x


@pytest.mark.parametrize("k", [1, 5, 50, 400])
def test_every_group_has_k_rows(matrix, k):
    groups = anonymity.mondrian(matrix, KNOWN, k)
    sizes = np.bincount(groups)
    assert len(groups) == 400 and sizes.min() >= k
    assert (len(sizes) == 1) == (k == 400)
    released = anonymity.alike(matrix, KNOWN, groups, SIZES)
    assert k_anonymity(released, KNOWN).value >= k
    np.testing.assert_array_equal(released[:, 3], matrix[:, 3])
    assert set(released[:, 1]) <= set(range(4))


def test_groups_are_cut_where_they_are_widest():
    """Two clumps, far apart in the first column, end as two groups."""
    x = np.array([[0, 5], [1, 5], [0, 6], [90, 5], [91, 6], [90, 6]], float)
    groups = anonymity.mondrian(x, [0, 1], 3)
    assert len(set(groups[:3])) == len(set(groups[3:])) == 1 and len(set(groups)) == 2
    released = anonymity.alike(x, [0, 1], groups, np.array([0, 9]))
    np.testing.assert_allclose(released[:3], [[1 / 3, 5]] * 3)
    np.testing.assert_allclose(released[3:], [[271 / 3, 6]] * 3)


def test_rows_of_one_value_stay_together():
    x = np.array([0, 0, 0, 0, 1, 1], float)[:, None]
    assert len(set(anonymity.mondrian(x, [0], 2))) == 2
    assert len(set(anonymity.mondrian(x, [0], 3))) == 1


def test_what_is_missing_in_most_rows_is_missing():
    x = np.array([[np.nan, 2], [np.nan, np.nan], [3, np.nan]])
    released = anonymity.alike(x, [0, 1], np.zeros(3, int), np.array([0, 3]))
    assert np.isnan(released).all()
    x[1] = 5, 2
    released = anonymity.alike(x, [0, 1], np.zeros(3, int), np.array([0, 3]))
    np.testing.assert_array_equal(released, [[4, 2]] * 3)


def test_more_rows_alike_than_there_are(matrix):
    for k in (0, 401):
        with pytest.raises(UserError, match="1 to the 400 rows"):
            anonymity.mondrian(matrix, KNOWN, k)


def test_shuffled_columns_keep_their_values(matrix):
    found = anonymity.shuffled(matrix, seed=0)
    np.testing.assert_array_equal(np.sort(found, axis=0), np.sort(matrix, axis=0))
    moved = (found != matrix) & ~(np.isnan(found) & np.isnan(matrix))
    assert moved.any(axis=0).all()
    partners = {tuple(row) for row in matrix[:, [0, 3]]}
    assert np.mean([tuple(row) in partners for row in found[:, [0, 3]]]) < 0.1
    np.testing.assert_array_equal(found, anonymity.shuffled(matrix, seed=0))
