import math

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.text.metrics import language
from ter_gan.text.ngrams import NGram
from tests.text.metrics.corpora import SIZE, markov_sentences, padded


class Uniform:
    """All of eight tokens are equally likely; pads have a likelihood too."""

    def log_prob(self, x):
        return np.full(x.shape, -math.log(8))


def test_uniform_model():
    x = padded([3, 4], [5], length=9)
    found = language.nll(Uniform(), x)
    assert found.value == pytest.approx(math.log(8))
    assert found.details["tokens"] == 5  # with two ends
    assert found.error == pytest.approx(0, abs=1e-9)
    assert language.perplexity(found).value == pytest.approx(8)
    bits = language.bits_per_character(Uniform(), x, [10, 5])
    assert bits.value == pytest.approx(3 * 5 / 15)


def test_error_of_the_perplexity():
    found = language.perplexity(Estimate(math.log(100), 0.01))
    assert found.error == pytest.approx(1)


def test_error_is_the_spread_over_test_sets(rng):
    model = NGram(2).fit(markov_sentences(rng, 200), SIZE)
    drawn = [language.nll(model, markov_sentences(rng, 50)) for _ in range(60)]
    spread = np.std([each.value for each in drawn])
    assert np.mean([each.error for each in drawn]) == pytest.approx(spread, rel=0.3)


def test_collapse_has_good_quality_and_bad_diversity(rng):
    real, test, varied = (markov_sentences(rng, 300) for _ in range(3))
    collapsed = varied[rng.integers(0, 3, 300)]
    noise = varied.copy()
    inside = noise > 1
    noise[inside] = rng.permutation(noise[inside])
    quality, diversity = (
        [score(x, other, SIZE).value for x in (varied, collapsed, noise)]
        for score, other in (
            (language.lm_score, real),
            (language.reverse_lm_score, test),
        )
    )
    assert quality[2] > quality[0] + 0.3
    assert diversity[1] > diversity[0] + 0.3
    assert diversity[2] > diversity[0] + 0.3


def test_mistakes():
    class Broken:
        def log_prob(self, x):
            return np.full(x.shape, np.nan)

    with pytest.raises(UserError, match="NaN"):
        language.nll(Broken(), padded([3]))
    with pytest.raises(UserError, match="each of 1 sentences"):
        language.bits_per_character(Uniform(), padded([3]), [1, 2])
    with pytest.raises(UserError, match="nothing to count"):
        language.nll(Uniform(), np.zeros((2, 3), int))
