import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import losses
from ter_gan.models.gan import GAN
from ter_gan.models.vital_signs import sample_gradients, spread
from tests import helpers


def test_a_class_that_is_one_image_has_no_spread():
    samples, labels = np.repeat([[0.0, 0], [3, 4]], 3, axis=0), np.repeat([0, 1], 3)
    assert spread(samples) == pytest.approx(5 * 9 / 15)
    assert spread(samples, labels) == pytest.approx(0, abs=1e-6)
    assert spread(samples, labels[::-1].copy()) == pytest.approx(0, abs=1e-6)
    assert spread(samples, np.array([0, 1, 2, 0, 1, 2])) == pytest.approx(5)
    assert spread(samples, np.arange(6)) == 0


def test_spread_is_the_mean_distance():
    assert spread(np.array([[0.0, 0], [3, 4]])) == pytest.approx(5)
    assert spread(np.ones((4, 2))) == pytest.approx(0, abs=1e-6)


def test_slope_of_a_linear_discriminator(rng):
    """For D(x) = w·x and the Wasserstein loss every sample's gradient is -w."""
    x = keras.Input((2,))
    critic = keras.Model(x, keras.layers.Dense(1, use_bias=False)(x))
    critic.set_weights([np.array([[3.0], [4.0]], "float32")])
    generator, _ = helpers.tiny_networks()
    gan = GAN(generator, critic, loss="wasserstein")
    found = gan.vital_signs(rng.normal(size=(16, 2)).astype("float32"))
    assert found["generator_slope"] == pytest.approx(5, rel=1e-4)


@pytest.mark.parametrize("n", [1, 7])
def test_the_gradient_of_a_sample_does_not_depend_on_the_others(n):
    """Of the generator's hinge loss, -mean D(x), with D(x) = Σ x²: -2x."""
    samples = np.arange(2 * n, dtype="float32").reshape(n, 2)

    def critic(x):
        return ops.sum(x**2, axis=1)

    real_logits = np.zeros(3, "float32")
    found = sample_gradients(losses.LOSSES["hinge"], critic, real_logits, samples)
    np.testing.assert_allclose(found, -2 * samples, rtol=1e-6)
