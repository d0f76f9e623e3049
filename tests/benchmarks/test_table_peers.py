"""The benchmark against ctgan, at smoke size and without ctgan."""

import argparse
import json
import sys

import numpy as np
import pytest

from benchmarks import table_peers as benchmark
from ter_gan.tables.datasets import load
from tests.helpers import COMPILE_FAST
from tests.tables.small import people

SMALL = "--max-minutes 0.01 --steps-per-epoch 1 --batch-size 20 --width 8 --pack 1 "
SMALL += "--penalty none --layer-viz off --target sex"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a run of ours alone has left what it found."""
    folder = tmp_path_factory.mktemp("peers")
    people(400).to_csv(folder / "people.csv", index=False)
    words = f"--dataset csv:{folder}/people.csv --n 30 --every 1 --threads 1"
    places = f"--keep {folder}/kept --out {folder}/out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", f"table_peers {words} {places} {SMALL}".split())
        for name, value in COMPILE_FAST.items():
            patch.setenv(name, value)
        benchmark.main()
    return folder


def test_ours_is_measured_from_its_start_to_its_end(folder):
    record = json.loads((folder / "out" / "table_peers.json").read_text())
    assert record["options"] == SMALL.split() and record["threads"] == 1
    ours, real = record["found"]["ours"], record["found"]["real"]
    points = ours["points"]
    epochs = [point["epoch"] for point in points]
    assert epochs and epochs == sorted(set(epochs))
    times = [point["cpu_seconds"] for point in points] + [ours["cpu_seconds"]]
    assert times == sorted(times) and times[0] > 0.5
    for each in (ours, real):
        assert 0 < each["shapes"] <= 1 and 0 <= each["detector"] <= 1
        assert 0 <= each["tstr"] <= 1
    assert ours["asked"] == {"sex": 1.0}
    text = (folder / "out" / "table_peers.md").read_text()
    assert "| ours, until it stops by itself |" in text and "Without ctgan." in text


def test_what_is_in_the_folder_is_not_learned_again(folder):
    plan = json.loads((folder / "kept/ours/found.json").read_text())["plan"]
    found = benchmark.once(folder / "kept" / "ours", plan, lambda place: 1 / 0)
    assert found["points"]
    again = benchmark.once(folder / "kept" / "o", plan, lambda place: {"new": True})
    assert again == {"plan": plan, "new": True}


def test_rows_go_to_ctgan_and_come_back_as_they_are(folder):
    dataset = load(f"csv:{folder}/people.csv")
    frame = benchmark.frame_for(dataset, ["sex"])
    assert list(frame) == list(dataset.schema.names)
    frame.to_csv(folder / "made.csv", index=False)
    rows = benchmark.matrix_of(folder / "made.csv", dataset.schema)
    np.testing.assert_array_equal(rows, dataset.train.x)
    wild = frame.assign(age=-1.5, sex=benchmark.GAP)  # out of bounds, and missing
    wild.to_csv(folder / "made.csv", index=False)
    rows = benchmark.matrix_of(folder / "made.csv", dataset.schema)
    assert (rows[:, 0] == -1.5).all() and np.isnan(rows[:, 1]).all()


def test_the_rarest_category_that_is_not_too_rare_is_asked_for(folder):
    dataset = load(f"csv:{folder}/people.csv")
    shares = dataset.frame("train")["sex"].astype(str).value_counts(normalize=True)
    assert benchmark.to_ask(dataset, ["sex"]) == {"sex": shares.idxmin()}


def _point(cpu, shapes, auc, tstr=0.6):
    return {"cpu_seconds": cpu, "shapes": shapes, "detector": auc, "tstr": tstr}


def test_equal_quality_is_all_numbers():
    points = [_point(10, 0.9, 0.99), _point(20, 0.8, 0.9), _point(25, 0.9, 0.9, 0.5)]
    points.append(_point(30, 0.9, 0.9))
    found = benchmark.first_as_good(iter(points), _point(900, 0.85, 0.95))
    assert found is points[3]
    assert benchmark.first_as_good(points, _point(900, 0.95, 0.95)) is None


def test_the_sentence_says_how_many_times_as_fast():
    point = _point(100, 0.9, 0.9) | {"wall_seconds": 1.0}
    peer = _point(900, 0.8, 0.97) | {"packages": {"ctgan": "0.12.1"}, "wall_seconds": 9}
    found = {"real": point, "ours": point, "ctgan": peer, "as_good": None}
    said = benchmark.sentence(found)
    assert "to its own end: 9.0 times as fast (target: 10, missed)" in said
    assert "at equal quality: not reached" in said and "ctgan 0.12.1" in said
    found["as_good"] = point | {"cpu_seconds": 30}
    arguments = argparse.Namespace(dataset="adult", threads=2, n=10, epochs=300)
    text = benchmark.text(found, arguments)
    assert "at equal quality: 30.0 times as fast (target: 10, met)" in text
    assert "| ctgan, epochs: 300 | 900 | 9 | 0.800 | 0.970 | 0.600 |  |" in text
