import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.metrics.grams import sentences
from ter_gan.text.metrics.memory import (
    copied,
    copied_spans,
    copy_rate,
    longest_spans,
    nearest,
    novel_ngrams,
)
from tests.text.metrics.corpora import padded, random_sentences


def test_planted_copies_are_found(rng):
    train, x = random_sentences(rng, 200), random_sentences(rng, 100)
    before = copied(x, train)
    x[::4] = train[:25]
    np.testing.assert_array_equal(copied(x, train), before | (np.arange(100) % 4 == 0))
    found = copy_rate(x, train)
    assert found.details["count"] == copied(x, train).sum()
    low, high = found.details["wilson"]
    assert 0 < low < found.value < high < 1


def test_copies_of_another_width_are_copies():
    train = padded([3, 4, 5], length=9)
    assert copied(padded([3, 4, 5], [3, 4]), train).tolist() == [True, False]


def plain_span(sentence, train):
    pieces = {t[i:j] for t in train for i in range(len(t)) for j in range(len(t) + 1)}
    lengths = [
        j - i
        for i in range(len(sentence))
        for j in range(i + 1, len(sentence) + 1)
        if sentence[i:j] in pieces
    ]
    return max(lengths, default=0)


def test_longest_spans_as_the_plain_algorithm(rng):
    x, train = random_sentences(rng, 60), random_sentences(rng, 40)
    expected = [plain_span(each, sentences(train)) for each in sentences(x)]
    assert longest_spans(x, train).tolist() == expected


def test_spans_of_copies_and_of_strangers():
    train = padded([3, 4, 5, 6, 7], [8, 9])
    found = copied_spans(padded([3, 4, 5, 6, 10], [3, 10, 4, 11]), train)
    assert found["mean"].value == pytest.approx((4 / 5 + 1 / 4) / 2)
    assert found["long"].value == 0.5
    assert copied_spans(padded([10], []), train)["mean"].value == 0


def test_novel_ngrams_by_hand():
    train = padded([3, 4, 5], [4, 6])
    found = novel_ngrams(padded([3, 4, 6], [4, 5, 9]), train, (1, 2, 3))
    assert [found[n].value for n in (1, 2, 3)] == pytest.approx([1 / 6, 1 / 4, 1])


def plain_edits(a, b):
    row = list(range(len(b) + 1))
    for i, u in enumerate(a, 1):
        previous, row = row, [i]
        for j, v in enumerate(b, 1):
            row.append(
                min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (u != v)),
            )
    return row[-1] / max(len(a), len(b), 1)


def test_nearest_as_the_plain_algorithm(rng):
    x, train = (random_sentences(rng, n, size=10) for n in (30, 40))
    indices, distances = nearest(x, train)
    for sentence, index, distance in zip(sentences(x), indices, distances):
        gaps = [plain_edits(sentence, other) for other in sentences(train)]
        assert distance == pytest.approx(min(gaps))
        assert index == gaps.index(min(gaps))


def test_no_training_sentences():
    with pytest.raises(UserError, match="received 0"):
        copy_rate(padded([3]), np.zeros((0, 4), int))
