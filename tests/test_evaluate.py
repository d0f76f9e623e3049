"""The command: one table, one page, one JSON file; mistakes in one line."""

import dataclasses
import json
import shutil
import types

import keras
import numpy as np
import pytest

from ter_gan import evaluate, recipes, training
from ter_gan.errors import UserError
from ter_gan.evaluation.held_out import auc, held_out
from ter_gan.models.gan import GAN
from ter_gan.points import load
from ter_gan.runs import Run
from tests import helpers
from tests.helpers import ter_gan
from tests.test_train import error


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Run folders of untrained GANs: two of the ring, one of the grid."""
    folder = tmp_path_factory.mktemp("runs")
    for name, options in {
        "first": {"dataset": "ring", "pack": 2},
        "second": {"dataset": "ring", "loss": "wasserstein", "seed": 1},
        "other": {"dataset": "grid"},
    }.items():
        recipe = recipes.resolve({"width": 8, **options})
        dataset = training.load(recipe)
        gan, _ = training.build(recipe, dataset)
        run = Run.create(folder / name, recipe, keras.backend.backend())
        run.write_json("data.json", training.facts(dataset))
        run.save_checkpoint(gan, {"epoch": 0, "step": 0})
    return folder


def run_of(folder, name):
    return Run.find(folder / name)


def test_auc_closed_forms():
    assert auc([1, 2], [0, -1]) == 1
    assert auc([0, -1], [1, 2]) == 0
    assert auc([1, 1], [1, 1]) == 0.5
    assert auc([3, 0], [1, 2]) == 0.5


def test_auc_is_the_share_of_pairs(rng):
    high, low = rng.integers(0, 9, 40) + 1.0, rng.integers(0, 9, 30)
    pairs = (high[:, None] > low) + 0.5 * (high[:, None] == low)
    assert auc(high, low) == pytest.approx(pairs.mean())
    assert auc(low, high) == pytest.approx(1 - pairs.mean())


def test_held_out_samples_are_drawn_from_the_whole_split(monkeypatch):
    data, gan = load("ring"), GAN(*helpers.tiny_networks())
    order = np.argsort(data.test.x[:, 0])  # as files that are sorted have them
    data = dataclasses.replace(data, test=data.test[order])
    seen, logits = [], gan.logits
    monkeypatch.setattr(
        gan, "logits", lambda x, labels: seen.append(x) or logits(x, labels)
    )
    held_out(gan, data, "test", n=500, seed=0)
    right = (seen[0][:, 0] > 0).mean()
    assert right == pytest.approx((data.test.x[:, 0] > 0).mean(), abs=0.1)


def test_a_split_smaller_than_a_pack_is_named():
    data = load("ring")
    data = dataclasses.replace(data, test=data.test[:1])
    gan = types.SimpleNamespace(pack=2)
    with pytest.raises(UserError, match="judges 2 samples together.*has 1"):
        held_out(gan, data, "test", n=500, seed=0)


def test_statistics_of_an_undecided_discriminator():
    networks = helpers.tiny_networks()
    networks[1].set_weights([0 * w for w in networks[1].get_weights()])
    numbers = held_out(GAN(*networks), load("ring"), "test", n=100, seed=0)
    assert numbers["n"] == 100
    assert numbers["d_auc"] == 0.5
    np.testing.assert_allclose(
        [numbers[k] for k in ("d_loss", "g_loss", "d_real", "d_fake")],
        [2 * np.log(2), np.log(2), 0.5, 0.5],
        rtol=1e-5,
    )


def test_the_command_writes_what_it_prints(runs, tmp_path):
    file = tmp_path / "result.json"
    result = ter_gan("evaluate", runs / "first", "--n", "501", "--json", file)
    assert result.returncode == 0, result.stderr
    content = json.loads(file.read_text())
    folder = runs / "first" / "evaluation"
    assert content == json.loads((folder / "evaluation.json").read_text())
    assert f"page: {folder / 'index.html'}" in result.stdout
    (run,) = content["runs"]
    assert set(run["held_out"]) == {"train", "validation", "test"}
    assert run["held_out"]["test"]["n"] == 500  # packs of two
    energy = run["results"][0]
    assert energy["name"] == "energy_distance_501"
    assert energy["floor"] < energy["value"]
    row = next(x for x in result.stdout.splitlines() if x.startswith(energy["name"]))
    assert float(row.split()[2]) == pytest.approx(energy["value"], rel=0.01)
    assert content["command"].startswith("python -m ter_gan.evaluate")


def test_two_runs_stand_in_one_table(runs):
    found = evaluate.evaluate([run_of(runs, "first"), run_of(runs, "second")], n=300)
    assert [run.name for run in found.runs] == ["first", "second"]
    assert {len(row) for row in found.rows} == {2}
    (pair,) = found.comparisons(found.rows[0])
    values = [result.value for result in found.rows[0]]
    assert pair[2].difference == values[0] - values[1]
    assert found.rows[0][0].floor == found.rows[0][1].floor
    assert values[0] != values[1]
    assert found.runs[1].facts["loss"] == "wasserstein"


def test_a_metric_that_one_of_two_runs_lacks_leaves_its_cell_empty(monkeypatch):
    def measured(name, run, evaluator, bench, folder, strict):
        return types.SimpleNamespace(results=strict)

    monkeypatch.setattr(evaluate, "_evaluated", measured)
    monkeypatch.setattr(training, "restore", lambda run: (run,))
    judge = types.SimpleNamespace(bench=str, contribution=str)
    for runs, strict in ((["a"], [True]), (["a", "b"], [False, False])):
        runs = [types.SimpleNamespace(path=helpers.ROOT / each) for each in runs]
        found = evaluate._measured(runs, judge, False, None)[0]
        assert [each.results for each in found] == strict


def test_the_same_run_twice_does_not_differ_and_has_two_names(runs, monkeypatch):
    monkeypatch.chdir(runs)
    found = evaluate.evaluate(
        [Run.find("first"), Run.find("../" + runs.name + "/first")], n=300
    )
    assert len({run.name for run in found.runs}) == 2
    for row in found.rows:
        for _, _, pair in found.comparisons(row):
            assert pair.difference == 0 and not pair.exceeds


def mistake(*arguments):
    with pytest.raises(UserError) as caught:
        evaluate.main([str(each) for each in arguments])
    return str(caught.value)


def test_runs_of_other_data_are_refused(runs):
    text = mistake(runs / "first", runs / "other")
    assert "one dataset" in text and "ring" in text and "grid" in text


def test_a_run_without_a_checkpoint_is_refused(runs, tmp_path):
    for name in ("config.json", "data.json"):
        (tmp_path / name).write_text((runs / "first" / name).read_text())
    assert "has no checkpoint" in mistake(tmp_path)


def test_data_that_changed_are_refused(runs, tmp_path):
    path = shutil.copytree(runs / "first", tmp_path / "first")
    facts = json.loads((path / "data.json").read_text())
    facts["content_hash"] = "0" * 64
    (path / "data.json").write_text(json.dumps(facts))
    assert "is not the data that" in mistake(path)


@pytest.mark.parametrize(
    "options, words",
    [
        (["--metrics", "energi"], "Did you mean energy"),
        (["--metrics", "fd"], "Unknown metric 'fd'"),
        (["--features", "mnistcnn"], "leave --features out"),
        (["--quiz"], "Only images"),
        (["--cross-check"], "Only metrics of images"),
        (["--n", "0"], "--n"),
        (["--split", "exam"], "exam"),
    ],
)
def test_options_that_cannot_be_obeyed(runs, options, words):
    assert words in mistake(runs / "first", "--n", "100", *options)


def test_places_that_cannot_be_written_are_refused_at_once(runs, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    assert "must name a folder" in mistake(runs / "first", "--out", file)
    assert "must name a file" in mistake(runs / "first", "--json", tmp_path)


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path):
    error(ter_gan("evaluate", "nowhere", cwd=tmp_path))


def test_an_evaluation_that_is_replaced_is_announced(runs, tmp_path, capsys):
    options = [str(runs / "first"), "--metrics", "modes", "--n", "100"]
    options += ["--out", str(tmp_path)]
    evaluate.main(options)
    assert "replaces" not in capsys.readouterr().out
    evaluate.main(options)
    assert f"{tmp_path} holds an evaluation" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options", [["--metrics", "fdd"], ["--features", "mnistcnn"], ["--known", "age"]]
)
def test_nothing_is_announced_by_a_command_that_is_refused(
    runs, options, tmp_path, capsys
):
    (tmp_path / "evaluation.json").write_text("{}")
    mistake(runs / "first", "--out", tmp_path, *options)
    out = capsys.readouterr().out
    assert "replaces" not in out
    assert ("ring:" in out) == ("--metrics" not in options)  # before data are loaded


def test_a_run_without_checkpoint_is_refused_before_any_is_measured(runs, tmp_path):
    run = Run.create(tmp_path / "new", run_of(runs, "first").recipe, "tensorflow")
    run.write_json("data.json", run_of(runs, "first").data)
    with pytest.raises(UserError, match="has no checkpoint"):
        evaluate.evaluate([run_of(runs, "first"), run], metrics="unknown")
