import numpy as np
import pytest
from scipy.stats import spearmanr

from ter_gan.errors import UserError
from ter_gan.tables.baselines import Independent
from ter_gan.tables.metrics.pairs import (
    bivariate_accuracy,
    contingency_similarity,
    correlation,
    correlation_similarity,
)
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed

NAN = np.nan


def test_correlations_as_numpy_and_scipy(rng):
    x = rng.random((60, 3)) @ rng.random((3, 3))
    np.testing.assert_allclose(correlation(x), np.corrcoef(x.T))
    np.testing.assert_allclose(correlation(x, "spearman"), spearmanr(x).statistic)


def test_correlations_skip_rows_that_miss_a_value(rng):
    x = rng.random((60, 2))
    x[:, 1] += x[:, 0]
    expected = np.corrcoef(x[10:40].T)[0, 1]
    x[:10, 0], x[40:, 1] = NAN, NAN
    assert correlation(x)[0, 1] == pytest.approx(expected)


def test_a_constant_has_no_correlation(rng):
    x = np.stack([rng.random(30), np.full(30, 1e9), np.full(30, NAN)], axis=1)
    np.testing.assert_allclose(correlation(x), np.diag([1, 0, 0]), atol=1e-12)
    with pytest.raises(UserError, match="pearson"):
        correlation(x, "person")


def test_similarity_of_opposite_and_equal_tables(rng):
    x = rng.random(50)
    up, down = np.stack([x, x], axis=1), np.stack([x, -x], axis=1)
    assert correlation_similarity(up, down)[0, 1].value == pytest.approx(0)
    assert correlation_similarity(up, up)[0, 1].value == 1


def test_the_error_of_a_similarity_is_its_spread(rng):
    law = [[1, 0.5], [0.5, 1]]
    found = [
        correlation_similarity(
            rng.multivariate_normal([0, 0], law, 300), rng.random((300, 2))
        )[0, 1]
        for _ in range(60)
    ]
    spread = np.std([each.value for each in found])
    assert np.mean([each.error for each in found]) == pytest.approx(spread, rel=0.3)


def test_contingency_by_hand():
    real = np.array([[0, 0], [0, 0], [1, 1], [NAN, 1]])
    fake = np.array([[0, 1], [0, 0], [1, 1], [NAN, 1]])
    found = contingency_similarity(real, fake, [2, 2])
    assert found[0, 1].value == pytest.approx(0.75)


def test_independent_columns_keep_marginals_and_break_pairs(rng):
    real, fresh = mixed(rng, 800), mixed(rng, 800)
    apart = Independent().fit(real, DISCRETE, SIZES).sample(800)
    kept = contingency_similarity(real, fresh, SIZES)
    broken = contingency_similarity(real, apart, SIZES)
    assert kept[0, 2].value > 0.85 > 0.7 > broken[0, 2].value
    assert broken[2, 3].value > 0.85  # these two are independent in truth
    numbers = correlation_similarity(real, apart)
    assert numbers[0, 1].value < 0.6 and numbers[0, 3].value > 0.9


def test_accuracy_is_relative_to_a_holdout(rng):
    real, holdout, fresh = (mixed(rng, 600) for _ in range(3))
    apart = Independent().fit(real, DISCRETE, SIZES).sample(600)
    good = bivariate_accuracy(real, fresh, SIZES, holdout)
    bad = bivariate_accuracy(real, apart, SIZES, holdout)
    assert good.details["attainable"] < 0.95
    assert good.details["relative"] == pytest.approx(1, abs=0.03)
    assert bad.details["relative"] < 0.9
    assert bivariate_accuracy(real, real, SIZES).value == pytest.approx(1)
