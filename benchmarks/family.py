"""Every model of the family after one pass over MNIST, measured alike.

    python -m benchmarks.family [--epochs 1] [--keep FOLDER]
    python -m benchmarks.family --models wgan

Each model is trained with its default recipe in a process of its own, one after the
other, then all are measured by `ter_gan.evaluate`. Writes `results/family_mnist`, which
docs/family.md shows; with --models the rows of the others stay as they are. One seed
and little training: what a first try gives, not a ranking. A model whose run is in
FOLDER already goes on where it stopped.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from benchmarks import records
from ter_gan.presets import MODELS

DATASET = "mnist"
NAME = "family_mnist"
SHOWN = 24  # digits of each model in the picture
FEATURES = "mnistcnn"
PICTURE = f"{NAME}.png"
METRICS = ("fd", "precision", "recall", "coverage")
OBEDIENCE = "label_agreement"  # of those that take labels
COLUMNS = (*METRICS, OBEDIENCE)


def train(model, folder, epochs):
    """Trains one model, or goes on with it; its output goes to the screen."""
    from ter_gan.runs import Run

    words = ["--layer-viz", "off"]
    if not folder.exists():
        words += ["--dataset", DATASET, "--model", model, "--run-dir", folder]
        words += ["--epochs", epochs]
    elif Run.find(folder).progress["epoch"] < epochs:
        words += ["--resume", folder, "--epochs", epochs]
    else:
        return
    command = [sys.executable, "-m", "ter_gan.train", *map(str, words)]
    subprocess.run(command, check=True)


def measure(folders, n):
    """For each run, what `ter_gan.evaluate` found: a list of results as dicts."""
    from ter_gan.runs import Run

    runs = [Run.find(folder) for folder in folders]
    found = _results(runs, METRICS, n)
    conditional = [run for run in runs if run.recipe.classes]
    obeyed = iter(_results(conditional, (OBEDIENCE,), n) if conditional else [])
    for run, results in zip(runs, found):
        if run.recipe.classes:
            results += next(obeyed)
    return found


def _results(runs, metrics, n):
    from ter_gan import evaluate
    from ter_gan.evaluation.progress import Progress

    report = evaluate.evaluate(runs, ",".join(metrics), n, progress=Progress())
    return [run["results"] for run in report.asdict()["runs"]]


def row(model, folder, evaluated):
    """What is written of one model."""
    from ter_gan.runs import Run

    run = Run.find(folder)
    recipe, progress = run.recipe, run.progress
    seen = recipe.batch_size * recipe.critic_steps  # by D, in a step
    steps = progress["epoch"] * (run.data["sizes"]["train"] // seen) + progress["step"]
    results = {each["name"].split(f"_{FEATURES}")[0]: each for each in evaluated}
    return {
        "model": model,
        "steps": steps,
        "images": steps * seen,
        "results": {name: results.get(name) for name in COLUMNS},
    }


def lines_of(folders):
    """dict: each model to an image, a line of digits with its name."""
    from ter_gan import training
    from ter_gan.runs import Run

    lines = {}
    for model, folder in folders.items():
        run = Run.find(folder)
        gan, facts = training.restore(run)
        scaling = training.scaling_of(run.recipe, facts)
        samples = scaling.from_model(gan.generate(SHOWN, seed=0))
        digits = Image.fromarray(np.concatenate(list(samples[..., 0]), axis=1))
        line = Image.new("L", (110 + digits.width, digits.height + 2), 255)
        line.paste(digits, (110, 1))
        ImageDraw.Draw(line).text((4, 9), model, fill=0)
        lines[model] = line
    return lines


def lines_before(rows, path):
    """dict: the same of a picture that shows these rows."""
    if not rows:
        return {}
    whole = Image.open(path).convert("L")
    high = whole.height // len(rows)
    return {
        each["model"]: whole.crop((0, i * high, whole.width, (i + 1) * high))
        for i, each in enumerate(rows)
    }


def picture(lines, path):
    """All lines below each other."""
    lines = in_order(lines)
    whole = Image.new("L", (lines[0].width, sum(line.height for line in lines)), 255)
    for i, line in enumerate(lines):
        whole.paste(line, (0, i * line.height))
    whole.quantize(16).save(path, optimize=True)


def in_order(found):
    """The values of a dict by model, in the family's order."""
    return [found[model] for model in MODELS if model in found]


def main():
    """Trains, measures, writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--models", nargs="+", default=list(MODELS))
    parser.add_argument("--keep", help="folder of the runs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(arguments.keep or temporary)
        folders = {model: root / model for model in arguments.models}
        for model, folder in folders.items():
            train(model, folder, arguments.epochs)
        from ter_gan import commands

        commands.use_backend("tensorflow")
        found = measure(folders.values(), arguments.n)
        rows = [
            row(model, folder, results)
            for (model, folder), results in zip(folders.items(), found)
        ]
        lines = lines_of(folders)
    facts = {"epochs": arguments.epochs, "n": arguments.n, "seed": 0, "rows": rows}
    write(facts, lines, again=len(folders) < len(MODELS))


def write(facts, lines, again, folder=records.RESULTS):
    """Writes the result; with `again` what it replaces keeps its other rows."""
    path = folder / f"{NAME}.json"
    if again and path.exists():
        before = json.loads(path.read_text())
        lines = lines_before(before["rows"], folder / PICTURE) | lines
        named = {row["model"]: row for row in before["rows"]}
        new = {row["model"]: row for row in facts["rows"]}
        later = dict.fromkeys([*before.get("later", []), *new])
        facts |= {"rows": in_order(named | new), "later": list(later)}
    picture(lines, folder / PICTURE)
    records.write(NAME, facts, table(facts), folder)


def table(facts):
    """The results as Markdown."""
    rows = facts["rows"]
    floors = [_floor(rows, name) for name in COLUMNS]
    cells = ["*real training images*", "", "", *map(_number, floors)]
    passes = "one pass" if facts["epochs"] == 1 else f"{facts['epochs']} passes"
    lines = [
        f"# The family on {DATASET} after {passes} over the data",
        "",
        f"![samples of each model]({PICTURE})",
        "",
        f"Default recipes, one seed, {passes} of D over the training images, "
        f"then {facts['n']:,} samples against as many test images. That is "
        "little training, and very little for models with many critic steps, whose G "
        "moves least. ± is a standard error over resampling; other training seeds are "
        "not in it." + _later(facts),
        "",
        "| model | images seen | G steps | " + " | ".join(_names(rows)) + " |",
        "|---" * (len(COLUMNS) + 3) + "|",
        f"| {' | '.join(cells)} |",
    ]
    for each in rows:
        values = [_value(each["results"][name]) for name in COLUMNS]
        cells = [each["model"], f"{each['images']:,}", f"{each['steps']:,}", *values]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _later(facts):
    """Which rows are younger than the others."""
    named = ", ".join(f"`{model}`" for model in facts.get("later", []))
    return f" Measured again later than the others: {named}." if named else ""


def _floor(rows, name):
    """What real images get; not every model has every metric."""
    found = (row["results"][name] for row in rows)
    return next((each["floor"] for each in found if each), None)


def _names(rows):
    found = {n: r for row in rows for n, r in row["results"].items() if r}
    return [f"`{found[name]['name'] if name in found else name}`" for name in COLUMNS]


def _number(value):
    return "" if value is None else f"{value:.3g}"


def _value(result):
    if result is None:
        return "–"
    return f"{_number(result['value'])} ± {result['error']:.1g}"


if __name__ == "__main__":
    main()
