"""Examines a record's networks: which maps can be trusted, what units do.

python -m layer_viz.examine runs/00001-mnist-dcgan
"""

from jsonargparse.typing import PositiveInt

from layer_viz.store import Record
from ter_gan import commands

EXAMPLES = """  python -m layer_viz.examine runs/00001-mnist-dcgan
  python -m layer_viz.examine runs/00001-mnist-dcgan --units 64"""


def main(argv=None):
    """The command; returns its exit code."""
    parser = commands.Parser("layer_viz.examine", __doc__.splitlines()[0], EXAMPLES)
    parser.add_argument("run", help="a run folder, or a record of layer_viz")
    parser.add_argument(
        "--units", type=PositiveInt, default=32, help="units per layer, at most [32]"
    )
    arguments = parser.parse_args(argv)
    record = Record.find(arguments.run)
    commands.use_backend("tensorflow")
    from layer_viz import examination, views

    examination.examine(record, views.of_record(record), int(arguments.units))
    print(f"{record.path / 'exam.json'} is written; to see it:")
    print(f"  python -m layer_viz.gallery {arguments.run}")
    return 0


if __name__ == "__main__":
    commands.run(main)
