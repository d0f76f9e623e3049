"""Bounds on known data, and how often they are wrong in simulated studies."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from experiments.engine import statistics

STUDIES = 500
TOLERANCE = 0.03  # three standard errors of a share of 5 % in 500 studies


def test_mann_whitney_counts_all_arrangements():
    n, m = 4, 3
    counts = np.zeros(n * m + 1)
    for chosen in itertools.combinations(range(n + m), n):
        others = set(range(n + m)) - set(chosen)
        counts[sum(o < c for c in chosen for o in others)] += 1
    expected = np.cumsum(counts) / math.comb(n + m, n)
    assert statistics.mann_whitney(n, m) == pytest.approx(expected)


def test_shift_agrees_with_scipy_where_nothing_is_tied(rng):
    a, b = rng.normal(1, 1, 7), rng.normal(0, 1, 6)
    found = statistics.shift(a, b)
    expected = stats.mannwhitneyu(a, b, alternative="greater", method="exact")
    assert found.p(0.0) == pytest.approx(expected.pvalue)
    assert found.value == pytest.approx(np.median(np.subtract.outer(a, b)))
    assert (found.low > 0) == (found.p(0.0) <= 0.05)


def test_five_equal_seeds_at_a_ceiling_give_no_false_certainty():
    eight = np.full(5, 8.0)
    same = statistics.shift(eight, eight)
    assert (same.value, same.low, same.high, same.p(0.0)) == (0, 0, 0, 1)
    above = statistics.shift(eight, np.ones(5))
    assert above.low == 7
    assert above.p(0.0) == pytest.approx(1 / math.comb(10, 5))
    two = statistics.shift(np.full(2, 8.0), np.ones(2))
    assert (two.low, two.high) == (-math.inf, math.inf)


def test_median_has_the_bounds_of_the_sign_test():
    found = statistics.median(np.array([3.0, 1, 2, 5, 4]))
    assert (found.value, found.low, found.high) == (3, 1, 5)
    assert found.p(0.5) == pytest.approx(1 / 32)
    assert statistics.median(np.arange(4.0)).low == -math.inf


def test_share_is_clopper_and_pearson():
    assert statistics.share(np.ones(5)).low == pytest.approx(0.05 ** (1 / 5))
    assert statistics.share(np.zeros(5)).high == pytest.approx(1 - 0.05 ** (1 / 5))
    assert statistics.share(np.zeros(5)).low == 0


def test_share_difference_needs_more_than_three_of_five():
    none = np.zeros(5)
    assert statistics.share_difference(np.array([1, 1, 1, 1, 0.0]), none).low > 0
    assert statistics.share_difference(np.array([1, 1, 1, 0, 0.0]), none).low < 0
    assert statistics.share_difference(none, none).value == 0


def test_rank_correlation_on_known_orders():
    x = np.arange(10.0)
    rising = statistics.rank_correlation(x, x**3)
    assert rising.value == pytest.approx(1)
    assert 0.5 < rising.low < 1
    assert statistics.rank_correlation(x, -x).high < -0.5
    flat = statistics.rank_correlation(x, np.ones(10))
    assert flat.value == 0
    assert flat.low < 0 < flat.high
    assert statistics.rank_correlation(x[:4], x[:4]).low == -1


def test_spread_ratio_on_known_spreads(rng):
    wide, narrow = [rng.normal(0, 10, 12)], [rng.normal(5, 1, 12)]
    found = statistics.spread_ratio(wide, narrow)
    assert 4 < found.value < 25
    assert found.low > 2
    assert statistics.spread_ratio(narrow, wide).high < 0.5
    constant = [np.full(8, 3.0)]
    assert statistics.spread_ratio(wide, constant).value == math.inf
    nothing = statistics.spread_ratio(constant, constant)
    assert (nothing.low, nothing.high) == (0, math.inf)


def ceiling(rng, n):
    """Modes covered: mostly all eight."""
    return rng.choice([8.0, 8, 8, 8, 7, 3], n)


def few(rng, n):
    return rng.choice([0.0, 1.0], n)


LAWS = {
    "normal": lambda rng, n: rng.normal(size=n),
    "lognormal": lambda rng, n: rng.lognormal(0, 1.5, size=n),
    "ceiling": ceiling,
    "zero or one": few,
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("n", [5, 9])
def test_a_false_difference_is_rarely_supported(law, n, rng):
    draw = LAWS[law]
    estimate = statistics.share_difference if law == "zero or one" else statistics.shift
    wrong = [estimate(draw(rng, n), draw(rng, n)).low > 0 for _ in range(STUDIES)]
    assert np.mean(wrong) <= 0.05 + TOLERANCE


def test_unequal_spreads_do_not_make_a_difference(rng):
    wrong = [
        statistics.shift(rng.normal(0, 5, 5), rng.normal(0, 1, 5)).low > 0
        for _ in range(STUDIES)
    ]
    assert np.mean(wrong) <= 0.05 + TOLERANCE


@pytest.mark.parametrize("law", ["normal", "lognormal", "ceiling"])
def test_the_median_is_rarely_outside_its_bounds(law, rng):
    true = {"normal": 0, "lognormal": 1, "ceiling": 8}[law]
    wrong = [statistics.median(LAWS[law](rng, 6)).low > true for _ in range(STUDIES)]
    assert np.mean(wrong) <= 0.05 + TOLERANCE


@pytest.mark.parametrize("law", ["normal", "lognormal", "ceiling"])
def test_a_false_trend_is_rarely_supported(law, rng):
    x = np.repeat([1.0, 2, 3, 4], 5)
    wrong = [
        statistics.rank_correlation(x, LAWS[law](rng, 20)).low > 0
        for _ in range(STUDIES)
    ]
    assert np.mean(wrong) <= 0.05 + TOLERANCE


@pytest.mark.parametrize("law", ["normal", "lognormal"])
@pytest.mark.parametrize("n", [5, 8])
def test_a_false_spread_is_rarely_supported(law, n, rng, monkeypatch):
    draw, wrong = LAWS[law], 0
    for _ in range(STUDIES):
        a, b = (statistics._distances([draw(rng, n)]) for _ in range(2))
        exchanges = statistics._exchanges(len(a), len(b), most=1000)
        wrong += statistics._exchange_p(a, b, exchanges) <= 0.05
    assert wrong / STUDIES <= 0.05 + TOLERANCE


def test_a_true_difference_is_mostly_found(rng):
    found = [
        statistics.shift(rng.normal(2.5, 1, 5), rng.normal(0, 1, 5)).low > 0
        for _ in range(STUDIES)
    ]
    assert np.mean(found) > 0.9
