"""What every model of tables must do."""

import dataclasses

import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import backends, recipes
from ter_gan.errors import UserError
from ter_gan.tables.models import rows as rows_of
from tests import helpers
from tests.models.gan_test import fit
from tests.tables.small import build, recipe, table

TRAINED = ("numeric-gan", "table-gan", "private-gan", "tvae")
AT_ONCE = ("independent", "copula", "mixture", "trees", "smote", "train-copy")


@pytest.fixture(scope="module")
def dataset():
    return table()


@pytest.fixture(scope="module")
def model_of(dataset):
    made = {}

    def get(name):
        if name not in made:
            made[name] = build(name, dataset)
            made[name].prepare(dataset)
        return made[name]

    return get


def batch(model, dataset, n=40):
    from ter_gan.tables import feed_of

    return feed_of(recipe(model, batch_size=n), dataset)[0]


def test_all_models_are_tested():
    assert {*TRAINED, *AT_ONCE} == set(recipes.MODELS_OF["tables"])


@pytest.mark.parametrize(
    "name, options",
    [*((name, {}) for name in TRAINED), ("table-gan", {"classifier_weight": 1.0})],
)
def test_it_moves_its_players_and_goes_on_exactly(name, options, dataset):
    model, shown = build(name, dataset, **options), batch(name, dataset)
    before = {key: helpers.weights(net) for key, net in model.players.items()}
    history = fit(model, shown)
    assert all(np.isfinite(values).all() for values in history.values()), history
    for key, network in model.players.items():
        assert not helpers.same(helpers.weights(network), before[key]), key
    model.vital_signs(dataset.validation.x)
    state = model.state()
    expected = fit(model, shown, steps=1)
    other = build(name, dataset, **options)
    other.load_state(state)
    assert fit(other, shown, steps=1) == expected
    assert helpers.same(model.state().values(), other.state().values())


@pytest.mark.parametrize("name", [*TRAINED, *AT_ONCE])
def test_rows_are_such_as_the_table_could_hold(name, model_of, dataset):
    rows = model_of(name).generate(500, seed=3)
    assert rows.shape == (500, 4) and rows.dtype == "float64"
    frame = dataset.schema.from_matrix(rows)
    np.testing.assert_array_equal(dataset.schema.to_matrix(frame), rows)
    assert (frame["age"] < frame["end"]).all()
    np.testing.assert_array_equal(rows, model_of(name).generate(500, seed=3))
    assert not np.array_equal(rows, model_of(name).generate(500, seed=4))


@pytest.mark.parametrize("name", [*TRAINED, *AT_ONCE])
def test_conditions_hold_for_every_row(name, model_of, dataset):
    wanted = ["sex=f|x", "age>30", "pay!=?"]
    frame = dataset.schema.from_matrix(model_of(name).generate(200, where=wanted))
    assert len(frame) == 200 and frame["sex"].isin(["f", "x"]).all()
    assert (frame["age"] > 30).all() and frame["pay"].notna().all()


@pytest.mark.parametrize("name", ["table-gan", "tvae"])
def test_a_rare_category_needs_no_luck(name, model_of, dataset, monkeypatch):
    """They draw it on purpose: no row is thrown away."""
    model, drawn = model_of(name), []
    draw = type(model).draw
    monkeypatch.setattr(
        type(model), "draw", lambda *a, **k: drawn.append(1) or draw(*a, **k)
    )
    model.generate(rows_of.CHUNK, where=["sex=x"])
    assert len(drawn) == 1


def test_too_few_rows_are_an_error(model_of, monkeypatch):
    monkeypatch.setattr(rows_of, "LEAST_TRIES", 5000)
    with pytest.raises(
        UserError, match="None of .* rows meets age>80, end<40: .* widen one"
    ):
        model_of("independent").generate(3, where=["age>80", "end<40"])
    with pytest.raises(UserError, match="takes no labels"):
        model_of("independent").generate(3, labels=1)


