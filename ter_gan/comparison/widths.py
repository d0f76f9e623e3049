"""Widths that give networks of different models equally many parameters."""

import dataclasses
import functools
import math

from ter_gan import recipes

COUNTS = ("each", "both", "generator")


@dataclasses.dataclass(frozen=True)
class Sized:
    """A model whose widths were chosen.

    Args:
        overrides: dict from fields of a recipe to values: dataset, model, widths.
        parameters: dict from players to how many parameters they have.
    """

    overrides: dict
    parameters: dict

    @property
    def command(self):
        """str: the command that trains it."""
        options = [f"--{k.replace('_', '-')} {v}" for k, v in self.overrides.items()]
        return f"python -m ter_gan.train {' '.join(options)}"


def sized(dataset, model, target, count="each"):
    """The widths whose numbers of parameters are nearest to a number.

    Args:
        dataset: `ter_gan.data.Dataset`.
        model: str, a key of `ter_gan.presets.MODELS`.
        target: int. How many parameters.
        count: `"each"`: generator and discriminator have as many each, with a width
            of their own; `"both"`: together, with one width; `"generator"`: the
            generator alone, and the discriminator stays what it is.

    Returns:
        `Sized`.

    Raises:
        UserError: for an unknown model, or one that this dataset cannot have.
    """
    asked = {"dataset": dataset.name, "model": model}

    @functools.cache
    def parameters(width):
        return _parameters(dataset, asked | {"width": width})

    def nearest_for(*players):
        return nearest(lambda w: sum(parameters(w)[p] for p in players), target)

    widths = {
        "each": lambda: {
            "generator_width": nearest_for("generator"),
            "discriminator_width": nearest_for("discriminator"),
        },
        "both": lambda: {"width": nearest_for("generator", "discriminator")},
        "generator": lambda: {"generator_width": nearest_for("generator")},
    }
    overrides = asked | widths[count]()
    return Sized(overrides, _parameters(dataset, overrides))


def _parameters(dataset, overrides):
    """dict from players to their numbers of parameters."""
    recipe = recipes.resolve(overrides)
    gan = recipes.build(recipe, dataset.shape, dataset.classes)
    return {player: network.count_params() for player, network in gan.players.items()}


def nearest(count, target):
    """The width whose count is nearest to a number.

    A bisection: the next width is where the target would lie if the count grew with
    the square of the width.

    Args:
        count: function of a width from 1, which grows with it.
        target: int.

    Returns:
        int.
    """
    low, high = 1, 2
    while count(high) < target:
        low, high = high, 2 * high
    while high - low > 1:
        a, b, c = (math.sqrt(n) for n in (count(low), count(high), target))
        middle = low + round((high - low) * (c - a) / (b - a))
        middle = min(max(middle, low + 1), high - 1)
        low, high = (middle, high) if count(middle) < target else (low, middle)
    return min((low, high), key=lambda width: abs(count(width) - target))
