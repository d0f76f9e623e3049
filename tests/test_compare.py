"""The command: what differs, what it cost, the same numbers as `evaluate`."""

import json
import re
import shutil

import keras
import pytest

from ter_gan import compare, evaluate, recipes, training
from ter_gan.comparison import report, stored, table
from ter_gan.errors import UserError
from ter_gan.evaluation.metric import choose
from ter_gan.evaluation.report import write as write_evaluation
from ter_gan.points.evaluation import METRICS
from ter_gan.runs import Run
from tests.helpers import ter_gan
from tests.layer_viz.gallery.conftest import browser
from tests.test_train import error

__all__ = ["browser"]
N = 120


def make(folder, **options):
    """A run folder of an untrained GAN that claims to have had two epochs."""
    recipe = recipes.resolve({"dataset": "ring", "width": 8, **options})
    dataset = training.load(recipe)
    gan, _ = training.build(recipe, dataset)
    gan.generator_optimizer.iterations.assign(20)
    gan.discriminator_optimizer.iterations.assign(40)
    run = Run.create(folder, recipe, keras.backend.backend())
    run.write_json("data.json", training.facts(dataset))
    run.write_metrics(
        [
            {"epoch": e, "g_loss": 1.0 / e, "images_per_second": 10.0 * e, "minutes": e}
            for e in (1, 2)
        ]
    )
    run.save_checkpoint(gan, {"epoch": 2, "step": 0})
    return run


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    for name, options in {
        "small": {},
        "large": {"width": 16},
        "grid": {"dataset": "grid"},
    }.items():
        make(folder / name, **options)
    return folder


@pytest.fixture(scope="module")
def pair(runs):
    return [Run.find(runs / name) for name in ("small", "large")]


@pytest.fixture(scope="module")
def found(pair):
    return compare.compare(pair, metrics="energy,modes", n=N, sort="energy")


@pytest.fixture(scope="module")
def measured(pair, tmp_path_factory):
    """Copies of both runs with the evaluations that `evaluate` writes."""
    root, copies = tmp_path_factory.mktemp("measured"), []
    for run in pair:
        path = shutil.copytree(run.path, root / run.path.name)
        copies.append(Run.find(path))
        made = evaluate.evaluate([copies[-1]], metrics="energy,modes", n=N)
        write_evaluation(made, path / "evaluation")
    return copies


@pytest.fixture
def free_pair(measured, tmp_path):
    """The same, for a test that changes them."""
    return [
        Run.find(shutil.copytree(run.path, tmp_path / run.path.name))
        for run in measured
    ]


def test_what_differs_and_what_it_cost(found, pair):
    by_name = {run.name: run for run in found.runs}
    assert set(found.differing) == {"width"}
    assert found.shared["dataset"] == "ring" and "width" not in found.shared
    for run in pair:
        gan, _ = training.restore(run)
        trained = by_name[run.path.name]
        assert trained.parameters["generator"] == gan.generator.count_params()
        assert trained.parameters["discriminator"] == gan.discriminator.count_params()
        assert (trained.updates, trained.images) == (20, 40 * run.recipe.batch_size)
        assert (trained.minutes, trained.images_per_second) == (2, 15)


def test_a_zero_that_means_a_choice_shows_what_was_chosen(tmp_path):
    options = {
        "open": {"loss": "non-saturating"},
        "set": {"steps_per_epoch": 30, "discriminator_learning_rate": 0.5},
        "sized": {"generator_width": 3, "penalty": "r1", "penalty_weight": 5.0},
        "clipped": {"penalty": "r1", "clip_norm": 1.0},
    }
    runs = [make(tmp_path / name, **each) for name, each in options.items()]
    differing = compare.compare(runs, metrics="modes", n=N).differing
    whole = runs[0].data["sizes"]["train"] // runs[0].recipe.batch_size
    rate = runs[0].recipe.learning_rate
    assert differing["steps_per_epoch"] == (whole, 30, whole, whole)
    assert differing["discriminator_learning_rate"] == (rate, 0.5, rate, rate)
    assert differing["generator_width"] == (8, 8, 3, 8)
    assert differing["penalty_weight"] == (0, 0, 5, 10)
    assert differing["clip_norm"] == ("any", "any", "any", 1)


