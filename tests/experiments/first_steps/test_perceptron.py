"""One neuron: closed forms, the reported values, and what a line cannot do."""

import numpy as np
import pytest

from experiments.first_steps import perceptron_film, xor
from experiments.first_steps.perceptron import DESIRED, INPUTS, Perceptron
from ter_gan.errors import UserError


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


@pytest.fixture(scope="module")
def trained():
    return {name: Perceptron(0.7, seed=0).train(name, 1000) for name in DESIRED}


def test_output_is_the_logistic_of_the_weighted_sum():
    neuron = Perceptron()
    neuron.weights = np.array([0.5, 2.0, -3.0])
    expected = sigmoid(np.array([-0.5, -3.5, 1.5, -1.5]))
    assert neuron.output(INPUTS) == pytest.approx(expected)
    neuron.weights = np.array([1e4, 0, 0])
    assert neuron.output([0, 0]) == 0  # no overflow


def test_one_iteration_is_four_updates_by_hand():
    neuron = Perceptron(0.5, seed=3)
    w = neuron.weights.copy()
    history = neuron.train("or", 1)
    for (x1, x2), desired in zip(INPUTS, DESIRED["or"]):
        x = np.array([-1, x1, x2])
        w = w + 0.5 * x * (desired - sigmoid(w @ x))
    assert history.weights.shape == (5, 3) and history.errors.shape == (2, 4)
    assert history.weights[-1] == pytest.approx(w)
    x = np.hstack([-np.ones((4, 1)), INPUTS])
    assert history.errors[-1] == pytest.approx(abs(DESIRED["or"] - sigmoid(x @ w)))


def test_an_update_descends_the_cross_entropy():
    """The update is −coefficient × gradient, without a derivative factor."""
    neuron = Perceptron(1e-3, seed=1)
    start, x, desired = neuron.weights, np.array([-1.0, 0, 1]), 0.0

    def loss(w):
        return np.log(1 + np.exp(w @ x))  # of the class 0

    slope = [(loss(start + e) - loss(start - e)) / 2e-5 for e in 1e-5 * np.eye(3)]
    neuron._update(INPUTS[1], desired)
    moved = neuron.weights - start
    assert moved == pytest.approx(-1e-3 * np.array(slope), abs=1e-9)
    assert np.linalg.norm(moved) > 1e-4


@pytest.mark.parametrize(
    "name, expected", [("and", (14.50, 9.56, 9.56)), ("or", (4.92, 10.77, 10.77))]
)
def test_reported_weights_come_out(trained, name, expected):
    assert trained[name].weights[-1] == pytest.approx(expected, rel=0.005)
    assert trained[name].weights[-1] != pytest.approx(expected[::-1], rel=0.02)


def test_reported_error_at_400_is_the_mean_not_the_largest(trained):
    assert trained["and"].mean_error[400] == pytest.approx(0.0146, abs=5e-4)
    assert trained["and"].largest_error[400] == pytest.approx(0.0233, abs=5e-4)


def test_xor_never_settles_and_is_never_right(trained):
    history = trained["xor"]
    assert history.after_iterations[-1] == pytest.approx(
        (-0.423, -0.846, -0.423), abs=1e-3
    )
    assert np.ptp(history.weights[-4:], axis=0).min() > 0.4
    assert history.largest_error[-1] == pytest.approx(0.604, abs=1e-3)
    assert (history.errors < 0.5).sum(axis=1).max() <= 3
    assert (trained["and"].errors[-1] < 0.5).all()


def test_coefficients_too_small_and_too_large():
    slow, fast = (Perceptron(c, 0).train("and", 1000) for c in (0.01, 10.0))
    assert slow.largest_error[-1] > 0.3
    assert fast.largest_error[10] < 0.02
    w = fast.weights[-1]
    assert abs(w[1] - w[2]) > 1 > abs(np.diff(slow.weights[-1][1:]))


def test_seeds_change_the_start_alone():
    starts = [Perceptron(0.7, seed).weights for seed in (0, 0, 1)]
    assert np.array_equal(starts[0], starts[1])
    assert not np.allclose(starts[0], starts[2])


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda: Perceptron(0), "above 0"),
        (lambda: Perceptron().train("nand"), "Known: and, or, xor"),
        (lambda: Perceptron().train("and", 0), "received 0"),
    ],
)
def test_mistakes_are_named(wrong, words):
    with pytest.raises(UserError, match=words):
        wrong()


def test_the_line_is_where_the_output_is_one_half():
    weights = np.array([0.3, -1.2, 0.8])
    neuron = Perceptron()
    neuron.weights = weights
    ends = np.transpose(perceptron_film._boundary(weights))
    assert neuron.output(ends) == pytest.approx([0.5, 0.5])
    assert perceptron_film._boundary(np.array([1.0, 0, 0])) == ([], [])


# -- the network -----------------------------------------------------------------------


def test_a_network_solves_xor_where_one_neuron_cannot():
    found = xor.train(8, seed=0, steps=300)
    assert found.solved and found.largest_error < 0.1
    again = xor.outputs(found.model, INPUTS)
    assert abs(again - DESIRED["xor"]).max() == pytest.approx(found.largest_error)
    texts = [axes.get_title() for axes in xor.figure({8: found}).axes]
    assert any("8 hidden: solved" in text for text in texts)


def test_an_untrained_network_is_not_called_solved():
    model = xor.network(2, seed=0)
    far = float(abs(xor.outputs(model, INPUTS) - DESIRED["xor"]).max())
    assert not xor.Solution(model, far).solved
