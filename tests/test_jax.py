"""The same tests on the second backend: each group in a process of its own."""

import keras
import pytest

from tests import helpers

PRESETS = "tests/models/test_presets.py"
TEXT = "tests/text/models/test_models.py::test_a_phase_moves_its_players_and_goes_on"
GROUPS = {
    "training": (
        "tests/models/test_gan.py",
        "tests/models/test_auxiliary.py",
        f"{PRESETS}::test_options_compose[pack-noise]",
        f"{PRESETS}::test_options_compose[acgan-unrolled]",
    ),
    "family": (
        f"{PRESETS}::test_preset[wgan-gp-mnist]",
        f"{PRESETS}::test_preset[cgan-ring]",
        f"{PRESETS}::test_preset[infogan-ring]",
        f"{TEXT}_exactly[gru-0]",
        f"{TEXT}_exactly[embedding-gan-0]",
    ),
    "parts": (
        "tests/test_losses.py",
        "tests/test_penalties.py",
        "tests/layers",
        "tests/test_augment.py::test_the_gradient_is_that_of_finite_differences",
        "tests/test_augment.py::test_it_compiles",
        "tests/text/test_relaxation.py",
    ),
    "looking inside": (
        "tests/layer_viz/test_tap.py",
        "tests/layer_viz/attribution/test_layers.py",
        "tests/layer_viz/test_recorder.py::test_recording_changes_nothing",
        "tests/images/features/test_network.py",
    ),
}


@pytest.mark.skipif("jax" not in helpers.TEST_BACKENDS, reason="JAX is not installed")
@pytest.mark.skipif(keras.backend.backend() == "jax", reason="this is JAX already")
@pytest.mark.parametrize("group", GROUPS)
def test_on_jax(group):
    helpers.python(
        *("-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"),
        *("-o", "addopts=--import-mode=importlib", *GROUPS[group]),
        env={
            "KERAS_BACKEND": "jax",
            "XLA_FLAGS": "--xla_backend_optimization_level=0",  # compile fast
        },
    )
