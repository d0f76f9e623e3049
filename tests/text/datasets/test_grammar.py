import itertools

import numpy as np
import pytest

from ter_gan.text.datasets import english, rules
from ter_gan.text.datasets.grammar import START, Grammar, tense
from ter_gan.text.vocabulary import EOS, PAD, lengths

SMALL = """
Sentence -> 3 Name Loves Tail "." | 1 "they" "rest" "."
Tail -> 2 empty | 1 "who" Loves Tail
"""
WORDS = {"Name": ("ann", "bob"), "Loves": ("sings",)}


@pytest.fixture(scope="module")
def english_grammar():
    return Grammar()


@pytest.fixture(scope="module")
def sample(english_grammar):
    return english_grammar.sample(8_000, np.random.default_rng(1))


def small(max_length=10):
    return Grammar(max_length, SMALL, WORDS)


def padded(grammar, *texts):
    x = np.full((len(texts), grammar.max_length), PAD)
    for row, text in zip(x, texts):
        ids = [*grammar.vocabulary.prompt(text), EOS]
        row[: len(ids)] = ids
    return x


def every_sequence(grammar, length):
    """All sequences of so many words and `<eos>`, padded."""
    words = range(3, len(grammar.vocabulary))
    x = np.array(list(itertools.product(words, repeat=length)))
    x = np.pad(x, ((0, 0), (0, grammar.max_length - length)))
    x[:, length] = EOS
    return x


def test_probabilities_of_all_sequences_sum_to_one():
    grammar = small(7)
    total = sum(
        np.exp(grammar.log_prob(every_sequence(grammar, length))).sum()
        for length in range(1, 7)
    )
    assert total == pytest.approx(1.0, abs=1e-12)
    assert grammar.accepted == pytest.approx(1 - 3 / 4 / 9)


def test_probabilities_entropy_and_length_in_closed_form():
    grammar = small(200)
    they, ann = grammar.log_prob(padded(grammar, "they rest.", "ann sings."))
    assert np.exp([they, ann]) == pytest.approx([1 / 4, 3 / 4 * 0.6 * 2 / 3])

    def bits(*p):
        return -np.dot(p, np.log(p))

    # A tail is chosen 1 / (1 - 1/3) times on average.
    expected = bits(1 / 4, 3 / 4) + 3 / 4 * (bits(0.6, 0.4) + 1.5 * bits(1 / 3, 2 / 3))
    assert grammar.entropy == pytest.approx(expected)
    assert grammar.mean_length == pytest.approx(4 + 3 / 4 * 2 * 0.5)
    assert grammar.entropy_per_token == pytest.approx(expected / grammar.mean_length)


def test_short_english_sentences_have_the_probability_of_their_length(
    english_grammar,
):
    """All sequences of two words and a full stop, without one derivation."""
    vocabulary = english_grammar.vocabulary
    stop = vocabulary.ids["."]
    words = np.arange(3, len(vocabulary))
    x = np.full((len(words) ** 2, 4), EOS)
    x[:, :2] = np.stack(np.meshgrid(words, words), -1).reshape(-1, 2)
    x[:, 2] = stop
    total = np.exp(english_grammar.log_prob(x)).sum()
    share = english_grammar._by_length[0, 4] / english_grammar.accepted
    assert share > 0.01
    assert total == pytest.approx(share, rel=1e-9)


def test_sampling_matches_the_probabilities():
    grammar = small()
    x, _ = grammar.sample(20_000, np.random.default_rng(0))
    found, counts = np.unique(x, axis=0, return_counts=True)
    expected = 20_000 * np.exp(grammar.log_prob(found))
    common = expected > 5
    chi_square = ((counts - expected)[common] ** 2 / expected[common]).sum()
    freedom = common.sum()
    assert freedom > 5
    assert abs(chi_square - freedom) < 4 * np.sqrt(2 * freedom)


def test_entropy_and_length_are_those_of_samples(english_grammar, sample):
    nll, tokens = -english_grammar.log_prob(sample[0]), lengths(sample[0])
    for values, exact in (
        (nll, english_grammar.entropy),
        (tokens, english_grammar.mean_length),
    ):
        error = values.std() / np.sqrt(len(values))
        assert abs(values.mean() - exact) < 3 * error
    assert 8.5 < english_grammar.mean_length < 10.5
    assert english_grammar.accepted > 0.98


