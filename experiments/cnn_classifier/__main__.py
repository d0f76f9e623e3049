"""Trains a CNN classifier and an MLP of equal size, and shows what they look at.

python -m experiments.cnn_classifier --dataset mnist
"""

import re
from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands

EXAMPLES = """  python -m experiments.cnn_classifier --dataset mnist
  python -m experiments.cnn_classifier --dataset fashion_mnist --epochs 4 --seed 1
  python -m experiments.cnn_classifier --dataset cifar10 --out runs/cifar10
  python -m experiments.cnn_classifier --dataset folder:photos   # sub-folder = class
  python -m experiments.cnn_classifier --dataset mnist --smoke"""


def parser():
    """The options of this command."""
    name = "experiments.cnn_classifier"
    result = commands.Parser(name, __doc__.splitlines()[0], EXAMPLES)
    result.add_argument(
        "--dataset",
        required=True,
        help="mnist, fashion_mnist, cifar10, folder:PATH or tfds:NAME, with classes",
    )
    result.add_argument("--epochs", type=PositiveInt, help="[what fits into 5 minutes]")
    result.add_argument("--out", help="a new folder [runs/cnn-classifier-DATASET]")
    result.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    result.add_argument("--seed", type=NonNegativeInt, default=0, help="[0]")
    result.add_argument(
        "--smoke", action="store_true", help="a few images, seconds: does it run?"
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    name = re.sub(r"[^A-Za-z0-9_]+", "-", arguments.dataset).strip("-")
    commands.use_backend("tensorflow")
    from experiments.cnn_classifier import study

    study.run(
        arguments.dataset,
        arguments.out or Path("runs") / f"cnn-classifier-{name}",
        epochs=arguments.epochs and int(arguments.epochs),
        seed=int(arguments.seed),
        data_dir=arguments.data_dir,
        smoke=arguments.smoke,
    )
    return 0


if __name__ == "__main__":
    commands.run(main)
