"""Points of known quality get the numbers that they deserve."""

import pytest

from ter_gan.errors import UserError
from ter_gan.points import load
from ter_gan.points.evaluation import Evaluator
from tests.evaluation.players import Player, among

RING = load("ring")


def measured(split, data=RING, metrics="standard"):
    judge = Evaluator(data, metrics)
    bench = judge.bench(Player(data, among(split)))
    return (
        judge,
        bench,
        {row.name: r for row, r in zip(judge.rows, judge.results(bench))},
    )


def test_new_points_of_the_same_law_are_at_the_floor():
    judge, bench, found = measured(RING.validation)
    energy = found["energy"]
    assert abs(energy.value - energy.floor) < 4 * energy.error
    assert found["modes"].value == found["modes"].floor == 8
    assert found["quality"].value == pytest.approx(found["quality"].floor, abs=0.01)
    assert energy.name == "energy_distance_5k"
    assert judge.warnings == []
    assert [picture.title for picture in judge.pictures(bench)] == ["Samples"]


def test_two_modes_of_eight_are_seen():
    _, _, found = measured(RING.train[RING.train.y < 2])
    energy = found["energy"]
    assert found["modes"].value == 2
    assert found["quality"].value > 0.97
    assert energy.value - 4 * energy.error > energy.floor


def test_data_without_modes_and_without_a_plane_say_so():
    moons = load("two_moons")
    _, _, found = measured(moons.validation, moons)
    assert "two_moons has no modes" in found["modes"].why
    line = load("gaussian_1d")
    with pytest.raises(UserError, match="dimension is not possible"):
        measured(line.validation, line, "dimension")


def test_what_only_images_have_is_refused():
    with pytest.raises(UserError, match="no images"):
        Evaluator(RING, features="mnistcnn")
    judge = Evaluator(RING)
    with pytest.raises(UserError, match="Only metrics of images"):
        judge.check_extras(cross_check=True, quiz=False)
    with pytest.raises(UserError, match="Only images"):
        judge.check_extras(cross_check=False, quiz=True)
