import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.metrics.bleu import ORDERS, bleu, self_bleu, sentence_bleu
from ter_gan.text.metrics.grams import sentences
from tests.text.metrics.corpora import padded, random_sentences

nltk = pytest.importorskip("nltk.translate.bleu_score")
WEIGHTS = [(1 / n,) * n for n in ORDERS]


def theirs(hypothesis, references):
    smooth = nltk.SmoothingFunction().method1
    return nltk.sentence_bleu(references, hypothesis, WEIGHTS, smooth)


def assert_as_nltk(hypotheses, references):
    expected = [theirs(h, sentences(references)) for h in sentences(hypotheses)]
    np.testing.assert_allclose(
        sentence_bleu(hypotheses, references), expected, rtol=0, atol=1e-12
    )


def assert_self_as_nltk(x):
    words = sentences(x)
    expected = [theirs(h, words[:i] + words[i + 1 :]) for i, h in enumerate(words)]
    np.testing.assert_allclose(sentence_bleu(x), expected, rtol=0, atol=1e-12)


def test_random_sentences_as_nltk(rng):
    assert_as_nltk(random_sentences(rng, 200), random_sentences(rng, 30))


def test_short_references_and_long_sentences_as_nltk(rng):
    assert_as_nltk(random_sentences(rng, 50, 14), random_sentences(rng, 8, 4))


def test_empty_single_repeated_and_unknown_words_as_nltk():
    hypotheses = padded([], [3], [9], [3, 3, 3, 3, 3, 3], [3, 4, 5, 6, 7], [8, 3, 8])
    assert_as_nltk(hypotheses, padded([3, 4, 5, 6, 7, 8], [3, 3], []))
    assert_as_nltk(hypotheses, padded([]))


def test_self_bleu_as_nltk_also_with_duplicates(rng):
    x = random_sentences(rng, 60, 8)
    assert_self_as_nltk(np.concatenate([x, x[:10], padded([], [3], length=9)]))


def test_self_bleu_of_two_sentences_as_nltk():
    assert_self_as_nltk(padded([3, 3, 4, 5], [3, 4, 5]))


def test_real_captions_as_nltk(real_data):
    words = {}
    sides = []
    for part in ("train", "test"):
        file = real_data / "text" / f"coco_{part}_texygen.txt"
        lines = file.read_text().lower().splitlines()[:150]
        ids = [[words.setdefault(w, len(words) + 3) for w in x.split()] for x in lines]
        sides.append(padded(*ids))
    assert_as_nltk(*sides)
    assert_self_as_nltk(sides[0])


def test_bleu_4_as_sacrebleu(rng):
    sacrebleu = pytest.importorskip("sacrebleu")
    metric = sacrebleu.BLEU(tokenize="none", smooth_method="floor", smooth_value=0.1)
    x, references = random_sentences(rng, 100), random_sentences(rng, 20)
    x = x[(x > 1).sum(axis=1) >= 4]  # it skips orders that a sentence is too short for
    known, texts = (
        [" ".join(map(str, words)) for words in sentences(each)]
        for each in (references, x)
    )
    expected = [metric.sentence_score(text, known).score / 100 for text in texts]
    found = sentence_bleu(x, references, (4,))[:, 0]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_a_copy_among_the_references_is_perfect_and_a_stranger_is_not():
    x = padded([3, 4, 5, 6, 7, 8])
    assert all(e.value == pytest.approx(1) for e in bleu(x, x).values())
    assert all(e.value == 0 for e in bleu(padded([9, 10]), x).values())


def test_planted_collapse_is_found(rng):
    x = random_sentences(rng, 200)
    collapsed = x[rng.integers(0, 5, 200)]
    assert self_bleu(collapsed)[4].value > self_bleu(x)[4].value + 0.3


def test_error_is_the_spread_over_draws_of_hypotheses(rng):
    references = random_sentences(rng, 100)
    drawn = [bleu(random_sentences(rng, 100), references)[2] for _ in range(60)]
    spread = np.std([each.value for each in drawn])
    assert np.mean([each.error for each in drawn]) == pytest.approx(spread, rel=0.3)


def test_too_few_sentences():
    with pytest.raises(UserError, match="at least 2 sentences; received 1"):
        self_bleu(padded([3, 4]))
    with pytest.raises(UserError, match="received 0"):
        bleu(np.zeros((0, 5), int), padded([3]))
