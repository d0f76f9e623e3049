"""Every preset, on images and on points, through `run_gan_test`."""

import numpy as np
import pytest

from ter_gan import recipes
from tests import helpers
from tests.models.gan_test import run_gan_test

CLASSES = 3
SMALL = {"width": 4, "latent_dim": 3, "steps_per_execution": 1}
SHORT = {"infogan": {"latent_dim": 14}, "sngan": {"critic_steps": 2}}
SHORT |= dict.fromkeys(("projection", "wgan", "wgan-gp"), SHORT["sngan"])
SIDE = {"progressive": 16}  # pixels; of the others 8
# Compiling takes most of the time; the others run eagerly.
COMPILED = ("wgan-gp-mnist", "ada-mnist", "acgan-ring")


@pytest.mark.parametrize(
    "model, dataset",
    [(model, "mnist") for model in recipes.MODELS]
    + [(model, "ring") for model in ("wgan-gp", "cgan", "acgan", "infogan")],
)
def test_preset(model, dataset, rng, tmp_path):
    recipe = recipes.resolve(
        {"model": model, "dataset": dataset} | SMALL | SHORT.get(model, {})
    )
    n, side = 4 * recipe.critic_steps, SIDE.get(model, 8)
    shape = (side, side, 1) if dataset == "mnist" else (2,)
    batch = rng.normal(0, 0.5, (n, *shape)).astype("float32")
    labels = rng.integers(0, CLASSES, n).astype("int32") if recipe.classes else None

    def make():
        gan = recipes.build(recipe, shape, CLASSES)
        gan.run_eagerly = helpers.EAGER and f"{model}-{dataset}" not in COMPILED
        return gan

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
    "infogan-r1": {"model": "infogan", "latent_dim": 14, "penalty": "r1"},
    "acgan-unrolled": {"model": "acgan", "unrolled_steps": 1, "network": "mlp"},
    "ada-packed": {"augment": "ada", "pack": 2, "ada_images": 16},
    "attention-dcgan": {"attention": True, "augment": "color+cutout"},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_options_compose(options, rng, tmp_path):
    recipe = recipes.resolve(
        {"dataset": "mnist", "width": 4, "latent_dim": 3} | options
    )
    batch = rng.normal(0, 0.5, (8, 8, 8, 1)).astype("float32")
    labels = np.arange(8, dtype="int32") % CLASSES if recipe.classes else None

    def make():
        gan = recipes.build(recipe, (8, 8, 1), CLASSES)
        gan.run_eagerly = helpers.EAGER
        return gan

    run_gan_test(make, batch, labels, tmp_path)