def test_truncation_is_accounted_for(english_grammar):
    short = Grammar(max_length=8)
    x, _ = short.sample(500, np.random.default_rng(0))
    assert lengths(x).max() == 8
    difference = short.log_prob(x) - english_grammar.log_prob(x)
    assert difference == pytest.approx(
        np.log(english_grammar.accepted / short.accepted)
    )
    too_long, _ = english_grammar.sample(100, np.random.default_rng(0))
    assert np.isneginf(short.log_prob(too_long[lengths(too_long) > 8])).all()


def test_the_words_are_enough_and_all_in_use(english_grammar, sample):
    assert len(english_grammar.vocabulary) > 300
    used = np.unique(sample[0])
    assert len(used) > 0.98 * len(english_grammar.vocabulary)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("the king sleeps.", "the king sleep."),
        ("the kings sleep.", "the kings sleeps."),
        ("these kings sleep.", "this kings sleep."),
        ("the queen loves herself.", "the queen loves himself."),
        ("the king who the queens love sleeps.", "the king who the queens love sleep."),
        (
            "the king who the queen in the garden loves protects himself.",
            "the king who the queen in the garden loves protects herself.",
        ),
        ("mary says that the men sing.", "mary says that the men sings."),
        ("yesterday the king slept.", "yesterday the king sleeps."),
        ("tomorrow the king will sleep.", "tomorrow the king slept."),
        ("the queen is a widow.", "the queen is a widower."),
        ("the king does not sleep.", "the king does not sleeps."),
        ("the queen loves her dog.", "the queen loves his dog."),
        ("the book is golden.", "the book loves mary."),
    ],
)
def test_agreement(english_grammar, right, wrong):
    x = padded(english_grammar, right, wrong)
    assert english_grammar.grammatical(x).tolist() == [True, False]
    assert np.isfinite(english_grammar.log_prob(x)).tolist() == [True, False]


def test_only_whole_sentences_with_padding_behind_are_sentences(english_grammar):
    (x,) = padded(english_grammar, "the king sleeps.")
    without_end, more, gap = x.copy(), x.copy(), x.copy()
    without_end[x == EOS] = PAD
    more[10] = x[0]
    gap[4], gap[5] = PAD, EOS
    rows = np.stack([x, without_end, more, gap, np.full_like(x, PAD)])
    assert english_grammar.grammatical(rows).tolist() == [True] + [False] * 4


def test_recursion_occurs(english_grammar, sample):
    lines = [english_grammar.vocabulary.tokens(ids) for ids in sample[0]]
    for word, twice in (("that", 2), ("who", 2)):
        assert any(line.count(word) >= twice for line in lines)
    deep = "the king who the queen who the men love sees sleeps."
    deeper = "paul says that mary thinks that anna hopes that the dogs sing."
    assert english_grammar.grammatical(padded(english_grammar, deep, deeper)).all()


def test_classes_are_the_tenses_of_main_clauses(english_grammar, sample):
    x, tenses = sample
    counts = np.bincount(tenses, minlength=3)
    assert counts.min() > 1_000 and tenses.min() == 0
    ids = english_grammar.vocabulary.ids
    for word, right in (("yesterday", "past"), ("tomorrow", "future")):
        begins = x[:, 0] == ids[word]
        assert begins.any()
        assert set(tenses[begins]) == {english.TENSES.index(right)}
    will = (x == ids["will"]).any(axis=1)
    assert will[tenses == english.TENSES.index("future")].all()
    assert not will[tenses == english.TENSES.index("past")].all()


def test_the_tense_is_decided_once():
    grammar = rules.read(english.RULES, english.lexicon(), english.FEATURES, START)
    deciding = {r.symbol for each in grammar.values() for r in each if tense(r) >= 0}
    assert START in deciding
    assert all("main" in symbol for symbol in deciding - {START})


def test_sampling_is_seeded(english_grammar):
    first, again, other = (
        english_grammar.sample(50, np.random.default_rng(seed))[0] for seed in (3, 3, 4)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    "text",
    [
        'Sentence -> 1 "a" "." | 1 "a" "b" "."',  # both begin with a
        'Sentence -> 1 Tail "a" "."\nTail -> 1 empty | 1 "a"',  # a may follow
    ],
)
def test_an_ambiguous_grammar_is_refused(text):
    with pytest.raises(ValueError, match="Ambiguous"):
        Grammar(10, text, {})


def test_a_symbol_without_rule_is_refused():
    with pytest.raises(ValueError, match="no rule for 'Nothing'"):
        Grammar(10, 'Sentence -> 1 Nothing "."', {})


def test_no_sentence_is_short_enough():
    with pytest.raises(ValueError, match="No sentence of the grammar has 2 tokens"):
        small(2)
