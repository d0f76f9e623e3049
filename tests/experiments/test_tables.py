"""Every table of the literature at its smoke size; and all claims together."""

import importlib
import json
import math
import re

import numpy as np
import pytest

from experiments.engine import published, report
from experiments.engine.experiment import load, names
from experiments.engine.predicates import Level
from experiments.measures import classifiers, quality, stacked
from experiments.tables import (
    anonymisation,
    augmentation,
    biases,
    detectors,
    latent_space,
)
from ter_gan import images
from ter_gan.data import Split
from ter_gan.errors import UserError

NAMES = names(("tables",))
FOUNDING = [f"P{i}" for i in range(1, 8)] + [f"G{i}" for i in range(1, 10)]
FOUNDING += [f"C{i}" for i in (*range(1, 9), 10, 11, *range(14, 20), 22)]
FOUNDING += [f"W{i}" for i in range(4)]


def needs_mnist():
    try:
        images.load("mnist")
    except UserError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", NAMES)
def test_measures_what_it_promises(name):
    if name != "ring_grid":
        needs_mnist()
    experiment = load(name)
    cell = experiment.chosen_cells(smoke=True)[-1]
    found = experiment.measure(experiment.settings(cell, smoke=True), 0, None)
    curves = experiment.comparison.tradeoff if experiment.comparison else ()
    assert set(found) == {*experiment.outcomes, *(curve for curve, _ in curves)}
    assert len({len(found[curve]) for curve, _ in curves}) <= 1
    known = [math.isfinite(found[name]) for name in experiment.outcomes]
    assert sum(known) > len(known) / 2


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_a_recipe_of_its_own(name):
    experiment = load(name)
    assert experiment.question.endswith("?")
    settings = [
        json.dumps(experiment.settings(c), sort_keys=True) for c in experiment.cells
    ]
    assert len(set(settings)) == len(settings)


def test_every_founding_claim_is_tested_once():
    ids = [claim.id for name in names() for claim in load(name).claims]
    assert len(set(ids)) == len(ids)
    families = {re.match(r"[A-Z]+\d+", each)[0] for each in ids}
    assert families >= set(FOUNDING)


def test_committed_tables_can_be_shown():
    for path in report.RESULTS.glob("*.json"):
        found = json.loads(path.read_text(encoding="utf-8"))
        if found.get("comparison"):
            assert found["comparison"]["title"] in published.chapter(found)


def test_real_images_are_at_the_floor_and_cost_nothing():
    needs_mnist()
    settings = {"dataset": "mnist", "steps": 3, "real": True, "n": 300}
    found = quality.measure(settings | {"width": 4, "hidden": 0}, 0, ("fd", "recall"))
    assert found["recall"] > 0.8
    assert np.isnan(found["cpu_minutes"])  # nothing was trained


def test_few_images_are_drawn_by_the_seed():
    needs_mnist()
    dataset = images.load("mnist")
    some = [quality.fewer(dataset, 50, seed).train.x for seed in (0, 0, 1)]
    assert len(some[0]) == 50
    assert np.array_equal(some[0], some[1]) and not np.array_equal(some[0], some[2])
    assert quality.fewer(dataset, 0, 0) is dataset


def test_stacked_digits_are_named_colour_by_colour():
    needs_mnist()
    test = images.load("stacked_mnist").test
    named = stacked.numbers(test.x[:300])
    assert (named == test.y[:300]).mean() > 0.96


def split(counts):
    y = np.repeat(np.arange(len(counts)), counts).astype("int32")
    return Split(np.arange(len(y))[:, None], y)


def test_rare_classes_get_a_tenth():
    chosen = augmentation.labelled(split([200] * 10), 730, True, seed=0)
    assert np.bincount(chosen.y).tolist() == [100] * 7 + [10] * 3
    chosen = augmentation.labelled(split([200] * 10), 100, False, seed=0)
    assert np.bincount(chosen.y).tolist() == [10] * 10
    kept = np.bincount(biases.with_rare(split([5000] * 10), 10, seed=0).y)
    assert (kept[:7] == 5000).all()
    assert kept[7:] == pytest.approx([500] * 3, abs=100)


