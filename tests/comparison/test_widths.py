"""The width is the nearest of all widths, and the networks have what is printed."""

import pytest

from ter_gan import recipes
from ter_gan.comparison import widths
from ter_gan.points import load


@pytest.mark.parametrize("target", [1, 5, 6, 77, 1000, 123_456])
@pytest.mark.parametrize(
    "count", [lambda w: 3 * w, lambda w: w * w + 5 * w + 1, lambda w: 2 + w**3]
)
def test_no_other_width_is_nearer(count, target):
    best = min(range(1, 50_000), key=lambda w: abs(count(w) - target))
    found = widths.nearest(count, target)
    assert abs(count(found) - target) == abs(count(best) - target)


def test_few_networks_are_built():
    asked = []

    def count(width):
        asked.append(width)
        return 7 * width**2 + 300 * width + 11

    widths.nearest(count, 5_000_000)
    assert len(set(asked)) < 17


def parameters(overrides):
    gan = recipes.build(recipes.resolve(overrides), (2,), 0)
    return [network.count_params() for network in gan.players.values()]


@pytest.mark.parametrize("count", widths.COUNTS)
def test_the_recipe_has_the_parameters_that_are_promised(count):
    found = widths.sized(load("ring"), "gan", 300, count)
    g, d = parameters(found.overrides)
    assert found.parameters == {"generator": g, "discriminator": d}
    reached = {"each": (g, d), "both": (g + d,), "generator": (g,)}[count]
    assert all(abs(n - 300) < 30 for n in reached)
    standard = parameters({"dataset": "ring", "model": "gan"})[1]
    assert (d == standard) == (count == "generator")
    assert found.command.startswith(
        "python -m ter_gan.train --dataset ring --model gan"
    )
