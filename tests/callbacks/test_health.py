import dataclasses
import json

import numpy as np
import pytest

from ter_gan import losses, recipes, report
from ter_gan.callbacks import Health, NotFinite, Position
from ter_gan.callbacks.health import RULES, findings, not_finite
from ter_gan.data import Dataset, Split
from ter_gan.models.gan import GAN
from ter_gan.recipes import Recipe
from ter_gan.runs import Run
from tests import helpers

HEALTHY = {"generator_slope": 0.3, "d_auc": 0.7, "diversity": 0.9}


def names(loss="non-saturating", **numbers):
    return [rule.name for rule, _ in findings(HEALTHY | numbers, losses.LOSSES[loss])]


def test_good_health_has_no_findings():
    assert names() == []


@pytest.mark.parametrize(
    "numbers, name",
    [
        ({"generator_slope": 1e-4}, "vanishing-gradient"),
        ({"d_auc": 0.999}, "discriminator-too-strong"),
        ({"d_auc": 0.5}, "discriminator-too-weak"),
        ({"diversity": 0.1}, "loss-of-diversity"),
    ],
)
def test_each_illness_is_found_alone(numbers, name):
    assert names(**numbers) == [name]


def test_sentences_hold_the_number_and_the_limit():
    ((_, sentence),) = findings(HEALTHY | {"diversity": 0.12}, losses.LOSSES["hinge"])
    assert "0.12" in sentence and "limit 0.5" in sentence


@pytest.mark.parametrize(
    "numbers, sentence",
    [
        (
            {"generator_slope": 1.26e-4},
            "The generator hardly gets a gradient any more: 1.3e-04 per sample "
            "(limit 1e-03)",
        ),
        (
            {"d_auc": 0.999},
            "The discriminator tells real from generated in 99.9% of all pairs "
            "(limit 99.5%)",
        ),
        (
            {"d_auc": 0.5},
            "The discriminator ranks only 50.0% of all pairs rightly "
            "(limit 52%, chance 50%)",
        ),
    ],
)
def test_sentences_word_by_word(numbers, sentence):
    ((_, found),) = findings(HEALTHY | numbers, losses.LOSSES["hinge"])
    assert found == sentence


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_limit_itself_is_no_illness(rule):
    loss = losses.LOSSES["hinge"]
    assert not rule.fires(rule.limit, loss)
    assert rule.fires(rule.limit * (0.99 if rule.below else 1.01), loss)


def test_a_strong_wasserstein_critic_is_no_illness():
    assert names("wasserstein", d_auc=1.0) == []


def test_clipped_weights_make_slopes_small_which_is_no_illness():
    assert names("wasserstein", generator_slope=1e-5) == []


def test_what_to_try_is_what_the_model_knows_and_the_run_lacks():
    alike = {rule.name: rule for rule in RULES}["loss-of-diversity"]
    assert alike.advice(Recipe()).startswith("add --pack 2, or add --minibatch-stddev")
    assert alike.advice(Recipe(pack=4)).startswith("add --minibatch-stddev")
    seqgan = recipes.resolve({"dataset": "grammar", "model": "seqgan"})
    assert alike.advice(seqgan) == "use --penalty wgan-gp with --loss wasserstein"
    wgan = dataclasses.replace(seqgan, loss="wasserstein", penalty="wgan-gp")
    assert alike.advice(wgan) == ""


@pytest.fixture
def health(tmp_path, rng):
    points = rng.normal(size=(40, 2)).astype("float32")
    split = Split(points)
    gan = helpers.compiled(GAN(*helpers.tiny_networks()))
    dataset = Dataset("test", split, split, split)
    callback = Health(Run(tmp_path), dataset, Position(5, 8), Recipe(), n=16)
    callback.set_model(gan)
    return callback


def test_a_collapsed_generator_is_found_and_written(health, capsys):
    weights = health.model.generator.get_weights()
    health.model.generator.set_weights([0 * w for w in weights])
    logs = {"d_auc": 0.7}
    health.on_epoch_end(0, logs)
    assert logs["diversity"] == pytest.approx(0, abs=1e-6)
    found = [
        json.loads(line)
        for line in (health.run.path / "health.jsonl").read_text().splitlines()
    ]
    assert "loss-of-diversity" in [each["name"] for each in found]
    assert "Generated samples differ 0.00" in capsys.readouterr().out


def test_nan_names_step_and_tensor(health):
    health.position.step = 3
    variable = health.model.discriminator.weights[0]
    variable.assign(np.full(variable.shape, np.nan))
    with pytest.raises(
        NotFinite, match="epoch 1, step 3, d_loss.*discriminator d_dense"
    ):
        health.on_train_batch_end(2, {"g_loss": 1.0, "d_loss": float("nan")})


def test_finite_networks_have_no_culprits(health):
    assert not_finite(health.model.players) == []
    health.on_train_batch_end(0, {"d_loss": 1.0})


def test_the_report_says_an_illness_that_lasts_once(tmp_path):
    run = Run(tmp_path)
    days = [(1, "weak"), (1, "flat"), (2, "weak"), (3, "weak"), (5, "weak")]
    lines = [
        json.dumps({"epoch": epoch, "name": name, "sentence": f"{name} at {epoch}."})
        for epoch, name in days
    ]
    (tmp_path / "health.jsonl").write_text("\n".join(lines))
    assert report._health(run).splitlines() == [
        "- Epochs 1 to 3, at last: weak at 3.",
        "- Epoch 1: flat at 1.",
        "- Epoch 5: weak at 5.",
    ]
