"""What an experiment sums up of a film, on films that are known."""

import types

import numpy as np
import pytest

from experiments.measures import images, points
from experiments.questions import mode_collapse
from ter_gan import recipes
from ter_gan.film.record import Film


def film(distance, d_loss=None, slope=None, modes=None):
    n = len(distance)
    return types.SimpleNamespace(
        numbers={
            "energy_distance": distance,
            "d_loss": d_loss or list(range(n)),
            "generator_slope": slope or [1.0] * n,
            "modes_covered": modes or [8] * n,
            "high_quality_share": [0.5] * n,
        }
    )


def test_the_end_is_the_median_of_the_last_three_frames():
    found = points._of_film(
        film([9, 9, 9, 9, 9, 3, 1, 2], modes=[0] * 5 + [8, 1, 7]), 10
    )
    assert found["energy_distance"] == 2
    assert found["modes_covered"] == 7
    assert found["last_over_best"] == 2


def test_the_time_until_good_is_counted_in_epochs():
    good = points.GOOD / 2
    assert points._of_film(film([1, 1, good, 1, 1]), 20)["epochs_to_good"] == 10
    assert points._of_film(film([1, 1, 1, 1, 1]), 20)["epochs_to_good"] == points.NEVER


def test_wobble_is_1_where_nothing_moves():
    assert points._of_film(film([5, 4, 2, 2, 2, 2]), 10)["wobble"] == 1
    assert points._of_film(film([5, 4, 2, 2, 8, 2]), 10)["wobble"] == 4


@pytest.mark.parametrize("sign", [1, -1])
def test_tracking_is_the_rank_correlation_of_loss_and_distance(sign):
    distance = [9.0, 5.0, 4.0, 2.0, 1.0]
    losses = [0.0] + [sign * d**3 for d in distance[1:]]
    assert points._of_film(film(distance, losses), 10)["tracking"] == pytest.approx(
        sign
    )


def test_a_training_that_diverged_has_no_numbers():
    found = points._of_film(film([1.0, np.nan, np.nan, np.nan]), 10)
    assert all(np.isnan(value) for value in found.values())


def test_a_training_that_diverged_is_summed_up():
    broken = Film({}, (-2, 2, -2, 2), np.zeros((4, 2)))
    for step, value in enumerate([1.0, 0.5, np.nan, np.nan]):
        broken.append(step, {}, dict.fromkeys(points.CURVES, value))
    players = types.SimpleNamespace(generate=lambda n, **_: np.full((n, 2), np.nan))
    real = np.zeros((8, 2), "float32")
    dataset = types.SimpleNamespace(
        to_model=lambda x: x, test=types.SimpleNamespace(x=real)
    )
    position = types.SimpleNamespace(epoch=4, seconds=30.0)
    found = points.sum_up(players, dataset, position, broken)
    assert {*points.OUTCOMES} <= {*found} and found["minutes"] == 0.5
    assert all(np.isnan(found[name]) for name in {*points.OUTCOMES} - {"minutes"})
    for name in points.CURVES:
        np.testing.assert_array_equal(found[f"{name}_curve"], [1, 0.5, *[np.nan] * 2])


def test_the_command_of_a_film_names_what_differs_from_the_default():
    recipe = recipes.resolve({"dataset": "ring", "loss": "hinge", "seed": 3})
    command = points.command(recipe)
    assert command == (
        "python -m ter_gan.train --dataset ring --model gan --loss hinge --seed 3"
    )


def test_a_mode_is_reached_by_one_sample_in_a_hundred():
    centres = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0]])
    samples = np.zeros((200, 2))
    samples[:2] = [1.2, 0.0]
    samples[2] = [5.0, 5.0]
    assert mode_collapse.reached(samples, centres) == 2


def test_energy_distance_of_pixels(rng):
    x = rng.normal(size=(50, 4, 4, 1))
    assert images.energy_distance(x, x) == pytest.approx(0)
    shifted = np.zeros((40, 2, 2, 1)), np.full((40, 2, 2, 1), 3.0)
    assert images.energy_distance(*shifted) == pytest.approx(2 * 6)
