"""What makes each GAN of text that GAN, by planted players."""

import keras
import numpy as np
import pytest
from keras import ops
from scipy import stats

from ter_gan.text.models import language_gan, likelihood
from ter_gan.text.networks.expectation import Expectation
from ter_gan.text.vocabulary import EOS, PAD
from tests import helpers
from tests.models.gan_test import fit
from tests.text.tiny import (
    LENGTH,
    SIZE,
    WORDS,
    all_sequences,
    build,
    sentences,
    well_formed,
)

array = ops.convert_to_numpy
BATCH = sentences(8)
eager = pytest.mark.skipif(
    keras.backend.backend() == "jax", reason="needs eager steps of TensorFlow"
)


def vectors(gan):
    return helpers.array(gan.discriminator.get_layer("d_embedding").kernel)


@pytest.mark.parametrize("trained", [False, True])
def test_gradients_reach_the_word_vectors_if_they_may_move(trained):
    gan = build("embedding-gan", train_embeddings=trained)
    before = vectors(gan)
    fit(gan, BATCH, steps=1)
    moved = (vectors(gan) != before).any(axis=1)
    assert moved.any() == trained
    if trained:
        assert moved[np.unique(BATCH)].all()


@eager
@pytest.mark.parametrize("model", ["embedding-gan", "relgan-mini"])
def test_the_generator_learns_through_drawn_words_because_they_are_relaxed(model):
    gan = build(model, loss="wasserstein", penalty="none")
    real, before = gan.one_hot(BATCH), helpers.weights(gan.generator)
    shown = array(gan._fake(gan.latents.tensor(8, gan.noise), None))
    assert set(np.unique(shown.round(5))) == {0.0, 1.0}
    gan._move_generator(real, None, gan.noise)
    assert not helpers.same(helpers.weights(gan.generator), before)

    fake = gan._fake

    def hard(latents, labels):
        return ops.one_hot(ops.argmax(fake(latents, labels), axis=-1), SIZE)

    gan._fake = hard
    with pytest.raises(ValueError, match="[Nn]o gradients"):
        gan._move_generator(real, None, gan.noise)


def test_the_temperature_falls_with_the_generators_updates(monkeypatch):
    gan, seen = build("relgan-mini", temperature=1.0, final_temperature=0.25), []
    gan.temperature = (1.0, 0.25, 2)

    def watch(steps, n, length, temperature, noise):
        seen.append(float(temperature))
        return ops.zeros((n, length, SIZE))

    monkeypatch.setattr(language_gan.relaxation, "relaxed_sequences", watch)
    for updates in range(4):
        gan.generator_optimizer.iterations.assign(updates)
        gan._fake(ops.zeros((2, LENGTH)), None)
    assert seen == pytest.approx([1.0, 0.5, 0.25, 0.25])


def test_relgans_sentences_are_padded_after_their_end():
    gan = build("relgan-mini")
    kernel, bias = gan.generator.get_layer("g_logits").weights
    bias.assign(2.0 * (np.arange(SIZE) == EOS))
    shown = array(gan._fake(ops.zeros((40, LENGTH)), None))
    np.testing.assert_allclose(shown.sum(axis=-1), 1, atol=1e-5)
    words = shown.argmax(axis=-1)
    assert well_formed(words) and (words == EOS).any(axis=1).mean() > 0.5
    ended = np.cumsum(words == EOS, axis=1) - (words == EOS) > 0
    assert (shown[ended][:, PAD] == 1).all() and (shown[~ended][:, PAD] == 0).all()
    assert shown.max(axis=-1) == pytest.approx(1, abs=1e-5)  # D sees words


def test_seqgans_rollouts_keep_their_beginnings():
    gan = build("seqgan")
    given = np.array([[3, 4, 5, 6, 7]] * 60 + [[3, EOS, PAD, PAD, PAD]] * 60, "int32")
    kept = np.tile(np.arange(6), 20).astype("int32")
    drawn = array(gan.draw(ops.convert_to_tensor(given), ops.convert_to_tensor(kept)))
    assert well_formed(drawn)
    stays = np.arange(LENGTH) < kept[:, None]
    np.testing.assert_array_equal(drawn[stays], given[stays])
    new = drawn[:60][~stays[:60]]
    assert (new != given[:60][~stays[:60]]).mean() > 0.6


@eager
def test_seqgans_values_are_the_mean_verdicts_of_each_beginning():
    gan, seen = build("seqgan", rollouts=2), []

    def judge(shown, training=None, mask=None):
        """The logarithm of how many words 3 there are among the first two."""
        words = array(shown).argmax(axis=-1)
        seen.append(words)
        return ops.convert_to_tensor((words[:, :2] == 3).sum(1)[:, None] * 1.0)

    gan.discriminator.call = judge
    tokens = np.array([[3, 3, 4, 4, 4], [4, 4, 4, 4, 4]], "int32")
    values = array(gan.values(ops.convert_to_tensor(tokens)))
    assert values.shape == (2, LENGTH) and seen[0].shape == (20, LENGTH)
    sigmoid = 1 / (1 + np.exp(-np.array([2.0, 0.0])))
    np.testing.assert_allclose(values[:, 1:], sigmoid[:, None].repeat(4, 1), rtol=1e-5)


