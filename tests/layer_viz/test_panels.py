"""What a view shows beside its layers: forms, films of vectors, recurrent layers."""

import json

import keras
import numpy as np
import pytest

from layer_viz.examination import drifted
from layer_viz.panels import (
    About,
    Choices,
    Heatmaps,
    Panel,
    Share,
    Shares,
    Strip,
    Strips,
    number,
    told,
)
from layer_viz.store import Record
from layer_viz.tap import layers_of


def nothing(tiles):
    raise AssertionError("these panels have no sheet")


def test_a_panel_speaks_english_and_where_it_can_french():
    english, french = About("Why?", "Words: two.", "nats"), {"unit": "nats"}
    french |= {"title": "Pourquoi « vrai » ?", "lead": "Mots : deux ; 3 %."}
    entry = Panel("why", {"en": english, "fr": About(**french)}, take=None).entry()
    said = entry.pop("fr")
    assert said["title"] == "Pourquoi «\xa0vrai\xa0»\xa0?"
    assert said["lead"] == "Mots\xa0: deux\xa0; 3\xa0%." and said["unit"] == "nats"
    assert entry == Panel("why", {"en": english}, take=None).entry()


def test_sentences_and_numbers_are_told_in_both_languages():
    about = {
        "en": About("Rows", "These are {drawn} rows.", "share"),
        "fr": About("Lignes", "Voici {drawn} lignes.", "part"),
    }
    more = {"en": "Of {all}.", "fr": "Sur {all}."}
    said = told(about, more, drawn=2000, all=30)
    assert said["en"] == About("Rows", "These are 2,000 rows. Of 30.", "share")
    assert said["fr"] == About("Lignes", "Voici 2\u202f000 lignes. Sur 30.", "part")
    assert told({"fr": About("Mots", "", "part")}, more, all=1)["fr"].lead == "Sur 1."
    assert number(1234567, "fr") == "1\u202f234\u202f567"


def test_strips_keep_gaps_and_know_their_largest_value():
    rows = [
        Strip("real", ["a", "<b>"], [0.5, None], "note"),
        Strip("fake", ["c"], [-2]),
    ]
    entry = Strips(rows).entry(nothing)
    assert entry["scale"] == 2.0 and entry["form"] == "strips"
    assert entry["rows"][0]["values"] == [0.5, None]
    assert Strips([Strip("real", [], [])]).entry(nothing)["scale"] == 1.0
    json.dumps(entry)


def test_strips_of_a_table_have_the_names_of_its_columns():
    rows = [Strip("real", ["1", "f"], [0.5, -1.0])]
    assert Strips(rows, ["age", "<b>"]).entry(nothing)["names"] == ["age", "<b>"]
    assert "names" not in Strips(rows).entry(nothing)


def test_shares_are_bins_or_have_names():
    half = np.array([0.5, 0.5])
    charts = [
        Share("sex", half, np.array([1 / 3, 2 / 3]), names=["f", "m"]),
        Share("age", half, half, ends=["18", "90"], note="missing: 1 %"),
    ]
    first, second = Shares(charts).entry(nothing)["charts"]
    assert first["fake"] == [0.3333, 0.6667] and first["names"] == ["f", "m"]
    assert second["ends"] == ["18", "90"] and second["names"] == []
    json.dumps([first, second])


def test_choices_are_words_with_probabilities():
    places = [("cat", None, [("cat", 0.7), ("dog", 0.123456)])]
    (probe,) = Choices([places]).entry(nothing)["probes"]
    assert probe[0] == {
        "word": "cat",
        "p": None,
        "likely": [["cat", 0.7], ["dog", 0.1235]],
    }


def test_heatmaps_are_read_back(tmp_path):
    record = Record.create(tmp_path, {})
    values = np.random.default_rng(0).random((2, 3, 4, 5))
    names = [["a"] * 4, ["b"] * 4], [["c"] * 5, ["d"] * 5]
    maps = Heatmaps(values, ["1", "2", "3"], *names, ("row", "column"))
    entry = maps.entry(lambda tiles: record.write_sheet("x.png", tiles))
    stored = record.values(entry["sheet"]).reshape(values.shape)
    np.testing.assert_allclose(stored, values, atol=entry["scale"] / 100)
    assert entry["rows"] == names[0] and entry["columns"] == names[1]


def test_words_drift_on_the_axes_of_the_last_epoch():
    last = np.zeros((4, 3))
    last[:, 1], last[:, 2] = [3, -3, 0, 0], [0, 0, 1, -1]
    first = last + [0.0, 0.0, 2.0]  # all moved by 2 along the second axis
    found = drifted([first, last])
    places = np.array(found["places"])
    np.testing.assert_allclose(np.abs(places[1]), np.abs(last[:, 1:]), atol=1e-12)
    shift = np.abs(places[0] - places[1])
    np.testing.assert_allclose(shift, np.tile([0.0, 2.0], (4, 1)), atol=1e-12)
    assert found["moved"] == pytest.approx([0.0, 2.0])
    assert found["shares"] == pytest.approx([0.9, 0.1])


def test_the_cell_of_a_recurrent_layer_is_no_layer_of_its_own():
    x = keras.Input((3, 2))
    y = keras.layers.Bidirectional(keras.layers.GRU(2), name="both")(x)
    paths = [path for _, path in layers_of(keras.Model(x, y))]
    assert any("forward" in path for path in paths)
    assert not any("cell" in path for path in paths)
