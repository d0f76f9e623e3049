"""Backpropagation through a network of two inputs, two hidden neurons, one output.

The hidden neurons are sigmoid(total), the output is the probability sigmoid(total)
that the example is of class 1, and the loss is the binary cross-entropy.
"""

import dataclasses

import numpy as np

from ter_gan.errors import UserError


@dataclasses.dataclass(frozen=True)
class Network:
    """The nine numbers that learn.

    Attributes:
        hidden: float array `(2, 3)`: of each hidden neuron, its two weights
            and its bias.
        output: float array `(3,)`: of the output neuron, its two weights and
            its bias.
    """

    hidden: np.ndarray
    output: np.ndarray

    def after(self, gradients, rate):
        """The network after one step of gradient descent.

        Args:
            gradients: `Network`, the loss's gradient for each number.
            rate: float, the learning rate.
        """
        return Network(
            self.hidden - rate * gradients.hidden,
            self.output - rate * gradients.output,
        )


@dataclasses.dataclass(frozen=True)
class Forward:
    """What one example makes of the network, from the inputs to the loss.

    Attributes:
        inputs: float array `(2,)`.
        desired: 0 or 1.
        totals: float array `(2,)`, the hidden neurons' weighted sums.
        activations: float array `(2,)`, the hidden neurons' outputs.
        total: float, the output neuron's weighted sum (the logit).
        probability: float in (0, 1), the output.
        loss: float, −log of the probability of the desired class, in nats.
    """

    inputs: np.ndarray
    desired: int
    totals: np.ndarray
    activations: np.ndarray
    total: float
    probability: float
    loss: float


@dataclasses.dataclass(frozen=True)
class Backward:
    """What flows back.

    Attributes:
        delta: float, ∂loss/∂total of the output neuron.
        deltas: float array `(2,)`, ∂loss/∂total of each hidden neuron.
        gradients: `Network`, ∂loss/∂ each weight and bias.
    """

    delta: float
    deltas: np.ndarray
    gradients: Network


def example(seed=0):
    """A network with weights uniform in [−1, 1], rounded to two decimals."""
    drawn = np.random.default_rng(seed).uniform(-1, 1, (3, 3)).round(2)
    return Network(drawn[:2], drawn[2])


def forward(network, inputs, desired):
    """Computes node by node what the network says of one example.

    Args:
        network: `Network`.
        inputs: two floats.
        desired: 0 or 1.

    Returns:
        `Forward`.
    """
    if desired not in (0, 1):
        raise UserError(f"The desired output is 0 or 1; received {desired}.")
    inputs = np.asarray(inputs, "float64")
    totals = network.hidden[:, :2] @ inputs + network.hidden[:, 2]
    activations = _sigmoid(totals)
    total = float(network.output[:2] @ activations + network.output[2])
    loss = float(np.logaddexp(0, -total if desired else total))
    return Forward(
        inputs, desired, totals, activations, total, float(_sigmoid(total)), loss
    )


def backward(network, passed):
    """Carries the loss's derivatives back by the chain rule.

    Args:
        network: `Network`.
        passed: `Forward`, what `forward` made of it.

    Returns:
        `Backward`.
    """
    a = passed.activations
    delta = passed.probability - passed.desired
    deltas = delta * network.output[:2] * a * (1 - a)
    output = delta * np.append(a, 1.0)
    hidden = np.outer(deltas, np.append(passed.inputs, 1.0))
    return Backward(delta, deltas, Network(hidden, output))


def _sigmoid(t):
    return 0.5 * (1 + np.tanh(np.asarray(t) / 2))
