"""layer_viz in models of text: what it shows is what they compute, and no more."""

import keras
import numpy as np
import pytest
from keras import ops

from layer_viz.attention import attentions
from layer_viz.examination import examine
from layer_viz.recorder import Recorder
from layer_viz.schedule import Schedule
from layer_viz.store import Record
from layer_viz.tap import layers_of, tap
from ter_gan import inside
from ter_gan.data import Split
from ter_gan.text.datasets import TextDataset
from ter_gan.text.inside import evidence, panels
from ter_gan.text.networks.expectation import Expectation
from ter_gan.text.networks.language import before, token_log_prob
from ter_gan.text.vocabulary import PAD, Vocabulary
from tests.helpers import same, speaks_both
from tests.layer_viz.store.test_schema import check_record
from tests.models.gan_test import Repeated
from tests.text.tiny import LENGTH, SIZE, WORDS, build, sentences

PANELS = {
    "gru": {"evidence-g", "words"},
    "mini-gpt": {"evidence-g", "words", "attention"},
    "mini-bert": {"evidence-g", "words", "attention"},
    "autoencoder": {"evidence-g", "words"},
    "latent-text-gan": {"evidence-d", "evidence-g", "words"},
    "embedding-gan": {"evidence-d", "words"},
    "relgan-mini": {"evidence-d", "evidence-g", "words"},
    "seqgan": {"evidence-d", "evidence-g", "words"},
    "discriminator-guided": {"evidence-d", "evidence-g", "words"},
}


def dataset(n=16):
    split = Split(sentences(n))
    return TextDataset("tiny", split, split, split, vocabulary=Vocabulary(WORDS))


def viewed(model):
    gan = build(model)
    return gan, inside.text(gan, dataset())


@pytest.mark.parametrize("model", PANELS)
def test_a_record_holds_its_panels_and_changes_nothing(model, tmp_path):
    gan, view = viewed(model)
    kept, chance = gan.state(), np.random.get_state()[1].copy()
    recorder = Recorder(tmp_path, view)
    recorder.take(0)
    assert same(kept.values(), gan.state().values())
    np.testing.assert_array_equal(chance, np.random.get_state()[1])
    record = recorder.close()
    assert set(record.epoch(0)["panels"]) == PANELS[model]
    check_record(record)


@pytest.mark.parametrize("model", ["mini-bert", "latent-text-gan", "embedding-gan"])
def test_panels_speak_both_languages(model):
    for panel in viewed(model)[1].panels:
        speaks_both(panel)


@pytest.mark.parametrize("model", ["gru", "embedding-gan"])
def test_training_is_the_same_with_and_without_a_record(model, tmp_path):
    states = []
    for recorded in (False, True):
        gan, view = viewed(model)
        callbacks = [Recorder(tmp_path, view)] if recorded else []
        options = {"steps_per_epoch": 1, "verbose": 0, "shuffle": False}
        gan.fit(Repeated(sentences(8), None), callbacks=callbacks, **options)
        states.append(gan.state())
    assert same(states[0].values(), states[1].values())
    record = Record.find(tmp_path)
    assert record.epochs == [0, 1]
    drift = examine(record, view, progress=lambda text: None)["drift"]
    assert any(table["moved"][1] > 0 for table in drift["tables"].values())
    assert len(drift["words"]) == len(next(iter(drift["tables"].values()))["places"][0])
    check_record(record)


def scaled(table, word, factor):
    """The table of vectors with one word's vector longer."""
    changed = table.copy()
    changed[word] *= factor
    return changed


def slope(variable, word, score, h=1e-2):
    """d score / d length of a word's vector, by differences."""
    table, ends = ops.convert_to_numpy(variable), []
    for factor in (1 + h, 1 - h):
        variable.assign(scaled(table, word, factor))
        ends.append(score())
    variable.assign(table)
    return (ends[0] - ends[1]) / (2 * h)


@pytest.mark.parametrize("model", ["gru", "mini-gpt"])
def test_evidence_is_what_a_longer_word_vector_would_do(model):
    gan = build(model)
    tokens, places = np.array([[3, 4, 5, 6, 7]], "int32"), np.array([3])
    values, scores = evidence.of_next_word(gan.generator, tokens, places)

    def score():
        logits = gan.generator(before(tokens), training=False)
        return float(token_log_prob(logits, tokens)[0, 3])

    assert scores[0] == pytest.approx(score(), rel=1e-5)
    table = gan.generator.get_layer("g_embedding").weights[0]
    for place in range(3):
        expected = slope(table, tokens[0, place], score)
        assert values[0, place] == pytest.approx(expected, rel=0.02, abs=1e-5)
    assert (values[0, 3:] == 0).all()  # what comes later is not read
    assert abs(values[0, :3]).max() > 1e-4


