import keras
import numpy as np
import pytest
from keras import ops
from scipy.special import log_softmax

from ter_gan.text.models.likelihood import mean_nll
from ter_gan.text.networks.language import token_log_prob
from ter_gan.text.vocabulary import PAD
from tests import helpers
from tests.models.gan_test import fit
from tests.text.tiny import WORDS, all_sequences, build, sentences

array = ops.convert_to_numpy


def test_token_log_prob_by_hand(rng):
    logits = rng.normal(size=(3, 4, 6)).astype("float32")
    tokens = np.array([[2, 5, 1, 0], [3, 3, 3, 3], [1, 0, 0, 0]], "int32")
    found = array(token_log_prob(logits, tokens))
    expected = np.zeros((3, 4))
    for (i, j), token in np.ndenumerate(tokens):
        if token != PAD:
            expected[i, j] = log_softmax(logits[i, j, 1:])[token - 1]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    np.testing.assert_allclose(
        float(mean_nll(logits, tokens)), -expected.sum() / 8, rtol=1e-5
    )


def test_pads_never_count(rng):
    logits = rng.normal(size=(3, 4, 6)).astype("float32")
    tokens = sentences(3, length=4, size=6)
    more = rng.normal(size=(3, 5, 6)).astype("float32")
    longer = np.concatenate([logits, more], axis=1)
    padded = np.pad(tokens, ((0, 0), (0, 5)))
    assert float(mean_nll(longer, padded)) == pytest.approx(
        float(mean_nll(logits, tokens)), rel=1e-6
    )
    favoured = logits + 9.0 * (np.arange(6) == PAD)  # a logit that is left out
    np.testing.assert_allclose(
        array(token_log_prob(favoured, tokens)),
        array(token_log_prob(logits, tokens)),
        atol=1e-6,
    )
    assert float(mean_nll(logits, np.zeros((3, 4), "int32"))) == 0.0


@pytest.mark.parametrize("model", ["gru", "mini-gpt", "relgan-mini"])
def test_probabilities_of_all_sequences_sum_to_one(model):
    gan = build(model, length=3, words=WORDS[:5])
    x = all_sequences(3, 5)
    assert len(x) == 1 + 3 + 9 * 4
    p = np.exp(gan.log_prob(x).sum(axis=1))
    assert p.sum() == pytest.approx(1, abs=1e-5)
    assert p[:-1].sum() < 1 - 1e-4


def test_nll_is_that_of_a_token_and_does_not_depend_on_the_rest():
    gan = build("gru")
    x = sentences(6)
    found = gan.log_prob(x)
    assert (found[x == PAD] == 0).all() and (found[x != PAD] < 0).all()
    assert gan.nll(x) == pytest.approx(-found.sum() / (x != PAD).sum())
    np.testing.assert_allclose(gan.log_prob(x[:1]), found[:1], atol=1e-6)


def test_it_writes_what_it_finds_likely():
    """Frequencies of first words are their probabilities."""
    gan = build("gru", length=2)
    kernel, bias = gan.generator.get_layer("g_logits").weights
    bias.assign([9, 0, 0, 2, 1, 0, -1, -9])
    first = gan.generate(4000, seed=1)[:, 0]
    x = np.array([[token, PAD] for token in range(1, 8)], "int32")
    p = np.exp(gan.log_prob(x)[:, 0])
    shares = np.bincount(first, minlength=8)[1:] / 4000
    np.testing.assert_allclose(shares, p, atol=0.03)
    assert abs(shares - 1 / 7).max() > 0.1


def test_the_best_epoch_is_kept():
    gan, x = build("gru"), sentences(8)
    first = gan.vital_signs(x)["validation_nll"]
    before = gan.generate(5, seed=1)
    gan.generator_optimizer.learning_rate.assign(-0.1)  # uphill: it gets worse
    fit(gan, x, steps=3)
    assert gan.vital_signs(x)["validation_nll"] > first
    assert gan.nll(x) == pytest.approx(first) and gan.nll(x, averaged=False) > first
    np.testing.assert_array_equal(gan.generate(5, seed=1), before)
    gan.generator_optimizer.learning_rate.assign(0.1)
    fit(gan, x, steps=4)
    assert gan.vital_signs(x)["validation_nll"] == pytest.approx(gan.nll(x))
    assert gan.nll(x) < first


def test_the_exported_network_is_the_one_that_is_kept(tmp_path):
    gan, x = build("gru"), sentences(8)
    gan.vital_signs(x)
    gan.kept_nll.assign(-9.0)  # nothing is better
    fit(gan, x, steps=1)
    gan.export(tmp_path / "generator.keras")
    loaded = keras.models.load_model(tmp_path / "generator.keras")
    exported = helpers.weights(loaded)
    assert helpers.same(exported, helpers.weights(gan.kept_generator))
    assert not helpers.same(exported, helpers.weights(gan.generator))


def test_training_makes_text_likelier():
    gan, x = build("gru", learning_rate=0.03, compiled=True), sentences(4)
    before = gan.nll(x)
    nll = fit(gan, x, steps=30)["nll"][0]
    assert gan.nll(x) < nll < before