def test_gains_of_rare_classes_by_hand():
    real = np.full(10, 80.0)
    found = {"real": real, "generated": real.copy(), "shifted": real + 1}
    found["generated"][7:] += 10
    result = augmentation.sum_up(found)
    assert result["rare_gain"] == 10 and result["other_gain"] == 0
    assert result["gain"] == pytest.approx(3) and result["shift_gain"] == 1
    assert result["rare_advantage"] == 10


def test_a_classifier_learns_what_is_shown(rng):
    y = rng.integers(0, 2, 400)
    x = rng.integers(0, 100, (400, 16, 16, 1)).astype("uint8")
    x[y == 1, 4:12, 4:12] += 100
    model = classifiers.train([(x[:200], y[:200]), (x[:200], y[:200])], 2, 0, steps=40)
    assert classifiers.recall_of_classes(model, Split(x[200:], y[200:]), 2).min() > 0.9


def test_moved_images_keep_their_content(rng):
    x = np.zeros((50, 9, 9, 1), "uint8")
    x[:, 4, 4] = 7
    found = classifiers.moved(x, 2, rng)
    assert (found.sum(axis=(1, 2, 3)) == 7).all()
    places = np.argwhere(found)[:, 1:3] - 4
    assert set(places.ravel().tolist()) == {-2, -1, 0, 1, 2}
    assert classifiers.moved(x, 0, rng) is x


def test_detectors_are_summed_up_by_whom_they_saw():
    arms = list(detectors.ARMS)
    aucs = {a: {b: 0.9 if a == b else 0.6 for b in arms} for a in arms}
    aucs["DCGAN"]["DCGAN again"] = 0.8
    assert detectors.sum_up(aucs) == pytest.approx(
        {"own_auc": 0.9, "other_seed_auc": 0.8, "other_auc": 0.6, "specific": 0.3}
    )


def test_information_of_what_is_known_in_closed_form(rng):
    a = rng.integers(0, 4, 20_000)
    assert latent_space.shared(a, a) == pytest.approx(1)
    assert latent_space.shared(a, rng.integers(0, 4, 20_000)) < 0.001
    assert latent_space.shared(a // 2, a) == pytest.approx(0.5, abs=0.001)
    assert latent_space.shared(a, np.zeros(20_000, int)) == 0


def test_releases_without_a_model_are_what_they_say():
    lab, found = anonymisation.EXPERIMENT, {}
    for arm in ("untouched", "5-anonymous", "shuffled"):
        settings = lab.settings({"arm": arm}, smoke=True)
        found[arm] = lab.measure(settings, 0, None)
    copied, alike, apart = found.values()
    assert copied["nearer"] > 0.99 and copied["membership"] > 0.99
    assert copied["k"] == 1 and alike["k"] >= 5
    assert copied["nearer"] >= alike["nearer"] > apart["nearer"] + 0.1
    assert copied["shapes"] == pytest.approx(apart["shapes"])
    assert copied["tstr"] > apart["tstr"] + 0.2
    assert math.isnan(copied["epsilon"])


@pytest.mark.parametrize("name", NAMES)
def test_no_arm_sets_what_is_set_for_all(name):
    """It would be without effect: what all cells share counts more than an arm."""
    experiment = load(name)
    module = importlib.import_module(experiment.measure.__module__)
    for arm, own in getattr(module, "ARMS", {}).items():
        assert not set(own) & set(experiment.base), arm


def test_every_claim_of_one_seed_rows_would_stay_undecided():
    for name in NAMES:
        experiment = load(name)
        for claim in experiment.claims:
            for test in getattr(claim.test, "tests", (claim.test,)):
                cells = [
                    cell
                    for _, where in test.needs()
                    for cell in experiment.cells
                    if published.matches(experiment.settings(cell), where)
                ]
                least = 5 if isinstance(test, Level) else 3
                assert min(map(experiment.seeds_of, cells)) >= least, claim.id
