"""Definitions are checked when they are made."""

import dataclasses

import pytest

from experiments.engine import Claim, Differs, Experiment, Not, Outcome, Trend
from experiments.engine.claims import natural, number
from experiments.engine.experiment import (
    backend_of,
    cell_key,
    condition,
    film_key,
    load,
)
from experiments.engine.table import describe, matches
from ter_gan.errors import UserError
from tests.experiments.engine import toys

DEFINITION = dict(
    question="Why?", measure=toys.measure, outcomes={"y": Outcome("yield")}
)


def test_vary_is_the_full_grid():
    made = Experiment(**DEFINITION, vary={"a": (2, 1), "b": ("x", "y")})
    assert len(made.cells) == 4
    assert made.varied == {"a": (1, 2), "b": ("x", "y")}
    assert made.cells[1] == {"a": 2, "b": "y"}


def test_a_cell_overrides_the_base_and_smoke_overrides_both():
    made = Experiment(
        **DEFINITION, cells=[{"a": 1}, {"a": 2, "b": 5}], base={"b": 3}, smoke={"a": 0}
    )
    assert made.settings(made.cells[1]) == {"a": 2, "b": 5}
    assert made.settings(made.cells[1], smoke=True) == {"a": 0, "b": 5}
    assert made.varied == {"a": (1, 2), "b": (3, 5)}


def test_a_wanted_backend_counts_where_one_is_needed():
    made = Experiment(**DEFINITION, cells=[{"a": 1}], backend="tensorflow")
    assert backend_of(made) == "tensorflow"
    assert backend_of(made, "jax") == "jax"
    without = dataclasses.replace(made, backend=None)
    assert backend_of(without, "jax") is None
    auto = dataclasses.replace(made, backend="auto")
    assert backend_of(auto, "tensorflow") == "tensorflow"


def test_words_become_a_condition_that_a_cell_fulfils():
    made = Experiment(**DEFINITION, cells=[{"a": 1}, {"a": 2, "b": 5}], base={"b": 3})
    assert condition(made, ["a=1", "a=2", "b=5"]) == {"a": [1, 2], "b": [5]}
    with pytest.raises(UserError, match="No cell has a = 1, b = 5"):
        condition(made, ["a=1", "b=5"])


def test_a_smoke_run_takes_cells_from_end_to_end():
    cells = [{"a": i} for i in range(9)]
    made = Experiment(**DEFINITION, cells=cells, smoke_cells=3)
    assert made.chosen_cells() == tuple(cells)
    assert [c["a"] for c in made.chosen_cells(smoke=True)] == [0, 4, 8]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cells": [{"a": 1}], "vary": {"a": (1,)}}, "received both"),
        ({}, "received neither"),
        ({"vary": {"a": "xy"}}, "must be a tuple"),
        ({"cells": [{"a": 1}, {"a": 1}]}, "same settings: a=1"),
        ({"cells": [{"a": [1]}]}, "str, int, float or bool"),
        ({"cells": [{"a": 1}], "seeds": 0}, "at least 1"),
        ({"cells": [{"a": 1}], "outcomes": {}}, "at least one outcome"),
        ({"cells": [{"a": 1}], "outcomes": {"y": "z"}}, "is no Outcome"),
    ],
)
def test_contradictions_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Experiment(**(DEFINITION | change))


@pytest.mark.parametrize(
    ("outcome", "more", "message"),
    [
        ("z", {"a": 1}, "tests the outcome 'z'; known: y"),
        ("y", {"a": 7}, "no cell has a = 7"),
        ("y", {"typo": 1}, "no cell has typo = 1"),
    ],
)
def test_a_claim_about_nothing_is_refused(outcome, more, message):
    claim = Claim("X1", "", "", Differs(outcome, more, {"a": 2}))
    with pytest.raises(ValueError, match=message):
        Experiment(**DEFINITION, vary={"a": (1, 2)}, claims=[claim])


def test_a_trend_needs_numbers():
    claim = Claim("X1", "", "", Not(Trend("y", "a")))
    Experiment(**DEFINITION, vary={"a": (1, 2)}, claims=[claim])
    with pytest.raises(ValueError, match="'a' is no numeric setting"):
        Experiment(**DEFINITION, vary={"a": ("x", "y")}, claims=[claim])


def test_ids_differ_and_sort_as_people_count():
    claim = toys.CLAIMS[0]
    with pytest.raises(ValueError, match="different ids"):
        dataclasses.replace(toys.EXPERIMENT, vary={}, claims=(claim, claim))
    with pytest.raises(ValueError, match="such as G1"):
        dataclasses.replace(claim, id="one")
    ids = ["X10", "C6b", "X2", "G9", "C6a", "C19"]
    assert sorted(ids, key=natural) == ["C6a", "C6b", "C19", "G9", "X2", "X10"]


def test_conditions():
    settings = {"a": 1, "b": "x"}
    assert matches(settings, {})
    assert matches(settings, {"a": (1, 2)})
    assert not matches(settings, {"a": (2, 3)})
    assert not matches(settings, {"c": 1})
    assert describe({"a": (1, 2), "b": "x"}) == "a = 1 or 2, b = x"


def test_keys_and_numbers():
    cell = {"soil": "moist clay/1", "light": 0.001}
    assert cell_key(cell) == "light=0.001,soil=moist-clay-1"
    assert film_key({}, 3) == "base,seed=3"
    assert number(-1234567.0) == "−1,234,567"
    assert number(float("-inf")) == "−∞"


def test_unknown_experiments():
    with pytest.raises(UserError, match="no module tests.experiments.nowhere"):
        load("tests.experiments.nowhere")
    with pytest.raises(UserError, match="defines no EXPERIMENT"):
        load("tests.experiments.engine.sweep")
