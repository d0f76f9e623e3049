"""Gradients at layers, and the class activation maps made of them."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz.attribution import attribute, cam_layer, layer_gradients
from layer_viz.subject import Subject
from ter_gan.errors import UserError
from tests.helpers import array

X = np.random.default_rng(0).uniform(-1, 1, (3, 8, 8, 1)).astype("float32")


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(4, 3, 2, padding="same", name="conv")
        self.logit = layers.Dense(1, name="logit")

    def call(self, x):
        h = keras.activations.leaky_relu(self.conv(x))
        return self.logit(keras.ops.reshape(h, (-1, 64)))


def sequential():
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, 2, padding="same", activation="relu", name="conv"),
            layers.LeakyReLU(name="act"),
            layers.Flatten(name="flat"),
            layers.Dense(1, name="logit"),
        ]
    )


def subclassed():
    model = Subclassed()
    model(X)
    return model


def subject_of(model):
    return Subject(model, lambda x: model(x, training=False)[:, 0])


def test_layer_gradients_of_a_known_network():
    model = sequential()
    found = layer_gradients(model, lambda: model(X)[:, 0])
    kernel = array(model.get_layer("logit").kernel)[:, 0]
    assert list(found) == ["conv", "act", "flat", "logit"]
    np.testing.assert_allclose(found["logit"], np.ones((3, 1)))
    np.testing.assert_allclose(found["flat"], np.tile(kernel, (3, 1)), rtol=1e-6)
    np.testing.assert_allclose(found["act"].reshape(3, -1), found["flat"])
    assert list(layer_gradients(model, lambda: model(X), ["act"])) == ["act"]


def test_layer_gradients_through_a_chain_with_a_network_called_twice():
    generator = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="out")])
    critic = keras.Sequential([keras.Input((3,)), layers.Dense(1, name="logit")])
    z = np.ones((2, 4), "float32")

    def run():
        fake = generator(z)
        return critic(fake)[:, 0] + 2 * critic(3 * fake)[:, 0]

    found = layer_gradients({"G": generator, "D": critic}, run)
    kernel = array(critic.layers[0].kernel)[:, 0]
    assert list(found) == ["G/out", "D/logit", "D/logit#2"]
    np.testing.assert_allclose(found["G/out"], np.tile(7 * kernel, (2, 1)), rtol=1e-5)
    np.testing.assert_allclose(found["D/logit"], np.ones((2, 1)))
    np.testing.assert_allclose(found["D/logit#2"], np.full((2, 1), 2.0))


def test_layers_that_do_not_matter_have_no_gradient():
    model = sequential()
    found = layer_gradients(model, lambda: ops.zeros(3) * model(X)[:, 0], ["conv"])
    assert not found["conv"].any()
    assert layer_gradients(model, lambda: model(X), ["nowhere"]) == {}


@pytest.mark.parametrize("build, layer", [(sequential, "act"), (subclassed, "conv")])
def test_grad_cam_is_the_weighted_sum_of_channels(build, layer):
    model = build()
    subject = subject_of(model)
    assert cam_layer(subject, X) == layer
    activations = np.array(model.get_layer("conv")(X)) if layer == "act" else None
    found = attribute("grad-cam", subject, X, layer="conv").map
    assert found.shape == (3, 8, 8)
    if activations is not None:
        gradient = layer_gradients(model, lambda: model(X), ["conv"])["conv"]
        small = (gradient.mean((1, 2), keepdims=True) * activations).sum(-1)
        expected = ops.image.resize(small[..., None], (8, 8))[..., 0]
        np.testing.assert_allclose(found, np.array(expected), rtol=1e-4, atol=1e-6)


def test_grad_cam_plus_plus_follows_the_paper_where_all_is_positive():
    """On a ReLU layer with gradients of one sign: w = Σ α g, α = g²/(2g² + ΣA g³)."""
    model = sequential()
    kernel = np.abs(array(model.get_layer("logit").kernel))
    model.get_layer("logit").kernel.assign(kernel)
    activations = np.array(model.get_layer("conv")(X))
    g = kernel.reshape(1, 4, 4, 4)
    alpha = g**2 / (2 * g**2 + activations.sum((1, 2), keepdims=True) * g**3)
    small = ((alpha * g).sum((1, 2), keepdims=True) * activations).sum(-1) / 16
    expected = ops.image.resize(small[..., None], (8, 8))[..., 0]
    found = attribute("grad-cam++", subject_of(model), X, layer="act").map
    np.testing.assert_allclose(found, np.array(expected), rtol=1e-3, atol=1e-6)


def test_grad_cam_says_what_it_needs():
    dense = keras.Sequential(
        [keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(1)]
    )
    with pytest.raises(UserError, match="has none"):
        attribute("grad-cam", subject_of(dense), X)
    with pytest.raises(UserError, match="conv, act"):
        attribute("grad-cam", subject_of(sequential()), X, layer="logit")
