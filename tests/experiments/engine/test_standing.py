"""Ours beside published numbers: what is better, and by more than chance."""

import copy

import pytest

from docs import results
from experiments.engine import published
from experiments.engine.standing import mean, standing
from tests.experiments.engine.test_published import FOUND


@pytest.mark.parametrize(
    "values, text, better, expected",
    [
        ((9.0, 11.0), "7.9", "more", "beaten"),  # 10 ± 1
        ((9.0, 11.0), "8.1", "more", "met"),
        ((9.0, 11.0), "12.1", "more", "missed"),
        ((9.0, 11.0), "12.1", "less", "beaten"),
        ((9.0, 11.0), "12.1 ± 0.6", "less", "met"),  # twice the root of 1 + 0.36
        ((1000.0,), "1000.0 ± 0.0", "more", "met"),  # one seed has no error
        ((999.0,), "1000", "more", "missed"),
        ((-3.1,), "-8.11", "more", "beaten"),
        ((8.0, 8.0), "7.8 ± 0.1", "more", "met"),  # exactly two errors
    ],
)
def test_two_standard_errors_decide(values, text, better, expected):
    assert standing(values, text, better) == expected


def test_the_error_is_that_of_the_mean():
    assert mean((9.0, 11.0)) == (10.0, pytest.approx(1.0)) and mean((3.0,)) == (3.0, 0)


@pytest.fixture
def found():
    found = copy.deepcopy(FOUND)
    found["comparison"]["comparable"] = ["height"]
    anyone = {"where": {}, "values": {"height": "6"}, "source": "Jones", "label": ""}
    found["comparison"]["rows"] += (anyone,)
    found["definition"]["outcomes"]["height"]["better"] = "more"
    return found


def test_published_numbers_are_marked_but_not_beside_real_data(found):
    lines = published.tables(found).splitlines()
    assert "| | seeds | height (cm) ↑ | published | width |" in lines
    assert "| tall | 2 | 9 ± 1 | 9.5 ± 0.5 =; 6 (▲) | 1 (1 diverged) |" in lines
    assert "| *real* | 1 | 11 | 6 | 3 |" in lines
    assert any(line.startswith("▲ ours is better") for line in lines)
    counted = {"beaten": {"tall": 1}, "met": {"tall": 1}, "missed": {}}
    assert published.standings(found) == counted


def test_a_training_that_diverged_misses(found):
    for trial in found["trials"][:2]:
        trial["outcomes"]["height"] = None
    assert published.standings(found)["missed"] == {"tall": 2}


def test_a_glance_counts_and_leads_to_the_chapter(found, monkeypatch):
    other = copy.deepcopy(FOUND)
    other["comparison"] |= {"title": "Text: the oracle's", "page": "text"}
    nothing = FOUND | {"comparison": None}
    monkeypatch.setattr(results, "committed", lambda: [found, other, nothing])
    found["comparison"]["rows"] += (found["comparison"]["rows"][-1],)
    assert results.glance().splitlines()[-2:] == [
        "| [Toys](#toys) | 2: tall (2) | 1: tall |  |",
        "| [Text: the oracle's](text.md#text-the-oracles) | in another unit |  |  |",
    ]
