"""The benchmark of quality against minutes: the whole path at smoke size."""

import json
import types

import numpy as np
import pytest

from benchmarks import time_to_quality as benchmark
from benchmarks import time_to_quality_contestants as contestants
from benchmarks import time_to_quality_report as report
from benchmarks.records import RESULTS
from ter_gan import images
from ter_gan.errors import UserError
from tests.helpers import python

N = 200


@pytest.fixture(scope="module")
def smoke(tmp_path_factory):
    """The folder of a smoke run of two contestants."""
    try:
        images.load("mnist")
    except UserError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("smoke")
    before = _results()
    words = ["-m", "benchmarks.time_to_quality", "--smoke", "--keep", folder]
    python(*words, "--n", N, "--contestants", "ours", "brownlee")
    assert _results() == before
    return folder


def _results():
    return {path: path.stat().st_mtime_ns for path in RESULTS.glob("time_to_quality*")}


def test_a_smoke_run_measures_every_point(smoke):
    found = json.loads((smoke / "time_to_quality.json").read_text())
    points = found["points"]
    assert [(p["contestant"], p["planned_minutes"]) for p in points] == [
        (name, minute)
        for name in ("ours", "brownlee")
        for minute in benchmark.SMOKE_MINUTES
    ]
    seen = {"ours": 64, "brownlee": 128}
    for point in points:
        assert point["minutes"] >= point["planned_minutes"]
        assert point["images"] == point["steps"] * seen[point["contestant"]] > 0
        metrics = point["metrics"]
        assert (
            metrics[f"fd_mnistcnn_{N}"]["value"]
            > found["floor"][f"fd_mnistcnn_{N}"]["value"]
        )
        assert 1 <= metrics[f"is_mnistcnn_{N}"]["value"] < 10
        for share in ("precision", "recall", "coverage"):
            assert 0 <= metrics[f"{share}_mnistcnn_{N}"]["value"] <= 1
    # G: 100·6272 + 6272, 2 (16·128·128 + 128), 49·128 + 1. D: 640, 36928, 3137.
    assert found["contestants"]["brownlee"]["parameters"] == {
        "generator": 1_164_289,
        "discriminator": 40_705,
    }
    assert found["verdicts"]["goal"]["rival"] == "brownlee"
    text = (smoke / "time_to_quality.md").read_text()
    assert "| `ours` |" in text and "(target: 4 minutes" in text
    assert (smoke / "time_to_quality.png").stat().st_size < 150_000


def test_a_missing_peer_is_said_before_anything_is_trained(monkeypatch, capsys):
    monkeypatch.setattr(benchmark.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(benchmark.sys, "argv", ["time_to_quality"])
    with pytest.raises(SystemExit) as stopped:
        benchmark.main()
    assert stopped.value.code == 2
    assert "pip install torch==2.13.0" in capsys.readouterr().err


def test_what_is_complete_is_not_trained_again(smoke, monkeypatch):
    arguments = benchmark.options().parse_args(["--smoke", "--n", str(N)])
    plan = benchmark.plan_of("brownlee", 0, arguments)
    started = []
    monkeypatch.setattr(
        benchmark.subprocess, "run", lambda command, check: started.append(command)
    )
    benchmark.train_all([plan], smoke)
    assert not started
    folder = benchmark.folder_of(plan, smoke)
    assert not benchmark.complete(plan | {"n": N + 1}, folder)
    benchmark.place(folder, plan["minutes"][-1]).unlink()
    benchmark.train_all([plan], smoke)
    assert len(started) == 1
    assert [path.name for path in folder.iterdir()] == ["plan.json"]


def test_the_watch_stands_still_for_samples(monkeypatch):
    now = [0.0]
    clock = types.SimpleNamespace(process_time=lambda: now[0])
    monkeypatch.setattr(benchmark, "time", clock)
    saved = []

    def save(minute, watch):
        saved.append((minute, watch.seconds, watch.steps))
        now[0] += 1000

    watch = benchmark.Stopwatch([0.5, 1], save)
    watch.start()
    answers = []
    for _ in range(3):
        now[0] += 20
        answers.append(watch.look(steps=5))
    assert saved == [(0.5, 40, 10), (1, 60, 15)]
    assert answers == [False, False, True]


def test_names_of_contestants_become_recipes():
    recipe = contestants.recipe("ours:batch_size=32,loss=hinge,average=0.99", 3)
    assert (recipe.batch_size, recipe.loss, recipe.average) == (32, "hinge", 0.99)
    assert (recipe.dataset, recipe.seed) == ("mnist", 3)
    assert contestants.recipe("pytorch", 0) is None
    for wrong in ("pytorsch", "pytorch:batch_size=2", "ours:batchsize=32"):
        with pytest.raises(UserError, match="Unknown"):
            contestants.recipe(wrong, 0)


def test_each_pass_is_a_new_order():
    orders = contestants._orders(10, 4, seed=0)
    passes = [np.concatenate([next(orders), next(orders)]) for _ in range(3)]
    assert all(len(set(order)) == 8 and max(order) < 10 for order in passes)
    assert not np.array_equal(passes[0], passes[1])


def _facts(ours, rival):
    """Facts of two contestants with these Fréchet distances, and shares 0.5, 0.93."""

    def same(values):
        minutes = ("2", "4", "10", "20")
        return {
            minute: dict.fromkeys(("min", "median", "max"), value)
            for minute, value in zip(minutes, values)
        }

    curves = {
        name: {"fd": same(fd), "is_share": same([0.5, 0.6, 0.93, 0.1])}
        for name, fd in (("ours", ours), ("keras_io", rival))
    }
    curves["brownlee"] = {"fd": same([9, 9, 9, 9])}
    return {
        "curves": curves,
        "minutes": [2, 4, 10, 20],
        "metrics": {"fd": "fd_x", "is": "is_x"},
    }


@pytest.mark.parametrize(
    "ours, minute, words",
    [
        ([9, 5, 4, 3], 4, "has it by minute 4 (target: 4 minutes, met)"),
        ([9, 6, 5, 3], 10, "has it by minute 10 (target: 4 minutes, missed)"),
        ([9, 8, 7, 6], None, "never does (target: 4 minutes, missed)"),
    ],
)
def test_the_verdicts_follow_from_the_curves(ours, minute, words):
    facts = _facts(ours, [8, 7, 4, 5])
    facts["verdicts"] = report.verdicts(facts)
    assert facts["verdicts"] == {
        "goal": {"fd": 5, "rival": "keras_io", "minute": minute},
        "share": {"minute": 10, "value": 0.93},
    }
    text = report.sentences(facts)
    assert words in text and "93.0%" in text and "92% within 10 minutes, met" in text
