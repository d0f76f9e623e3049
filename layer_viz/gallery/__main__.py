"""The command `python -m layer_viz.gallery`."""

from pathlib import Path

from jsonargparse.typing import PositiveFloat

from layer_viz.gallery import build, single_file
from layer_viz.store import Record
from ter_gan import commands

EXAMPLES = """  python -m layer_viz.gallery runs/00001-mnist-dcgan
  python -m layer_viz.gallery runs/00001-mnist-dcgan runs/00002-mnist-dcgan
  python -m layer_viz.gallery runs/00001-mnist-dcgan --single-file --out page.html"""


def main(argv=None):
    """The command; returns its exit code."""
    path = _build(_parser().parse_args(argv))
    print(f"{path}  {_megabytes(path):.1f} MB")
    return 0


def _parser():
    description = "Makes the page that shows every layer through the epochs."
    parser = commands.Parser("layer_viz.gallery", description, EXAMPLES)
    parser.add_argument("runs", nargs="+", metavar="RUN", help="one run, or two")
    parser.add_argument("--out", help="folder or file [RUN/gallery]")
    parser.add_argument(
        "--single-file", action="store_true", help="one HTML file with everything in it"
    )
    parser.add_argument(
        "--max-mb", type=PositiveFloat, default=8.0, help="largest single file [8]"
    )
    return parser


def _build(options):
    records = [Record.find(run) for run in options.runs]
    run = Path(options.runs[0])
    if options.single_file:
        return single_file(records, options.out or run / "gallery.html", options.max_mb)
    return build(records, options.out or run / "gallery")


def _megabytes(path):
    files = [path] if path.name != "index.html" else path.parent.rglob("*")
    return sum(each.stat().st_size for each in files if each.is_file()) / 1e6


if __name__ == "__main__":
    commands.run(main)