def test_any_rows_have_the_true_frequencies(model_of, dataset):
    """What is asked of an untrained GAN is as frequent as in the table."""
    model = model_of("table-gan")
    asked = model.conditions_of(60_000, seed=[1])
    spans = np.cumsum([len(each) for each in model.frequencies])[:-1]
    for part, wanted in zip(np.split(asked, spans, axis=1), model.frequencies):
        np.testing.assert_allclose(part.sum(axis=0) / part.sum(), wanted, atol=0.015)
    assert (asked.sum(axis=1) == 1).all()


def _frequencies(model):
    """How frequent options are: in the table, and in rows of the kept generator."""
    rows = model.encoded_rows(4000, 9)[:, model.places]
    return np.concatenate(model.frequencies), rows.mean(axis=0)


def _leaning(name, dataset):
    """A model whose newest generator makes the first option far too often."""
    model = build(name, dataset)
    bias = model.generator.get_layer("g_logits").bias
    bias.assign(np.where(np.arange(model.width) == model.places[0], 3.0, 0.0))
    for network in (model.averaged_generator, model.kept_generator):
        if network is not None:
            network.set_weights(model.generator.get_weights())
    return model


@pytest.mark.parametrize("name", ["numeric-gan", "table-gan"])
def test_frequencies_are_put_right_for_the_rows_that_are_kept(name, dataset):
    model, real = _leaning(name, dataset), dataset.validation.x
    before = helpers.weights(model.generator)
    model.look_back(real)
    wanted, made = _frequencies(model)
    assert abs(made[0] - wanted[0]) > 0.1
    for seed in range(12):
        model.kept_score.assign(np.inf)  # the newest ones are kept
        model.look_back(real, seed)
    wanted, made = _frequencies(model)
    np.testing.assert_allclose(made, wanted, atol=0.04)
    assert helpers.same(helpers.weights(model.generator), before)  # not what trains


def test_a_private_gan_does_not_count_its_persons(dataset):
    model = _leaning("private-gan", dataset)
    model.look_back(dataset.validation.x)
    assert not np.any(ops.convert_to_numpy(model.shift))


def test_the_best_weights_are_kept(dataset):
    model = build("numeric-gan", dataset)
    scores = iter([0.5, 0.2, 2.4])
    model.score = lambda real, seed=0: next(scores)
    kept, found = [], []
    for _ in range(3):
        fit(model, batch("numeric-gan", dataset), steps=1)
        found.append(model.look_back(dataset.validation.x)["mismatch"])
        kept.append(helpers.weights(model.kept_generator))
    assert found == pytest.approx([0.9, 0.74, 1.02])  # the mean of five, at first 1
    assert float(model.kept_score) == pytest.approx(0.74)
    assert helpers.same(kept[1], kept[2]) and not helpers.same(kept[0], kept[1])
    assert model.network() is model.kept_generator
    assert model.network(averaged=False) is model.generator


def test_the_first_epoch_of_a_hard_table_is_not_the_best(dataset):
    """Where scores are above 1, and fall: what stands before them may not flatter."""
    model = build("numeric-gan", dataset)
    scores = iter([2.0, 1.9, 1.7])
    model.score = lambda real, seed=0: next(scores)
    found = [model.look_back(dataset.validation.x)["mismatch"] for _ in range(3)]
    assert found == pytest.approx([2.0, 1.98, 1.92])
    assert float(model.kept_score) == pytest.approx(1.92)


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_was_learned_at_once_is_its_state(name, model_of, dataset):
    other = build(name, dataset)
    other.load_state(model_of(name).state())
    np.testing.assert_array_equal(
        other.generate(50, seed=1), model_of(name).generate(50, seed=1)
    )