@eager
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_seqgan_makes_rewarded_words_likelier(sign):
    gan = build("seqgan", learning_rate=0.05)
    gan.values = lambda tokens: sign * ops.cast(tokens == 5, "float32")
    x = np.full((1, LENGTH), 5, "int32")
    before = gan.log_prob(x, averaged=False).sum()
    for _ in range(2):
        gan._move_generator(None, None, gan.noise)
    after = gan.log_prob(x, averaged=False).sum()
    assert sign * (after - before) > 0.1


def planted(candidates, monkeypatch):
    """A guided model of all 40 sequences, whose f likes the word 3."""
    monkeypatch.setattr(likelihood, "CHUNK", 1_000_000)  # one pass of the network
    size, length = 5, 3
    gan = build(
        "discriminator-guided",
        length=length,
        words=WORDS[:size],
        candidates=candidates,
    )
    gan.logits = lambda x: (x == 3).sum(axis=1)[:, None] * np.float32(0.8)
    return gan, all_sequences(length, size)


def test_guided_sentences_follow_the_energy(monkeypatch):
    gan, every = planted(candidates=50, monkeypatch=monkeypatch)
    p = np.exp(gan.log_prob(every).sum(axis=1, dtype="float64"))
    guided = p * np.exp(gan.logits(every)[:, 0])
    guided /= guided.sum()
    drawn = gan.generate(2500, seed=5)
    codes = {tuple(row): i for i, row in enumerate(every)}
    counts = np.bincount([codes[tuple(row)] for row in drawn], minlength=len(every))
    assert stats.chisquare(counts, 2500 * guided).pvalue > 0.01
    assert stats.chisquare(counts, 2500 * p / p.sum()).pvalue < 1e-9


def test_guided_probabilities_sum_to_about_one(monkeypatch):
    gan, every = planted(candidates=2, monkeypatch=monkeypatch)
    p = np.exp(gan.log_prob(every).sum(axis=1))
    z = (p * np.exp(gan.logits(every)[:, 0])).sum()
    assert p.sum() == pytest.approx(1, abs=1e-5) and z > 1.5  # D has not learned yet
    gan.discriminator_optimizer.iterations.assign(1)
    gan.enter(1)
    gan.vital_signs(np.repeat(every[(every == 3).sum(axis=1) > 1], 100, axis=0))
    assert float(gan.sharpness) == pytest.approx(1, abs=1e-4)
    assert float(gan.log_z) == pytest.approx(np.log(z), abs=0.05)
    assert np.exp(gan.log_prob(every).sum(axis=1)).sum() == pytest.approx(1, abs=0.05)
    low, high = gan.log_normaliser(2000, seed=3)
    assert low < high < low + 0.01
    assert low == pytest.approx(np.log(z), abs=0.1)
    first, last = gan.log_normaliser(20)
    assert last - first > 10 * (high - low)  # few sentences leave more open
    nll = gan.nll(every)
    assert gan.nll_bounds(every, n=400)[0] == pytest.approx(nll, abs=0.1)


def test_a_guide_is_trusted_as_far_as_held_out_sentences_confirm_it(rng):
    """Logits of both kinds are normal, with the deviation 2: it is m / 4."""
    drawn = 2 * rng.standard_normal(200_000)
    for mean, sharpness in ((1.0, 0.25), (3.0, 0.75), (8.0, 1.0), (-1.0, 0.0)):
        found = language_gan.calibrated(drawn + mean, drawn)
        assert found == pytest.approx(sharpness, abs=0.02)


def test_a_guide_that_knows_nothing_changes_nothing(monkeypatch):
    gan, every = planted(candidates=2, monkeypatch=monkeypatch)
    plain = gan.log_prob(every)
    noise = np.random.default_rng(0).normal(0, 3, 1000)
    gan.logits = lambda x: noise[x @ np.arange(1, 4) % 997][:, None]
    gan.discriminator_optimizer.iterations.assign(1)
    gan.enter(1)
    gan.vital_signs(gan.proposed(4000, seed=9))
    assert float(gan.sharpness) < 0.05
    np.testing.assert_allclose(gan.log_prob(every), plain, atol=0.3)


def test_a_guide_may_see_words_only():
    judge = build("discriminator-guided", expectation=False).discriminator
    assert not any(isinstance(layer, Expectation) for layer in judge.layers)


def test_candidates_are_one_after_the_other_whatever_the_chunk(monkeypatch):
    monkeypatch.setattr(likelihood, "CHUNK", 7)
    gan = build("discriminator-guided", candidates=5)
    assert gan.generate(4, seed=2).shape == (4, LENGTH)


def test_the_guide_reads_the_trained_language_model_and_leaves_it_alone():
    gan = build("discriminator-guided")
    reader = gan.discriminator.get_layer("d_expectation")
    assert not reader.trainable_weights
    fit(gan, BATCH, steps=2)
    gan.look_back(BATCH)
    gan.enter(1)
    trained = helpers.weights(gan.generator)
    assert helpers.same(helpers.weights(reader.language_model), trained)
    fit(gan, BATCH, steps=2)
    assert helpers.same(helpers.weights(reader.language_model), trained)
