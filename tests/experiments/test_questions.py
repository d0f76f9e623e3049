"""Every question, at its smoke size; and what its claims ask about."""

import json
import math
from pathlib import Path

import pytest

from experiments.engine import Experiment
from experiments.engine.experiment import film_key, load, names
from tests.experiments.test_tables import needs_mnist

NAMES = names(("questions",))
WITHOUT_FILM = ("perceptron", "same_seed", "small_images")


@pytest.mark.parametrize("name", NAMES)
def test_measures_what_it_promises(name, tmp_path):
    experiment = load(name)
    if name == "small_images":
        needs_mnist()
    cell = experiment.chosen_cells(smoke=True)[0]
    film = None if name in WITHOUT_FILM else tmp_path / film_key(cell, 0)
    found = experiment.measure(experiment.settings(cell, smoke=True), 0, film)
    values = {k: v for k, v in found.items() if not isinstance(v, list)}
    assert set(values) == set(experiment.outcomes)
    assert all(isinstance(value, (int, float)) for value in values.values()), values
    assert sum(math.isfinite(value) for value in values.values()) > len(values) / 2
    if film is not None:
        assert (tmp_path / f"{film.name}.js").stat().st_size > 10_000
        assert (tmp_path / "film.html").exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_a_recipe_of_its_own(name):
    experiment = load(name)
    assert isinstance(experiment, Experiment)
    assert experiment.question.endswith("?")
    settings = [
        json.dumps(experiment.settings(c), sort_keys=True) for c in experiment.cells
    ]
    assert len(set(settings)) == len(settings)


def test_a_question_is_one_file():
    folder = Path(load.__code__.co_filename).parents[1] / "questions"
    assert len(NAMES) == len([p for p in folder.glob("*.py") if p.stem[0] != "_"])
