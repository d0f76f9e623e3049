"""First steps: one neuron, gradient descent, backpropagation, the smallest GAN.

python -m experiments.first_steps perceptron
"""

import functools
from pathlib import Path

from jsonargparse.typing import NonNegativeInt

from ter_gan import commands

PARTS = ("perceptron", "descent", "backpropagation", "dirac")
HIDDEN = (2, 3, 4, 8)
EXAMPLES = """  python -m experiments.first_steps                      # all of it
  python -m experiments.first_steps perceptron --seed 3
  python -m experiments.first_steps descent --format gif --out films
  python -m experiments.first_steps dirac --format mp4   # needs ffmpeg"""


def parser():
    """The options of this command."""
    name = "experiments.first_steps"
    result = commands.Parser(name, __doc__.splitlines()[0], EXAMPLES)
    result.add_argument(
        "part",
        nargs="?",
        choices=["all", *PARTS],
        default="all",
        help="[all]",
    )
    result.add_argument(
        "--out", default="runs/first-steps", help="a folder [%(default)s]"
    )
    result.add_argument(
        "--format",
        choices=["html", "gif", "mp4"],
        default="html",
        help="of films; html is a page with step buttons [html]",
    )
    result.add_argument(
        "--seed", type=NonNegativeInt, default=0, help="of initial weights [0]"
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    parts = PARTS if arguments.part == "all" else (arguments.part,)
    if "perceptron" in parts or arguments.format == "mp4":
        commands.use_backend("tensorflow")
    from experiments.first_steps import films
    from ter_gan.files import replacing

    out, seed = Path(arguments.out), int(arguments.seed)
    for part in parts:
        for name, make in films_of(part, seed).items():
            path = out / f"{name}.{arguments.format}"
            films.save(make(), path)
            print(path)
        for name, make in figures_of(part, seed).items():
            path = out / f"{name}.png"
            with replacing(path) as file:
                make().savefig(file, format="png")
            print(path)
    return 0


def films_of(part, seed=0):
    """Functions that make the films of one of `PARTS`, by name."""
    if part == "descent":
        from experiments.first_steps import descent_film
        from experiments.first_steps.descent import SURFACES

        return {
            f"descent_{name}": functools.partial(descent_film.film, name)
            for name in SURFACES
        }
    if part == "dirac":
        from experiments.first_steps import dirac_film

        return {"dirac": dirac_film.film}
    if part == "backpropagation":
        from experiments.first_steps import backpropagation_film as chosen
    else:
        from experiments.first_steps import perceptron_film as chosen
    return {part: functools.partial(chosen.film, seed)}


def figures_of(part, seed=0):
    """Functions that make the still pictures of one of `PARTS`, by name."""
    if part != "perceptron":
        return {}
    from experiments.first_steps import perceptron_film, xor

    return {
        "perceptron_histories": functools.partial(perceptron_film.histories, seed),
        "perceptron_xor": lambda: xor.figure({h: xor.train(h, seed) for h in HIDDEN}),
    }


if __name__ == "__main__":
    commands.run(main)
