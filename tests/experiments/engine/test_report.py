"""What a run writes, and the page of all claims."""

import dataclasses
import itertools
import json

from matplotlib.figure import Figure
from PIL import Image

from experiments import claims
from experiments.engine import (
    Comparison,
    Outcome,
    plots,
    published,
    report,
    scatter,
    tradeoff,
    workers,
)
from experiments.engine.logic import AllOf, Not, leaves
from experiments.engine.predicates import Differs, Level, Same, Spreads, Trend
from experiments.engine.table import Row, Table
from experiments.engine.trials import Study, open_storage
from tests.experiments.engine import toys


def test_results_hold_definition_trials_and_verdicts(results):
    assert results["format"] == report.FORMAT
    assert len(results["trials"]) == 18
    first = results["trials"][0]
    assert first["cell"] == {"light": 0, "soil": "sand"}
    assert first["outcomes"]["fell"] is None
    assert len(first["curves"]["growth"]) == 3
    assert results["environment"]["hardware"].endswith("CPU cores")
    assert results["failed"] == []
    verdicts = {each["id"]: each["result"]["verdict"] for each in results["claims"]}
    assert verdicts == {"X1": "supported", "X2": "not supported", "X10": "supported"}
    film = "python -m experiments.run plants --film light=3,soil=sand,seed=0"
    assert results["claims"][0]["film"] == film


def test_trials_of_two_machines_are_told_apart():
    here = {"python": "3.11", "platform": "Linux", "machine": "x86_64"}
    here |= {"backend": "jax"}
    here |= {"packages": {"numpy": "2.1", "jax": "0.10"}, "hardware": "2 CPU cores"}
    there = here | {"packages": {"numpy": "2.5"}, "hardware": "a GPU, 16 CPU cores"}
    there |= {"backend": "tensorflow"}
    assert report.merged([here, here]) == here
    both = report.merged([here, there, there])
    assert both["hardware"] == "2 CPU cores (1 trials); a GPU, 16 CPU cores (2 trials)"
    assert both["packages"] == {"numpy": "2.1, 2.5", "jax": "0.10"}
    assert both["python"] == "3.11" and both["backend"] == "jax, tensorflow"


def test_the_text_names_cells_claims_and_pictures(finished_run):
    text = (finished_run / "results.md").read_text("utf-8")
    row = next(
        line for line in text.splitlines() if line.startswith("| light=0,soil=s")
    )
    assert row.endswith("| – |")
    assert "### X2: not supported" in text
    assert "![X1](plants_X1.png)" in text


def test_pictures_are_small_and_of_one_size(finished_run):
    for name in ("X1", "X2", "X10"):
        path = finished_run / f"plants_{name}.png"
        assert path.stat().st_size < 60_000
        with Image.open(path) as picture:
            assert picture.size == (480, 300)


def test_every_test_has_a_picture(tmp_path):
    rows = [
        Row({"light": x}, {"light": x}, seed, {"height": x + seed, "fell": 0.0})
        for x in (1, 3)
        for seed in range(5)
    ]
    table = Table(rows, toys.OUTCOMES)
    more, less = {"light": 3}, {"light": 1}
    tests = [
        Differs("height", more, less, relative=True),
        Same("height", more, less, within=1),
        Spreads("height", more, less),
        Level("height", more, below=3),
        Trend("height", "light"),
    ]
    for test in (*tests, AllOf(*tests), Not(tests[0])):
        claim = toys.Claim("X1", "", "", test)
        plots.picture(claim, table, tmp_path / "a.png")
        plots.picture(claim, Table(rows[:7], toys.OUTCOMES), tmp_path / "b.png")
        assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
    assert leaves(AllOf(tests[0], Not(tests[0]), tests[1])) == tests[:2]


def test_two_outcomes_of_all_rows_are_a_picture(tmp_path):
    outcomes = {
        "use": Outcome("use", "F1", "more"),
        "risk": Outcome("risk", "", "less"),
    }
    about = Comparison(
        "Toys", ("use",), "", "", floor={"arm": "a"}, scatter=("use", "risk")
    )
    rows = [
        Row({"arm": arm}, {"arm": arm}, seed, {"use": 0.9 - seed / 99, "risk": risk})
        for arm, risk in (("a", 0.5), ("b", 0.5), ("c", float("nan")))
        for seed in range(2)
    ]
    scatter.picture(about, Table(rows, outcomes), tmp_path / "a.png")
    scatter.picture(about, Table(rows[:2], outcomes), tmp_path / "b.png")
    scatter.picture(about, Table([], outcomes), tmp_path / "c.png")
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 3
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (720, 540)
    both = dataclasses.replace(about, split="arm")
    scatter.picture(both, Table(rows, outcomes), tmp_path / "d.png")
    with Image.open(tmp_path / "d.png") as picture:
        assert picture.size == (3 * 720, 540)  # c has no place, and says so


