"""Guided backpropagation is none of the plain gradient, on every rectifier."""

import keras
import numpy as np
import pytest
from keras import layers

from layer_viz.attribution import attribute
from layer_viz.subject import Subject
from ter_gan.errors import UserError
from tests.helpers import array, weights

X = np.random.default_rng(0).uniform(-1, 1, (4, 3, 3, 1)).astype("float32")


def network(*rectifier, **activation):
    return keras.Sequential(
        [
            keras.Input((3, 3, 1)),
            layers.Flatten(),
            layers.Dense(16, name="hidden", **activation),
            *rectifier,
            layers.Dense(1, name="logit"),
        ]
    )


def subject_of(model):
    return Subject(model, lambda x: model(x, training=False)[:, 0])


NETWORKS = {
    "LeakyReLU": lambda: network(layers.LeakyReLU(0.2)),
    "ReLU": lambda: network(layers.ReLU()),
    "Activation": lambda: network(layers.Activation("relu")),
    "activation=relu": lambda: network(activation="relu"),
    "activation=leaky_relu": lambda: network(activation="leaky_relu"),
    "activation=LeakyReLU()": lambda: network(activation=layers.LeakyReLU(0.2)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_rule_by_hand(name):
    model = NETWORKS[name]()
    kernel, bias = weights(model.get_layer("hidden"))
    out = array(model.get_layer("logit").kernel)[:, 0]
    before = X.reshape(4, -1) @ kernel + bias
    expected = ((before > 0) * np.maximum(out, 0)) @ kernel.T
    found = attribute("guided-backprop", subject_of(model), X).map
    np.testing.assert_allclose(found.reshape(4, -1), expected, rtol=1e-4, atol=1e-5)
    plain = attribute("gradient", subject_of(model), X).map
    assert np.abs(found - plain).max() > 0.1


def test_the_network_is_as_before():
    model = NETWORKS["LeakyReLU"]()
    plain = attribute("gradient", subject_of(model), X).map
    attribute("guided-backprop", subject_of(model), X)
    np.testing.assert_array_equal(
        attribute("gradient", subject_of(model), X).map, plain
    )


def test_without_rectifiers_it_is_refused():
    with pytest.raises(UserError, match="rectifier"):
        attribute("guided-backprop", subject_of(network(activation="tanh")), X)