def test_information_loss_moves_the_generator_only(dataset):
    model = build("table-gan", dataset, information_weight=1.0)
    assert fit(model, batch("table-gan", dataset), steps=1)
    x = batch("table-gan", dataset)
    packed = x.reshape(len(x) // 2, -1)
    assert float(model._besides(packed, packed)) < 1e-5
    assert float(model._besides(packed, packed[:, ::-1])) > 0.01


def told(target, certain):
    """What a network says whose logits are those of the target, or of a draw."""
    return lambda rows, training: ops.convert_to_tensor(100.0 * certain * target)


def test_a_classifier_tells_the_target_from_the_other_columns(dataset):
    model = build("table-gan", dataset, classifier_weight=0.5)
    start, end = model.target
    assert model.classifier.input_shape[-1] == model.width - (end - start)
    rows = dataset.encoded[:40]
    target = rows[:, start:end]
    assert (target == np.eye(3)[dataset.train.x[:40, 1].astype(int)]).all()
    model.classifier = told(target, certain=1)
    assert float(model._untold(ops.convert_to_tensor(rows))) < 1e-6
    model.classifier = told(target, certain=0)
    shown = ops.convert_to_tensor(rows.reshape(20, -1))  # as D sees them, in packs
    assert float(model._untold(ops.convert_to_tensor(rows))) == pytest.approx(np.log(3))
    assert float(model._besides(shown, shown)) == pytest.approx(0.5 * np.log(3))


def test_the_classifiers_loss_reaches_the_generator(dataset):
    """Where D's slope is 0, nothing else can move it; what was seen is kept."""
    model = build("table-gan", dataset, classifier_weight=1.0)
    silent = model.full_discriminator
    silent.set_weights([0 * each for each in silent.get_weights()])
    shown = ops.convert_to_tensor(batch("table-gan", dataset))
    before, seen = (helpers.weights(net) for net in (model.generator, model.classifier))
    model._move_generator(shown, shown[:, model.width :], model.noise)
    assert not helpers.same(helpers.weights(model.generator), before)
    assert helpers.same(helpers.weights(model.classifier), seen)


def test_the_classifiers_loss_moves_all_columns_but_the_target(dataset):
    model = build("table-gan", dataset, classifier_weight=1.0)
    rows = ops.convert_to_tensor(dataset.encoded[:20])
    slope = ops.convert_to_numpy(backends.gradient(model._untold, rows))
    start, end = model.target
    assert (slope[:, start:end] == 0).all()
    assert (np.delete(slope, range(start, end), axis=1) != 0).any()


def test_a_classifier_is_in_the_file(dataset, tmp_path):
    model = build("table-gan", dataset, classifier_weight=1.0)
    fit(model, batch("table-gan", dataset), steps=1)
    model.save(tmp_path / "gan.keras")
    loaded = keras.models.load_model(tmp_path / "gan.keras")
    assert helpers.same(*(helpers.weights(each.classifier) for each in (model, loaded)))
    assert loaded.target == model.target and loaded.classifier_weight == 1.0
    steps = [int(each.classifier_optimizer.iterations) for each in (model, loaded)]
    assert steps[0] == steps[1] > 0


def test_a_classifier_needs_a_target_of_categories(dataset):
    for target in (None, "age"):
        about = dataclasses.replace(dataset, target=target)
        with pytest.raises(UserError, match="needs a column of categories"):
            build("table-gan", about, classifier_weight=1.0)
    with pytest.raises(UserError, match="--classifier-weight has no meaning for tvae"):
        recipe("tvae", classifier_weight=1.0)


def test_a_normalisation_that_rows_do_not_have(dataset):
    with pytest.raises(UserError, match="Known: auto, batch, layer, none"):
        build("table-gan", dataset, generator_normalisation="instance")


def test_a_vae_by_hand(dataset):
    """Of one number and two options: a Gaussian's and a softmax's likelihood."""
    model = build("tvae", dataset)
    model.spans, model.width = [(1, "linear"), (2, "softmax")], 3
    rows = np.array([[1.0, 1, 0]], "float32")
    decoded = np.array([[0.5, 0, 0, np.log(0.5), 0, 0]], "float32")
    missed = np.asarray(model._missed(rows, decoded))
    expected = 0.5 * (0.5 / 0.5) ** 2 + np.log(0.5) + np.log(2)
    assert missed == pytest.approx(expected)