def test_two_curves_of_all_rows_are_a_picture(tmp_path):
    axes = (("spread", "want of diversity"), ("flaws", "want of quality"))
    about = Comparison("Toys", ("use",), "", "", floor={"arm": "c"}, tradeoff=axes)
    rows = [
        Row({"arm": arm}, {"arm": arm}, seed, {}, {"spread": xs, "flaws": [seed] * n})
        for arm, xs in (("a", [1.0, 2.0, 3.0]), ("c", [1.5]))
        for seed, n in ((0, len(xs)), (1, len(xs)))
    ] + [Row({"arm": "d"}, {"arm": "d"}, 0, {}, {})]
    found = tradeoff._curves(about, Table(rows, {}))
    assert {name: curves.shape for name, curves in found.items()} == {
        "a": (2, 3, 2),
        "c": (2, 1, 2),
    }
    assert found["a"][1].tolist() == [[1, 1], [2, 1], [3, 1]]
    tradeoff.picture(about, Table(rows, {}), tmp_path / "a.png")
    tradeoff.picture(about, Table([], {}), tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (840, 540)


def test_names_of_a_picture_do_not_cover_each_other():
    """Of dots in one place; and the better end of each axis is on the right, on top."""
    axes = Figure(figsize=scatter.SIZE, dpi=100).subplots()
    for side, better in ((axes.xaxis, "more"), (axes.yaxis, "less")):
        scatter._axis(side, Outcome("x", "", better))
    assert not axes.xaxis_inverted() and axes.yaxis_inverted()
    assert axes.get_ylabel() == "x; less is better"
    axes.plot([0, 1], [0, 1], "o")
    names = [f"row {i}" for i in range(9)]
    scatter._names(axes, names, [(0.5, 0.5)] * 9)
    boxes = [scatter._box(text) for text in axes.texts]
    assert [text.get_text() for text in axes.texts] == names
    pairs = itertools.combinations(boxes, 2)
    assert not any(scatter._meet(one, other) for one, other in pairs)


def test_a_claim_without_trials_has_no_picture(tmp_path):
    study = Study("", toys.EXPERIMENT, open_storage(workers.sqlite_url(tmp_path)))
    study.plan(1, {"light": [0]})
    study.work()
    found = report.results("plants", study)
    report.write(tmp_path, found, study)
    pictures = {each["id"]: each["picture"] for each in found["claims"]}
    assert pictures == {"X1": None, "X2": None, "X10": "plants_X10.png"}
    assert [path.name for path in tmp_path.glob("*.png")] == ["plants_X10.png"]
    text = (tmp_path / "results.md").read_text("utf-8")
    assert "### X1: not measured" in text and "![X1]" not in text
    collected = [
        claim | {"experiment": "plants", "folder": tmp_path}
        for claim in found["claims"]
    ]
    page = claims.markdown(collected, tmp_path)
    assert "1 undecided, 2 not measured" in page
    assert "| **not measured** | – | none | – |" in page
    chapter = published.chapter(found | {"notes": "Of wood."})
    assert "plants_X1.png" not in chapter and "plants_X10.png" in chapter


def test_all_claims_are_collected_sorted_and_counted(tmp_path, results):
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "plants.json").write_text(json.dumps(results))
    (folder / "other.json").write_text('{"command": "of another format"}')
    found = claims.collect(folder)
    assert [claim["id"] for claim in found] == ["X1", "X2", "X10"]
    text = claims.markdown(found, tmp_path)
    assert "3 claims: 2 supported, 1 not supported, 0 undecided" in text
    assert '<img src="results/plants_X1.png"' in text
    assert text.index("## X2: not supported") < text.index("## X10: supported")
    assert "`python -m experiments.run plants --film light=3,soil=sand,seed=0`" in text


def test_committed_trials_keep_the_curves_that_are_drawn(tmp_path, monkeypatch):
    axes = (("growth", "growth (cm)"), ("growth", "growth (cm)"))
    about = Comparison("Toys", ("height",), "", "", name="soil", tradeoff=axes)
    with_picture = dataclasses.replace(toys.EXPERIMENT, vary={}, comparison=about)
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    for experiment, kept in ((toys.EXPERIMENT, False), (with_picture, True)):
        study = Study("plants", experiment, open_storage(workers.sqlite_url(tmp_path)))
        study.plan(1)
        study.work()
        report.commit(report.results("plants", study), study)
        trials = json.loads((tmp_path / "plants.json").read_text())["trials"]
        assert all(("curves" in trial) == kept for trial in trials)
    assert trials[0]["curves"]["growth"][0] == 0.0
