"""Measures how good runs are: one table and one page, with floors and intervals.

python -m ter_gan.evaluate runs/00001-mnist-dcgan runs/00002-mnist-wgan-gp
"""

from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands, kinds
from ter_gan.errors import UserError
from ter_gan.evaluation.held_out import SPLITS
from ter_gan.runs import Run, command_line, environment

EXAMPLES = """  python -m ter_gan.evaluate runs/00001-mnist-dcgan
  python -m ter_gan.evaluate runs/00001-mnist-dcgan runs/00002-mnist-wgan-gp
  python -m ter_gan.evaluate runs/00001-mnist-dcgan --metrics fd,recall --n 2000
  python -m ter_gan.evaluate runs/00001-mnist-dcgan --metrics all --cross-check
  python -m ter_gan.evaluate runs/00001-mnist-dcgan --quiz
  python -m ter_gan.evaluate runs/00003-adult-table-gan --known age,sex,race
  python -m ter_gan.evaluate runs/00004-grammar-gru runs/00005-grammar-relgan-mini"""


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.evaluate", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument(
        "runs", metavar="RUN", nargs="+", help="run folders of one dataset"
    )
    result.add_argument(
        "--metrics",
        default="standard",
        metavar="SET",
        help="standard, all, or names such as fd,recall; a wrong one lists all "
        "[standard]",
    )
    result.add_argument(
        "--n",
        type=PositiveInt,
        help="generated samples, and real ones [images and tables 10000, points 5000, "
        "text 2000]",
    )
    result.add_argument(
        "--split",
        choices=SPLITS,
        default="test",
        help="the real samples: test, validation or train [test]",
    )
    result.add_argument(
        "--features", metavar="NAME", help="feature network [the dataset's own]"
    )
    result.add_argument("--seed", type=NonNegativeInt, default=0, help="[0]")
    result.add_argument(
        "--cross-check",
        action="store_true",
        help="compute the same by tensorflow-gan and show the difference",
    )
    result.add_argument("--json", metavar="FILE", help="write the result there too")
    result.add_argument(
        "--out",
        metavar="FOLDER",
        help="the page's folder [RUN/evaluation; of many runs evaluation]",
    )
    result.add_argument(
        "--quiz", action="store_true", help="write a blind test for people too"
    )
    result.add_argument(
        "--known",
        metavar="COLUMNS",
        help="columns of a table that an attacker knows, such as age,sex [all "
        "categories]",
    )
    result.add_argument(
        "--secret", metavar="COLUMN", help="the one that he wants to know [the target]"
    )
    result.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    runs = [Run.find(path) for path in arguments.runs]
    commands.use_backend(runs[0].backend)
    from ter_gan.evaluation import report, table
    from ter_gan.evaluation.progress import Progress

    folder = Path(arguments.out or _folder(runs))
    _check_places(folder, arguments.json)
    with Progress() as progress:
        evaluator = prepare(
            runs,
            metrics=arguments.metrics,
            data_dir=arguments.data_dir,
            n=arguments.n,
            split=arguments.split,
            features=arguments.features,
            seed=arguments.seed,
            progress=progress,
            known=arguments.known,
            secret=arguments.secret,
        )
        if (folder / "evaluation.json").exists():
            print(
                f"{folder} holds an evaluation, which this one replaces; --out keeps it"
            )
        quiz = folder / "quiz" if arguments.quiz else None
        found = measure(runs, evaluator, arguments.cross_check, quiz)
    print(table.terminal(found))
    page = report.write(found, folder, arguments.json)
    for run in found.runs:
        if run.quiz:
            print(f"quiz: {run.quiz}")
    print(f"page: {page}")
    return 0


