"""Every preset, on images and on points, through `run_gan_test`."""

import numpy as np
import pytest

from ter_gan import recipes
from tests.models.gan_test import run_gan_test

SHAPES = {"mnist": (8, 8, 1), "ring": (2,)}
CLASSES = 3


@pytest.mark.parametrize(
    "model, dataset",
    [(model, "mnist") for model in recipes.MODELS]
    + [("wgan-gp", "ring"), ("cgan", "ring")],
)
def test_preset(model, dataset, rng, tmp_path):
    recipe = recipes.resolve(
        {"model": model, "dataset": dataset, "width": 4, "latent_dim": 3}
        | {"steps_per_execution": 1}
    )
    n = 4 * recipe.critic_steps
    batch = rng.normal(0, 0.5, (n, *SHAPES[dataset])).astype("float32")
    labels = rng.integers(0, CLASSES, n).astype("int32") if recipe.classes else None

    def make():
        return recipes.build(recipe, SHAPES[dataset], CLASSES)

    run_gan_test(make, batch, labels, tmp_path)


OPTIONS = {
    "resnet-mbstd": {"network": "resnet", "minibatch_stddev": True},
    "pack-noise": {"pack": 2, "instance_noise": 0.2, "instance_noise_steps": 3},
    "two-time-scales": {"discriminator_learning_rate": 4e-4, "average": 0.9},
    "spectral-penalty": {"normalisation": "spectral", "penalty": "r1", "dropout": 0.2},
    "batch-norm-penalty": {
        "normalisation": "batch",
        "penalty": "wgan-gp",
        "loss": "wasserstein",
    },
    "relativistic-average": {"loss": "relativistic-average", "latent": "uniform"},
    "smooth-minimax": {"loss": "minimax", "label_smoothing": 0.1},
    "dragan-sgd": {"penalty": "dragan", "optimizer": "sgd"},
    "unrolled": {"unrolled_steps": 2, "decay_steps": 9, "network": "mlp"},
    "three-discriminators": {
        "discriminators": 3,
        "normalisation": "instance",
        "hidden": 0,
    },
    "projection": {"classes": True, "conditioning": "projection"},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_options_compose(options, rng, tmp_path):
    recipe = recipes.resolve(
        {"dataset": "mnist", "width": 4, "latent_dim": 3} | options
    )
    batch = rng.normal(0, 0.5, (8, 8, 8, 1)).astype("float32")
    labels = np.arange(8, dtype="int32") % CLASSES if recipe.classes else None

    def make():
        return recipes.build(recipe, (8, 8, 1), CLASSES)

    run_gan_test(make, batch, labels, tmp_path)
