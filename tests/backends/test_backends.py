"""One step, every backend: the same code, the same numbers."""

import json

import keras
import numpy as np
import pytest
from keras import layers, ops

from ter_gan import backends
from ter_gan.errors import UserError
from ter_gan.models.gan import GAN
from tests import helpers

PARITY = helpers.ROOT / "tests" / "backends" / "parity.py"
CASES = {
    "plain": {},
    "wgan-gp": {"loss": "wasserstein", "penalty": "wgan-gp", "critic_steps": 2},
    "r3gan": {"loss": "relativistic-paired", "penalty": "r1+r2", "average": 0.9},
    "noisy-pack": {"loss": "hinge", "pack": 2, "instance_noise": 0.1},
    "clip": {"loss": "wasserstein", "weight_clip": 0.05, "latent": "uniform"},
    "smooth": {"loss": "least-squares", "label_smoothing": 0.1, "penalty": "dragan"},
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Each backend's numbers for every case, from one process each."""
    found = {}
    for name in helpers.TEST_BACKENDS:
        file = tmp_path_factory.mktemp("parity") / f"{name}.npz"
        helpers.python(PARITY, file, json.dumps(CASES), env={"KERAS_BACKEND": name})
        found[name] = dict(np.load(file))
    return found


@pytest.mark.skipif(len(helpers.TEST_BACKENDS) < 2, reason="JAX is not installed")
@pytest.mark.parametrize("case", CASES)
def test_jax_agrees_with_tensorflow(case, results):
    """Same weights, batches and noise: same losses and updates after 3 steps."""
    tensorflow, jax = results["tensorflow"], results["jax"]
    names = [name for name in tensorflow if name.startswith(f"{case}:")]
    assert names and tensorflow.keys() == jax.keys()
    for name in names:
        np.testing.assert_allclose(
            jax[name], tensorflow[name], rtol=1e-4, atol=1e-5, err_msg=name
        )


def test_gradient_of_a_known_function(rng):
    x = rng.normal(size=(4, 3)).astype("float32")
    slope = backends.gradient(lambda x: ops.sum(x**3, axis=-1), x)
    np.testing.assert_allclose(ops.convert_to_numpy(slope), 3 * x**2, rtol=1e-5)


def test_gradient_discards_state_but_random_streams_go_on(rng):
    model = keras.Sequential(
        [layers.BatchNormalization(), layers.Dropout(0.5), layers.Dense(1)]
    )
    model.build((None, 3))
    x = rng.normal(size=(8, 3)).astype("float32")
    weights = helpers.weights(model)
    slopes = [
        ops.convert_to_numpy(backends.gradient(lambda x: model(x, training=True), x))
        for _ in range(2)
    ]
    assert helpers.same(helpers.weights(model), weights)
    assert not np.allclose(slopes[0], slopes[1])  # another dropout mask


def test_frozen_discards_state_and_lets_gradients_through(rng):
    norm = layers.BatchNormalization()
    norm.build((None, 3))
    before = helpers.weights(norm)
    x = rng.normal(size=(8, 3)).astype("float32") + 5
    backends.frozen(norm, x, training=True)
    assert helpers.same(helpers.weights(norm), before)
    norm(x, training=True)
    assert not helpers.same(helpers.weights(norm), before)


def test_minimize_moves_only_the_named_variables(rng):
    a, b = keras.Variable(2.0), keras.Variable(3.0)
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build([a])
    loss = backends.minimize(lambda: a * a * b, [a], optimizer)
    assert float(loss) == pytest.approx(12)
    assert float(a) == pytest.approx(2 - 0.1 * 2 * 2 * 3)
    assert float(b) == 3


def test_minimize_keeps_what_the_loss_writes(rng):
    norm = layers.BatchNormalization()
    norm.build((None, 3))
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(norm.trainable_variables)
    x = ops.convert_to_tensor(rng.normal(size=(8, 3)).astype("float32") + 5)
    before = helpers.array(norm.moving_mean)
    backends.minimize(
        lambda: ops.mean(norm(x, training=True) ** 2),
        norm.trainable_variables,
        optimizer,
    )
    assert (helpers.array(norm.moving_mean) > before).all()
    assert int(optimizer.iterations) == 1


def stateful_gan(**options):
    """A GAN whose discriminator has all kinds of state."""
    generator, _ = helpers.tiny_networks(batch_norm=True)
    from ter_gan.layers import SpectralDense

    x = keras.Input((2,))
    h = SpectralDense(8, activation="relu", name="d_dense")(x)
    h = layers.BatchNormalization(name="d_norm")(h)
    h = layers.Dropout(0.3, name="d_dropout")(h)
    discriminator = keras.Model(x, layers.Dense(1, name="d_logit")(h))
    return helpers.compiled(GAN(generator, discriminator, **options))


@pytest.mark.parametrize("backend_name", helpers.TEST_BACKENDS)
def test_penalty_of_a_discriminator_with_every_kind_of_state(backend_name, tmp_path):
    """Batch norm, dropout and spectral norm under a gradient penalty."""
    helpers.python(
        "-c",
        "from tests.backends.test_backends import fit_stateful_gan as f; f()",
        env={"KERAS_BACKEND": backend_name},
    )


def fit_stateful_gan():
    gan = stateful_gan(loss="wasserstein", penalty="wgan-gp", critic_steps=2)
    x = np.random.default_rng(0).normal(size=(64, 2)).astype("float32")
    history = gan.fit(x, batch_size=16, epochs=2, verbose=0).history
    if not np.isfinite(list(history.values())).all():
        raise SystemExit(f"not finite: {history}")


@pytest.mark.parametrize("wanted", ["tpu:7", "gpu:5", "quantum"])
def test_a_device_that_is_not_there_is_named(wanted):
    message = "There is no device.*--device auto|No TPU answers.*--device auto"
    with pytest.raises(UserError, match=message), backends.devices(wanted):
        pass


def test_auto_finds_a_device_and_names_it():
    with backends.devices("auto") as description:
        assert isinstance(description, str) and description


@pytest.mark.skipif(backends.name != "tensorflow", reason="tf.distribute")
def test_two_replicas_of_batch_b_equal_one_of_batch_2b():
    """In a process of its own: logical devices must be made before any use."""
    helpers.python(helpers.ROOT / "tests" / "backends" / "replicas.py")
