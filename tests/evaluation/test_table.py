"""Runs beside each other, as text."""

import dataclasses

import numpy as np
import pytest

from ter_gan.evaluation import page, table
from tests.evaluation.players import report, result


@pytest.mark.parametrize(
    "value, error, text",
    [
        (12.3456, 0.14, "12.35 ± 0.27"),
        (12.3456, 30.0, "12 ± 59"),
        (0.123456, 0.0052, "0.123 ± 0.010"),
        (2e-9, 1e-9, "2e-09 ± 2e-09"),
        (3.0, None, "3"),
        (3.0, 0.0, "3"),
    ],
)
def test_a_value_has_the_digits_that_its_interval_allows(value, error, text):
    assert table.plus_minus(result(value, error)) == text


def test_marks_tell_the_best_its_equals_and_the_worse():
    found = report(a=[result(1.2)], b=[result(1.0)], c=[result(2.0)])
    assert table.marks(found, found.rows[0]) == ["≈", "*", ""]


def test_no_mark_without_an_error_or_a_rival():
    found = report(a=[result(1.2, None)], b=[result(1.0, None)])
    assert table.marks(found, found.rows[0]) == ["", "*"]
    found = report(a=[result(1.2)], b=[result(None, why="no labels.")])
    assert table.marks(found, found.rows[0]) == ["", ""]


def test_the_terminal_shows_values_floor_and_what_is_not_possible():
    found = report(a=[result(1.25)], b=[result(None, why="no labels.")])
    text = table.terminal(found)
    heading, row = text.splitlines()[:2]
    assert heading.split() == ["metric", "a", "b", "floor"]
    assert row.split() == ["fd_bars_300", "↓", "1.25", "±", "0.20", "–", "0.5"]
    assert "fd_bars_300 (b): not possible: no labels." in text
    assert "say nothing about other training seeds" in " ".join(text.split())


def test_many_runs_stand_in_blocks_that_fit_a_terminal():
    names = [f"run{i}" for i in range(9)]
    text = table.terminal(report(**{name: [result(1.0)] for name in names}))
    headings = [x.split() for x in text.splitlines() if x.startswith("metric")]
    assert [heading[1:-1] for heading in headings] == [
        *(names[:4], names[4:8], names[8:]),
    ]
    assert all(heading[-1] == "floor" for heading in headings)


def test_baselines_stand_in_brackets_and_are_not_compared():
    found = report(a=[result(1.2)], b=[result(1.5)])
    found.baselines.extend(report(**{"[mean]": [result(0.9)]}).runs)
    heading, rows = table.cells(found)
    assert heading == ["metric", "", "a", "b", "[mean]", "floor"]
    assert rows[0][2:5] == ["1.20 ± 0.20 *", "1.50 ± 0.20", "0.90 ± 0.20"]
    assert table.IN_BRACKETS in " ".join(table.terminal(found).split())
    assert len(found.asdict()["baselines"]) == 1
    assert all("mean" not in str(pair) for pair in found.asdict()["comparisons"])


def test_what_nobody_has_is_told_once_for_each_reason():
    why = {"value": None, "why": "no labels."}
    found = report(
        a=[result(1.0), result(name="x", **why), result(name="y", **why)],
        b=[result(1.0), result(name="x", **why), result(name="y", **why)],
    )
    _, rows = table.cells(found)
    assert [row[0] for row in rows] == ["fd_bars_300"]
    assert table.impossible(found) == ["x, y (a, b): not possible: no labels."]


def test_held_out_numbers_have_the_names_that_they_come_with():
    heading, rows = table.held_out_cells({"train": {"nll": 1.0}, "test": {"nll": 2.0}})
    assert heading == ["split", "nll"]
    assert rows == [["train", "1"], ["test", "2"]]


def test_one_run_is_compared_with_none():
    text = table.terminal(report(a=[result(1.0)]))
    assert "training seeds" not in text
    assert "*" not in text


def test_markdown_keeps_its_columns_whatever_the_names():
    found = report(**{"a|b": [result(1.0)], "c": [result(2.0)]})
    rows = [line for line in table.markdown(found).splitlines() if line[:1] == "|"]
    assert np.unique([row.count("|") for row in rows[:3]]).tolist() == [6]
    assert "What it means." in table.markdown(found)


def test_the_cross_check_stands_below():
    found = report(a=[result(1.0)])
    numbers = dict(ours=1.0, theirs=1.01, difference=0.0099, allowed=0.001)
    found.cross_check.append({"run": "a", "metric": "fd", "agrees": False, **numbers})
    assert "0.0099" in table.terminal(found)
    assert table.cross_check(found)[1][-1] == "no"
    assert "Cross-check" in table.markdown(found)


def test_groups_have_a_table_and_a_section_each():
    one, two = (
        result(1.0, name=n, group=g) for n, g in (("a", "First"), ("b", "Then"))
    )
    found = report(run=[one, two, result(None, why="no.", name="c", group="Then")])
    assert list(table.by_group(found)) == ["First", "Then"]
    assert [row[0] for row in table.cells(found)[1]] == ["a", "b"]
    text = table.markdown(found)
    assert text.index("## First") < text.index("| a |") < text.index("## Then")
    assert "\nFirst\nmetric" in table.terminal(found)
    shown = page.html(found)
    assert '<section id="then">' in shown and '<a href="#then">Then</a>' in shown
    assert page.NUMBERS not in shown and "Not measured here" in shown


def test_a_reminder_stands_everywhere_and_samples_have_their_name():
    found = report(run=[result(1.0)])
    kept = dataclasses.replace(found, noun="rows", reminder="Beware <of> it.")
    assert "Beware <of> it." in table.markdown(kept) and "Beware" in table.terminal(
        kept
    )
    assert "Beware &lt;of&gt; it." in page.html(kept)
    assert kept.asdict()["reminder"] == "Beware <of> it."
    assert "reminder" not in found.asdict() and 'class="reminder"' not in page.html(
        found
    )
    assert "repeats a few good rows" in page.html(kept)
    assert "A look at the rows" in page.html(kept)
