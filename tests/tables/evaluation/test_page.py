"""The report of a table: a page, a Markdown file, a JSON file; whatever rows hold."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from ter_gan import evaluate, training
from ter_gan.evaluation import report, table
from ter_gan.evaluation.baseline import Quoted
from ter_gan.evaluation.report import Evaluated, Report
from ter_gan.evaluation.result import Result
from ter_gan.runs import Run
from ter_gan.tables import show
from ter_gan.tables.evaluation import REMINDER, Evaluator, pictures, rows, together
from ter_gan.tables.schema import Schema
from tests.layer_viz.gallery.conftest import browser
from tests.tables import small
from tests.tables.evaluation.people import HOSTILE, dataset, fresh

__all__ = ["browser"]
METRICS = "shapes,missing,bivariate,bivariate_relative,detector,tstr_linear,tstr_gap,"
METRICS += "copies,near_train,membership_nearest,k_anonymity,l_syn"
BASELINES = ("independent", "train-copy")


@pytest.fixture(scope="module")
def judge():
    return Evaluator(dataset(), METRICS)


@pytest.fixture(scope="module")
def found(judge):
    """The report of honest rows and a copy, beside two baselines."""
    data = judge.dataset
    models = {"honest": fresh(300, data.schema), "copy": data.train.x}
    runs, shared = measured(judge, {k: Quoted(x) for k, x in models.items()}, True)
    known = {b.label: b.model for b in judge.baselines() if b.name in BASELINES}
    others, more = measured(judge, known)
    overview = judge.together(shared, more)
    facts = {"dataset": data.name, "command": "python -m ter_gan.evaluate a b"}
    about = facts, judge.warnings, [], others, judge.CHAPTER, overview
    return Report(runs, *about, "rows", judge.REMINDER)


@pytest.fixture(scope="module")
def written(found, tmp_path_factory):
    """The folder with the report."""
    return report.write(found, tmp_path_factory.mktemp("report")).parent


def measured(judge, models, whole=False):
    runs, shared = [], {}
    for name, model in models.items():
        bench = judge.bench(model)
        results = judge.results(bench, strict=False)
        shown = judge.pictures(bench) if whole else []
        losses = judge.losses(bench) if whole else {}
        runs.append(Evaluated(name, {"meaning": name}, results, shown, losses))
        shared[name] = judge.contribution(bench)
    return runs, shared


def test_json_has_all_numbers(written):
    content = json.loads((written / "evaluation.json").read_text(encoding="utf-8"))
    assert content["reminder"] == REMINDER
    assert [each["name"] for each in content["baselines"]] == [
        "[independent]",
        "[train-copy]",
    ]
    for run in (*content["runs"], *content["baselines"]):
        by_name = {each["metric"]: each for each in run["results"]}
        assert list(by_name) == METRICS.split(",")
        for name, each in by_name.items():
            assert (each["value"] is None) == (name == "l_syn") == bool(each["why"])
        assert len(by_name["shapes"]["details"]["each"]) == 6
        assert set(by_name["near_train"]["details"]) >= {"count", "n", "wilson"}
        assert by_name["membership_nearest"]["details"]["interval"]
        assert by_name["shapes"]["group"].startswith("Fidelity")
    seen = content["overview"]["signs_of_copying"]
    assert seen["honest"] == {} and "copies" in seen["copy"]


def test_the_reminder_stands_in_all_of_them(found, written):
    assert REMINDER.startswith("Synthetic is not anonymous")
    for name in ("index.html", "evaluation.md"):
        assert REMINDER in (written / name).read_text(encoding="utf-8")
    assert "Synthetic is not anonymous" in table.terminal(found)


def test_the_verdicts_say_who_copies(found):
    sentences = found.overview.sentences
    copied = [text for text in sentences if text.startswith("Copied?")]
    assert "none of 3 tests found a sign of it, which" in copied[0]
    assert "signs of it: 100 % of its rows are training rows" in copied[1]
    assert [text.split()[0] for text in sentences] == 2 * [
        *("Faithful?", "Useful?", "Copied?")
    ]
    assert "learn job" in sentences[1]
    (glance,) = found.overview.exhibits
    marked = {row[0][0][0]: [c[0][0] for c in row if c[0][1]] for row in glance.rows}
    assert marked["honest"] == marked["[independent]"] == []
    assert "1.000" in marked["copy"] and "1.000" in marked["[train-copy]"]


def test_markdown_has_a_table_for_each_group(found):
    text = table.markdown(found)
    for title in ("Sanity", "Fidelity", "Utility", "Privacy"):
        assert text.count(f"\n## {title}: ") == (title != "Sanity")
    assert text.count("| metric |") == 3


def test_whatever_cells_hold_it_is_shown_and_does_nothing(written, judge):
    text = (written / "index.html").read_text(encoding="utf-8")
    assert "<script" not in text and "http" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert HOSTILE in judge.dataset.schema.column("job").categories


def test_rows_that_differ_are_marked(judge):
    columns = judge.dataset.schema.learned
    one = judge.dataset.train.x[0]
    other = one.copy()
    other[[0, 3]] = 30, np.nan
    cells = rows.side_by_side(columns, one, other)
    assert [text for text, mark in cells[1] if mark] == ["30", "missing"]
    assert "".join(text for text, _ in cells[1]).startswith("age 30 · income ")
    assert rows.cell(columns[1], -0.0) == rows.cell(columns[1], columns[1].low)


def test_the_nearest_pairs_come_first(judge):
    data = judge.dataset
    some = np.concatenate([fresh(200, data.schema), data.train.x[:3]])
    shown = rows.nearest(judge.bench(Quoted(some)))
    assert len(shown.rows) == rows.PAIRS
    assert [row[2][0][0] for row in shown.rows[:3]] == ["0", "0", "0"]
    assert not any(mark for row in shown.rows[:3] for _, mark in row[0])
    assert any(mark for _, mark in shown.rows[-1][0])


def test_pictures_show_every_column(judge):
    bench = judge.bench(Quoted(fresh(300, judge.dataset.schema)))
    columns, matrices, pairs = pictures.of(bench)
    assert list(columns.images) == [c.name for c in judge.dataset.schema.learned]
    assert list(matrices.images) == ["real", "generated", "generated − real"]
    assert len(pairs.images) == pictures.PAIRS and "age, income" in pairs.images
    assert all(np.std(image) > 0 for image in columns.images.values())


def test_the_page_in_a_browser(written, browser):
    path = written / "index.html"
    for width in (360, 1280):
        context = browser.new_context(viewport={"width": width, "height": 800})
        tab, asked, problems = context.new_page(), [], []
        tab.on("request", lambda request, into=asked: into.append(request.url))
        tab.on("console", lambda message, into=problems: into.append(message.text))
        tab.on("pageerror", lambda error, into=problems: into.append(str(error)))
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        boxes = [each.bounding_box() for each in tab.locator(".tiles img").all()]
        assert len(boxes) == 2 * (6 + 3 + 4)
        assert all(box["width"] > 140 for box in boxes)
        assert len({box["x"] for box in boxes[:6]}) == (2 if width == 360 else 4)
        assert tab.locator("nav a").count() == 4
        assert tab.locator(".texts td", has_text=HOSTILE).count()
        assert not problems
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert sum(url.startswith("file:") for url in asked) == 1
        context.close()


def test_a_run_is_measured_by_the_command_s_function(tmp_path):
    data, recipe = small.table(), small.recipe("copula")
    training.train(recipe, data, run_dir=str(tmp_path / "run"), layer_viz="off")
    run = Run.find(tmp_path / "run")
    made = evaluate.evaluate([run], "shapes,violations,copies", dataset=data)
    assert [result.value is None for result in made.runs[0].results] == 3 * [False]
    assert made.runs[0].facts["differential_privacy"] == "none"
    assert made.noun == "rows" and made.reminder == REMINDER
    assert len(made.baselines) == 7
    assert together.ALARM in made.overview.numbers["signs_of_copying"]


def test_dates_are_dates_and_no_longer_than_they_need():
    days = pd.Series(pd.to_datetime(["2001-02-03", "2020-11-30"] * 20), name="day")
    (column,) = Schema.infer(days.to_frame()).columns
    values = column.to_numbers(days)
    assert rows.cell(column, values[0]) == "2001-02-03"
    moments = dataclasses.replace(column, step=1.0)
    assert rows.cell(moments, values[0]) == "2001-02-03T00:00:00"
    for high, text in ((values[1], "2001"), (values[0] + 20 * show.DAY, "2001-02-03")):
        axes = Figure().subplots()
        axes.plot([values[0], high], [0, 1])
        shown = dataclasses.replace(column, low=values[0], high=high)
        show.mark(axes.xaxis, shown, 3)
        assert axes.xaxis.get_major_formatter()(values[0], 0) == text


def test_what_few_rows_cannot_show_is_said():
    def results(**values):
        return {
            name: Result(name, "more", name, value, error, 0.5, {"n_floor": 100})
            for name, (value, error) in values.items()
        }

    independent = {"[independent]": results(bivariate_relative=(0.99, 0.02))}
    for value, words in (
        (0.98, "99.0%: so few rows do not show"),
        (0.80, "99.0%: it is worse than no dependence"),
        (1.10, "99.0%."),
    ):
        own = results(bivariate_relative=(value, 0.02))
        assert words in together._faithful("ours", own, independent)
    own = results(near_train=(0.51, 0.02), membership_nearest=(0.5, 0.02))
    alarm = results(near_train=(0.52, 0.02), membership_nearest=(1.0, 0.0))
    said = together._copied("ours", own, alarm)
    assert "(near train: of so few rows not even plain copies would show)" in said
