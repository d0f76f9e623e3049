import numpy as np
import pytest
from keras import ops
from scipy import stats
from scipy.special import softmax

from ter_gan.text import relaxation
from ter_gan.text.vocabulary import EOS, PAD
from tests.helpers import ScriptedNoise
from tests.text.tiny import SIZE, Uniform, well_formed

array = ops.convert_to_numpy
LOGITS = np.array([1.0, 0.0, -1.0, 2.0, 0.5], "float32")


def drawn(n, temperature, seed=0):
    logits = ops.convert_to_tensor(np.tile(LOGITS, (n, 1)))
    return array(relaxation.soften(logits, temperature, ScriptedNoise(seed)))


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_the_largest_weight_is_a_draw_from_the_softmax(temperature):
    weights = drawn(5000, temperature)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    counts = np.bincount(weights.argmax(axis=1), minlength=5)
    p = softmax(LOGITS.astype("float64"))
    assert stats.chisquare(counts, 5000 * p).pvalue > 0.01
    wrong = softmax(1.3 * LOGITS.astype("float64"))
    assert stats.chisquare(counts, 5000 * wrong).pvalue < 1e-6


def test_near_zero_a_draw_is_one_word_and_hot_it_is_all_words():
    assert np.median(drawn(500, 0.01).max(axis=1)) > 0.99
    assert drawn(500, 100.0).max() < 0.3


def test_gumbel_draws_are_gumbels_and_finite_at_the_ends():
    found = array(relaxation.gumbel(ScriptedNoise(), (4000,)))
    assert stats.kstest(found, stats.gumbel_r.cdf).pvalue > 0.01
    assert stats.kstest(found, stats.norm.cdf).pvalue < 1e-6

    class Ends:
        def uniform(self, shape):
            return ops.convert_to_tensor([0.0, 1.0])

    assert np.isfinite(array(relaxation.gumbel(Ends(), (2,)))).all()


def test_the_temperature_falls_geometrically_and_stays():
    found = [float(relaxation.annealed(2.0, 0.5, 10, done)) for done in (0, 5, 10, 99)]
    assert found == pytest.approx([2.0, 1.0, 0.5, 0.5])


def test_pad_becomes_impossible():
    found = array(relaxation.without_pad(ops.convert_to_tensor(LOGITS[None])))[0]
    assert found[PAD] < -1e8
    np.testing.assert_array_equal(found[1:], LOGITS[1:])


def test_relaxed_sequences_follow_the_largest_weights():
    table = np.zeros((3, SIZE))
    table[1, EOS] = 1.5
    shown = array(
        relaxation.relaxed_sequences(Uniform(table=table), 300, 3, 0.7, ScriptedNoise())
    )
    words = shown.argmax(axis=-1)
    assert well_formed(words)
    second = words[words[:, 0] != EOS][:, 1]
    p = np.exp(1.5) / (np.exp(1.5) + SIZE - 2)
    assert (second == EOS).mean() == pytest.approx(p, abs=0.1)
    assert (shown[words[:, 0] == EOS][:, 1:, PAD] == 1).all()


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_sequences_go_on_from_what_is_given(kept):
    given = np.tile([3, 4, 5], (400, 1)).astype("int32")
    x = array(
        relaxation.sequences(
            Uniform(),
            3,
            ScriptedNoise(),
            ops.convert_to_tensor(given),
            ops.convert_to_tensor(np.full(400, kept, "int32")),
        )
    )
    np.testing.assert_array_equal(x[:, :kept], given[:, :kept])
    assert well_formed(x) and (x[:, 0] != PAD).all()
    if kept < 3:
        counts = np.bincount(x[:, kept][x[:, kept] != PAD], minlength=SIZE)[1:]
        assert stats.chisquare(counts).pvalue > 0.001
