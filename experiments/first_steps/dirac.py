"""The Dirac-GAN: the smallest GAN, with one number for each player.

Mescheder, Geiger & Nowozin 2018, *Which training methods for GANs do actually
converge?* The data are one point at 0, the generator puts one point at θ, and
the discriminator is D(x) = ψx (a logit). The equilibrium is θ = ψ = 0.
"""

import dataclasses

import numpy as np

from ter_gan.errors import UserError, unknown


def _sigmoid(t):
    return 0.5 * (1 + np.tanh(t / 2))


# (d d_loss / dt, d g_loss / dt) at the logit t = ψθ of the generated point, of the
# losses of that name in `ter_gan.losses`. The real point's logit is always 0.
SLOPES = {
    "minimax": (_sigmoid, lambda t: -_sigmoid(t)),
    "non-saturating": (_sigmoid, lambda t: -_sigmoid(-t)),
    "wasserstein": (np.ones_like, lambda t: -np.ones_like(t)),
}
# d penalty / dψ: D's slope is ψ everywhere. As in `ter_gan.penalties`.
PENALTIES = {
    None: np.zeros_like,
    "r1": lambda psi: psi,
    "wgan-gp": lambda psi: 2 * (np.abs(psi) - 1) * np.sign(psi),
}


@dataclasses.dataclass(frozen=True)
class DiracGAN:
    """Two numbers that play against each other by gradient descent.

    Args:
        loss: a key of `SLOPES`.
        alternating: bool. D moves first, and G answers to the new D; else both
            move at once, each against the other's last position.
        penalty: a key of `PENALTIES`.
        weight: float, of the penalty.
        clip: float above 0, or `None`: ψ is kept in [−clip, clip].
        rate: float above 0, the learning rate of both.
    """

    loss: str = "minimax"
    alternating: bool = True
    penalty: str | None = None
    weight: float = 1.0
    clip: float | None = None
    rate: float = 0.2

    def __post_init__(self):
        if self.loss not in SLOPES:
            raise unknown("loss", self.loss, SLOPES)
        if self.penalty not in PENALTIES:
            raise unknown("penalty", self.penalty, filter(None, PENALTIES))
        for name in ("rate", "clip"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise UserError(f"The {name} must be above 0; received {value}.")

    def field(self, theta, psi):
        """Where each player wants to go: −∂(its loss)/∂(its number).

        Args:
            theta: float or array, the generator's point.
            psi: float or array of the same shape, the discriminator's slope.

        Returns:
            (theta's direction, psi's direction), of that shape.
        """
        theta, psi = np.asarray(theta, "float64"), np.asarray(psi, "float64")
        d_slope, g_slope = SLOPES[self.loss]
        penalty = self.weight * PENALTIES[self.penalty](psi)
        logit = psi * theta
        return -g_slope(logit) * psi, -d_slope(logit) * theta - penalty

    def step(self, theta, psi):
        """The two numbers after one step of each player."""
        moved = psi + self.rate * self.field(theta, psi)[1]
        if self.clip is not None:
            moved = np.clip(moved, -self.clip, self.clip)
        seen = moved if self.alternating else psi
        return theta + self.rate * self.field(theta, seen)[0], moved

    def path(self, start=(1.0, 1.0), steps=200):
        """θ and ψ at the start and after each step, `(steps + 1, 2)`."""
        points = [np.asarray(start, "float64")]
        for _ in range(steps):
            points.append(np.array(self.step(*points[-1])))
        return np.array(points)


CASES = {
    "minimax, simultaneous": DiracGAN(alternating=False),
    "minimax, alternating": DiracGAN(),
    "non-saturating, alternating": DiracGAN("non-saturating"),
    "minimax + R1": DiracGAN(penalty="r1"),
    "Wasserstein, simultaneous": DiracGAN("wasserstein", alternating=False),
    "Wasserstein, alternating": DiracGAN("wasserstein"),
    "Wasserstein, clipped": DiracGAN("wasserstein", clip=0.5),
    "Wasserstein + WGAN-GP": DiracGAN("wasserstein", penalty="wgan-gp", weight=0.5),
}
