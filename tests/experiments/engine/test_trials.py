"""Every cell and seed ends up as exactly one finished trial, whatever happens."""

import dataclasses
import os
import signal
import time
import warnings
from collections import Counter

import pytest

from experiments.engine import workers
from experiments.engine.experiment import cell_key
from experiments.engine.trials import Study, open_storage, sort_measured
from ter_gan.errors import UserError
from tests.experiments.engine import slow, toys, unequal
from tests.experiments.engine.sweep import finished, start, until_measured


def study(folder, experiment=toys.EXPERIMENT, seeds=2, name="plants"):
    found = Study(name, experiment, open_storage(workers.sqlite_url(folder)))
    found.plan(seeds)
    return found


def test_all_trials_are_measured_once(tmp_path):
    one = study(tmp_path)
    assert one.work()
    table = one.table()
    assert len(table.rows) == 12
    assert [row.seed for row in table.rows[:2]] == [0, 1]
    assert table.rows[0].curves["growth"][0] == 0.0
    again = study(tmp_path)
    assert not again.work()
    assert len(again.table().rows) == 12


def test_a_trial_remembers_its_backend(tmp_path):
    one = study(tmp_path)
    one.work()
    backends = {each["backend"] for each in one.environments()}
    assert backends == {os.environ["KERAS_BACKEND"]}


def test_more_seeds_and_cells_extend_a_study(tmp_path):
    study(tmp_path, seeds=1).work()
    cells = (*toys.EXPERIMENT.cells, {"light": 5, "soil": "sand"})
    more = dataclasses.replace(toys.EXPERIMENT, vary={}, cells=cells)
    extended = study(tmp_path, more, seeds=2)
    assert len(extended.finished()) == 6
    extended.work()
    assert len(extended.table().rows) == 14


def test_another_definition_is_refused_and_named(tmp_path):
    study(tmp_path).work()
    other = dataclasses.replace(toys.EXPERIMENT, vary={}, base={"pause": 0.001})
    with pytest.raises(UserError, match="base pause was 0.0, is 0.001"):
        study(tmp_path, other)
    study(tmp_path)  # the old one still opens


def test_an_exception_is_recorded_and_the_others_go_on(tmp_path):
    broken = dataclasses.replace(
        toys.EXPERIMENT, vary={}, base={"pause": 0.0, "fails": "sand"}
    )
    found = study(tmp_path, broken, seeds=1)
    found.work()
    assert len(found.table().rows) == 3
    assert set(found.failed().values()) == {"RuntimeError: no plant grows here"}
    assert {key for key, _ in found.failed()} == {
        cell_key(cell) for cell in broken.cells if cell["soil"] == "sand"
    }


def test_some_cells_have_more_seeds(tmp_path):
    more = dataclasses.replace(
        toys.EXPERIMENT,
        vary={},
        seeds=1,
        more_seeds=(({"soil": "sand"}, 2), ({"soil": "sand", "light": 3}, 4)),
    )
    storage = open_storage(workers.sqlite_url(tmp_path))
    found = Study("plants", more, storage)
    found.plan()
    found.work()
    rows = found.table().rows
    counts = Counter((row.cell["soil"], row.cell["light"]) for row in rows)
    expected = {
        (c["soil"], c["light"]): 1 if c["soil"] != "sand" else 2 for c in more.cells
    }
    assert counts == expected | {("sand", 3): 4}
    assert more.seeds_of({"soil": "sand", "light": 3}, smoke=True) == 2
    found.plan(2)  # what a person asks for counts for all
    assert len(found.places) == 2 * len(more.cells)


def test_a_condition_chooses_cells_also_of_a_smoke_run(tmp_path):
    few = dataclasses.replace(toys.EXPERIMENT, vary={}, smoke_cells=1)
    found = Study("plants", few, open_storage(workers.sqlite_url(tmp_path)), smoke=True)
    found.plan(only={"light": (1, 3), "soil": "sand"})
    found.work()
    assert [row.cell["light"] for row in found.table().rows] == [1, 1, 3, 3]


def test_a_twin_with_a_higher_number_is_pruned(tmp_path):
    first = study(tmp_path, seeds=1)
    for cell in toys.EXPERIMENT.cells:
        first._add(cell, 0)  # what a second run does that planned just as early
    first.work()
    states = [trial.state.name for trial in first.study.get_trials()]
    assert states == ["COMPLETE"] * 6 + ["PRUNED"] * 6


def test_a_trial_that_died_before_its_first_heartbeat_is_taken_over(tmp_path):
    storage = open_storage(workers.sqlite_url(tmp_path), heartbeat=1, grace=1)
    found = Study("plants", toys.EXPERIMENT, storage)
    found.plan(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ask makes no heartbeats: that is the point
        died = found.study.ask()
    deadline = time.monotonic() + 20
    while found.open() and time.monotonic() < deadline:
        time.sleep(0.3)
        found.work()
    assert len(found.table().rows) == 6
    assert found.study.get_trials()[died.number].state.name == "FAIL"


def test_a_kill_loses_and_doubles_nothing(tmp_path):
    url, log = workers.sqlite_url(tmp_path), tmp_path / "log"
    process = start(url, log, jobs=2)
    until_measured(log, 6, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(log.read_text().splitlines())
    assert before < 18
    assert start(url, log, jobs=2).wait(60) == 0
    finished(url)
    after = len(log.read_text().splitlines())
    assert after - 18 <= 2  # only what was running is measured again


def test_two_runs_at_the_same_time_share_the_work(tmp_path):
    url, log = workers.sqlite_url(tmp_path), tmp_path / "log"
    both = [start(url, log) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    found = finished(url)
    assert len(log.read_text().splitlines()) == 18
    names = {t.user_attrs.get("worker") for t in found.finished().values()}
    assert len(names) == 2


def test_a_worker_that_retires_has_a_successor(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "WORKING_LIFE", 0.6)
    url, log = workers.sqlite_url(tmp_path), tmp_path / "workers.log"
    task = workers.Task(slow.__name__, url)
    found = task.open()
    found.plan()
    assert workers.run([task], [found], 1, lambda: None, log) == []
    trials = finished(url).finished().values()
    assert len({trial.user_attrs["worker"] for trial in trials}) > 2


def test_a_worker_that_waits_is_not_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "WORKING_LIFE", 1.0)
    hired, hire = [], workers._worker
    monkeypatch.setattr(
        workers, "_worker", lambda *given: hired.append(given) or hire(*given)
    )
    url, log = workers.sqlite_url(tmp_path), tmp_path / "workers.log"
    task = workers.Task(unequal.__name__, url)
    found = task.open()
    found.plan()
    assert workers.run([task], [found], 2, lambda: None, log) == []
    assert len(found.finished()) == len(hired) == 2


def test_a_worker_whose_parent_is_killed_ends(tmp_path):
    url, log = workers.sqlite_url(tmp_path), tmp_path / "log"
    process = start(url, log)
    until_measured(log, 1, process)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(1.5)
    count = len(log.read_text().splitlines())
    time.sleep(1)
    assert len(log.read_text().splitlines()) == count < 18


def test_measured_values_are_checked():
    outcomes = {"a": None}
    assert sort_measured({"a": float("inf"), "c": [1, float("nan")]}, outcomes) == (
        {"a": None},
        {"c": [1.0, None]},
    )
    with pytest.raises(ValueError, match="returned no a"):
        sort_measured({}, outcomes)
    with pytest.raises(ValueError, match="'b', which is neither"):
        sort_measured({"a": 1, "b": 2}, outcomes)
