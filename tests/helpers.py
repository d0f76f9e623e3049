"""Small networks, scripted noise, processes: what several tests use."""

import contextlib
import importlib.util
import io
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers, ops

from ter_gan import commands, recipes

ROOT = Path(__file__).parents[1]
TEST_BACKENDS = [b for b in ("tensorflow", "jax") if importlib.util.find_spec(b)]
# To compile a step takes longer than to run it a few times; but JAX would compile
# each of its operations alone.
EAGER = keras.backend.backend() != "jax"
COMPILE_FAST = {"XLA_FLAGS": "--xla_backend_optimization_level=0"}  # of a process


class ScriptedNoise:
    """Noise from NumPy: the same numbers on every backend."""

    def __init__(self, seed=0):
        self.rng = np.random.default_rng(seed)

    def _as_ints(self, shape):
        return tuple(int(size) for size in shape)

    def normal(self, shape):
        drawn = self.rng.standard_normal(self._as_ints(shape))
        return ops.convert_to_tensor(drawn.astype("float32"))

    def uniform(self, shape):
        return ops.convert_to_tensor(
            self.rng.random(self._as_ints(shape)).astype("float32")
        )


def tiny_networks(latent_dim=3, features=2, pack=1, dropout=0.0, batch_norm=False):
    """A generator and a discriminator of one hidden layer each."""
    z = keras.Input((latent_dim,))
    h = layers.Dense(8, activation="tanh", name="g_dense")(z)
    if batch_norm:
        h = layers.BatchNormalization(name="g_norm")(h)
    generator = keras.Model(z, layers.Dense(features, name="g_out")(h))
    x = keras.Input((features * pack,))
    h = layers.Dense(8, activation="leaky_relu", name="d_dense")(x)
    if batch_norm:
        h = layers.BatchNormalization(name="d_norm")(h)
    if dropout:
        h = layers.Dropout(dropout, name="d_dropout")(h)
    return generator, keras.Model(x, layers.Dense(1, name="d_logit")(h))


def adam(learning_rate=1e-3):
    return keras.optimizers.Adam(learning_rate, 0.5, 0.9)


def compiled(gan):
    gan.compile(generator_optimizer=adam(), discriminator_optimizer=adam())
    return gan


def array(variable):
    """A copy of a Keras variable's value."""
    return np.array(keras.ops.convert_to_numpy(variable.value))


def weights(network):
    return [array(v) for v in network.weights]


def same(first, second):
    """Whether two lists of arrays are equal to the last bit."""
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def ter_gan(*arguments, cwd=None, env=None, **options):
    """Runs `python -m ter_gan.…` in a process of its own; returns the result."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=300,
        **options,
    )


def called(name, *arguments, cwd="."):
    """What `ter_gan` returns, of the command called in this process.

    It takes no start of Python and of a framework; the backend is this process's.
    """
    module = importlib.import_module(command(name)[-1])
    if hasattr(module, "__path__"):
        module = importlib.import_module(f"{module.__name__}.__main__")
    out, err, words = io.StringIO(), io.StringIO(), [name, *map(str, arguments)]
    keras.utils.clear_session(free_memory=False)  # names begin at 0, as if started
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(SystemExit) as end,
    ):
        patch.setattr(sys, "argv", words)
        commands.run(module.main)
    printed = out.getvalue(), err.getvalue()
    return subprocess.CompletedProcess(words, end.value.code, *printed)


@contextlib.contextmanager
def eager(but=()):
    """Within it recipes build models whose steps are not compiled, but for some."""
    build = recipes.build

    def build_eager(recipe, *arguments, **facts):
        found = build(recipe, *arguments, **facts)
        found.run_eagerly = EAGER and recipe.model not in but
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipes, "build", build_eager)
        yield


def python(*arguments, env=None):
    """Runs Python in a process of its own, which must succeed."""
    result = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=environment(env),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if result.returncode:
        raise AssertionError(result.stdout + result.stderr)
    return result.stdout


def speaks_both(panel):
    """Asserts that a panel says the same in English and in French, filled in."""
    english, french = (panel.about[language] for language in ("en", "fr"))
    assert english.title != french.title and english.lead != french.lead
    for each in (english, french):
        assert each.title and each.lead and each.unit and "{" not in each.lead


def command(name, *arguments):
    return [sys.executable, "-m", f"ter_gan.{name}", *map(str, arguments)]


def environment(extra=None):
    return (
        os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | (extra or {})
    )
