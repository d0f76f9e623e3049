"""Explores the latent space of a run of images or text: paths, directions, more.

python -m ter_gan.latent runs/00001-mnist-dcgan
"""

import json
from dataclasses import fields
from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands, files
from ter_gan.errors import UserError, unknown
from ter_gan.runs import Run, environment

WHAT = (
    "interpolation",
    "arithmetic",
    "truncation",
    "directions",
    "classes",
    "codes",
    "inversion",
)
EXAMPLES = """  python -m ter_gan.latent runs/00001-mnist-dcgan
  python -m ter_gan.latent runs/00001-mnist-dcgan directions --directions 16
  python -m ter_gan.latent runs/00001-mnist-dcgan arithmetic --plus class:9 \\
    --minus class:4
  python -m ter_gan.latent runs/00001-mnist-dcgan arithmetic --plus 3,7,12 --minus 4,5,6
  python -m ter_gan.latent runs/00002-mnist-cgan classes --from-class 3 --to-class 8
  python -m ter_gan.latent runs/00001-mnist-dcgan inversion --inversion-steps 500
  python -m ter_gan.latent runs/00003-grammar-latent-text-gan"""


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.latent", __doc__.splitlines()[0], EXAMPLES)
    add = result.add_argument
    add("run", metavar="RUN", help="a run folder of images, or of text with codes")
    add(
        "what",
        metavar="WHAT",
        nargs="*",
        help=f"right after RUN: {', '.join(WHAT)} [all that the model allows]",
    )
    add("--out", metavar="FOLDER", help="where the pages go [RUN/latent]")
    add("--seed", type=NonNegativeInt, default=0, help="of all that is drawn [0]")
    add("--samples", type=PositiveInt, default=8, help="in a picture [8]")
    add("--steps", type=PositiveInt, default=9, help="from a sample to the next [9]")
    add("--directions", type=PositiveInt, help="how many of each method [8]")
    add("--layer", help="that GANSpace looks at [the first activation]")
    for group, text in (
        ("plus", "group to add: class:3, bright, dark, or samples, as in 3,7,12"),
        ("minus", "group to subtract"),
        ("base", "group to start from [--minus]"),
    ):
        add(f"--{group}", help=text)
    add("--group", type=PositiveInt, default=10, help="samples in a group [10]")
    add("--from-class", type=NonNegativeInt, help="a walk's start [the first]")
    add("--to-class", type=NonNegativeInt, help="a walk's end [the last]")
    add("--inversion-steps", type=PositiveInt, default=200, help="of Adam [200]")
    add("--restarts", type=PositiveInt, default=4, help="starts for each image [4]")
    add("--features", help="a feature network, or none [the dataset's own]")
    add("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    for name in arguments.what:
        if name not in WHAT:
            raise unknown("study", name, WHAT)
    _check(arguments)
    run = Run.find(arguments.run)
    if run.recipe.kind == "points":
        raise UserError(
            f"{run.path} was trained on {run.recipe.dataset}, which are points; the "
            f"film of a run of points shows its latent space: python -m ter_gan.film."
        )
    commands.use_backend(run.backend)
    if run.recipe.kind == "text":
        return _text(run, arguments)
    from ter_gan.evaluation.progress import Progress

    with Progress() as progress:
        laboratory = _laboratory(run, arguments, progress)
        names, not_made = _possible(laboratory.space, arguments.what)
        _load(laboratory, run, names, arguments.data_dir)
        parts = _make(laboratory, names)
    _write(laboratory, run, parts, not_made)
    print(f"look: {laboratory.folder / 'index.html'}")
    return 0


def _text(run, arguments):
    """The studies of a run of text; returns the exit code."""
    from ter_gan import training
    from ter_gan.text import latent, latent_page

    studies = {"interpolation": latent.walks, "directions": latent.shifts}
    for name in arguments.what:
        if name not in studies:
            raise UserError(
                f"{name} is a study of images; text has {', '.join(studies)}."
            )
    gan, _ = training.restore(run)
    try:
        latent.check(gan)
    except UserError as error:
        raise UserError(f"{run.path}: {error}") from error
    dataset = training.load(run.recipe, arguments.data_dir)
    found, not_made = {name: [] for name in studies}, {}
    for name in arguments.what or studies:
        try:
            found[name] = studies[name](gan, dataset, seed=arguments.seed)
        except UserError as error:
            if arguments.what:
                raise
            not_made[name] = str(error)
    folder = Path(arguments.out or run.path / "latent")
    results = found["interpolation"], found["directions"]
    about = {"run": run.path.resolve().name, "seed": arguments.seed}
    about |= {"environment": environment(), **latent_page.numbers(*results)}
    files.write_text(folder / "latent.json", json.dumps(about, indent=2) + "\n")
    title = f"Codes of sentences: {run.path.resolve().name}"
    files.write_text(folder / "index.html", latent_page.html(title, *results, not_made))
    print(f"look: {folder / 'index.html'}")
    return 0


def _check(arguments):
    for name in ("samples", "steps"):
        if getattr(arguments, name) < 2:
            raise UserError(f"--{name} must be at least 2.")


def _laboratory(run, arguments, progress):
    from ter_gan import training
    from ter_gan.images.latent import Laboratory, LatentSpace, Options

    gan, facts = training.restore(run)
    names = tuple(facts["class_names"])
    wanted = {field.name: getattr(arguments, field.name) for field in fields(Options)}
    return Laboratory(
        LatentSpace(gan, training.scaling_of(run.recipe, facts), names),
        Path(arguments.out or run.path / "latent"),
        name=facts["name"],
        title=run.path.resolve().name,
        epoch=run.age,
        seed=arguments.seed,
        options=Options(**wanted),
        progress=progress,
    )


def _possible(space, wanted):
    """(names of studies, dict from names to why they are not made)."""
    from ter_gan.images.latent.studies import STUDIES

    names, not_made = [], {}
    for name in wanted or WHAT:
        try:
            STUDIES[name].check(space)
            names.append(name)
        except UserError as error:
            if wanted:
                raise
            not_made[name] = error
    return names, not_made


def _load(laboratory, run, names, data_dir):
    """Loads the real images, if a study looks at them."""
    from ter_gan import training
    from ter_gan.images.latent.studies import STUDIES

    if any(STUDIES[name].NEEDS_DATA for name in names):
        laboratory.dataset = training.load(run.recipe, data_dir)


def _make(laboratory, names):
    from ter_gan.images.latent.studies import STUDIES

    try:
        laboratory.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"Cannot write into {laboratory.folder}: {error.strerror}. Name another "
            f"folder with --out."
        ) from error
    return {name: STUDIES[name].make(laboratory) for name in names}


def _write(laboratory, run, parts, not_made):
    """`latent.json` and `index.html`."""
    from ter_gan.images.latent import index

    space, folder = laboratory.space, laboratory.folder
    averaged = space.gan.averaged_generator is not None
    result = {
        "run": laboratory.title,
        "dataset": laboratory.name,
        "model": run.recipe.model,
        **{name: run.progress[name] for name in ("epoch", "step")},
        "averaged_generator": averaged,
        "latents": {"law": space.law, "dim": space.dim},
        "seed": laboratory.seed,
        "environment": environment(),
        "studies": {name: part.numbers for name, part in parts.items()},
        "not_made": {name: str(why) for name, why in not_made.items()},
    }
    files.write_text(folder / "latent.json", json.dumps(result, indent=2) + "\n")
    lead = (
        f"{run.recipe.model} on {laboratory.name}, epoch {laboratory.epoch}, "
        f"{'averaged generator' if averaged else 'generator'}, {space.dim} {space.law} "
        f"latents, seed {laboratory.seed}."
    )
    page = index.page(folder, laboratory.title, lead, parts, not_made)
    files.write_text(folder / "index.html", page)


if __name__ == "__main__":
    commands.run(main)
