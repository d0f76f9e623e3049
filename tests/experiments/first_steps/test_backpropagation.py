"""Backpropagation: against finite differences, autodiff and Keras's own step."""

import re

import keras
import numpy as np
import pytest
from keras import ops

from experiments.first_steps import backpropagation_film
from experiments.first_steps.backpropagation import (
    Network,
    backward,
    example,
    forward,
)
from ter_gan import backends
from ter_gan.errors import UserError

CASES = [(0, (1, 0), 1), (1, (1, 1), 0), (2, (0, 1), 1), (3, (0.5, -2.0), 0)]
EACH = pytest.mark.parametrize("seed, inputs, desired", CASES)


def flat(network):
    return np.append(network.hidden.ravel(), network.output)


def unflat(numbers):
    numbers = np.asarray(numbers)
    return Network(numbers[:6].reshape(2, 3), numbers[6:])


@EACH
def test_gradients_agree_with_finite_differences(seed, inputs, desired):
    network, h = example(seed), 1e-5
    found = backward(network, forward(network, inputs, desired)).gradients

    def loss(numbers):
        return forward(unflat(numbers), inputs, desired).loss

    start = flat(network)
    sides = [(start + e, start - e) for e in h * np.eye(9)]
    expected = [(loss(a) - loss(b)) / (2 * h) for a, b in sides]
    assert flat(found) == pytest.approx(np.array(expected), abs=1e-8)
    assert np.abs(expected).max() > 1e-3


@EACH
def test_gradients_agree_with_the_backends(seed, inputs, desired):
    network = example(seed)
    found = backward(network, forward(network, inputs, desired)).gradients

    def loss(numbers):
        x = ops.convert_to_tensor(np.array([*inputs, 1.0], "float32"))
        hidden = ops.sigmoid(ops.sum(ops.reshape(numbers[:6], (2, 3)) * x, axis=1))
        logit = ops.sum(numbers[6:8] * hidden) + numbers[8]
        return ops.softplus(-logit if desired else logit)

    start = ops.convert_to_tensor(flat(network).astype("float32"))
    slopes = ops.convert_to_numpy(backends.gradient(loss, start))
    assert flat(found) == pytest.approx(slopes, abs=1e-5)


@EACH
def test_a_step_is_that_of_keras(seed, inputs, desired):
    network = example(seed)
    passed = forward(network, inputs, desired)
    after = network.after(backward(network, passed).gradients, rate=0.5)
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(2, "sigmoid"),
            keras.layers.Dense(1, "sigmoid"),
        ]
    )
    model.set_weights(layers(network))
    model.compile(keras.optimizers.SGD(0.5), "binary_crossentropy")
    x, y = np.array([inputs], "float32"), np.array([[desired]], "float32")
    loss = model.train_on_batch(x, y)
    assert float(loss) == pytest.approx(passed.loss, abs=1e-5)
    for expected, weight in zip(layers(after), model.get_weights()):
        assert weight == pytest.approx(expected, abs=1e-5)
    assert forward(after, inputs, desired).loss < passed.loss


def layers(network):
    return [
        network.hidden[:, :2].T,
        network.hidden[:, 2],
        network.output[:2, None],
        network.output[2:],
    ]


def test_a_desired_output_is_a_class():
    with pytest.raises(UserError, match="0 or 1; received 2"):
        forward(example(), (0, 0), 2)


# -- the film --------------------------------------------------------------------------


def test_each_step_shows_the_numbers_of_the_computation():
    network = example(0)
    passed = forward(network, (1, 0), 1)
    flow = backward(network, passed)
    steps = backpropagation_film.story(network, (1, 0), 1, rate=1.0)
    ends = [result(step.equation) for step in steps[1:9]]
    t, a = passed.totals, passed.activations
    forwards = [t[0], a[0], t[1], a[1], passed.total, passed.probability, passed.loss]
    assert ends == pytest.approx([*forwards, flow.delta], abs=6e-4)
    assert result(steps[10].equation) == pytest.approx(flow.deltas[0], abs=6e-4)
    assert result(steps[12].equation) == pytest.approx(flow.deltas[1], abs=6e-4)
    last = float(steps[-1].values["loss"])
    assert last < passed.loss


def test_arrows_carry_weights_then_gradients_then_new_weights():
    network, film = example(0), backpropagation_film.film(0)
    flow = backward(network, forward(network, (1, 0), 1)).gradients
    after = network.after(flow, 1.0)
    number = backpropagation_film.number
    for frame, expected in (
        (0, number(network.output[0])),
        (9, f"{number(network.output[0])}\n∂ {number(flow.output[0])}"),
        (14, f"new {number(after.output[0])}"),
    ):
        film.update(frame)
        assert expected in [text.get_text() for text in film.figure.axes[0].texts]
    film.update(0)
    assert not any("∂" in text.get_text() for text in film.figure.axes[0].texts)


@pytest.mark.parametrize(
    "value, text", [(-0.1236, "−0.124"), (1.0, "1"), (-0.0001, "0"), (0.5, "0.5")]
)
def test_numbers_read_well(value, text):
    assert backpropagation_film.number(value) == text


def result(equation):
    """The number behind the last equals sign."""
    return float(re.sub("−", "-", equation.rsplit("= ", 1)[1]))
