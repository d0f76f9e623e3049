"""What holds of every metric: padding is never counted, nor the order of samples."""

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.metrics import bleu, diversity, language, memory, rouge
from ter_gan.text.metrics.grammaticality import grammaticality
from tests.text.metrics.corpora import SIZE, markov_sentences, padded


class ShortOnes:
    """A grammar that accepts up to five words."""

    def grammatical(self, x):
        return (np.asarray(x) > 1).sum(axis=1) <= 5


PAIRS = {
    "bleu": lambda x, y: bleu.bleu(x, y)[4].value,
    "rouge_n": lambda x, y: rouge.rouge_n(x, y).value,
    "rouge_l": lambda x, y: rouge.rouge_l(x, y).value,
    "jensen_shannon": lambda x, y: diversity.jensen_shannon(x, y, 2).value,
    "length_distance": lambda x, y: diversity.length_distance(x, y).value,
    "copy_rate": lambda x, y: memory.copy_rate(x, y).value,
    "copied_spans": lambda x, y: memory.copied_spans(x, y)["mean"].value,
    "novel_ngrams": lambda x, y: memory.novel_ngrams(x, y)[3].value,
    "nearest": lambda x, y: memory.nearest(x, y)[1].mean(),
    "lm_score": lambda x, y: language.lm_score(x, y, SIZE).value,
    "reverse_lm_score": lambda x, y: language.reverse_lm_score(x, y, SIZE).value,
}
SINGLE = {
    "self_bleu": lambda x: bleu.self_bleu(x)[4].value,
    "distinct": lambda x: diversity.distinct(x, 2).value,
    "grammaticality": lambda x: grammaticality(x, ShortOnes()).value,
}


def wider(x, columns=3):
    return np.pad(x, ((0, 0), (0, columns)))


@pytest.mark.parametrize("name", PAIRS)
def test_padding_and_order_of_two_sets_change_nothing(rng, name):
    metric = PAIRS[name]
    x, y = markov_sentences(rng, 60), markov_sentences(rng, 60)
    x[:5] = y[5:10]
    expected = metric(x, y)
    assert metric(wider(x), y) == pytest.approx(expected)
    assert metric(x, wider(y)) == pytest.approx(expected)
    order = rng.permutation(60)
    assert metric(x[order], y[order]) == pytest.approx(expected)
    assert metric(x, x) != pytest.approx(expected)


@pytest.mark.parametrize("name", SINGLE)
def test_padding_and_order_of_one_set_change_nothing(rng, name):
    metric = SINGLE[name]
    x = markov_sentences(rng, 60)
    expected = metric(x)
    assert metric(wider(x)) == pytest.approx(expected)
    assert metric(x[rng.permutation(60)]) == pytest.approx(expected)
    assert metric(x[:7]) != pytest.approx(expected)


@pytest.mark.parametrize("name", PAIRS)
def test_an_empty_set_is_a_mistake(rng, name):
    with pytest.raises(UserError):
        PAIRS[name](np.zeros((0, 8), int), markov_sentences(rng, 12))


def test_sentences_without_an_end_are_full(rng):
    full = rng.integers(3, SIZE, (30, 6))
    ended = np.pad(full, ((0, 0), (0, 1)), constant_values=1)
    for name, metric in SINGLE.items():
        assert metric(full) == pytest.approx(metric(ended)), name


def test_grammaticality_by_hand():
    found = grammaticality(padded([3] * 5, [3] * 6, [3], [4]), ShortOnes())
    assert found.value == 0.75
    assert found.details["wilson"] == pytest.approx((0.3006, 0.9544), abs=1e-4)
