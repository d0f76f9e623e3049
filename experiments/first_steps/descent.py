"""Gradient descent on a surface: the step decides."""

import dataclasses
from collections.abc import Callable

import numpy as np

from ter_gan.errors import unknown


@dataclasses.dataclass(frozen=True)
class Surface:
    """A function of the plane with its derivatives, and where a descent starts.

    Attributes:
        formula: str, for people.
        value: callable, from points `(…, 2)` to values `(…)`.
        gradient: callable, from a point `(2,)` to the gradient `(2,)`.
        hessian: callable, from a point `(2,)` to the matrix `(2, 2)`.
        minima: float array `(n, 2)`.
        start: tuple of two floats.
        box: `(x_low, x_high, y_low, y_high)`, the region that is drawn.
        descents: dict from a name to a `Descent`.
        steps: int, how many steps are made.
    """

    formula: str
    value: Callable
    gradient: Callable
    hessian: Callable
    minima: np.ndarray
    start: tuple
    box: tuple
    descents: dict
    steps: int

    def largest_step(self):
        """The bound for plain descent: 2 / largest curvature at a minimum.

        A smaller step converges from near that minimum, a larger one does not.
        """
        curvatures = np.linalg.eigvalsh(self.hessian(self.minima[0]))
        return 2 / curvatures[-1]

    def path(self, name):
        """The points of the descent of that name, `(steps + 1, 2)`."""
        if name not in self.descents:
            raise unknown("descent", name, self.descents)
        return self.descents[name].path(self.gradient, self.start, self.steps)


@dataclasses.dataclass(frozen=True)
class Descent:
    """Steps against the gradient: plain, with momentum, or Adam.

    Args:
        step: float, the learning rate.
        momentum: float in [0, 1). `v = momentum * v − step * gradient`, then
            `x = x + v` (Polyak 1964).
        adam: bool. Steps of Adam (Kingma & Ba 2015), β1 = 0.9, β2 = 0.999.
    """

    step: float
    momentum: float = 0.0
    adam: bool = False

    def path(self, gradient, start, steps):
        """The points from `start` on, float array `(steps + 1, 2)`.

        Args:
            gradient: callable, from a point `(2,)` to a vector `(2,)`.
            start: the first point, two floats.
            steps: int.
        """
        moves = self._adam_moves if self.adam else self._momentum_moves
        points = [np.asarray(start, "float64")]
        move = moves()
        next(move)
        for _ in range(steps):
            points.append(points[-1] + move.send(gradient(points[-1])))
        return np.array(points)

    def _momentum_moves(self):
        velocity, gradient = 0.0, (yield)
        while True:
            velocity = self.momentum * velocity - self.step * gradient
            gradient = yield velocity

    def _adam_moves(self, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        mean, square, t, gradient = 0.0, 0.0, 0, (yield)
        while True:
            t += 1
            mean = beta_1 * mean + (1 - beta_1) * gradient
            square = beta_2 * square + (1 - beta_2) * gradient**2
            rate = self.step * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
            gradient = yield -rate * mean / (np.sqrt(square) + epsilon)


def _five(small, good, large, momentum, adam):
    return {
        "step too small": Descent(small),
        "good step": Descent(good),
        "step too large": Descent(large),
        "momentum 0.9": Descent(momentum, momentum=0.9),
        "Adam": Descent(adam, adam=True),
    }


BOWL = Surface(
    formula="x²/2 + 5 y²",
    value=lambda p: p[..., 0] ** 2 / 2 + 5 * p[..., 1] ** 2,
    gradient=lambda p: np.array([p[0], 10 * p[1]]),
    hessian=lambda p: np.diag([1.0, 10.0]),
    minima=np.zeros((1, 2)),
    start=(-3.5, 1.0),
    box=(-4.2, 4.2, -3.2, 3.2),
    descents=_five(0.01, 0.17, 0.205, 0.03, 0.3),
    steps=60,
)
VALLEY = Surface(
    formula="(1 − x)² + 10 (y − x²)²",
    value=lambda p: (1 - p[..., 0]) ** 2 + 10 * (p[..., 1] - p[..., 0] ** 2) ** 2,
    gradient=lambda p: np.array(
        [
            -2 * (1 - p[0]) - 40 * p[0] * (p[1] - p[0] ** 2),
            20 * (p[1] - p[0] ** 2),
        ]
    ),
    hessian=lambda p: np.array(
        [[2 - 40 * p[1] + 120 * p[0] ** 2, -40 * p[0]], [-40 * p[0], 20.0]]
    ),
    minima=np.ones((1, 2)),
    start=(-1.2, 1.0),
    box=(-1.9, 1.9, -0.9, 2.0),
    descents=_five(0.001, 0.012, 0.0225, 0.002, 0.1),
    steps=600,
)
SADDLE = Surface(
    formula="2 x² − y²/2 + y⁴/4",
    value=lambda p: 2 * p[..., 0] ** 2 - p[..., 1] ** 2 / 2 + p[..., 1] ** 4 / 4,
    gradient=lambda p: np.array([4 * p[0], p[1] ** 3 - p[1]]),
    hessian=lambda p: np.diag([4.0, 3 * p[1] ** 2 - 1]),
    minima=np.array([[0.0, 1.0], [0.0, -1.0]]),
    start=(-1.3, 0.01),
    box=(-1.9, 1.9, -1.45, 1.45),
    descents=_five(0.02, 0.3, 0.505, 0.05, 0.1),
    steps=80,
)
SURFACES = {"bowl": BOWL, "valley": VALLEY, "saddle": SADDLE}
