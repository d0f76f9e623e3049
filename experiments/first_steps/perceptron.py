"""One neuron that learns AND and OR, and cannot learn XOR."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError, unknown

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float64")
DESIRED = {
    "and": np.array([0, 0, 0, 1], "float64"),
    "or": np.array([0, 1, 1, 1], "float64"),
    "xor": np.array([0, 1, 1, 0], "float64"),
}
BIAS_INPUT = -1.0


@dataclasses.dataclass(frozen=True)
class History:
    """What happened to a neuron in training.

    Attributes:
        weights: float array `(4 * iterations + 1, 3)`: w0 (of the bias input),
            w1 and w2 at the start and after each example.
        errors: float array `(iterations + 1, 4)`: |desired − output| of each
            example, at the start and after each iteration.
        errors_met: float array `(iterations, 4)`: the same, of each example at
            the moment it is shown, before its own update.
    """

    weights: np.ndarray
    errors: np.ndarray
    errors_met: np.ndarray

    @property
    def iterations(self):
        """How many passes over the four examples were made."""
        return len(self.errors) - 1

    @property
    def after_iterations(self):
        """The weights at the start and after each pass, `(iterations + 1, 3)`."""
        return self.weights[:: len(INPUTS)]

    @property
    def mean_error(self):
        """The mean over the four examples, `(iterations + 1,)`."""
        return self.errors.mean(axis=1)

    @property
    def largest_error(self):
        """The largest over the four examples, `(iterations + 1,)`."""
        return self.errors.max(axis=1)


class Perceptron:
    """A neuron with a bias input of −1 and a logistic output.

    After each example `w += coefficient * input * (desired − output)`. That is
    gradient descent on the cross-entropy: the derivative of the logistic
    function cancels, and the update has no such factor.

    Args:
        coefficient: float above 0, the learning coefficient (the step size).
        seed: int. The initial weights are uniform in [−1, 1].
    """

    def __init__(self, coefficient=0.7, seed=0):
        if not coefficient > 0:
            raise UserError(f"The coefficient must be above 0; received {coefficient}.")
        self.coefficient = coefficient
        self.weights = np.random.default_rng(seed).uniform(-1, 1, 3)

    def output(self, inputs):
        """The neuron's output in (0, 1) for inputs `(…, 2)`, shape `(…)`."""
        total = _with_bias(inputs) @ self.weights
        return 0.5 * (1 + np.tanh(total / 2))  # the logistic function, no overflow

    def train(self, function, iterations=1000):
        """Passes over the four examples, in the order 00, 01, 10, 11.

        Args:
            function: `"and"`, `"or"` or `"xor"`.
            iterations: int above 0; one is a pass over the four examples.

        Returns:
            `History`.
        """
        if function not in DESIRED:
            raise unknown("function", function, DESIRED)
        if iterations < 1:
            raise UserError(f"There must be an iteration; received {iterations}.")
        desired = DESIRED[function]
        weights, errors, met = [self.weights], [self._errors(desired)], []
        for _ in range(iterations):
            for inputs, target in zip(INPUTS, desired):
                met.append(abs(self._update(inputs, target)))
                weights.append(self.weights)
            errors.append(self._errors(desired))
        met = np.reshape(met, (iterations, len(INPUTS)))
        return History(np.array(weights), np.array(errors), met)

    def _update(self, inputs, target):
        missing = target - self.output(inputs)
        self.weights = self.weights + self.coefficient * _with_bias(inputs) * missing
        return missing

    def _errors(self, desired):
        return np.abs(desired - self.output(INPUTS))


def _with_bias(inputs):
    inputs = np.asarray(inputs)
    return np.concatenate([np.full((*inputs.shape[:-1], 1), BIAS_INPUT), inputs], -1)
