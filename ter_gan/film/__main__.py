"""Shows how a GAN of 2-D points learned, as a film or as a picture of one step.

python -m ter_gan.film runs/00001-ring-gan --out film.mp4
"""

from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveFloat, PositiveInt

from ter_gan import commands
from ter_gan.errors import UserError
from ter_gan.runs import Run

EXAMPLES = """  python -m ter_gan.film runs/00001-ring-gan --out film.html
  python -m ter_gan.film runs/00001-ring-gan --out film.mp4 --fps 10 --manifold
  python -m ter_gan.film runs/00001-ring-gan --out film.gif --every 4
  python -m ter_gan.film runs/00001-ring-gan --out step.png --step 500 --arrows slope"""

SUFFIXES = (".html", ".mp4", ".gif", ".png")


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.film", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument("run", metavar="RUN", help="a run folder of 2-D points")
    result.add_argument(
        "--out",
        default="film.html",
        help="a page with a time slider (.html), a film (.mp4, .gif), or one frame "
        "(.png) [%(default)s]",
    )
    result.add_argument(
        "--every", type=PositiveInt, default=1, help="take each Nth frame only [1]"
    )
    result.add_argument(
        "--fps", type=PositiveFloat, default=20.0, help="frames a second [20]"
    )
    result.add_argument(
        "--step",
        type=NonNegativeInt,
        help="the frame nearest to it, of a .png [last]",
    )
    group = result.add_argument_group("layers of .mp4, .gif and .png")
    group.add_argument(
        "--heatmap", choices=["logit", "probability", "off"], default="logit"
    )
    group.add_argument(
        "--arrows",
        choices=["descent", "slope", "off"],
        default="descent",
        help="where the generator's loss falls, or the discriminator's logit rises",
    )
    group.add_argument(
        "--manifold", action="store_true", help="the images of a grid of latents"
    )
    group.add_argument("--tracks", action="store_true", help="16 samples' ways")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    out = _target(arguments)
    run = Run.find(arguments.run)
    if run.data["shape"] != [2]:
        raise UserError(
            f"{run.path} is a run of {run.recipe.dataset}, whose samples have shape "
            f"{tuple(run.data['shape'])}; films are of points (2,)."
        )
    commands.use_backend(run.backend)
    from ter_gan.film import figure, page, plane
    from ter_gan.film.record import Film

    film = Film.load(run.path / "film")
    if out.suffix == ".html":
        page.write(film.every(arguments.every), out)
    else:
        layers = plane.Layers(
            heatmap=arguments.heatmap,
            manifold=arguments.manifold,
            tracks=arguments.tracks,
            arrows=arguments.arrows,
        )
        how = {"fps": arguments.fps, "every": arguments.every, "step": arguments.step}
        figure.save(film, out, layers=layers, **how)
    print(f"steps {film.steps[0]} to {film.steps[-1]}: {out}")
    return 0


def _target(arguments):
    """The path to write; refuses what cannot be before anything is loaded."""
    out = Path(arguments.out)
    if out.suffix not in SUFFIXES:
        raise UserError(
            f"--out must end in {', '.join(SUFFIXES)}; received {out.name!r}."
        )
    if arguments.step is not None and out.suffix != ".png":
        raise UserError(
            f"--step chooses one frame, which needs a .png; received --out {out.name}."
        )
    if not out.absolute().parent.is_dir():
        raise UserError(f"There is no folder {out.parent} to write {out.name} into.")
    return out


if __name__ == "__main__":
    commands.run(main)
