"""Tables with published rows: what stands where, and what is refused."""

import copy
import dataclasses

import pytest

from experiments.engine import Comparison, Outcome, Published, published
from ter_gan.errors import UserError
from tests.experiments.engine import toys

ABOUT = Comparison(
    "Toys",
    ("height", "width"),
    protocol="In centimetres.",
    why="Other toys.",
    rows=(
        Published({"arm": "tall"}, {"height": "9.5 ± 0.5"}, "Smith 2001"),
        Published({"size": 2}, {"height": "7"}, "Jones 2002", label="giraffe"),
    ),
    floor={"arm": "real"},
    split="size",
)
FOUND = {
    "name": "toys",
    "command": "python -m experiments.run toys",
    "environment": {"packages": {"numpy": "2"}, "hardware": "2 CPU cores", "python": 3},
    "wall_minutes": 1.5,
    "definition": {
        "base": {"size": 1},
        "cells": [{"arm": "tall"}, {"arm": "real"}, {"arm": "tall", "size": 2}],
        "outcomes": {
            "height": dataclasses.asdict(Outcome("height", "cm")),
            "width": dataclasses.asdict(Outcome("width")),
        },
    },
    "trials": [
        {"cell": {"arm": "tall"}, "seed": 0, "outcomes": {"height": 8, "width": 1}},
        {"cell": {"arm": "tall"}, "seed": 1, "outcomes": {"height": 10, "width": None}},
        {"cell": {"arm": "real"}, "seed": 0, "outcomes": {"height": 11, "width": 3}},
    ],
    "comparison": ABOUT.asdict(),
    "notes": "Toys of wood.",
    "question": "How high are toys?",
    "claims": [
        {
            "id": "T1",
            "sentence": "Tall is high.",
            "picture": "toys_T1.png",
            "result": {
                "verdict": "supported",
                "effect": 2.0,
                "effect_name": "ratio",
                "interval": [1.5, None],
                "parts": [],
            },
        }
    ],
}


def test_ours_stand_beside_theirs():
    lines = published.chapter(FOUND).splitlines()
    assert lines[0] == "## Toys"
    first = lines.index("**size = 1**")
    assert lines[first + 2 : first + 6] == [
        "| | seeds | height (cm) | published, in another unit | width |",
        "|---|---|---|---|---|",
        "| *real* | 1 | 11 | – | 3 |",
        "| tall | 2 | 9 ± 1 | 9.5 ± 0.5 | 1 (1 diverged) |",
    ]
    assert "| giraffe (only published) | – | – | 7 | – |" in lines
    assert lines.index("| giraffe (only published) | – | – | 7 | – |") > first + 6
    text = "\n".join(lines)
    assert "Not measured yet: 2 tall." in text
    assert "Published: Smith 2001; Jones 2002." in text
    assert "`python -m experiments.run toys`" in text and "2 CPU cores" in text


def test_claims_come_with_their_verdicts():
    link = "([T1](claims.md#t1-toys))"
    line = f"- Tall is high. **Supported**: ratio 2 (1.5 to ∞) {link}."
    assert line in published.chapter(FOUND).splitlines()


def test_an_experiment_without_rows_of_others_has_its_verdicts():
    chapter = published.chapter(FOUND | {"comparison": None})
    picture = '<img src="../experiments/results/toys_T1.png" width="240" alt="T1">'
    beginning = "## How high are toys?\n\nToys of wood.\n\n"
    assert chapter.startswith(f"{beginning}{picture}\n\n- Tall")
    assert "standard error" not in chapter and "python -m experiments.run" in chapter


def test_a_spread_of_nothing_is_said_of_what_was_measured():
    found = copy.deepcopy(FOUND)
    for trial in found["trials"]:
        trial["outcomes"] = {"height": 9, "width": 4}
    found["definition"]["outcomes"]["height"]["better"] = "more"
    assert "| tall | 2 | 9 ± 0 | 9.5 ± 0.5 | 4 |" in published.tables(found)


def test_a_part_may_have_a_name():
    found = copy.deepcopy(FOUND)
    found["comparison"]["headings"] = {"1": "Small toys"}
    text = published.tables(found)
    assert "**Small toys**" in text and "**size = 2**" in text


def test_without_rows_of_others_nothing_differs():
    found = copy.deepcopy(FOUND)
    found["comparison"]["rows"] = ()
    text = published.tables(found)
    assert "Other toys." in text and "Why they differ" not in text


def test_every_chapter_has_one_page():
    on_text = ABOUT.asdict() | {"page": "text"}
    assert published.page_of(FOUND | {"comparison": on_text}) == "text"
    assert published.page_of(FOUND) == "results"
    assert published.page_of(FOUND | {"comparison": None}) == "results"


def test_what_a_row_has_not_is_no_divergence():
    found = copy.deepcopy(FOUND)
    found["definition"]["outcomes"]["width"]["optional"] = True
    assert "9.5 ± 0.5 | 1 |" in published.chapter(found)


def test_a_picture_is_found_from_both_pages():
    found = FOUND | {"scatter": "toys_scatter.png"}
    assert "![Toys](toys_scatter.png)" in published.tables(found)
    link = "![Toys](../experiments/results/toys_scatter.png)"
    assert link in published.chapter(found) and "![" not in published.chapter(FOUND)


@pytest.mark.parametrize(
    "comparable, values, crosses",
    [
        (("height", "width"), {"height": "6", "width": "2"}, True),
        (("height",), {"height": "6", "width": "2"}, False),  # in another unit
        (("height", "width"), {"height": "6"}, False),  # there is no place for it
    ],
)
def test_a_picture_is_told_by_what_it_shows(comparable, values, crosses):
    found = copy.deepcopy(FOUND) | {"scatter": "toys_scatter.png"}
    found["comparison"] |= {"scatter": ("width", "height"), "comparable": comparable}
    found["comparison"]["rows"][0]["values"] = values
    text = published.tables(found)
    assert "a pale one a seed" in text
    assert ("a cross what was published" in text) == crosses
    found["trials"] = [each for each in found["trials"] if each["seed"] == 0]
    assert "a seed" not in published.tables(found)


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda found: found.pop("command"), "no command"),
        (lambda found: found.update(environment={}), "no environment"),
        (lambda found: found["comparison"].update(protocol=""), "protocol"),
        (lambda found: found["trials"][1].update(seed=None), "no seed"),
        (lambda found: found["comparison"]["rows"][0].update(source=""), "no source"),
    ],
)
def test_a_number_of_unknown_origin_is_refused(spoil, words):
    found = copy.deepcopy(FOUND)
    spoil(found)
    with pytest.raises(UserError, match=words):
        published.chapter(found)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"columns": ("heigth",)}, "column 'heigth'"),
        ({"floor": {"soil": "rock"}}, "no cell has soil = rock"),
        ({"scatter": ("height", "heigth")}, "two outcomes"),
        ({"comparable": ("fell",)}, "'fell' is comparable only if"),
        ({"page": "txet"}, "one of results, text, tables"),
    ],
)
def test_a_comparison_must_fit_its_experiment(change, words):
    about = dataclasses.replace(
        Comparison("Plants", ("height",), "In the sun.", "", name="soil"), **change
    )
    with pytest.raises(ValueError, match=words):
        dataclasses.replace(toys.EXPERIMENT, vary={}, comparison=about)
