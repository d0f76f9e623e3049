import numpy as np
import pytest

from ter_gan.tables.baselines import (
    GaussianCopula,
    GaussianMixture,
    SequentialTrees,
    Smote,
    TrainCopy,
)
from ter_gan.tables.baselines.smote import _majority
from ter_gan.tables.baselines.trees import _fallen, _order

NUMBERS = np.zeros(2, bool), np.zeros(2, int)


def test_train_copy_gives_every_row_before_one_twice(rng):
    table = rng.random((20, 2))
    rows = TrainCopy().fit(table, *NUMBERS).sample(50)
    counts = np.unique(rows, axis=0, return_counts=True)[1]
    assert len(counts) == 20 and set(counts) == {2, 3}


@pytest.mark.parametrize("r", [-0.7, 0.0, 0.9])
def test_the_copula_keeps_the_correlation_of_gaussians(rng, r):
    table = rng.multivariate_normal([5, -3], [[1, 2 * r], [2 * r, 4]], 3000)
    rows = GaussianCopula().fit(table, *NUMBERS).sample(3000, 1)
    assert np.corrcoef(rows.T)[0, 1] == pytest.approx(r, abs=0.08)
    assert set(rows[:, 0]) <= set(table[:, 0])


def test_the_copula_misses_what_is_no_correlation(rng):
    x = rng.standard_normal(2000)
    rows = GaussianCopula().fit(np.stack([x, x**2], axis=1), *NUMBERS).sample(2000)
    assert np.corrcoef(rows[:, 0] ** 2, rows[:, 1])[0, 1] < 0.2


def test_trees_keep_a_function_and_a_missing_pattern(rng):
    x = rng.uniform(-2, 2, 3000)
    y = np.where(x > 1, np.nan, x**2)
    rows = SequentialTrees().fit(np.stack([x, y], axis=1), *NUMBERS).sample(2000)
    missing = np.isnan(rows[:, 1])
    assert (missing == (rows[:, 0] > 1)).mean() > 0.99
    np.testing.assert_allclose(rows[~missing, 1], rows[~missing, 0] ** 2, atol=0.2)


def test_trees_split_codes_in_any_order(rng):
    """Codes whose numbers say nothing: even ones go with 1, odd ones with 0."""
    codes = rng.integers(40, size=2000)
    table = np.stack([codes, (codes % 2 == 0)], axis=1).astype(float)
    trees = SequentialTrees().fit(table, np.ones(2, bool), np.array([40, 2]))
    assert len(trees.trees["1"]) == 3  # one split is enough
    rows = trees.sample(500)
    np.testing.assert_array_equal(rows[:, 0] % 2 == 0, rows[:, 1])


def test_codes_are_ordered_by_their_means():
    order = _order(np.array([0, 0, 1, 1, 2, -1]), np.array([5.0, 5, 1, 1, 9, 7]))
    assert order.tolist() == [1, 0, 3, 2]  # the last is the missing one


def test_rows_fall_as_in_scikit_learn(rng):
    from sklearn.tree import DecisionTreeRegressor

    seen = rng.integers(50, size=(300, 3)).astype("float32")
    tree = DecisionTreeRegressor(min_samples_leaf=5).fit(seen, seen @ [1, -2, 3])
    again = rng.integers(50, size=(300, 3)).astype("float32")
    links = [tree.tree_.children_left, tree.tree_.children_right]
    plain = np.stack([*links, tree.tree_.feature, tree.tree_.threshold], axis=1)
    np.testing.assert_array_equal(_fallen(plain, again), tree.apply(again))


def test_smote_stays_between_neighbours(rng):
    table = np.concatenate([rng.normal(c, 0.01, (50, 2)) for c in (0, 5)])
    rows = Smote().fit(table, *NUMBERS).sample(500)
    near = np.minimum(np.abs(rows).max(axis=1), np.abs(rows - 5).max(axis=1))
    assert near.max() < 0.06
    assert not set(rows[:, 0]) <= set(table[:, 0])


def test_the_majority_of_codes_with_missing_ones():
    nan = np.nan
    votes = np.array([[2, 1, 2], [nan, nan, 0], [1, 0, 2]])
    np.testing.assert_array_equal(_majority(votes), [2, nan, 0])


def test_the_mixture_finds_the_number_of_parts(rng):
    table = rng.normal(rng.integers(5, size=(400, 1)) * [[10, -10]], 0.5)
    model = GaussianMixture((1, 2, 5, 8)).fit(table, *NUMBERS)
    assert len(model.weights) == 5
    rows = model.sample(400)
    assert np.abs(rows / 10 - np.rint(rows / 10)).max() < 0.3
    assert rows[:, 0].std() == pytest.approx(table[:, 0].std(), rel=0.1)


def test_the_mixture_s_codes_follow_its_numbers(rng):
    part = rng.integers(2, size=300)
    table = np.stack([rng.normal(part * 10, 1), part], axis=1)
    model = GaussianMixture((1, 2)).fit(table, [False, True], [0, 2])
    rows = model.sample(1000)
    assert ((rows[:, 0] > 5) == rows[:, 1]).mean() > 0.98
