import keras
import pytest
from keras import ops

from ter_gan import optimizers, recipes
from ter_gan.errors import UserError
from ter_gan.presets import FAMILY, TEXT_FAMILY


def test_defaults_of_the_main_job():
    recipe = recipes.resolve({})
    assert (recipe.dataset, recipe.model, recipe.network) == ("mnist", "dcgan", "dcgan")


def test_what_the_user_asks_for_overrides_every_table():
    recipe = recipes.resolve({"model": "wgan-gp", "dataset": "ring", "width": 7})
    assert recipe.penalty == "wgan-gp"  # the model's
    assert recipe.network == "mlp"  # the kind's
    assert recipe.width == 7


def test_what_was_tuned_for_a_network_is_not_forced_on_another():
    assert recipes.resolve({}).hidden > 0
    assert recipes.resolve({"network": "resnet"}).hidden == 0


def test_a_resolved_recipe_resolves_to_itself():
    for model in recipes.MODELS:
        recipe = recipes.resolve({"model": model, "seed": 3})
        assert recipes.resolve(recipe.asdict()) == recipe


@pytest.mark.parametrize(
    "overrides, message",
    [
        ({"model": "wgangp"}, "Unknown model 'wgangp'. Did you mean wgan-gp"),
        ({"learning_rat": 1.0}, "Unknown option.*Did you mean learning_rate"),
        ({"average": 1.0}, "--average must be below 1"),
        ({"batch_size": 7, "pack": 2}, "not a multiple of --pack 2; try 6"),
        ({"batch_size": 1, "pack": 3}, "try 3"),
        ({"dataset": "ring", "augment": "color"}, "ring is none; use --augment none"),
    ],
)
def test_mistakes(overrides, message):
    with pytest.raises(UserError, match=message):
        recipes.resolve(overrides)


def test_every_model_names_its_paper():
    assert list(FAMILY) == list(recipes.MODELS)
    assert len({each.arxiv for each in FAMILY.values()}) == len(FAMILY)


def test_every_model_of_text_names_its_paper_and_resolves_to_itself():
    assert list(TEXT_FAMILY) == list(recipes.MODELS_OF["text"])
    for model in TEXT_FAMILY:
        recipe = recipes.resolve({"dataset": "grammar", "model": model, "seed": 3})
        assert recipe.kind == "text" and recipe.model == model
        assert recipes.resolve(recipe.asdict()) == recipe
    assert recipes.resolve({"dataset": "grammar"}).model == "gru"


@pytest.mark.parametrize(
    "overrides, message",
    [
        ({"dataset": "grammar", "model": "dcgan"}, "made for images.*try --model gru"),
        ({"dataset": "ring", "model": "gru"}, "made for text, and ring is none"),
        ({"dataset": "grammar", "pack": 2}, "--pack has no meaning for gru"),
        ({"dataset": "grammar", "network": "mlp"}, "--network has no meaning for gru"),
        (
            {"dataset": "mnist", "temperature": 2.0},
            "--temperature has no meaning for dcgan",
        ),
        (
            {"dataset": "ring", "max_length": 9},
            "--max-length has no meaning for gan",
        ),
        ({"dataset": "grammar", "loss": "hinge"}, "--loss has no meaning for gru"),
        (
            {"dataset": "grammar", "model": "seqgan", "temperature": 0.5},
            "--temperature has no meaning for seqgan",
        ),
    ],
)
def test_options_of_another_kind_are_refused(overrides, message):
    with pytest.raises(UserError, match=message):
        recipes.resolve(overrides)


def test_two_time_scales():
    recipe = recipes.resolve(
        {"dataset": "ring", "width": 4, "discriminator_learning_rate": 0.25}
    )
    gan = recipes.build(recipe, (2,), 0)
    assert float(gan.discriminator_optimizer.learning_rate) == 0.25
    assert float(gan.generator_optimizer.learning_rate) == pytest.approx(1e-3)


def test_same_seed_same_weights():
    recipe = recipes.resolve({"dataset": "ring", "width": 4})
    first, second = (recipes.build(recipe, (2,), 0) for _ in range(2))
    assert (first.generate(3) == second.generate(3)).all()


@pytest.mark.parametrize(
    "options, message",
    [
        ({"network": "mlp", "hidden": 8}, "--hidden belongs to dcgan.*--network mlp"),
        ({"network": "dcgan", "generator_layers": 3}, "--generator-layers belongs"),
        ({"network": "resnet", "downsampling": "max"}, "--downsampling belongs"),
        ({"network": "mlp", "normalisation": "instance"}, "needs images"),
    ],
)
def test_an_option_that_the_network_does_not_have_is_refused(options, message):
    recipe = recipes.resolve({"model": "wgan-gp", **options})
    with pytest.raises(UserError, match=message):
        recipes.build(recipe, (28, 28, 1), 0)


def test_each_player_can_have_a_capacity_of_its_own():
    recipe = recipes.resolve(
        {"dataset": "ring", "width": 4, "generator_layers": 1, "discriminator_width": 8}
    )
    gan = recipes.build(recipe, (2,), 0)
    units = [
        [layer.units for layer in network.layers if hasattr(layer, "units")]
        for network in (gan.generator, gan.discriminator)
    ]
    assert units == [[4, 2], [8, 8, 1]]


def test_learning_rates_fall_to_nothing_with_the_generators_updates():
    recipe = recipes.resolve(
        {"dataset": "ring", "width": 4, "decay_steps": 10, "critic_steps": 2}
    )
    gan = recipes.build(recipe, (2,), 0)
    rates = [
        float(optimizer.learning_rate(step))
        if callable(optimizer.learning_rate)
        else float(optimizer._learning_rate(step))
        for optimizer, step in (
            (gan.generator_optimizer, 5),
            (gan.discriminator_optimizer, 10),
            (gan.generator_optimizer, 10),
        )
    ]
    assert rates == pytest.approx([5e-4, 5e-4, 0.0])


def test_small_gradients_move_weights_by_rmsprop_as_large_ones_do():
    recipe = recipes.resolve({"dataset": "ring", "model": "wgan"})
    moved = []
    for size in (1.0, 1e-6):  # a critic's with clipped weights are that small
        weight = keras.Variable([0.0])
        optimizer = optimizers.of("generator", recipe)
        optimizer.apply([ops.convert_to_tensor([size])], [weight])
        moved.append(float(weight[0]))
    assert moved[0] == pytest.approx(moved[1], rel=1e-3)
    assert moved[0] == pytest.approx(-recipe.learning_rate / 0.1**0.5, rel=1e-3)
