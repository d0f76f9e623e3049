import math

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import ks_2samp

from ter_gan.errors import UserError
from ter_gan.text.metrics.diversity import distinct, jensen_shannon, length_distance
from ter_gan.text.metrics.grams import word_counts
from tests.text.metrics.corpora import SIZE, markov_sentences, padded, random_sentences


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_equal_sets_have_no_divergence_and_disjoint_ones_log_2(rng, n):
    x = random_sentences(rng, 50)
    other = np.where(x > 1, x + SIZE, x)
    assert jensen_shannon(x, x, n).value == pytest.approx(0, abs=1e-12)
    assert jensen_shannon(x, other, n).value == pytest.approx(math.log(2))


def test_divergence_of_words_as_scipy(rng):
    x, y = random_sentences(rng, 60), random_sentences(rng, 40)
    counts = [np.bincount(each[each > 1], minlength=SIZE) for each in (x, y)]
    expected = jensenshannon(*counts) ** 2
    assert jensen_shannon(x, y, 1).value == pytest.approx(expected)


def test_divergence_of_order(rng):
    x, y = padded([3, 4, 5, 6]), padded([6, 5, 4, 3])
    assert jensen_shannon(x, y, 1).value == pytest.approx(0)
    assert jensen_shannon(x, y, 2).value == pytest.approx(math.log(2))


def test_error_of_the_divergence_is_its_spread(rng):
    def draw():
        return jensen_shannon(markov_sentences(rng, 99), random_sentences(rng, 99), 1)

    found = [draw() for _ in range(60)]
    spread = np.std([each.value for each in found])
    assert np.mean([each.error for each in found]) == pytest.approx(spread, rel=0.35)


def test_distinct_by_hand_and_after_collapse(rng):
    assert distinct(padded([3, 4, 3], [3, 4]), 1).value == 2 / 5
    assert distinct(padded([3, 4, 3], [3, 4]), 2).value == 2 / 3
    x = random_sentences(rng, 100)
    assert distinct(x[np.zeros(100, int)], 2).value < distinct(x, 2).value / 5


def test_length_distance_as_scipy(rng):
    x, y = random_sentences(rng, 60, 9), random_sentences(rng, 50, 12)
    expected = ks_2samp(word_counts(x), word_counts(y)).statistic
    assert length_distance(x, y).value == pytest.approx(expected)
    assert length_distance(x, x).value == 0
    assert length_distance(padded([3]), padded([3, 4])).value == 1


def test_no_ngrams_are_a_mistake():
    with pytest.raises(UserError, match="3-grams; received 0"):
        distinct(padded([3, 4]), 3)
    with pytest.raises(UserError, match="3-grams; received 0"):
        jensen_shannon(padded([3, 4, 5]), padded([3, 4]), 3)
