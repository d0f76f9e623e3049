"""Puts runs of one dataset side by side: recipes, costs, metrics, curves, samples.

python -m ter_gan.compare runs/00001-mnist-dcgan runs/00002-mnist-wgan-gp
"""

from pathlib import Path

from jsonargparse.typing import PositiveInt

from ter_gan import commands, evaluate, kinds
from ter_gan.errors import UserError, unknown
from ter_gan.runs import Run, command_line, environment

EXAMPLES = """  python -m ter_gan.compare runs/00001-mnist-gan runs/00002-mnist-dcgan
  python -m ter_gan.compare runs/0000* --sort fd --out sweep
  python -m ter_gan.compare runs/0000* --metrics fd,recall --n 2000
  python -m ter_gan.compare --equal-parameters 500000 --dataset mnist \\
      --models gan,dcgan,wgan-gp,r3gan"""
STORED = "The metrics are those of the evaluations in the run folders."
FAR = 0.05  # a share by which a count misses its aim that is worth a word


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.compare", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument(
        "runs", metavar="RUN", nargs="*", help="run folders of one dataset"
    )
    result.add_argument(
        "--metrics",
        metavar="SET",
        help="standard, all, or names such as fd,recall [those of the runs' "
        "evaluations where they are alike, else standard]",
    )
    result.add_argument(
        "--n",
        type=PositiveInt,
        help="generated samples, and real ones [as many as the evaluations have, "
        "else images 10000, points 5000]",
    )
    result.add_argument(
        "--sort", metavar="METRIC", help="the best run under a metric first, e.g. fd"
    )
    result.add_argument(
        "--out", metavar="FOLDER", default="comparison", help="[comparison]"
    )
    result.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    _add_equal_parameters(result)
    return result


def _add_equal_parameters(parser):
    group = parser.add_argument_group("models of equal size, before they are trained")
    group.add_argument(
        "--equal-parameters",
        type=PositiveInt,
        metavar="N",
        help="print commands that train models of about N parameters",
    )
    group.add_argument("--dataset", default="mnist", help="[mnist]")
    group.add_argument("--models", default="", metavar="NAMES", help="gan,dcgan,…")
    group.add_argument(
        "--count",
        choices=("each", "both", "generator"),
        default="each",
        help="N is for G and for D each, for both together, or for G [each]",
    )


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    if arguments.equal_parameters:
        return _equal_parameters(arguments)
    if arguments.models:
        raise UserError("--models belongs to --equal-parameters; give that too.")
    runs = _runs(arguments.runs)
    folder = Path(arguments.out)
    if folder.exists() and not folder.is_dir():
        raise UserError(f"--out must name a folder; {folder} is a file.")
    commands.use_backend(runs[0].backend)
    from ter_gan.comparison import report, table
    from ter_gan.evaluation.progress import Progress

    with Progress() as progress:
        found = compare(
            runs,
            metrics=arguments.metrics,
            n=arguments.n,
            sort=arguments.sort,
            data_dir=arguments.data_dir,
            progress=progress,
        )
    print(table.terminal(found))
    print(f"page: {report.write(found, folder)}")
    return 0


def _runs(paths):
    """The runs, at least two different ones."""
    if len(paths) < 2:
        raise UserError(
            f"A comparison needs two runs or more, received {len(paths)}: "
            f"python -m ter_gan.compare RUN RUN."
        )
    places = [Path(path).resolve() for path in paths]
    for path, place in zip(paths, places):
        if places.count(place) > 1:
            raise UserError(f"{path} is named twice; name each run once.")
    return [Run.find(path) for path in paths]


