import json

import keras
import numpy as np
import pytest

from layer_viz.dissection import dissect
from layer_viz.dissection.layers import entries_of, strongest
from tests.layer_viz.dissection.planted import Setting

ALL = [0, 1, 2, 3]
UNITS = {"G/paint": ALL, "D/quarters": [0], "D/flat": ALL}


@pytest.fixture(scope="module")
def setting():
    return Setting(np.eye(4)[[0, 1, 2, 3, 0, 1, 2, 3]] + 0.01)


@pytest.fixture(scope="module")
def found(setting):
    rng = np.random.default_rng(0)
    return dissect(
        setting.models,
        setting.run,
        setting.scores,
        UNITS,
        setting.run()[0],
        labels=np.arange(8) % 4,
        randomised={
            "G/paint": rng.normal(size=(8, 8, 8, 4)),
            "D/flat": rng.normal(size=(8, 4)),
        },
    )


def test_tables_are_json_and_complete(found):
    tables = json.loads(json.dumps({p: d.table for p, d in found.items()}))
    assert list(tables) == list(UNITS)
    for path, table in tables.items():
        units = [row["unit"] for row in table["units"]]
        assert units == UNITS[path]
        for row in table["units"]:
            assert {"score", "insertion_score", "gradient", "concept"} <= set(row)
            assert (row["image"] is None) == path.startswith("D/")
        low, high = table["control"]["score_interval"]
        assert low <= table["control"]["score"] <= high


def test_the_planted_judge_is_read(found):
    rows = found["D/flat"].table["units"]
    np.testing.assert_allclose([r["gradient"] for r in rows], [1, 2, 3, 0], atol=1e-6)
    assert [r["concept"] for r in rows] == [
        {"name": f"class {k}", "auc": 1.0} for k in range(4)
    ]
    assert found["D/flat"].table["control"]["concept_auc"] <= 1


def test_units_exceed_what_chance_reaches(found):
    table = found["G/paint"].table
    chance = table["control"]["concept_iou"]
    assert max(row["concept"]["iou"] for row in table["units"]) > 1.5 * chance
    assert found["D/quarters"].table["control"]["concept_iou"] is None


def test_pictures_come_in_the_order_of_the_tiles(found, setting):
    pictures = found["G/paint"].pictures
    assert {k: len(v) for k, v in pictures.items()} == {
        "ablated": 12,
        "maximised": 4,
    }
    before, after, difference = pictures["ablated"][3:6]
    np.testing.assert_allclose(difference, (after - before) / 2)
    top = found["G/paint"].table["units"][1]["top"]
    assert top[0] == 1 and len(top) == 8  # there are only 8 samples
    assert "ablated" not in found["D/flat"].pictures


def test_progress_units_and_models_without_an_entry(setting):
    calls = []
    found = dissect(
        setting.models,
        setting.run,
        setting.scores,
        {"D/flat": [1, 3]},
        setting.run()[0],
        progress=lambda *call: calls.append(call),
        entries={},
    )["D/flat"]
    assert calls == [(1, 1)]
    assert [row["unit"] for row in found.table["units"]] == [1, 3]
    assert found.pictures == {}
    assert found.table["units"][0]["concept"] is None


def test_the_strongest_units_vary_most(rng):
    outputs = rng.normal(size=(9, 3, 3, 4)) * [1, 5, 0.1, 3]
    assert strongest(outputs, 2) == [1, 3]
    assert strongest(outputs, 9) == [0, 1, 2, 3]


def test_only_models_with_one_known_input_have_an_entry(setting):
    class Subclassed(keras.Model):
        def call(self, x):
            return x

    two = [keras.Input((2,)), keras.Input((2,))]
    pair = keras.Model(two, keras.layers.Add()(two))
    models = setting.models | {"S": Subclassed(), "two": pair}
    entries = entries_of(models)
    assert {name: entry.shape for name, entry in entries.items()} == {
        "G": (4,),
        "D": (8, 8, 1),
    }
