"""Evaluations that lie in run folders, and whether they may be compared.

`python -m ter_gan.evaluate RUN` writes `RUN/evaluation/evaluation.json`. It is taken
only where it belongs to the newest checkpoint, and only if all runs were measured in
one way: else the caller measures all of them anew.
"""

import json

from ter_gan.evaluation.report import FORMAT, Evaluated, Report
from ter_gan.evaluation.result import Result

PROTOCOL = ("n", "split", "features", "seed")
OWN = ("averaged_generator", "labels")  # parts of a protocol that a run brings along


class Unusable(Exception):
    """Why the stored evaluations cannot be taken: a sentence for a person."""


def report(runs, names, metrics=None, n=None):
    """The stored evaluations of all runs as one report.

    Args:
        runs: list of `ter_gan.runs.Run`.
        names: list of str. What tables call them.
        metrics: tuple of `Metric` that are wanted; `None`: those that there are.
        n: int. How many samples are wanted; `None`: as many as there are.

    Returns:
        `ter_gan.evaluation.report.Report`.

    Raises:
        Unusable: if a run has none of its newest checkpoint, or the runs were not
            measured alike, or not as wanted.
    """
    contents = [_read(run) for run in runs]
    _check_protocol(runs, contents, n)
    evaluated = [
        _evaluated(name, run, content, metrics)
        for name, run, content in zip(names, runs, contents)
    ]
    _check_alike(runs, evaluated)
    kept = ("dataset", "content_hash", *PROTOCOL)
    warnings = list(dict.fromkeys(w for each in contents for w in each["warnings"]))
    return Report(evaluated, {name: contents[0][name] for name in kept}, warnings)


def _read(run):
    """The content of a run's own evaluation, if it is of its newest checkpoint."""
    path = run.path / "evaluation" / "evaluation.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Unusable(f"{run.path} has no evaluation.") from None
    if content.get("format") != FORMAT or len(content["runs"]) != 1:
        raise Unusable(f"{path} is not this run's evaluation.")
    if content["runs"][0].get("checkpoint") != run.checkpoint_hash:
        raise Unusable(f"{path} is not of the newest checkpoint.")
    return content


def _check_protocol(runs, contents, n):
    first = contents[0]
    for run, content in zip(runs, contents):
        if [content[k] for k in PROTOCOL] != [first[k] for k in PROTOCOL]:
            raise Unusable(f"{runs[0].path} and {run.path} were not measured alike.")
    if n and first["n"] != min(n, runs[0].data["sizes"][first["split"]]):
        raise Unusable(f"The evaluations are of {first['n']} samples, not of {n}.")


def _evaluated(name, run, content, metrics):
    (facts,) = content["runs"]
    results = [Result.fromdict(each) for each in facts.pop("results")]
    if metrics is not None:
        found = {result.metric: result for result in results}
        for metric in metrics:
            if metric.name not in found:
                raise Unusable(f"The evaluation of {run.path} has no {metric.name}.")
        results = [found[metric.name] for metric in metrics]
    rest = {k: v for k, v in facts.items() if k not in ("name", "held_out")}
    return Evaluated(name, rest, tuple(results), [], facts["held_out"])


def _check_alike(runs, evaluated):
    first = [_alike(result) for result in evaluated[0].results]
    for run, each in zip(runs, evaluated):
        if [_alike(result) for result in each.results] != first:
            raise Unusable(f"{runs[0].path} and {run.path} have different metrics.")


def _alike(result):
    return result.name, {k: v for k, v in result.protocol.items() if k not in OWN}
