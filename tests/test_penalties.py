import numpy as np
import pytest
from keras import layers, ops

from ter_gan import backends, penalties
from ter_gan.errors import UserError
from tests.helpers import ScriptedNoise

W = np.array([[3.0], [4.0]], "float32")  # slope 5 everywhere


def linear(x):
    return ops.matmul(x, W)


@pytest.fixture
def real(rng):
    return ops.convert_to_tensor(rng.normal(size=(6, 2)).astype("float32"))


@pytest.fixture
def fake(rng):
    return ops.convert_to_tensor(rng.normal(size=(6, 2)).astype("float32") + 3)


class GradientOnly:
    """Stands where an optimizer stands, and keeps the gradient."""

    def scale_loss(self, loss):
        return loss

    def apply(self, gradients, variables):
        (gradient,) = gradients
        self.gradient = ops.convert_to_numpy(gradient)


def penalty_and_slope(name, layer, real, fake):
    """A layer's penalty, and its gradient in the layer's kernel."""
    optimizer = GradientOnly()
    penalty = backends.minimize(
        lambda: penalties.get(name)(layer, real, fake, ScriptedNoise()),
        [layer.kernel],
        optimizer,
    )
    return float(penalty), optimizer.gradient


@pytest.mark.parametrize(
    "name, expected",
    [("wgan-gp", 16.0), ("dragan", 16.0), ("r1", 12.5), ("r2", 12.5), ("r1+r2", 25.0)],
)
def test_linear_critic_gives_the_closed_form(name, expected, real, fake):
    penalty = penalties.get(name)(linear, real, fake, ScriptedNoise())
    np.testing.assert_allclose(float(penalty), expected, rtol=1e-5)


@pytest.mark.parametrize("name", penalties.PENALTIES)
def test_finite_gradient_where_the_critic_is_flat(name, real, fake):
    flat = layers.Dense(1, kernel_initializer="zeros")
    flat.build((None, 2))
    penalty, slope = penalty_and_slope(name, flat, real, fake)
    assert np.isfinite(penalty)
    assert np.isfinite(slope).all()


def test_r1_looks_at_real_and_r2_at_generated_samples(real, fake):
    def quadratic(x):
        return ops.sum(x**2, axis=-1, keepdims=True) / 2  # slope x

    for name, samples in (("r1", real), ("r2", fake)):
        penalty = penalties.get(name)(quadratic, real, fake, ScriptedNoise())
        expected = (ops.convert_to_numpy(samples) ** 2).sum(1).mean() / 2
        np.testing.assert_allclose(float(penalty), expected, rtol=1e-5)


class Recorder:
    """A critic that remembers where it was asked."""

    def __call__(self, x):
        self.seen = ops.convert_to_numpy(ops.stop_gradient(x))
        return linear(ops.reshape(x, (-1, 2)))


@pytest.mark.skipif(backends.name != "tensorflow", reason="eager gradients needed")
def test_interpolation_lies_on_the_segment_with_one_alpha_per_sample(rng):
    real = rng.normal(size=(5, 3, 4, 2)).astype("float32")
    fake = rng.normal(size=(5, 3, 4, 2)).astype("float32")
    critic = Recorder()
    penalties.wgan_gp(critic, real, fake, ScriptedNoise())
    alpha = (critic.seen - fake) / (real - fake)
    per_sample = alpha.reshape(5, -1)
    np.testing.assert_allclose(
        per_sample, np.repeat(per_sample[:, :1], 24, axis=1), atol=1e-3
    )
    assert ((per_sample >= 0) & (per_sample <= 1)).all()
    assert np.ptp(per_sample[:, 0]) > 0.05


@pytest.mark.skipif(backends.name != "tensorflow", reason="eager gradients needed")
def test_dragan_stays_near_the_real_samples(rng):
    real = rng.normal(size=(50, 2)).astype("float32")
    critic = Recorder()
    penalties.dragan(critic, real, real + 100, ScriptedNoise())
    reach = critic.seen - real
    assert (reach >= -1e-6).all() and (reach <= 0.5 * real.std() + 1e-6).all()
    assert reach.max() > 0.2 * real.std()


def test_the_penalty_of_a_layer_is_differentiable_in_its_weights(real, fake):
    dense = layers.Dense(1, use_bias=False)
    dense.build((None, 2))
    dense.kernel.assign(W)

    _, slope = penalty_and_slope("wgan-gp", dense, real, fake)
    # d (|w| - 1)² / dw = 2 (|w| - 1) w / |w|
    np.testing.assert_allclose(slope, 2 * 4 * W / 5, rtol=1e-4)


def test_weight_of_a_sum_and_unknown_names():
    assert penalties.get("wgan-gp").weight == 10
    with pytest.raises(UserError, match="Unknown penalty 'r3'.*r1"):
        penalties.get("r1+r3")
