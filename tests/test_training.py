"""What a person is told before data are loaded."""

import pytest

from ter_gan import kinds, recipes, training
from ter_gan.errors import UserError
from ter_gan.presets import MODELS_OF

GRAMMAR = {"dataset": "grammar", "model": "embedding-gan"}


@pytest.mark.parametrize("begin", [training.train, training.dry_run])
@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"loss": "hing"}, "Did you mean hinge"),
        ({"penalty": "wgangp"}, "Did you mean wgan-gp"),
        ({"augment": "colour"}, "Did you mean color"),
        ({"network": "resnat"}, "Did you mean resnet"),
        ({"normalisation": "bach"}, "Did you mean batch"),
        ({"generator_normalisation": "bach"}, "Did you mean batch"),
        ({"network": "mlp", "attention": True}, "--attention belongs to"),
        ({"weight_clip": 0.1, "penalty": "r1"}, "keep one of them"),
        ({"loss": "hinge", "label_smoothing": 0.1}, "no labels to smooth"),
        ({"dataset": "ring", "network": "dcgan"}, "Unknown network 'dcgan'"),
        ({"dataset": "adult", "normalisation": "bach"}, "Did you mean batch"),
        ({"dataset": "adult", "generator_normalisation": "spectral"}, "of a table's"),
        (GRAMMAR | {"loss": "hing"}, "Did you mean hinge"),
        (GRAMMAR | {"embeddings": "ppm"}, "Did you mean ppmi"),
    ],
)
def test_what_no_data_could_have_is_refused_first(
    begin, overrides, message, monkeypatch
):
    monkeypatch.setattr(training, "load", None)
    with pytest.raises(UserError, match=message):
        begin(recipes.resolve(overrides))


@pytest.mark.parametrize("begin", [training.train, training.dry_run])
def test_a_device_that_is_not_there_is_refused_first(begin, monkeypatch):
    monkeypatch.setattr(training, "load", None)
    with pytest.raises(UserError, match="device|Device"):
        begin(recipes.resolve({}), device="gpu:77")


@pytest.mark.parametrize("kind", MODELS_OF)
def test_all_models_as_they_are_pass(kind):
    for model in MODELS_OF[kind]:
        recipe = recipes.resolve({"dataset": kinds.NAMES[kind][0], "model": model})
        assert kinds.package(kind).check(recipe) is None
