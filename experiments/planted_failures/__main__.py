"""Plants failures into real images and shows which metric sees which failure.

python -m experiments.planted_failures
"""

import json
import time
from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands
from ter_gan.errors import UserError

EXAMPLES = """  python -m experiments.planted_failures
  python -m experiments.planted_failures --dataset fashion_mnist --out runs/fashion
  python -m experiments.planted_failures --n 2000      # quick, wider errors
  python -m experiments.planted_failures --smoke       # seconds: does it run?"""
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "experiments" / "results"
PAGE = ROOT / "docs" / "metrics.md"
NAME = "planted_failures"


def parser():
    """The options of this command."""
    description = __doc__.splitlines()[0]
    result = commands.Parser("experiments.planted_failures", description, EXAMPLES)
    result.add_argument(
        "--dataset",
        default="mnist",
        help="mnist, fashion_mnist, cifar10, with classes [%(default)s]",
    )
    result.add_argument(
        "--n", type=PositiveInt, default=10_000, help="images on each side [10000]"
    )
    result.add_argument("--features", help="a feature network [the dataset's own]")
    result.add_argument("--seed", type=NonNegativeInt, default=0, help="[0]")
    result.add_argument(
        "--out", default="runs/planted-failures", help="a folder [%(default)s]"
    )
    result.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    result.add_argument(
        "--smoke", action="store_true", help="few images, seconds: does it run?"
    )
    result.add_argument(
        "--commit-results",
        action="store_true",
        help="write experiments/results and the table of docs/metrics.md, too",
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    if arguments.smoke and arguments.commit_results:
        raise UserError("The numbers of a --smoke run are not worth --commit-results.")
    commands.use_backend("tensorflow")
    from experiments.planted_failures import report, study
    from ter_gan import images
    from ter_gan.files import write_text
    from ter_gan.images import features

    start = time.perf_counter()
    data = images.load(arguments.dataset, arguments.data_dir)
    name = arguments.features or features.default(data.name, data.shape)
    network = features.get(name)
    n, seed = int(arguments.n), int(arguments.seed)
    if arguments.smoke:
        n = min(n, 2 * network.dimensions + 100)
    tables, examples = study.run(data, network, n, seed)
    seconds = time.perf_counter() - start
    found = report.results(data, network, n, seed, tables, seconds, arguments.smoke)
    write(Path(arguments.out), found, examples)
    if arguments.commit_results:
        write(RESULTS, found, examples)
        page = PAGE.read_text(encoding="utf-8")
        write_text(PAGE, report.replaced(page, report.seen_and_missed(found)))
    print(f"{Path(arguments.out) / NAME}.md")
    return 0


def write(out, found, examples):
    """Writes the numbers, the text and both pictures into the folder `out`."""
    from experiments.planted_failures import picture, report
    from ter_gan.files import write_text

    picture.heatmap(found["tables"], out / report.PICTURE)
    picture.samples(examples, out / report.SAMPLES)
    write_text(out / f"{NAME}.json", json.dumps(found, indent=1) + "\n")
    write_text(out / f"{NAME}.md", report.markdown(found))


if __name__ == "__main__":
    commands.run(main)
