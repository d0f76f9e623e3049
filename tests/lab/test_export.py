"""A run of Python goes on in the browser as it would have in Python."""

import dataclasses
import sys

import numpy as np
import pytest

from ter_gan import lab, recipes, training
from ter_gan.errors import UserError
from ter_gan.lab import build
from ter_gan.lab.export import LIMITS, exported
from ter_gan.points import datasets
from ter_gan.runs import Run
from tests.backends.parity import one_step
from tests.lab.test_engine_parity import Recorded, flat

TINY = {"dataset": "ring", "width": 8, "batch_size": 12, "steps_per_epoch": 5}
GO_ON = """([noise, batch]) => {
  const { gan } = TG.view.trainer, scripted = (out) => out.set(noise.shift());
  gan.random = Object.assign(new TG.Random(0), { normal: scripted, uniform: scripted });
  gan.draw = (random, out) => out.set(batch.splice(0, out.length));
  gan.step();
  return { G: [...gan.G.parameters], D: [...gan.D.parameters] };
}"""


def make_run(folder, **options):
    """A run of three steps, and its model."""
    recipe = recipes.resolve(TINY | options)
    dataset = training.load(recipe)
    run = Run.create(folder, recipe, "tensorflow")
    run.write_json("data.json", training.facts(dataset))
    gan, _ = training.build(recipe, dataset)
    n, noise = recipe.batch_size * recipe.critic_steps, Recorded()
    for start in range(0, 3 * n, n):
        one_step(gan, dataset.train.x[start : start + n], noise)
    run.save_checkpoint(gan, {"epoch": 1, "step": 0})
    return run, gan


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"optimizer": "sgd", "loss": "hinge", "latent_dim": 1},
        {"model": "wgan-gp", "critic_steps": 2, "latent": "uniform"},
        {"penalty": "r1", "penalty_weight": 0.5, "label_smoothing": 0.1},
    ],
    ids=["plain", "sgd", "wgan-gp", "r1"],
)
def test_the_next_step_is_the_same_in_both(tmp_path, options, lab_page):
    run, gan = make_run(tmp_path / "run", **options)
    out = tmp_path / "lab.html"
    build.write(out, exported(run))
    page = lab_page(out)
    assert page.steps == 3 and "Going on with run" in page.text("h1")
    noise, n = Recorded(), run.recipe.batch_size * run.recipe.critic_steps
    batch = datasets.load("ring").test.x[:n]
    before = flat(gan.generator)
    one_step(gan, batch, noise)
    found = page.tab.evaluate(GO_ON, [noise.given, batch.ravel().tolist()])
    assert np.abs(np.subtract(before, flat(gan.generator))).max() > 1e-4
    for player, network in (("G", gan.generator), ("D", gan.discriminator)):
        np.testing.assert_allclose(found[player], flat(network), rtol=0, atol=1e-5)


@pytest.fixture
def lab_page(lab):
    return lab.open


def test_the_page_has_the_runs_settings_and_points(tmp_path, lab):
    run, _ = make_run(tmp_path / "run", discriminator_learning_rate=0.0004, seed=3)
    out = tmp_path / "lab.html"
    build.write(out, exported(run))
    lab.open(out)
    settings = lab.settings()
    assert settings["rateD"] == 0.0004 and settings["rateG"] == 0.001
    assert settings["hiddenG"] == [8, 8] and settings["batch"] == 12
    assert lab.tab.input_value("[data-key=data]") == "run" and lab.hash() == ""
    points = lab.tab.evaluate("TG.view.trainer.observer.dataset.points.length")
    assert points == 2 * len(datasets.load("ring").train)
    lab.train(2)
    assert lab.steps == 5
    lab.tab.fill("#time", "3")
    assert lab.steps == 3
    lab.tab.locator("[data-key=unitsG]").fill("4")
    lab.tab.keyboard.press("Enter")
    assert lab.steps == 0 and "starts from new weights" in lab.text("#notes")


class Pretended:
    """A run with this recipe and these samples."""

    path = "runs/x"

    def __init__(self, shape=(2,), **changes):
        recipe = recipes.resolve({"dataset": "ring"})
        self.recipe = dataclasses.replace(recipe, **changes)
        self.data = {"shape": list(shape)}


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"shape": (1,)}, "samples of shape (1,)"),
        ({"shape": (28, 28, 1)}, "samples of shape (28, 28, 1)"),
        ({"loss": "relativistic-average"}, "the loss relativistic-average"),
        ({"normalisation": "spectral"}, "spectral normalisation of D"),
        ({"pack": 2}, "packs of 2"),
        ({"classes": True}, "class labels"),
        ({"penalty": "r1+r2"}, "the penalty r1+r2"),
    ],
)
def test_what_the_page_cannot_do_is_refused_with_the_reason(changes, words):
    with pytest.raises(UserError) as refused:
        exported(Pretended(**changes))
    assert words in str(refused.value) and "cannot go on with runs/x" in str(
        refused.value
    )


def test_all_limits_are_fields_and_all_reasons_are_named():
    names = {field.name for field in dataclasses.fields(recipes.Recipe)}
    assert {field for field, *_ in LIMITS} <= names
    with pytest.raises(UserError, match="dropout, a moving average of G"):
        exported(Pretended(dropout=0.1, average=0.9))


def test_jupyter_and_colab_show_the_page(monkeypatch):
    from IPython import display

    shown = []
    monkeypatch.setattr(display, "display", lambda page: shown.append(page.data))
    lab.show(height=500)
    assert shown[0].startswith("<iframe srcdoc=") and "height: 500px" in shown[0]
    assert "<script" not in shown[0] and "TG.openLab" in shown[0]
    monkeypatch.setitem(sys.modules, "google.colab", object())
    lab.show(height=500)
    assert "<iframe" not in shown[1] and "setIframeHeight(500" in shown[1]
