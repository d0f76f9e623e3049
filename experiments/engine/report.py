"""What came out: `results.json`, `results.md`, and their pictures."""

import json
import math
import statistics
from collections import Counter
from pathlib import Path

from experiments.engine import published
from experiments.engine.claims import NOT_MEASURED, number
from experiments.engine.experiment import Outcome, cell_key, film_key
from experiments.engine.table import matches
from ter_gan import runs
from ter_gan.files import write_text

FORMAT = "experiment 1"
RESULTS = Path(__file__).parents[1] / "results"


def results(name, study):
    """dict for JSON: the definition, every trial, every verdict.

    Args:
        name: str, the experiment's name.
        study: `trials.Study`, planned.
    """
    experiment, table = study.experiment, study.table()
    return {
        "format": FORMAT,
        "name": name,
        "question": experiment.question,
        "notes": experiment.notes,
        "smoke": study.smoke,
        "command": " ".join(_measuring(runs.command_line())),
        "environment": merged(study.environments() or [runs.environment()]),
        "wall_minutes": round(study.wall_seconds() / 60, 2),
        "definition": _definition(study),
        "trials": [
            {
                "key": film_key(row.cell, row.seed),
                "cell": row.cell,
                "seed": row.seed,
                "outcomes": _numbers(row.outcomes),
                "curves": row.curves,
                "seconds": round(row.seconds, 2),
            }
            for row in table.rows
        ],
        "failed": [
            {"cell": key, "seed": seed, "error": error}
            for (key, seed), error in sorted(study.failed().items())
        ],
        "claims": [_claim(name, study, claim, table) for claim in experiment.claims],
        "makes_films": experiment.films,
        "comparison": experiment.comparison and experiment.comparison.asdict(),
        "scatter": _picture_of("scatter", name, experiment),
        "tradeoff": _picture_of("tradeoff", name, experiment),
    }


def _measuring(command):
    """The words of a command that would have measured, not only reported."""
    return [word for word in command if word != "--report-only"]


def merged(environments):
    """One environment of many trials; where they differ, each value is named.

    Args:
        environments: list of dicts of `ter_gan.runs.environment`, one per trial.
    """
    counts = Counter(each["hardware"] for each in environments)
    hardware = [
        f"{name} ({count} trials)" if len(counts) > 1 else name
        for name, count in counts.items()
    ]
    packages = dict.fromkeys(name for each in environments for name in each["packages"])
    versions = {
        name: _different(each["packages"].get(name) for each in environments)
        for name in packages
    }
    same = ("python", "platform", "machine", "backend")
    return {
        name: _different(each.get(name) for each in environments) for name in same
    } | {
        "packages": versions,
        "hardware": "; ".join(hardware),
    }


def _different(values):
    return ", ".join(dict.fromkeys(value for value in values if value))


def write(out, found, study):
    """Writes `results.json`, `results.md` and their pictures into a folder."""
    out = Path(out)
    _pictures(out, found, study)
    write_text(out / "results.json", json.dumps(found, indent=1) + "\n")
    write_text(out / "results.md", markdown(found))


def commit(found, study):
    """Writes the same into `experiments/results`, with those curves that it draws."""
    name, about = found["name"], study.experiment.comparison
    _pictures(RESULTS, found, study)
    drawn = [curve for curve, _ in about.tradeoff] if about and about.tradeoff else []
    short = [_with_curves(trial, drawn) for trial in found["trials"]]
    text = json.dumps(found | {"trials": short}, indent=1)
    write_text(RESULTS / f"{name}.json", text + "\n")
    write_text(RESULTS / f"{name}.md", markdown(found))


def _with_curves(trial, names):
    """A trial for JSON, with some of its curves, to six digits."""
    curves = {
        name: [None if value is None else _short(value) for value in curve]
        for name, curve in trial["curves"].items()
        if name in names
    }
    other = {key: value for key, value in trial.items() if key != "curves"}
    return other | ({"curves": curves} if curves else {})


def picture_name(name, claim_id):
    return f"{name}_{claim_id}.png"


def _picture_of(kind, name, experiment):
    """The file of a picture that a comparison asks for, or `None`."""
    wanted = experiment.comparison and getattr(experiment.comparison, kind)
    return f"{name}_{kind}.png" if wanted else None


def markdown(found):
    """The text of `results.md`.

    Args:
        found: dict of `results`.
    """
    claims = "\n\n".join(map(_claim_text, found["claims"]))
    note = f"\n{found['notes']}\n" if found["notes"] else ""
    smoke = (
        "\n**A smoke run: it shows that the code runs, its numbers mean nothing.**\n"
        if found["smoke"]
        else ""
    )
    beside = ""
    if found.get("comparison"):
        heading = "Beside published numbers" if found["comparison"]["rows"] else "Table"
        beside = f"\n## {heading}\n\n{published.tables(found)}\n"
    return f"""# {found["question"]}
{smoke}{note}{beside}
## Claims

{claims or "None."}

## What was measured

The median over the seeds of each cell, and the range from the least to the greatest.

{_cells(found)}
{_failed(found)}
## How

{_facts(found)}
"""


