"""The same tests on the second backend, in a process of its own."""

import shlex

import keras
import pytest

from tests import helpers

PRESETS = "tests/models/test_presets.py"
TESTS = (
    "tests/test_losses.py",
    "tests/test_penalties.py",
    "tests/models/test_gan.py",
    f"{PRESETS}::test_preset -k 'gp-mnist or cgan-ring or infogan-ring'",
    f"{PRESETS}::test_options_compose -k 'noise or acgan-unrolled'",
    "tests/layers",
    "tests/layer_viz/test_tap.py",
    "tests/layer_viz/attribution/test_layers.py",
    "tests/layer_viz/test_recorder.py::test_recording_changes_nothing",
    "tests/test_augment.py -k 'compiles or finite_differences'",
    "tests/models/test_auxiliary.py",
    "tests/images/features/test_network.py",
)


@pytest.mark.skipif("jax" not in helpers.TEST_BACKENDS, reason="JAX is not installed")
@pytest.mark.skipif(keras.backend.backend() == "jax", reason="this is JAX already")
@pytest.mark.parametrize("tests", TESTS)
def test_on_jax(tests):
    path, *options = shlex.split(tests)
    helpers.python(
        *("-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"),
        *("-o", "addopts=--import-mode=importlib", helpers.ROOT / path, *options),
        env={
            "KERAS_BACKEND": "jax",
            "XLA_FLAGS": "--xla_backend_optimization_level=0",  # compile fast
        },
    )