def test_what_a_judge_knows_of_a_language_model_is_evidence_too():
    tokens = keras.Input((LENGTH, SIZE))
    x = Expectation(build("gru").generator)(tokens)
    vectors = keras.layers.Dense(4, use_bias=False, name="d_embedding")(tokens)
    x = keras.layers.Flatten()(keras.layers.Concatenate()([x, 0 * vectors]))
    judge = keras.Model(tokens, keras.layers.Dense(1, use_bias=False)(x))
    values, logits = evidence.of_discriminator(
        judge, lambda t: ops.one_hot(t, SIZE), judge, sentences(3)
    )
    assert np.ptp(logits) > 0
    np.testing.assert_allclose(values.sum(axis=1), logits, rtol=1e-4)


def test_evidence_of_a_linear_judge_is_the_logit_word_by_word():
    tokens = keras.Input((LENGTH, SIZE))
    x = keras.layers.Dense(4, use_bias=False, name="d_embedding")(tokens)
    x = keras.layers.Flatten()(x)
    judge = keras.Model(tokens, keras.layers.Dense(1, use_bias=False)(x))
    x = sentences(3)
    values, logits = evidence.of_discriminator(
        judge, lambda t: ops.one_hot(t, SIZE), judge, x
    )
    np.testing.assert_allclose(values.sum(axis=1), logits, rtol=1e-4, atol=1e-5)
    assert (np.abs(values).max(axis=1) > np.abs(logits) / LENGTH - 1e-6).all()


def test_the_word_in_the_frame_is_the_last_that_is_spoken():
    words = ("<pad>", "<eos>", "<unk>", "a", "b", ".")
    x = np.array([[3, 4, 5, 1, 0], [5, 5, 5, 1, 0], [3, 3, 3, 3, 4]])
    assert evidence.last_words(x, words).tolist() == [1, 3, 4]


@pytest.mark.parametrize("model, causal", [("mini-gpt", True), ("mini-bert", False)])
def test_attention_is_what_the_layer_computes(model, causal):
    network, tokens = build(model).generator, sentences(3)
    plain = network(tokens, training=False)
    with tap(network) as outputs, attentions(network) as seen:
        observed = network(tokens, training=False)
    np.testing.assert_array_equal(plain, observed)
    ((path, scores),) = seen.items()
    scores = ops.convert_to_numpy(scores)
    np.testing.assert_allclose(scores.sum(axis=-1), 1.0, rtol=1e-5)
    later = np.triu(np.ones((LENGTH, LENGTH)), 1) > 0
    assert (scores[..., later] == 0).all() == causal
    block = path.rpartition("/")[0]
    read = ops.convert_to_numpy(outputs[f"{block}/self_attention_layer_norm"])
    layer = next(x for x, p in layers_of(network) if p == path)
    _, _, _, _, wv, bv, wo, bo = layer.get_weights()
    heads = np.einsum("btd,dhk->bthk", read, wv) + bv
    mixed = np.einsum("bhts,bshk->bthk", scores, heads)
    output = np.einsum("bthk,hkd->btd", mixed, wo) + bo
    expected = ops.convert_to_numpy(outputs[f"{path}/attention_output"])
    np.testing.assert_allclose(output, expected, rtol=1e-3, atol=1e-5)


def test_chances_are_those_of_the_likelihood():
    gan, view = viewed("gru")
    chances = panels.probabilities(gan, view)
    real = view.probes["real"]
    np.testing.assert_allclose(chances.sum(axis=-1), 1.0)
    chosen = np.take_along_axis(chances, real[..., None], axis=-1)[..., 0]
    expected = gan.log_prob(real, averaged=False)
    words = real != PAD
    np.testing.assert_allclose(np.log(chosen[words]), expected[words], atol=1e-4)


def test_chances_of_masked_words_are_those_of_the_pseudo_likelihood():
    gan, view = viewed("mini-bert")
    chances, real = panels.probabilities(gan, view), view.probes["real"]
    chosen = np.take_along_axis(chances, real[..., None], axis=-1)[..., 0]
    mean = -np.log(chosen[real != PAD]).mean()
    assert mean == pytest.approx(gan.pseudo_nll(real), rel=1e-4)


def test_models_that_only_count_have_nothing_inside(capsys):
    class Run:
        recipe = type("Recipe", (), {"kind": "text"})

    gan = build("unigram")
    assert inside.recorder(Run, gan, dataset(), None, None, Schedule()) is None
    assert "no layers" in capsys.readouterr().out
