import collections

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.metrics.language import nll
from ter_gan.text.ngrams import DISCOUNTS, NGram
from ter_gan.text.vocabulary import EOS, PAD
from tests.text.metrics.corpora import SIZE, markov_sentences, padded, random_sentences

ORDERS = (1, 2, 3, 5)


class Plain:
    """Interpolated modified Kneser-Ney with dictionaries, word by word."""

    def __init__(self, x, order, size):
        self.order, self.size, self.ends = order, size, (x == EOS).any()
        self.counts = [collections.Counter() for _ in range(order)]
        for row in x:
            line = [PAD, *row[row != PAD].tolist()]
            for end in range(1, len(line)):
                for k in range(min(order, end + 1)):
                    self.counts[k][tuple(line[end - k : end + 1])] += 1
        raw = [dict(each) for each in self.counts]
        for k in range(order - 1):
            followers = collections.Counter(gram[1:] for gram in raw[k + 1])
            for gram in raw[k]:
                self.counts[k][gram] = followers[gram] or raw[k][gram]

    def discount(self, k, count):
        n = [sum(c == i for c in self.counts[k].values()) for i in (1, 2, 3, 4)]
        amounts = DISCOUNTS
        if all(n):
            y = n[0] / (n[0] + 2 * n[1])
            found = [i - (i + 1) * y * n[i] / n[i - 1] for i in (1, 2, 3)]
            if all(0 <= f <= i for i, f in enumerate(found, 1)):
                amounts = found
        return amounts[min(count, 3) - 1]

    def probability(self, context, word, k=None):
        k = min(self.order - 1, len(context)) if k is None else k
        if k < 0:
            return float(word > EOS or word == EOS and self.ends) / (
                self.size - 2 + self.ends
            )
        known = context[len(context) - k :]
        lower = self.probability(context, word, k - 1)
        grams = {g: c for g, c in self.counts[k].items() if g[:-1] == known}
        total = sum(grams.values())
        if not total:
            return lower
        left = sum(self.discount(k, c) for c in grams.values())
        own = grams.get((*known, word), 0)
        return (own - (self.discount(k, own) if own else 0) + left * lower) / total


@pytest.mark.parametrize("order", ORDERS)
def test_as_the_plain_algorithm(rng, order):
    x, test = random_sentences(rng, 60, 8, 12), random_sentences(rng, 6, 8, 12)
    found = NGram(order).fit(x, 12).log_prob(test)
    plain = Plain(x, order, 12)
    for row, logs in zip(test, found):
        line = (PAD, *row[row != PAD].tolist())
        expected = [plain.probability(line[:i], line[i]) for i in range(1, len(line))]
        np.testing.assert_allclose(np.exp(logs[: len(expected)]), expected)
        assert not logs[len(expected) :].any()


def test_discounts_of_real_counts_are_used(rng):
    counts = NGram(1).fit(padded(*[[3]] * 3, [4, 4], [5], [6], [7, 7]), SIZE)
    assert DISCOUNTS == (0.5, 1.0, 1.5)
    p = counts.distribution([])  # counts: 3:3, 4:2, 7:2, 5:1, 6:1, <eos>:7
    expected = (3 - 1.5) / 16 + (2 * 1.5 + 2 * 1 + 2 * 0.5) / 16 / (SIZE - 1)
    assert p[3] == pytest.approx(expected)


@pytest.mark.parametrize("smoothing", ["kneser-ney", "none"])
@pytest.mark.parametrize("order", ORDERS)
def test_sums_to_one_after_seen_and_unseen_contexts(rng, order, smoothing):
    model = NGram(order, smoothing).fit(markov_sentences(rng, 100), SIZE)
    for context in ([], [3], [17, 17, 17], [39, 3, 39, 3, 39, 3], [EOS, 5]):
        p = model.distribution(context)
        assert p.sum() == pytest.approx(1, abs=1e-12)
        assert p[PAD] == 0 and (p >= 0).all()
        assert smoothing == "none" or (p[1:] > 0).all()


def test_likelihood_is_that_of_the_distributions(rng):
    model = NGram(3).fit(markov_sentences(rng, 100), SIZE)
    (row,) = padded([5, 9, 31, 4])
    logs = model.log_prob(row[None])[0]
    for i, word in enumerate(row):
        assert np.exp(logs[i]) == pytest.approx(model.distribution(row[:i])[word])


