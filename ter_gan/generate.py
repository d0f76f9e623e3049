"""Generates samples from a run folder, or from an exported generator.keras.

python -m ter_gan.generate runs/00001-mnist-dcgan --n 64 --out grid.png
"""

from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands, kinds
from ter_gan.errors import UserError
from ter_gan.runs import Run

EXAMPLES = """  python -m ter_gan.generate runs/00001-mnist-dcgan --n 64 --out grid.png
  python -m ter_gan.generate runs/00001-mnist-dcgan --n 10000 --out samples.npy
  python -m ter_gan.generate runs/00002-mnist-cgan --labels 7 --n 20 --out sevens.png
  python -m ter_gan.generate runs/00001-mnist-dcgan/generator.keras --seed 3"""


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.generate", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument("run", metavar="RUN", help="a run folder, or a .keras file")
    result.add_argument("--n", type=PositiveInt, default=64, help="how many [64]")
    result.add_argument(
        "--labels",
        help="classes, by name or number, in turn, as in 3 or 0,1,2 [all in turn]",
    )
    result.add_argument("--seed", type=NonNegativeInt, default=0, help="[0]")
    result.add_argument(
        "--out",
        default="samples.png",
        help="a .png grid, or .npy as stored [%(default)s]",
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    out = Path(arguments.out)
    if out.suffix not in (".png", ".npy"):
        raise UserError(f"--out must end in .png or .npy, received {out.name!r}.")
    if not out.absolute().parent.is_dir():
        raise UserError(f"There is no folder {out.parent} to write {out.name} into.")
    source = Path(arguments.run)
    maker = _from_file if source.suffix == ".keras" else _from_run
    samples, show = maker(source, arguments)
    _write(out, samples, show)
    print(f"{len(samples)} samples: {out}")
    return 0


def _from_run(path, arguments):
    run = Run.find(path)
    commands.use_backend(run.backend)
    from ter_gan import training

    gan, facts = training.restore(run)
    labels = _labels(arguments.labels, facts["class_names"], gan.classes)
    values = gan.generate(arguments.n, labels, arguments.seed)
    return training.scaling_of(facts).from_model(values), training.picture(run.recipe)


def _labels(asked, names, classes):
    """Class numbers for `--labels`; `None` for all classes in turn."""
    if asked is None:
        return None
    if not classes:
        raise UserError(
            "This run was trained without labels, so --labels cannot be obeyed; "
            "train with --model cgan or acgan."
        )
    numbers = []
    for part in asked.split(","):
        part = part.strip()
        if part not in names and not (part.isdigit() and int(part) < classes):
            raise UserError(
                f"There is no class {part!r}. Classes: "
                + ", ".join(f"{i} ({name})" for i, name in enumerate(names))
            )
        numbers.append(names.index(part) if part in names else int(part))
    return numbers


def _from_file(path, arguments):
    """Samples of an exported generator; its code is never trusted."""
    if not path.is_file():
        raise UserError(f"There is no file {path}.")
    commands.use_backend("tensorflow")
    import keras

    import ter_gan.layers  # noqa: F401  registers the project's layers
    from ter_gan.data import Scaling

    try:
        generator = keras.saving.load_model(path, safe_mode=True)
    except Exception as error:  # whatever a foreign file makes Keras raise
        reason = str(error).strip().splitlines()[0][:200]
        raise UserError(f"{path} was not loaded: {reason}") from error
    if len(generator.inputs) > 1 or arguments.labels:
        raise UserError(f"{path} takes labels: generate from its run folder instead.")
    latents = _latents(path, generator).array(arguments.n, arguments.seed)
    values = keras.ops.convert_to_numpy(generator(latents, training=False))
    images = values.ndim == 4
    kind = kinds.package("images" if images else "points")
    scaling = Scaling(127.5, 1.0, "uint8") if images else Scaling()
    return scaling.from_model(values), kind.picture


def _latents(path, generator):
    """What the generator was trained on, as far as its file says so."""
    from ter_gan.models import generator_file
    from ter_gan.models.noise import Latents

    dim = generator.inputs[0].shape[-1]
    latents = generator_file.latents_of(path)
    if latents is None or latents.dim != dim:
        print(f"{path} does not say how its latents are drawn: N(0, 1) is taken.")
        return Latents(dim)
    return latents


def _write(out, samples, show):
    import numpy as np

    if out.suffix == ".npy":
        np.save(out, samples)
    else:
        show(samples, None, f"{len(samples)} samples").save(out)


if __name__ == "__main__":
    commands.run(main)