def test_the_best_run_comes_first_and_everything_follows_it(found):
    first, second = found.evaluation.rows[0]
    assert first.value < second.value
    assert [r.name for r in found.runs] == [r.name for r in found.evaluation.runs]
    turned = found.sorted(found.evaluation.rows[1][0].name)
    modes = [result.value for result in turned.evaluation.rows[1]]
    assert modes == sorted(modes, reverse=True)
    assert [run.picture.title for run in turned.runs] == [r.name for r in turned.runs]


def test_numbers_are_those_of_evaluate(found, pair):
    alone = evaluate.evaluate([pair[1]], metrics="energy,modes", n=N).runs[0].results
    place = [run.name for run in found.runs].index("large")
    assert [row[place].value for row in found.evaluation.rows] == [
        result.value for result in alone
    ]


def test_one_table_holds_recipes_costs_and_metrics(found):
    heading, rows = table.cells(found)
    cells = {name: rest for name, *rest in rows}
    names = [run.name for run in found.runs]
    assert heading[2:] == [*names, "floor"]
    widths = {"small": "8", "large": "16"}
    assert cells["width"][1:] == [*(widths[name] for name in names), ""]
    assert cells["images/s"][1:3] == ["15", "15"]
    assert f"energy_distance_{N}" in cells and "loss" not in cells
    assert {len(row) for row in (heading, *rows)} == {len(heading)}


def test_what_is_written_agrees(found, tmp_path):
    page = report.write(found, tmp_path).read_text()
    content = json.loads((tmp_path / "comparison.json").read_text())
    assert content["differing"]["width"] in ([8, 16], [16, 8])
    assert content["sweep"]["name"] == "width"
    assert [run["updates_of_G"] for run in content["runs"]] == [20, 20]
    results = content["evaluation"]["runs"][0]["results"]
    assert results[0]["value"] == found.evaluation.rows[0][0].value
    assert "| width |" in (tmp_path / "comparison.md").read_text()
    for words in ("Metrics against width", "Training curves", "interval?", "Samples"):
        assert words in page
    assert "<script" not in page and not re.search(r'(src|href)="http', page)


def test_the_page_in_a_browser(found, tmp_path, browser):
    path = report.write(found, tmp_path)
    for width, scheme in ((360, "dark"), (1280, "light")):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        tab, problems = context.new_page(), []
        tab.on("console", lambda message, into=problems: into.append(message.text))
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        box = "getComputedStyle(document.querySelector('.scroll'))"
        shadows = tab.evaluate(f"{box}.backgroundAttachment")
        assert shadows == "local, local, scroll, scroll"
        assert tab.locator("img").count() == 2
        assert tab.locator(".charts").count() == 2
        assert tab.locator(".charts circle").count() == 2 * 2 + 2 * 2
        name, value = (
            tab.locator(f".abreast tbody tr:last-child {cell}").bounding_box()
            for cell in ("th", "td:nth-child(3)")
        )
        assert name["x"] + name["width"] <= value["x"]
        assert not problems
        context.close()


def test_stored_evaluations_are_taken(measured, found, monkeypatch):
    monkeypatch.setattr(evaluate, "evaluate", None)
    made = compare.compare(measured, metrics="modes,energy", n=N, sort="energy")
    assert made.facts["measured"] == compare.STORED
    assert made.evaluation.rows == found.evaluation.rows[::-1]


def stored_report(runs, metrics=None, n=None):
    wanted = choose(METRICS, metrics)[0] if metrics else None
    return stored.report(runs, ["a", "b"], wanted, n)


def test_without_wishes_all_stored_metrics_are_taken(measured):
    made = stored_report(measured)
    assert [row[0].name for row in made.rows] == [
        f"energy_distance_{N}",
        f"modes_covered_{N}",
    ]
    assert [run.name for run in made.runs] == ["a", "b"]


def other_age(run):
    gan, _ = training.restore(run)
    run.save_checkpoint(gan, {"epoch": 2, "step": 7})


