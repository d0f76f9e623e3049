"""What of a training is drawn over its epochs."""

import typing

import keras


class Panel(typing.NamedTuple):
    """A plot of numbers of the epochs' logs.

    Args:
        title: str.
        lines: dict from a number's name to its value at equilibrium, or `None`.
        ylabel: str.
        limits: (low, high) of the axis, or `None`.
    """

    title: str
    lines: dict
    ylabel: str
    limits: tuple | None = None


def of_loss(loss):
    """The panels of a GAN with a loss of `ter_gan.losses`."""
    d_best, g_best = loss.equilibrium
    is_probability = loss.score is keras.ops.sigmoid
    return (
        Panel("Losses", {"d_loss": d_best, "g_loss": g_best}, "loss"),
        Panel(
            "D(x) and D(G(z))",
            {"d_real": None, "d_fake": None},
            "probability of real" if is_probability else "critic's score",
        ),
        Panel(
            "D ranks a real sample above a generated one",
            {"d_auc": 0.5},
            "share of pairs",
            (-0.02, 1.02),
        ),
    )
