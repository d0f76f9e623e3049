"""Every control of the live page changes what it should, and nothing else."""

import numpy as np
import pytest

from tests.lab.conftest import Lab, set_control

# control, the value it is set to, the setting of the engine, what it must be.
CONTROLS = [
    ("loss", "hinge", "loss", "hinge"),
    ("smoothing", 2, "smoothing", 0.1),
    ("penalty", "r1", "penalty", "r1"),
    ("opt", "sgd", "optimizer", "sgd"),
    ("lrG", 0, "rateG", 1e-4),
    ("lrD", 24, "rateD", 1),
    ("beta1", 9, "beta1", 0.9),
    ("beta2", 1, "beta2", 0.9),
    ("ratio", 4, "criticSteps", 5),
    ("trainG", False, "trainG", False),
    ("trainD", False, "trainD", False),
    ("batch", 1, "batch", 16),
    ("seed", "7", "seed", 7),
    ("noise", "uniform", "latent", "uniform"),
    ("dim", "5", "latentDim", 5),
    ("layersG", "3", "hiddenG", [32, 32, 32]),
    ("unitsG", "4", "hiddenG", [4, 4]),
    ("actG", "tanh", "activationG", "tanh"),
    ("layersD", "0", "hiddenD", []),
    ("unitsD", "128", "hiddenD", [128, 128]),
    ("actD", "relu", "activationD", "relu"),
]
FRESH = {"opt", "batch", "seed", "noise", "dim", "data"}
NETWORK = {"layers", "units", "act"}
LAYERS = [
    ("real", False),
    ("fake", False),
    ("heat", "off"),
    ("heat", "logit"),
    ("contour", False),
    ("manifold", True),
    ("arrows", "slope"),
    ("tracks", True),
]


@pytest.fixture(scope="module")
def opened(context, path):
    page = Lab(context.new_page())
    yield page.open(path)
    assert page.problems == []


@pytest.fixture
def lab(opened):
    """The live page with its default settings at step 0."""
    opened.tab.evaluate("TG.set({ ...TG.DEFAULTS })")
    opened.tab.click("#restart")
    return opened


@pytest.mark.parametrize("key, value, setting, wanted", CONTROLS)
def test_a_control_changes_its_setting_alone(lab, key, value, setting, wanted):
    lab.train(2)
    before = lab.settings()
    set_control(lab.tab, key, value)
    after = lab.settings()
    assert before[setting] != wanted and after[setting] == wanted
    assert {k: v for k, v in after.items() if k != setting} == {
        k: v for k, v in before.items() if k != setting
    }
    assert lab.steps == (0 if key in FRESH or key[:-1] in NETWORK else 2)
    lab.train(2)
    assert np.isfinite(lab.weights()).all()


def test_the_weight_of_a_penalty_can_be_set_when_there_is_one(lab):
    assert lab.tab.locator("[data-key=weight]").is_disabled()
    set_control(lab.tab, "penalty", "wgan-gp")
    set_control(lab.tab, "weight", 18)
    assert lab.settings()["penaltyWeight"] == 10
    assert "10·E[(‖∇D(x̂)‖ − 1)²]" in lab.text("#phases")


@pytest.mark.parametrize("key, value", LAYERS)
def test_a_layer_changes_the_picture_and_not_the_training(lab, key, value):
    lab.train(5)
    ink, weights = lab.ink(), lab.weights()
    set_control(lab.tab, key, value)
    assert lab.ink() != ink
    assert lab.weights() == weights


@pytest.mark.parametrize("data", ["grid", "two_moons", "spiral", "gaussian"])
def test_data_can_be_chosen(lab, data):
    lab.train(1)
    box = lab.tab.evaluate("TG.view.trainer.observer.box")
    set_control(lab.tab, "data", data)
    assert lab.steps == 0
    assert lab.tab.evaluate("TG.view.trainer.observer.box") != box