def compare(runs, metrics=None, n=None, sort=None, data_dir=None, progress=None):
    """Puts runs of one dataset side by side.

    Args:
        runs: list of at least two `ter_gan.runs.Run`.
        metrics: str. `"standard"`, `"all"` or names joined by commas; `None`: those
            of the runs' evaluations where they are alike, else `"standard"`.
        n: int. Generated samples, and real ones; `None`: as many as the
            evaluations have, else the kind's own number.
        sort: str. The metric whose best run comes first; `None`: as given.
        data_dir: str. Where to look for data first.
        progress: `ter_gan.evaluation.progress.Progress`, or `None`.

    Returns:
        `ter_gan.comparison.report.Comparison`.

    Raises:
        UserError: if the runs are of different data, a run has no checkpoint, or
            what was asked for is not possible.
    """
    from ter_gan.comparison.report import Comparison

    evaluate.check_one_dataset(runs)
    for run in runs:
        run.check_checkpoint()
    kind = runs[0].recipe.kind
    table = kinds.package(f"{kind}.evaluation").Evaluator.TABLE
    measured, evaluation = _evaluation(
        runs, table, metrics, n, sort, data_dir, progress
    )
    trained = _trained(runs, kinds.package(kind), data_dir)
    found = Comparison(trained, evaluation, _facts(runs, measured))
    if sort is None:
        return found
    names = {row[0].metric: row[0].name for row in evaluation.rows}
    _check_sort(sort, names)
    return found.sorted(names[sort])


def _evaluation(runs, table, metrics, n, sort, data_dir, progress):
    """(how the metrics came about, the `Report` of the runs)."""
    from ter_gan.comparison import stored
    from ter_gan.evaluation.metric import choose

    wanted = choose(table, metrics)[0] if metrics else None
    try:
        return STORED, stored.report(runs, evaluate.names(runs), wanted, n)
    except stored.Unusable as why:
        measured = f"{why} So the metrics of all runs were measured for this page."
    metrics = metrics or "standard"
    _check_sort(sort, [row.name for row in choose(table, metrics)[0]])
    print(measured.replace("were measured for this page", "are measured now"))
    return measured, evaluate.evaluate(
        runs, metrics, n, data_dir=data_dir, progress=progress
    )


def _check_sort(sort, names):
    if sort is not None and sort not in names:
        raise unknown("metric to sort by", sort, names)


def _trained(runs, kind, data_dir):
    """A `Trained` for each run, with samples of the same latents."""
    from ter_gan import training
    from ter_gan.comparison.trained import Trained
    from ter_gan.evaluation.metric import Picture

    dataset = training.read(runs[0].recipe, data_dir)
    evaluate.check_data(runs, dataset)
    show = training.picture(runs[0].recipe, dataset.facts)
    real = dataset.validation.x[: kind.SHOWN]
    found = []
    for name, run in zip(evaluate.names(runs), runs):
        gan, _ = training.restore(run)
        samples = dataset.from_model(gan.generate(kind.SHOWN))
        caption = f"Epochs trained: {run.age}."
        picture = Picture(name, show(samples, real, None), caption)
        found.append(Trained.of(name, run, gan, picture))
    return found


def _facts(runs, measured):
    machine = environment()
    return {
        "dataset": runs[0].data["name"],
        "measured": measured,
        "command": " ".join(command_line()),
        "python": machine["python"],
        "packages": machine["packages"],
        "hardware": machine["hardware"],
    }


# -- models of equal size --------------------------------------------------------


def _equal_parameters(arguments):
    if arguments.runs or not arguments.models:
        raise UserError(
            "--equal-parameters takes --models such as gan,dcgan, and no RUN."
        )
    commands.use_backend("tensorflow")
    from ter_gan.comparison import widths

    kind = kinds.package(kinds.kind_of(arguments.dataset))
    dataset = kind.load(arguments.dataset, arguments.data_dir)
    for model in arguments.models.split(","):
        target, count = arguments.equal_parameters, arguments.count
        sized = widths.sized(dataset, model.strip(), target, count)
        print(f"{sized.command}  # {_counts(sized.parameters, target, count)}")
    return 0


def _counts(parameters, target, count):
    g, d = parameters["generator"], parameters["discriminator"]
    reached = {"each": (g, d), "both": (g + d,), "generator": (g,)}[count]
    far = any(abs(n / target - 1) > FAR for n in reached)
    words = "; no width comes nearer" if far else ""
    return f"G {g:,}, D {d:,}, both {g + d:,} parameters{words}"


if __name__ == "__main__":
    commands.run(main)
