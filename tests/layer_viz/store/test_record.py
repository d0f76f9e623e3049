import json

import numpy as np
import pytest

from layer_viz.store import Record, quantise
from ter_gan.errors import UserError

MANIFEST = {"id": "a", "title": "a", "layers": []}


@pytest.fixture
def record(tmp_path):
    return Record.create(tmp_path / "layer_viz", dict(MANIFEST))


def test_a_record_is_found_from_itself_and_from_its_run(record):
    record.add_epoch(0, 0, {"epoch": 0}, 0.1)
    for path in (record.path, record.path.parent):
        assert Record.find(path).epochs == [0]
    assert Record.find(record.path).epoch(0) == {"epoch": 0}


def test_values_come_back(record):
    values = np.linspace(-1, 1, 24).reshape(2, 3, 4)
    sheet = record.write_sheet("e0000/D.00.png", quantise(values, scale=1.0))
    found = record.values(sheet)
    assert np.abs(found - values).max() <= 1 / 254 + 1e-6


def test_arrays_come_back(record):
    record.write_arrays("probes.npz", {"labels/real": np.arange(3)})
    assert (record.arrays("probes.npz")["labels/real"] == [0, 1, 2]).all()
    with pytest.raises(UserError, match="none.npz cannot be read"):
        record.arrays("none.npz")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(record):
    record.write_json("exam.json", {"old": 1})
    with pytest.raises(TypeError):
        record.write_json("exam.json", {"new": object()})
    with pytest.raises(RuntimeError), record.replacing("exam.json") as path:
        path.write_text("half")
        raise RuntimeError
    assert [path.name for path in record.path.iterdir()] == ["exam.json"]
    assert json.loads((record.path / "exam.json").read_text()) == {"old": 1}


def test_numbers_that_are_not_finite_become_null(record):
    record.write_json("exam.json", {"a": [float("nan"), 1.5, {"b": float("inf")}]})
    text = (record.path / "exam.json").read_text()
    assert json.loads(text) == {"a": [None, 1.5, {"b": None}]}


def test_an_epoch_is_listed_once_in_order_and_may_come_back(record):
    record.skip(2, "every=2")
    for number in (1, 0, 2, 1):
        record.add_epoch(number, number, {"epoch": number}, 0.1)
    assert record.epochs == [0, 1, 2]
    assert Record.find(record.path).manifest["skipped"] == []
    record.skip(2, "budget")
    assert record.epochs == [0, 1]


def test_create_replaces_a_record_but_not_other_folders(record, tmp_path):
    record.add_epoch(0, 0, {}, 0.1)
    assert Record.create(record.path, dict(MANIFEST)).epochs == []
    assert not (record.path / "e0000").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    Record.create(other, dict(MANIFEST))
    assert (other / "thesis.txt").read_text() == "mine"


def test_errors_say_what_to_do(record, tmp_path):
    with pytest.raises(UserError, match="holds no record"):
        Record.find(tmp_path / "nowhere")
    record.add_epoch(3, 0, {}, 0.1)
    with pytest.raises(UserError, match="Epoch 1 is not in .* recorded: 3"):
        record.epoch(1)
    (record.path / "e0003/epoch.json").write_text("{")
    with pytest.raises(UserError, match="cannot be read"):
        record.epoch(3)
    record.write_json("manifest.json", {"schema": "layer_viz/0"})
    with pytest.raises(UserError, match="not of the format"):
        Record.find(record.path)


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\nrubbish"])
def test_a_damaged_sheet_is_an_error(record, content):
    sheet = record.write_sheet("e0000/D.00.png", quantise(np.ones((2, 3, 3))))
    path = record.path / sheet["file"]
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(UserError, match="cannot be read"):
        record.values(sheet)
