"""The main job through its commands, in processes of its own where they matter."""

import importlib.util
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import keras
import numpy as np
import pytest

from layer_viz.store import Record
from ter_gan.runs import Run
from tests import helpers
from tests.helpers import called, ter_gan

SMALL = ("--width", "16", "--steps-per-epoch", "4", "--steps-per-execution", "1")
RING = ("train", "--dataset", "ring", *SMALL)
FOUR = ("--epochs", "4", "--average", "0.9", "--critic-steps", "2", "--dropout", "0.2")
BARE = ("--layer-viz", "off")  # records nothing of the layers
TIMES = {"images_per_second", "minutes"}
pytestmark = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="commands choose their own backend"
)


def train(run, *options, command=called):
    return command(*RING, "--run-dir", run, *options)


def train_little(*options, **keywords):
    """One epoch of two steps, not compiled, which must succeed."""
    short = ("--epochs", "1", "--width", "8", "--steps-per-epoch", "2")
    with helpers.eager():
        result = called(*RING, *short, *BARE, *options, **keywords)
    assert result.returncode == 0, result.stderr
    return result


def go_on(run, *options):
    """Goes on with a run, which must succeed."""
    result = called("train", "--resume", run, *options)
    assert result.returncode == 0, result.stderr


def state(run):
    with np.load(run / "checkpoints" / "last.npz") as archive:
        return {name: archive[name] for name in archive if name != "progress"}


def rows(run):
    lines = (run / "metrics.jsonl").read_text().splitlines()
    return [
        {k: v for k, v in json.loads(line).items() if k not in TIMES} for line in lines
    ]


def assert_equal_runs(first, second):
    """Bit for bit: all state, all logs, all pictures."""
    a, b = state(first), state(second)
    assert a.keys() == b.keys()
    assert [k for k in a if not np.array_equal(a[k], b[k])] == []
    assert rows(first) == rows(second)
    for picture in (first / "samples").iterdir():
        assert picture.read_bytes() == (second / "samples" / picture.name).read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An uninterrupted run of four epochs, in a process of its own."""
    path = tmp_path_factory.mktemp("whole") / "run"
    result = train(path, *FOUR, command=ter_gan)
    assert result.returncode == 0, result.stderr
    return path


@pytest.fixture(scope="module")
def first_half(tmp_path_factory):
    """The same, but of two epochs."""
    path = tmp_path_factory.mktemp("half") / "run"
    assert train(path, *FOUR, "--epochs", "2", *BARE).returncode == 0
    return path


@pytest.fixture
def half(first_half, tmp_path):
    """A copy of it."""
    return shutil.copytree(first_half, tmp_path / "run")


@pytest.fixture(scope="module")
def little(tmp_path_factory):
    """A run of one epoch of another model."""
    path = tmp_path_factory.mktemp("little") / "run"
    train_little("--run-dir", path)
    return path


def test_a_run_folder_explains_itself(whole):
    run = whole
    names = {path.name for path in run.iterdir()}
    assert names == {
        "config.json", "data.json", "environment.json", "command.txt", "metrics.csv",
        "metrics.jsonl", "health.jsonl", "curves.png", "film.gif", "report.md",
        "samples", "checkpoints", "generator.keras", "layer_viz", "gallery",
        "film", "film.html",
    }  # fmt: skip
    assert [row["epoch"] for row in rows(run)] == [1, 2, 3, 4]
    assert len((run / "metrics.csv").read_text().splitlines()) == 5
    assert sorted(p.name for p in (run / "samples").iterdir()) == [
        f"epoch_{epoch:04d}.png" for epoch in range(5)
    ]
    command = (run / "command.txt").read_text()
    assert command.startswith("python -m ter_gan.train --dataset ring")
    config = json.loads((run / "config.json").read_text())
    assert config["width"] == 16 and config["backend"] == "tensorflow"
    assert "ring" in (run / "report.md").read_text()


def test_n_then_m_epochs_equal_n_plus_m(half, whole):
    go_on(half, "--epochs", "4", *BARE)
    assert_equal_runs(half, whole)


IN_TURN = """
import json, sys
from ter_gan import train
for command in json.loads(sys.argv[1]):
    assert train.main(command) == 0
    sys.modules["keras"].utils.clear_session()  # names begin at 0, as if started
