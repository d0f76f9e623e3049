"""A multi-layer perceptron that solves XOR, often."""

import dataclasses

import keras
import numpy as np
from matplotlib.figure import Figure

from experiments.first_steps.films import DPI
from experiments.first_steps.perceptron import DESIRED, INPUTS
from experiments.first_steps.perceptron_film import draw_plane

STEPS = 500
SOLVED_BELOW = 0.1


@dataclasses.dataclass(frozen=True)
class Solution:
    """A trained network and how far from XOR it is.

    Attributes:
        model: `keras.Model` from points `(n, 2)` to probabilities `(n, 1)`.
        largest_error: float, the largest |desired − output| of the four.
    """

    model: keras.Model
    largest_error: float

    @property
    def solved(self):
        """Whether all four outputs are within 0.1 of the desired ones."""
        return self.largest_error < SOLVED_BELOW


def network(hidden, seed):
    """Two inputs, one layer of tanh neurons, one sigmoid output.

    Args:
        hidden: int, the number of hidden neurons.
        seed: int, of the initial weights.
    """
    first, second = (
        keras.initializers.GlorotUniform(seed=2 * seed + i) for i in range(2)
    )
    return keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(hidden, "tanh", kernel_initializer=first),
            keras.layers.Dense(1, "sigmoid", kernel_initializer=second),
        ]
    )


def train(hidden, seed=0, steps=STEPS):
    """Trains on the four examples at once, with Adam(0.05) on the cross-entropy.

    Args:
        hidden: int, the number of hidden neurons.
        seed: int, of the initial weights.
        steps: int, each shows all four examples.

    Returns:
        `Solution`.
    """
    model = network(hidden, seed)
    model.compile(
        keras.optimizers.Adam(0.05),
        "binary_crossentropy",
        steps_per_execution=steps,
    )
    desired = DESIRED["xor"][:, None]
    repeated = np.tile(INPUTS, (steps, 1)), np.tile(desired, (steps, 1))
    model.fit(*repeated, batch_size=len(INPUTS), shuffle=False, verbose=0)
    return Solution(model, float(np.abs(outputs(model, INPUTS) - desired[:, 0]).max()))


def outputs(model, points):
    """The network's outputs at points `(…, 2)`, an array `(…)`."""
    points = np.asarray(points)
    flat = model(points.reshape(-1, 2).astype("float32"))
    return keras.ops.convert_to_numpy(flat).reshape(points.shape[:-1])


def figure(solutions):
    """What networks of different widths make of the plane.

    Args:
        solutions: dict from the number of hidden neurons to a `Solution`.

    Returns:
        `matplotlib.figure.Figure`.
    """
    drawn = Figure(figsize=(9, 3.1), dpi=DPI, layout="constrained")
    panels = drawn.subplots(1, len(solutions), sharey=True, squeeze=False)[0]
    for axes, (hidden, solution) in zip(panels, solutions.items()):
        shades, points = draw_plane(axes, "xor")
        values = outputs(solution.model, points)
        shades.set_data(values)
        axes.contour(*np.moveaxis(points, -1, 0), values, [0.5], colors="black")
        word = "solved" if solution.solved else "not solved"
        axes.set_title(
            f"{hidden} hidden: {word}\nlargest error {solution.largest_error:.3f}",
            fontsize=10,
        )
    panels[0].set_ylabel("x2")
    drawn.colorbar(shades, ax=list(panels), label="output", shrink=0.8)
    return drawn
