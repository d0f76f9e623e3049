"""Trains the classifier whose features measure images of a dataset.

python -m ter_gan.images.features.train mnist
"""

import dataclasses

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands, errors

EXAMPLES = """  python -m ter_gan.images.features.train mnist
  python -m ter_gan.images.features.train mnist --seed 1
  python -m ter_gan.images.features.train fashion_mnist --epochs 2 --out weights"""


def parser():
    """The options of this command."""
    name = "ter_gan.images.features.train"
    result = commands.Parser(name, __doc__.splitlines()[0], EXAMPLES)
    result.add_argument("dataset", help="mnist or fashion_mnist")
    result.add_argument("--epochs", type=PositiveInt, help="[6 or 8]")
    result.add_argument("--out", default=".", help="folder for the files [here]")
    result.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    result.add_argument("--seed", type=NonNegativeInt, default=0, help="[0]")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    commands.use_backend("tensorflow")
    from ter_gan import images
    from ter_gan.images.features import training

    if arguments.dataset not in training.PLANS:
        raise errors.unknown("dataset", arguments.dataset, training.PLANS)
    plan = training.PLANS[arguments.dataset]
    plan = dataclasses.replace(plan, epochs=int(arguments.epochs or plan.epochs))
    data = images.load(arguments.dataset, arguments.data_dir)
    training.run(data, plan, int(arguments.seed), arguments.out)
    return 0


if __name__ == "__main__":
    commands.run(main)