def _check_places(folder, file):
    """Refuses places that cannot be written, before anything is measured."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"--out must name a folder; {folder} is a file.")
    if file and Path(file).is_dir():
        raise UserError(f"--json must name a file; {file} is a folder.")


def _folder(runs):
    return runs[0].path / "evaluation" if len(runs) == 1 else "evaluation"


def evaluate(
    runs,
    metrics="standard",
    n=None,
    split="test",
    features=None,
    seed=0,
    cross_check=False,
    quiz=None,
    data_dir=None,
    progress=None,
    dataset=None,
    known=None,
    secret=None,
):
    """Measures runs of one dataset, each in the same way.

    Args:
        runs: list of `ter_gan.runs.Run`.
        metrics, n, split, features, seed, progress, known, secret: as in
            `ter_gan.evaluation.evaluator.Evaluator`.
        cross_check: bool. Compute the same by tensorflow-gan too.
        quiz: str or path of a folder for a blind test, or `None`.
        data_dir: str. Where to look for data first.
        dataset: `ter_gan.data.Dataset`; `None`: that of the runs is loaded.

    Returns:
        `ter_gan.evaluation.report.Report`.

    Raises:
        UserError: if the runs are of different data, a run has no checkpoint, or
            what was asked for is not possible.
    """
    evaluator = prepare(
        runs,
        metrics,
        data_dir,
        dataset,
        n=n,
        split=split,
        features=features,
        seed=seed,
        progress=progress,
        known=known,
        secret=secret,
    )
    return measure(runs, evaluator, cross_check, quiz)


def prepare(runs, metrics="standard", data_dir=None, dataset=None, **how):
    """The evaluator of runs, once it is known that they can be measured so.

    Args:
        runs, metrics, data_dir, dataset: as in `evaluate`.
        **how: what else `ter_gan.evaluation.evaluator.Evaluator` takes.

    Returns:
        `ter_gan.evaluation.evaluator.Evaluator`.

    Raises:
        UserError: as `evaluate` does; for an unknown metric before data are loaded.
    """
    from ter_gan import training
    from ter_gan.evaluation.metric import choose

    check_one_dataset(runs)
    recipe = runs[0].recipe
    for run in runs:
        run.check_checkpoint()
    kind = kinds.package(f"{recipe.kind}.evaluation")
    choose(kind.Evaluator.TABLE, metrics)
    if dataset is None:
        dataset = training.load(recipe, data_dir)
        check_data(runs, dataset)
    return kind.Evaluator(dataset, metrics, **how)


def measure(runs, evaluator, cross_check=False, quiz=None):
    """The `Report` of runs; the arguments are those of `evaluate` and `prepare`."""
    from ter_gan.evaluation.report import Report

    recipe, dataset = runs[0].recipe, evaluator.dataset
    evaluator.check_extras(cross_check, quiz is not None)
    evaluated, checks, shared = _measured(runs, evaluator, cross_check, quiz)
    baselines, others = _baselines(evaluator)
    overview = evaluator.together(shared, others)
    about = _facts(dataset, evaluator), evaluator.warnings, checks
    words = kinds.package(recipe.kind).NOUN, evaluator.REMINDER
    return Report(evaluated, *about, baselines, evaluator.CHAPTER, overview, *words)


def _measured(runs, evaluator, cross_check, quiz):
    """What is found out of each run, what checks say, what each contributes."""
    from ter_gan import training

    evaluated, checks, shared, many = [], [], {}, len(runs) > 1
    for number, (name, run) in enumerate(zip(names(runs), runs), 1):
        try:
            bench = evaluator.bench(training.restore(run)[0])
            folder = quiz and Path(quiz, *[str(number)] * many)
            found = _evaluated(name, run, evaluator, bench, folder, strict=not many)
            evaluated.append(found)
            shared[name] = evaluator.contribution(bench)
            if cross_check:
                rows = evaluator.cross_check(bench, evaluated[-1].results)
                checks += [{"run": name} | row for row in rows]
        except UserError as error:
            raise UserError(f"{run.path}: {error}") from error
    return evaluated, checks, shared


def _baselines(evaluator):
    """list of `Evaluated`, and a dict of what each contributes to the overview."""
    from ter_gan.evaluation.report import Evaluated

    found, shared = [], {}
    for each in evaluator.baselines():
        bench = evaluator.bench(each.model)
        results = evaluator.results(bench, strict=False)
        found.append(Evaluated(each.label, {"meaning": each.meaning}, results, [], {}))
        shared[each.label] = evaluator.contribution(bench)
    return found, shared


def _evaluated(name, run, evaluator, bench, quiz, strict):
    from ter_gan.evaluation.report import Evaluated

    recipe, gan = run.recipe, bench.gan
    facts = {
        "model": recipe.model,
        **evaluator.about(recipe, gan),
        "epochs": run.age,
        "checkpoint": run.checkpoint_hash,
        "training_seed": recipe.seed,
        "trained_with": run.backend,
        "folder": str(run.path),
    }
    results, pictures = evaluator.results(bench, strict), evaluator.pictures(bench)
    losses = evaluator.losses(bench)
    title = f"{evaluator.dataset.name}, {name}"
    page = evaluator.quiz(bench, quiz, title) if quiz else None
    return Evaluated(name, facts, results, pictures, losses, page)


def _facts(dataset, evaluator):
    machine = environment()
    packages = ", ".join(f"{k} {v}" for k, v in machine["packages"].items())
    return {
        "dataset": dataset.name,
        "content_hash": dataset.content_hash,
        "source": dataset.source,
        "n": evaluator.n,
        "split": evaluator.split,
        "features": evaluator.features,
        "seed": evaluator.seed,
        "command": " ".join(command_line()),
        "python": machine["python"],
        "packages": packages,
        "hardware": machine["hardware"],
    }


def check_one_dataset(runs):
    """Refuses runs whose numbers cannot stand in one table."""
    first = runs[0].data
    for run in runs[1:]:
        data = run.data
        if data["content_hash"] != first["content_hash"]:
            raise UserError(
                f"One table needs runs of one dataset: {runs[0].path} was trained on "
                f"{first['name']} ({first['content_hash'][:12]}), {run.path} on "
                f"{data['name']} ({data['content_hash'][:12]})."
            )


def check_data(runs, dataset):
    """Refuses data that a run was not trained on."""
    before, found = runs[0].data["content_hash"], dataset.content_hash
    if before != found:
        raise UserError(
            f"{dataset.name} is not the data that {runs[0].path} was trained on: "
            f"content hash {found[:12]}, there {before[:12]}. Restore the files."
        )


def names(runs):
    """What tables call the runs: their folders' names, longer ones where equal."""
    short = [run.path.resolve().name for run in runs]
    return [
        name if short.count(name) == 1 else str(run.path)
        for name, run in zip(short, runs)
    ]


if __name__ == "__main__":
    commands.run(main)