"""


@pytest.mark.skipif("jax" not in helpers.TEST_BACKENDS, reason="JAX is not installed")
def test_n_then_m_epochs_equal_n_plus_m_on_jax(tmp_path):
    whole, half = (str(tmp_path / name) for name in ("whole", "half"))
    wanted = [*RING[1:], *FOUR, *BARE, "--backend", "jax", "--run-dir"]
    commands = [
        [*wanted, whole],
        [*wanted, half, "--epochs", "2"],
        ["--resume", half, "--epochs", "4", *BARE],
    ]
    helpers.python("-c", IN_TURN, json.dumps(commands), env=helpers.COMPILE_FAST)
    assert Run.find(half).backend == "jax"
    assert_equal_runs(Path(half), Path(whole))


def wait_for(condition, process, seconds=120):
    for _ in range(seconds * 20):
        if condition():
            return
        if process.poll() is not None:
            raise AssertionError(process.communicate())
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def start(run, *options):
    return subprocess.Popen(
        helpers.command(*RING, "--run-dir", run, *options),
        env=helpers.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_kill_9_and_resume(whole, tmp_path):
    run = tmp_path / "run"
    process = start(run, *FOUR)
    wait_for((run / "samples" / "epoch_0002.png").exists, process)
    process.kill()
    process.communicate()
    record = Record.find(run)
    assert record.epochs[0] == 0 and not record.manifest["complete"]
    assert all(record.epoch(number)["sheets"] for number in record.epochs)
    go_on(run)
    assert_equal_runs(run, whole)
    record = Record.find(run)
    skipped = [each["epoch"] for each in record.manifest["skipped"]]  # if slow
    assert sorted(record.epochs + skipped) == [0, 1, 2, 3, 4]
    assert record.epochs[-1] == 4 and record.manifest["complete"]


LONG = ("--epochs", "2", "--steps-per-epoch", "200", "--steps-per-execution", "10")


def test_ctrl_c_saves_at_the_step_and_goes_on_exactly(tmp_path):
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    process = start(stopped, *LONG, *BARE)
    for line in process.stdout:
        if "epoch 1/2" in line:  # after the first of 20 batches
            break
    process.send_signal(signal.SIGINT)
    output = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    assert "finishing the step" in output and f"--resume {stopped}" in output
    progress = json.loads(
        np.load(stopped / "checkpoints" / "last.npz")["progress"].tobytes()
    )
    assert progress["epoch"] == 0 and 0 < progress["step"] < 200
    go_on(stopped, *BARE)
    assert train(whole, *LONG, *BARE).returncode == 0
    assert_equal_runs(stopped, whole)


def test_max_minutes_stops_cleanly(tmp_path):
    with helpers.eager():
        result = train(tmp_path / "run", *LONG, *BARE, "--max-minutes", "0.02")
    assert result.returncode == 0
    assert "Stopped by the time limit" in result.stdout
    assert (tmp_path / "run" / "film.gif").exists()


def test_a_write_that_was_cut_off_leaves_the_run_usable(half, whole):
    checkpoints = half / "checkpoints"
    (checkpoints / ".part.last.npz").write_bytes(b"half of it")
    os.replace(checkpoints / "last.npz", checkpoints / "kept.npz")  # between renames
    go_on(half, "--epochs", "4", *BARE)
    assert_equal_runs(half, whole)


def error(result):
    """The one line of a refused command."""
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 2, result.stderr
    assert len(lines) == 1 and lines[0].startswith("error: "), result.stderr
    return lines[0]


def test_changed_hyper_parameters_are_refused_on_resume(whole):
    before, wanted = state(whole), ("--learning-rate", "0.5", "--backend", "jax")
    message = error(called("train", "--resume", whole, *wanted))
    assert "learning_rate: 0.001 in the run, 0.5 asked for" in message
    assert "backend: tensorflow in the run, jax asked for" in message
    assert [k for k in before if not np.array_equal(before[k], state(whole)[k])] == []


def test_a_finished_run_says_how_to_go_on(whole):
    message = error(called("train", "--resume", whole))
    assert "finished its 4 epochs" in message and "--epochs" in message


def test_a_folder_of_another_run_is_not_overwritten(whole):
    assert "not empty" in error(train(whole))


@pytest.mark.parametrize(
    "damage, message",
    [
        (lambda data: data[: len(data) // 2], "damaged or foreign"),
        (lambda data: b"", "damaged or foreign"),
        (lambda data: b"PK not a checkpoint", "damaged or foreign"),
    ],
)
def test_a_damaged_checkpoint_is_named(damage, message, half):
    path = half / "checkpoints" / "last.npz"
    path.write_bytes(damage(path.read_bytes()))
    assert message in error(called("train", "--resume", half, "--epochs", "3"))


def test_a_foreign_checkpoint_is_refused(whole, little, tmp_path):
    run = shutil.copytree(little, tmp_path / "run")
    foreign = whole / "checkpoints" / "last.npz"
    (run / "checkpoints" / "last.npz").write_bytes(foreign.read_bytes())
    message = error(called("train", "--resume", run, "--epochs", "9"))
    assert "belongs to another model" in message


@pytest.mark.parametrize(
    "options, expected",
    [
        (["--dataset", "mnits"], "Unknown dataset 'mnits'. Did you mean mnist"),
        (["--model", "dcgen"], "Did you mean dcgan"),
        (["--loss", "hing", "--dataset", "ring"], "Did you mean hinge"),
        (["--penalty", "r3", "--dataset", "ring"], "Unknown penalty 'r3'"),
        (["--epoch", "3"], "Unknown option '--epoch'. Did you mean --epochs"),
        (["--epochs", "-1"], "--epochs"),
        (["--epochs", "many"], "--epochs"),
        (["--batch-size", "0"], "--batch-size"),
        (["--batch-size", "30000", "--dataset", "ring"], "smaller --batch-size"),
        (["--batch-size", "5", "--pack", "2", "--dataset", "ring"], "multiple of"),
        (["--dataset", "spiral", "--model", "cgan"], "no labels to condition on"),
        (["--dataset", "ring", "--model", "cgan", "--pack", "2"], "pack would mix"),
        (["--dataset", "ring", "--model", "dcgan", "--network", "dcgan"], "network"),
        (["--dataset", "ring", "--model", "wgan", "--penalty", "r1"], "keep one"),
        (["--dataset", "ring", "--hidden", "8"], "--hidden belongs to"),
        (["--dataset", "ring", "--device", "gpu:9"], "no device 'gpu:9'"),
        (["--config", "nowhere.json"], "nowhere.json"),
        (["--resume", "nowhere"], "not a run folder"),
        (["--dataset", "folder:nowhere"], "nowhere"),
        (["--upsampling", "magic"], "--upsampling"),
    ],
)
def test_a_mistake_is_one_clear_line(options, expected, tmp_path):
    result = called("train", *options, cwd=tmp_path)
    assert expected in error(result)
    assert not (tmp_path / "runs").exists()


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path):
    error(ter_gan("train", "--dataset", "mnits", cwd=tmp_path))


def test_no_permission(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    message = error(train(tmp_path / "file" / "run"))
    assert "Cannot write the run folder" in message and "--run-dir" in message


def test_a_full_disk_is_one_clear_line_and_nothing_is_lost(tmp_path):
    run = tmp_path / "run"
    train_little("--run-dir", run, "--width", "128")
    before = state(run)

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # no checkpoint

    again = ("train", "--resume", run, "--epochs", "2", *BARE)
    result = ter_gan(*again, preexec_fn=small_disk)
    assert "Free some space" in error(result)
    assert before.keys() == state(run).keys()
    assert [k for k in before if not np.array_equal(before[k], state(run)[k])] == []


def test_tensorboard_is_an_extra(tmp_path):
    wanted = ("--run-dir", tmp_path / "run", "--tensorboard")
    if importlib.util.find_spec("tensorboard"):
        train_little(*wanted)
        assert list((tmp_path / "run" / "tensorboard").rglob("events*"))
    else:
        assert "pip install tensorboard" in error(called(*RING, *wanted))


def test_help_groups_shows_defaults_and_ends_with_examples():
    text = called("train", "--help").stdout
    for part in ("networks:", "objective:", "optimisation:", "run:", "[0.0002]"):
        assert part in text
    assert text.rstrip().splitlines()[-1].lstrip().startswith("python -m ter_gan.train")


def test_dry_run_shows_recipe_networks_and_cost_and_trains_nothing(tmp_path):
    result = called("train", "--dataset", "ring", "--dry-run", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    for part in ('"loss": "non-saturating"', "g_dense_1", "d_logit", "parameters"):
        assert part in result.stdout
    assert "time: 30 epochs" in result.stdout and "memory: about" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_config_of_a_run_repeats_it_and_options_override(whole, tmp_path):
    config, run = whole / "config.json", tmp_path / "run"
    result = called(
        *("train", "--config", config, "--epochs", "1", "--run-dir", run, *BARE)
    )
    assert result.returncode == 0, result.stderr
    first = rows(whole)[0]
    assert rows(run) == [first]
    assert json.loads((run / "config.json").read_text())["epochs"] == 1


def test_run_folders_are_numbered(tmp_path):
    for number in (1, 2):
        train_little(cwd=tmp_path)
        assert (tmp_path / "runs" / f"{number:05d}-ring-gan" / "report.md").exists()
