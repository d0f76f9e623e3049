"""What every model of text must do, in each of its phases."""

import keras
import numpy as np
import pytest

from ter_gan import recipes
from ter_gan.errors import UserError
from tests import helpers
from tests.models.gan_test import fit
from tests.text.tiny import LENGTH, SIZE, build, sentences, well_formed

# (model, epoch): the networks that move in that epoch's phase, those that stand.
PHASES = {
    ("gru", 0): ("generator", ""),
    ("mini-gpt", 0): ("generator", ""),
    ("mini-bert", 0): ("generator", ""),
    ("autoencoder", 0): ("autoencoder", ""),
    ("embedding-gan", 0): ("generator discriminator", ""),
    ("latent-text-gan", 0): ("autoencoder", "generator discriminator"),
    ("latent-text-gan", 1): ("generator discriminator", "autoencoder"),
    ("relgan-mini", 0): ("generator", "discriminator"),
    ("relgan-mini", 1): ("generator discriminator", ""),
    ("seqgan", 0): ("generator", "discriminator"),
    ("seqgan", 1): ("generator discriminator", ""),
    ("discriminator-guided", 0): ("generator", "discriminator"),
    ("discriminator-guided", 1): ("discriminator", "generator"),
}
COMPILED = ("gru",)  # the others run eagerly: that starts sooner
MODELS = sorted({model for model, _ in PHASES})
TWO_PHASES = sorted({model for model, epoch in PHASES if epoch})
BATCH = sentences(8)


def started(model, epoch):
    found = build(model, compiled=model in COMPILED)
    found.enter(epoch)
    return found


def test_all_models_are_tested():
    learned_at_once = {"unigram", "kneser-ney"}
    assert set(MODELS) == set(recipes.MODELS_OF["text"]) - learned_at_once


@pytest.mark.parametrize("model, epoch", PHASES)
def test_a_phase_moves_its_players_and_goes_on_exactly(model, epoch):
    gan = started(model, epoch)
    before = {name: helpers.weights(net) for name, net in gan.players.items()}
    history = fit(gan, BATCH)
    assert history
    assert all(np.isfinite(values).all() for values in history.values()), history
    moving, standing = (names.split() for names in PHASES[model, epoch])
    for name in moving:
        assert not helpers.same(helpers.weights(gan.players[name]), before[name]), name
    for name in standing:
        assert helpers.same(helpers.weights(gan.players[name]), before[name]), name
    state = gan.state()
    expected = fit(gan, BATCH, steps=1)
    other = started(model, epoch)
    other.load_state(state)
    assert fit(other, BATCH, steps=1) == expected
    assert helpers.same(gan.state().values(), other.state().values())


@pytest.mark.parametrize("model", TWO_PHASES)
def test_it_goes_on_exactly_across_the_phases(model):
    gan = started(model, 0)
    fit(gan, BATCH, steps=1)
    gan.vital_signs(BATCH)
    state = gan.state()
    ends = []
    for each in (gan, started(model, 0)):
        each.load_state(state)
        each.enter(1)
        assert each.phase == "adversarial"
        fit(each, BATCH, steps=1)
        signs = each.vital_signs(BATCH)
        ends.append([*each.state().values(), *signs.values()])
    assert helpers.same(*ends)


@pytest.mark.parametrize("model", MODELS)
def test_what_it_writes_is_well_formed_and_the_seeds(model, tmp_path):
    gan = build(model)
    first, again, other = (gan.generate(9, seed=seed) for seed in (3, 3, 4))
    assert first.shape == (9, LENGTH) and first.dtype == np.int32
    assert set(np.unique(first)) <= set(range(SIZE))
    assert well_formed(first)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    gan.save(tmp_path / "gan.keras")
    loaded = keras.models.load_model(tmp_path / "gan.keras")
    np.testing.assert_array_equal(first, loaded.generate(9, seed=3))
    assert loaded.get_config().keys() == gan.get_config().keys()
    assert list(loaded.optimizers) == list(gan.optimizers)
    with pytest.raises(UserError, match="takes labels"):
        gan.generate(3, labels=[1, 2, 3])


