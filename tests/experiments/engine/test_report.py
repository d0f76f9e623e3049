"""What a run writes, and the page of all claims."""

import json

from PIL import Image

from experiments import claims
from experiments.engine import plots, report
from experiments.engine.logic import AllOf, Not, leaves
from experiments.engine.predicates import Differs, Level, Same, Spreads, Trend
from experiments.engine.table import Row, Table
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
        plots.picture(claim, Table([], toys.OUTCOMES), tmp_path / "b.png")
        assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
    assert leaves(AllOf(tests[0], Not(tests[0]), tests[1])) == tests[:2]


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
