"""Every question, at its smoke size; and what its claims ask about."""

import json
import math
import re
from pathlib import Path

import pytest

from experiments.engine import Experiment
from experiments.engine.experiment import film_key, load, names
from ter_gan import images
from ter_gan.errors import UserError

NAMES = names()
WITHOUT_FILM = ("perceptron", "same_seed", "small_images")
FOUNDING = [f"P{i}" for i in range(1, 8)] + [f"G{i}" for i in range(1, 10)]
FOUNDING += [f"C{i}" for i in range(1, 7)] + ["C19", "C22"]


@pytest.mark.parametrize("name", NAMES)
def test_measures_what_it_promises(name, tmp_path):
    experiment = load(name)
    if name == "small_images":
        _needs_mnist()
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


def _needs_mnist():
    try:
        images.load("mnist")
    except UserError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_a_recipe_of_its_own(name):
    experiment = load(name)
    assert isinstance(experiment, Experiment)
    assert experiment.question.endswith("?")
    settings = [
        json.dumps(experiment.settings(c), sort_keys=True) for c in experiment.cells
    ]
    assert len(set(settings)) == len(settings)


def test_every_founding_claim_is_tested_once():
    ids = [claim.id for name in NAMES for claim in load(name).claims]
    assert len(set(ids)) == len(ids)
    families = {re.match(r"[A-Z]+\d+", each)[0] for each in ids}
    assert families >= set(FOUNDING)
    assert len(ids) >= 25


def test_a_question_is_one_file():
    folder = Path(load.__code__.co_filename).parents[1] / "questions"
    assert len(NAMES) == len([p for p in folder.glob("*.py") if p.stem[0] != "_"])
