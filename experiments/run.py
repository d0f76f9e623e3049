"""Runs experiments: measures what is missing, tests the claims, writes the report.

python -m experiments.run NAME
"""

import json
import os
from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from experiments.engine import build, claims, earlier, experiment, report, workers
from experiments.engine.progress import Progress
from ter_gan import commands
from ter_gan.errors import UserError

EXAMPLES = """  python -m experiments.list                      # what there is to run
  python -m experiments.run learning_rates
  python -m experiments.run learning_rates --smoke    # seconds: does it run?
  python -m experiments.run budget --only arm="NS GAN" dataset=mnist  # one row
  python -m experiments.run all --jobs 2 --commit-results
  python -m experiments.run learning_rates --seeds 9  # adds seeds to what is there
  python -m experiments.run learning_rates --report-only
  python -m experiments.run learning_rates --film learning_rate=0.01,seed=0
  python -m experiments.run all --storage postgresql+pg8000://me@host/ter_gan"""

ROOT = Path("runs") / "experiments"


def parser():
    """The options of this command."""
    result = commands.Parser("experiments.run", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument(
        "names", nargs="+", metavar="NAME", help="or all; or tables (hours)"
    )
    result.add_argument(
        "--smoke", action="store_true", help="as short as possible: does it run?"
    )
    result.add_argument(
        "--jobs", type=PositiveInt, help="processes [the number of cores]"
    )
    result.add_argument(
        "--backend",
        choices=["tensorflow", "jax"],
        help="of Keras [the experiment's]",
    )
    result.add_argument(
        "--seeds", type=PositiveInt, help="per cell [the experiment's; smoke 2]"
    )
    result.add_argument(
        "--only", nargs="+", metavar="SETTING=VALUE", help="the cells to measure [all]"
    )
    result.add_argument(
        "--start-from",
        metavar="FILE",
        help="results.json whose trials need not be measured again",
    )
    result.add_argument(
        "--storage", help="a database that machines share [OUT/trials.db]"
    )
    result.add_argument("--out", help=f"a folder, for one NAME [{ROOT}/NAME]")
    result.add_argument(
        "--films", type=NonNegativeInt, default=1, help="seeds filmed per cell [1]"
    )
    result.add_argument("--no-films", action="store_true", help="the same as --films 0")
    result.add_argument("--film", metavar="KEY", help="only make the film of one trial")
    result.add_argument(
        "--report-only", action="store_true", help="measure nothing, write the report"
    )
    result.add_argument(
        "--commit-results",
        action="store_true",
        help="write experiments/results, too, which docs/claims.md is made from",
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    names = _names(arguments.names)
    if arguments.out and len(names) > 1:
        raise UserError(f"--out is for one experiment, received {', '.join(names)}.")
    if arguments.smoke and arguments.commit_results:
        raise UserError("The numbers of a --smoke run are not worth --commit-results.")
    only = _only(names, arguments)
    outs = {name: _folder(name, arguments) for name in names}
    earlier_trials = _earlier(names, arguments)
    if arguments.film:
        return _film(names, outs, arguments)
    tasks = [_task(name, outs[name], arguments) for name in names]
    studies = {task.name: task.open() for task in tasks}
    for study in studies.values():
        if earlier_trials:
            earlier.adopt(study, earlier_trials)
        study.plan(arguments.seeds, only)
    if not arguments.report_only:
        log = outs[names[0]].absolute() / "workers.log"
        _measure(tasks, studies, int(arguments.jobs or os.cpu_count() or 1), log)
    codes = [_report(name, outs[name], studies[name], arguments) for name in names]
    return max(codes)


def _names(asked):
    """The experiments asked for: `all` are the questions, `tables` the long ones."""
    whole = {"all": ["questions"], "tables": ["tables"]}
    return [
        name
        for each in asked
        for name in (experiment.names(whole[each]) if each in whole else [each])
    ]


def _only(names, arguments):
    """The condition that `--only` says; also refuses unknown experiments."""
    known = [experiment.load(name) for name in names]
    if not arguments.only:
        return None
    if len(names) > 1:
        raise UserError(f"--only is for one experiment, received {', '.join(names)}.")
    if arguments.commit_results:
        raise UserError("--commit-results is for whole experiments, without --only.")
    return experiment.condition(known[0], arguments.only)


def _earlier(names, arguments):
    """The report that `--start-from` names, or `None`."""
    if not arguments.start_from:
        return None
    if len(names) > 1 or arguments.smoke:
        raise UserError("--start-from is for one experiment, and not for --smoke.")
    return earlier.read(arguments.start_from)


def _folder(name, arguments):
    if arguments.out:
        return Path(arguments.out)
    return ROOT / (f"{name}-smoke" if arguments.smoke else name)


def _task(name, out, arguments):
    seeds = 0 if arguments.no_films else int(arguments.films)
    films = (out.absolute() / "films", seeds) if seeds else None
    url = arguments.storage or workers.sqlite_url(out)
    return workers.Task(name, url, arguments.smoke, films, arguments.backend)


def _measure(tasks, studies, jobs, log):
    progress = Progress(studies)
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        died = workers.run(tasks, list(studies.values()), jobs, progress, log)
    except KeyboardInterrupt:
        progress.close()
        raise UserError(
            f"Stopped; {progress.done} of {progress.total} trials are saved. "
            f"The same command goes on."
        ) from None
    progress.close()
    if died:
        codes = ", ".join(map(str, died))
        print(f"Workers died with exit code {codes}: {log} may say why.")


def _report(name, out, study, arguments):
    """Writes and prints what came out; returns 1 if trials are missing, else 0."""
    found = report.results(name, study)
    report.write(out, found, study)
    path = build.write(out, found)
    if arguments.commit_results:
        report.commit(found, study)
    print(f"\n{found['question']}")
    for claim in found["claims"]:
        verdict = claim["result"]["verdict"]
        print(f"  {claim['id']:<4} {verdict:<14} {claims.effect(claim['result'])}")
    for each in found["failed"]:
        print(f"  failed: {each['cell']} seed {each['seed']}: {each['error']}")
    missing = len(study.places) - len(found["trials"])
    if missing:
        print(f"  {missing} of {len(study.places)} trials are missing.")
    print(f"  {path}")
    return 1 if missing else 0


def _film(names, outs, arguments):
    """Measures one trial again, only for its film."""
    if len(names) > 1:
        raise UserError(f"--film is for one experiment, received {', '.join(names)}.")
    (name,) = names
    out = outs[name]
    print(workers.film(name, arguments.film, out / "films", arguments.smoke))
    if (out / "results.json").exists():  # the page lists the films there are
        build.write(out, json.loads((out / "results.json").read_text("utf-8")))
    return 0


if __name__ == "__main__":
    commands.run(main)