def seeds(verdict):
    """How many trials a verdict compared, e.g. `"5 and 5"`."""
    if verdict["parts"]:
        return "; ".join(dict.fromkeys(seeds(part) for part in verdict["parts"]))
    return " and ".join(map(str, verdict["seeds"])) or "none"


def _pictures(folder, found, study):
    # matplotlib: not for workers
    from experiments.engine import plots, scatter, tradeoff

    table, about = study.table(), study.experiment.comparison
    for claim, judged in zip(study.experiment.claims, found["claims"]):
        if judged["picture"]:
            plots.picture(claim, table, folder / judged["picture"])
    if found["scatter"]:
        scatter.picture(about, table, folder / found["scatter"])
    if found["tradeoff"]:
        tradeoff.picture(about, table, folder / found["tradeoff"])


def _definition(study):
    experiment = study.experiment
    return {
        "base": experiment.base,
        "smoke": experiment.smoke if study.smoke else {},
        "varied": {name: list(values) for name, values in experiment.varied.items()},
        "cells": [dict(cell) for cell in study.cells],
        "keys": [cell_key(cell) for cell in study.cells],
        "planned": len(study.places),
        "outcomes": {
            name: {
                "label": outcome.label,
                "unit": outcome.unit,
                "better": outcome.better,
                "worst": outcome.worst,
                "log": outcome.log,
                "optional": outcome.optional,
            }
            for name, outcome in experiment.outcomes.items()
        },
    }


def _claim(name, study, claim, table):
    verdict = claim.test.evaluate(table)
    unmeasured = verdict.verdict == NOT_MEASURED
    return {
        "id": claim.id,
        "source": claim.source,
        "sentence": claim.sentence,
        "test": repr(claim.test),
        "picture": None if unmeasured else picture_name(name, claim.id),
        **_film(name, study.experiment, claim),
        "result": verdict.asdict(),
    }


def _film(name, experiment, claim):
    """The film of a claim: its command, and its key where the run makes it."""
    if claim.film or not experiment.films:
        return {"film": claim.film, "film_key": None}
    _, where = claim.test.needs()[0]
    cells = [c for c in experiment.cells if matches(experiment.settings(c), where)]
    key = film_key(cells[0], 0)
    return {"film": f"python -m experiments.run {name} --film {key}", "film_key": key}


def _claim_text(claim):
    picture = f"\n\n![{claim['id']}]({claim['picture']})" if claim["picture"] else ""
    return (
        f"### {claim['id']}: {claim['result']['verdict']}\n\n"
        f"“{claim['sentence']}” ({claim['source']})\n\n"
        f"{claim['result']['sentence']}{picture}"
    )


def _cells(found):
    outcomes = found["definition"]["outcomes"]
    units = [Outcome(**about).axis for about in outcomes.values()]
    lines = [
        f"| cell | seeds | {' | '.join(units)} |",
        f"|---|---|{'---|' * len(units)}",
    ]
    for cell in found["definition"]["cells"]:
        trials = [trial for trial in found["trials"] if trial["cell"] == cell]
        columns = [_spread([t["outcomes"][name] for t in trials]) for name in outcomes]
        lines.append(f"| {cell_key(cell)} | {len(trials)} | {' | '.join(columns)} |")
    return "\n".join(lines)


def _spread(values):
    known = [value for value in values if value is not None]
    if not known:
        return "–"
    missing = len(values) - len(known)
    lost = f"{missing} without a value" if missing else ""
    ends = f"{number(min(known))} to {number(max(known))}"
    return (
        f"{number(statistics.median(known))} ({', '.join(filter(None, (ends, lost)))})"
    )


def _failed(found):
    if not found["failed"]:
        return ""
    lines = [
        f"- {each['cell']}, seed {each['seed']}: {each['error']}"
        for each in found["failed"]
    ]
    return "\n## Failed trials\n\n" + "\n".join(lines) + "\n"


def _facts(found):
    environment = found["environment"]
    versions = ", ".join(f"{k} {v}" for k, v in environment["packages"].items())
    settings = ", ".join(f"{k} = {v}" for k, v in found["definition"]["base"].items())
    backend = published.computed_by(environment)
    return "\n".join(
        [
            f"- Made by `{found['command']}`",
            f"- {len(found['trials'])} trials in {found['wall_minutes']} wall minutes "
            f"on {environment['hardware']}",
            f"- All cells share: {settings or 'nothing'}",
            f"- Versions: {backend}Python {environment['python']}, {versions}",
        ]
    )


def _short(value):
    """A number to six digits."""
    return float(f"{value:.6g}")


def _numbers(outcomes):
    return {
        name: None if value is None or math.isnan(value) else _short(value)
        for name, value in outcomes.items()
    }
