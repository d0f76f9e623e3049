import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.metrics.grams import sentences
from ter_gan.text.metrics.rouge import rouge_l, rouge_n
from tests.text.metrics.corpora import padded, random_sentences


def test_longest_common_subsequence_by_hand():
    # 3 4 6 is the longest in order: P = 3/5, R = 3/4, F1 = 2 * 3 / 9
    found = rouge_l(padded([3, 9, 4, 6, 5]), padded([3, 4, 5, 6]))
    assert found.value == pytest.approx(6 / 9)


def test_order_matters_for_rouge_l_only():
    x, y = padded([3, 4, 5, 6]), padded([6, 5, 4, 3])
    assert rouge_n(x, y, 1).value == 1
    assert rouge_n(x, y, 2).value == 0
    assert rouge_l(x, y).value == pytest.approx(2 / 8)


def test_ngrams_count_as_often_as_in_both():
    # bigrams 3-3 twice and once: 1 shared, of 2 and 2
    found = rouge_n(padded([3, 3, 3]), padded([3, 3, 4]), 2)
    assert found.value == pytest.approx(2 * 1 / 4)


def plain_lcs(a, b):
    table = np.zeros((len(a) + 1, len(b) + 1), int)
    for i, u in enumerate(a):
        for j, v in enumerate(b):
            longer = table[i, j] + 1 if u == v else 0
            table[i + 1, j + 1] = max(longer, table[i, j + 1], table[i + 1, j])
    return table[-1, -1]


def test_as_the_plain_algorithm(rng):
    x, y = (random_sentences(rng, 80, size=8) for _ in range(2))
    both = zip(sentences(x), sentences(y))
    expected = [2 * plain_lcs(a, b) / max(len(a) + len(b), 1) for a, b in both]
    assert rouge_l(x, y).value == pytest.approx(np.mean(expected))


def test_empty_sentences_have_nothing_in_common():
    assert rouge_l(padded([]), padded([])).value == 0
    assert rouge_n(padded([3]), padded([3]), 2).value == 0


def test_needs_a_reference_for_each():
    with pytest.raises(UserError, match="Received 2 sentences and 1 references"):
        rouge_l(padded([3], [4]), padded([3]))