@pytest.mark.parametrize("model", ["gru", "relgan-mini", "discriminator-guided"])
def test_a_file_keeps_what_training_found(model, tmp_path):
    """The best weights, which are not those that train, and the normaliser."""
    gan = started(model, 0)
    for epoch in (0, 1):
        gan.enter(epoch)
        fit(gan, BATCH, steps=1)
        gan.vital_signs(BATCH)
    gan.save(tmp_path / "gan.keras")
    loaded = keras.models.load_model(tmp_path / "gan.keras")
    np.testing.assert_array_equal(gan.log_prob(BATCH), loaded.log_prob(BATCH))
    states = [[helpers.array(v) for v in each.variables] for each in (gan, loaded)]
    assert helpers.same(*states)


@pytest.mark.parametrize("model", TWO_PHASES)
def test_what_comes_before_the_game_moves_once_for_each_batch_of_d(model):
    """A step is given all of D's batches; taken as one, they are few large steps."""
    gan = build(model, critic_steps=2)
    gan.enter(0)
    fit(gan, BATCH, steps=1)
    (first,) = PHASES[model, 0][0].split()
    player = "likelihood" if first == "generator" else first
    assert int(gan.optimizers[player].iterations) == 2


def test_vital_signs_are_finite_numbers_of_each_phase():
    names = {}
    for model, epoch in PHASES:
        gan = build(model)
        gan.enter(epoch)
        signs = gan.vital_signs(BATCH)
        assert all(np.isfinite(list(signs.values()))), (model, epoch, signs)
        names[model, epoch] = set(signs)
    assert names["gru", 0] == names["relgan-mini", 0] == {"validation_nll"}
    assert names["relgan-mini", 1] == {"validation_nll", "diversity"}
    assert names["latent-text-gan", 0] == {"validation_reconstruction"}
    assert names["embedding-gan", 0] == {"diversity"}


@pytest.mark.parametrize("model", MODELS)
def test_controls_are_obeyed(model):
    gan = build(model)
    cold = gan.generate(200, seed=1, temperature=1e-4)
    hot = gan.generate(200, seed=1, temperature=100.0)
    one_sided = [(np.bincount(x[:, 0]) ** 2).sum() for x in (cold, hot)]
    assert one_sided[0] > 1.1 * one_sided[1]
    if "prompt" in gan.controls:
        begun = gan.generate(6, seed=1, prompt=(4, 3, 6))
        assert (begun[:, :3] == (4, 3, 6)).all() and well_formed(begun)
        with pytest.raises(UserError, match=f"at most {LENGTH}; shorten"):
            gan.generate(2, prompt=(3,) * (LENGTH + 1))
    else:
        with pytest.raises(TypeError):
            gan.generate(2, prompt=(3,))


def test_the_game_begins_with_the_best_language_model_and_only_once():
    gan = started("relgan-mini", 0)
    gan.vital_signs(BATCH)
    best = helpers.weights(gan.generator)
    fit(gan, BATCH, steps=1)
    gan.kept_nll.assign(-9.0)  # nothing is better
    gan.vital_signs(BATCH)
    gan.enter(1)
    assert helpers.same(helpers.weights(gan.generator), best)
    fit(gan, BATCH, steps=1)
    moved = helpers.weights(gan.generator)
    again = build("relgan-mini")
    again.load_state(gan.state())
    again.enter(1)
    assert helpers.same(helpers.weights(again.generator), moved)
    assert not helpers.same(moved, best)


def test_an_averaged_language_gan_writes_with_its_averaged_generator():
    gan = build("relgan-mini", average=0.9)
    gan.enter(1)
    assert gan.network() is gan.generator
    fit(gan, BATCH, steps=1)
    assert gan.network() is gan.averaged_generator
    assert gan.network(averaged=False) is gan.generator