def changed(change):
    """A function that changes the content of a run's evaluation."""

    def apply(run):
        path = run.path / "evaluation" / "evaluation.json"
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))

    return apply


@pytest.mark.parametrize(
    "change, options, words",
    [
        (lambda run: None, {"n": N + 1}, "not of 121"),
        (lambda run: None, {"metrics": "modes,quality"}, "has no quality"),
        (lambda run: shutil.rmtree(run.path / "evaluation"), {}, "has no evaluation"),
        (other_age, {}, "not of the newest checkpoint"),
        (changed(lambda c: c["runs"][0].update(checkpoint="0")), {}, "not of the new"),
        (changed(lambda c: c["runs"].append({})), {}, "not this run's"),
        (changed(lambda c: c.update(split="train")), {}, "not measured alike"),
        (changed(lambda c: c["runs"][0]["results"].pop()), {}, "different metrics"),
        (
            changed(lambda c: c["runs"][0]["results"][0]["protocol"].update(seed=1)),
            {},
            "different metrics",
        ),
    ],
)
def test_evaluations_that_do_not_fit_are_not_taken(free_pair, change, options, words):
    stored_report(free_pair)
    change(free_pair[1])
    with pytest.raises(stored.Unusable, match=words):
        stored_report(free_pair, **options)


def test_what_is_not_stored_is_measured_for_all(found):
    assert "has no evaluation" in found.facts["measured"]
    assert "energy_distance" in found.evaluation.rows[0][0].name


def mistake(*arguments):
    with pytest.raises(UserError) as caught:
        compare.main([str(each) for each in arguments])
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_runs_that_cannot_be_compared(runs, pair, tmp_path):
    assert "two runs or more, received 1" in mistake(runs / "small")
    assert "named twice" in mistake(runs / "small", runs / "large" / ".." / "small")
    assert "one dataset" in mistake(runs / "small", runs / "grid")
    assert "is not a run folder" in mistake(runs / "small", tmp_path)
    new = Run.create(tmp_path / "new", pair[0].recipe, pair[0].backend)
    new.write_json("data.json", pair[0].data)
    assert "has no checkpoint" in mistake(runs / "small", new.path)


@pytest.mark.parametrize(
    "options, words",
    [
        (["--metrics", "energi"], "Did you mean energy"),
        (["--sort", "fd"], "Unknown metric to sort by 'fd'"),
        (["--metrics", "modes", "--sort", "energy"], "Known: modes"),
        (["--models", "gan"], "--equal-parameters"),
        (["--equal-parameters", "500", "--models", "gan"], "no RUN"),
        (["--n", "0"], "--n"),
    ],
)
def test_options_that_cannot_be_obeyed(runs, options, words):
    assert words in mistake(runs / "small", runs / "large", *options)


def test_out_must_not_be_a_file(runs, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    both = runs / "small", runs / "large"
    assert "must name a folder" in mistake(*both, "--out", file)


def test_models_of_equal_size_are_printed_as_commands(capsys):
    options = ["--dataset", "ring", "--models", "gan"]
    assert compare.main(["--equal-parameters", "300", *options]) in (0,)
    lines = capsys.readouterr().out.splitlines()
    (line,) = lines
    command, _, counts = line.partition("  # ")
    assert command.startswith("python -m ter_gan.train --dataset ring --model gan")
    g, d = (int(n.replace(",", "")) for n in re.findall(r"[GD] ([\d,]+),", counts))
    assert abs(g - 300) < 30 and abs(d - 300) < 30


def test_the_command_writes_what_it_prints(measured, tmp_path, capsys):
    paths = [str(run.path) for run in measured]
    assert compare.main([*paths, "--sort", "energy", "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert f"page: {tmp_path / 'index.html'}" in out
    content = json.loads((tmp_path / "comparison.json").read_text())
    names = [run["name"] for run in content["runs"]]
    assert sorted(names) == ["large", "small"]
    assert out.split()[:3] == [*names, "floor"]
    assert f"energy_distance_{N}" in out


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path):
    error(ter_gan("compare", "nowhere", "nobody", cwd=tmp_path))