def test_longer_contexts_help_where_there_is_order_only(rng):
    train, test = markov_sentences(rng, 400), markov_sentences(rng, 100)
    one, two = (nll(NGram(k).fit(train, SIZE), test).value for k in (1, 2))
    assert two < one - 0.5
    train, test = random_sentences(rng, 400), random_sentences(rng, 100)
    one, two = (nll(NGram(k).fit(train, SIZE), test).value for k in (1, 2))
    assert two > one - 0.05


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_samples_have_the_frequencies_of_the_distribution(rng, temperature):
    model = NGram(2).fit(markov_sentences(rng, 200, size=12), 12)
    x = model.sample(20_000, 2, seed=1, temperature=temperature)
    for drawn, context in ((x[:, 0], []), (x[x[:, 0] == 5, 1], [5])):
        p = model.distribution(context) ** (1 / temperature)
        p /= p.sum()
        shares = np.bincount(drawn, minlength=12) / len(drawn)
        np.testing.assert_allclose(
            shares, p, atol=4.5 * np.sqrt(p.max() / 4 / len(drawn)) + 1e-3
        )


def test_samples_end_once_and_repeat_with_the_seed(rng):
    model = NGram(3).fit(markov_sentences(rng, 200), SIZE)
    x = model.sample(300, 9, seed=4)
    assert x.shape == (300, 9) and x.dtype == np.int32
    np.testing.assert_array_equal(x, model.sample(300, 9, seed=4))
    assert (x != model.sample(300, 9, seed=5)).any()
    ended = np.cumsum(x == EOS, axis=1) - (x == EOS) > 0
    np.testing.assert_array_equal(x == PAD, ended)
    assert ended.any()


def test_many_samples_are_drawn_in_parts(rng, monkeypatch):
    monkeypatch.setattr("ter_gan.text.ngrams.CELLS", 40 * SIZE)
    model = NGram(2).fit(markov_sentences(rng, 100), SIZE)
    x = model.sample(101, 5, seed=0)
    assert (x[:, 0] != PAD).all()


def test_text_without_ends_never_ends(rng):
    blocks = rng.integers(2, SIZE, (20, 16))
    model = NGram(3).fit(blocks, SIZE)
    assert model.distribution([5])[EOS] == 0
    assert model.distribution([5]).sum() == pytest.approx(1)
    assert (model.sample(50, 30, seed=0) > EOS).all()


def test_without_smoothing_only_what_was_seen_is_drawn():
    x = padded([3, 4, 5], [3, 4, 6])
    model = NGram(3, "none").fit(x, SIZE)
    drawn = np.unique(model.sample(200, 4, seed=0), axis=0)
    np.testing.assert_array_equal(drawn, np.unique(x, axis=0))
    assert model.distribution([3, 4])[5] == 0.5
    assert model.log_prob(padded([4]))[0, 0] == -np.inf


def test_low_temperature_takes_the_likeliest():
    x = padded([3, 4], [3, 4], [3, 5])
    drawn = NGram(2).fit(x, SIZE).sample(20, 3, seed=0, temperature=0.01)
    assert (drawn == [3, 4, EOS]).all()


def test_padding_changes_nothing(rng):
    x = markov_sentences(rng, 50)
    wide = np.pad(x, ((0, 0), (0, 4)))
    first, second = NGram(4).fit(x, SIZE), NGram(4).fit(wide, SIZE)
    logs = second.log_prob(wide)
    np.testing.assert_array_equal(logs[:, : x.shape[1]], first.log_prob(x))
    assert not logs[:, x.shape[1] :].any()


def test_state_round_trip(rng, tmp_path):
    x = markov_sentences(rng, 50)
    model = NGram(3).fit(x, SIZE)
    np.savez(tmp_path / "state.npz", **model.state())
    again = NGram(3).load_state(dict(np.load(tmp_path / "state.npz")))
    np.testing.assert_array_equal(again.log_prob(x), model.log_prob(x))
    np.testing.assert_array_equal(again.sample(9, 8, 1), model.sample(9, 8, 1))
    with pytest.raises(ValueError, match="2-gram"):
        NGram(2).load_state(model.state())


def test_shorter_text_than_the_order():
    model = NGram(5).fit(padded([3]), SIZE)
    assert model.distribution([3, 4, 5, 6, 7]).sum() == pytest.approx(1)
    assert model.sample(3, 6, seed=0).shape == (3, 6)


def test_mistakes():
    with pytest.raises(UserError, match="at least 1. Received 0"):
        NGram(0)
    with pytest.raises(UserError, match="Did you mean kneser-ney"):
        NGram(2, "kneser-nay")
    with pytest.raises(UserError, match="from 0 to 9.*to 12"):
        NGram(2).fit(padded([3, 12]), 10)
    with pytest.raises(UserError, match="Received 0 tokens"):
        NGram(2).fit(np.zeros((3, 4), int), 10)
    with pytest.raises(UserError, match="above 0. Received 0"):
        NGram(2).fit(padded([3]), 10).sample(1, 2, 0, temperature=0)
