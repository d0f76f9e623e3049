"""Generates samples from a run folder, or from an exported generator.keras.

python -m ter_gan.generate runs/00001-mnist-dcgan --n 64 --out grid.png
"""

import functools
import math
from pathlib import Path

from jsonargparse.typing import (
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    restricted_number_type,
)

from ter_gan import commands, files, kinds
from ter_gan.characters import visible
from ter_gan.errors import UserError
from ter_gan.runs import Run

EXAMPLES = """  python -m ter_gan.generate runs/00001-mnist-dcgan --n 64 --out grid.png
  python -m ter_gan.generate runs/00001-mnist-dcgan --n 10000 --out samples.npy
  python -m ter_gan.generate runs/00002-mnist-cgan --labels 7 --n 20 --out sevens.png
  python -m ter_gan.generate runs/00001-mnist-dcgan/generator.keras --seed 3
  python -m ter_gan.generate runs/00003-grammar-gru --n 1000 --out samples.txt
  python -m ter_gan.generate runs/00003-grammar-gru --temperature 0.7 --top-p 0.9
  python -m ter_gan.generate runs/00003-grammar-gru --n 5 --prompt "the king"
  python -m ter_gan.generate runs/00004-adult-table-gan --n 1000 --out people.csv
  python -m ter_gan.generate runs/00004-adult-table-gan --n 1000 --out people.csv \\
      --where "sex=Female" --where "age>40\""""
Temperature = restricted_number_type("Temperature", float, [(">", 0), ("<", math.inf)])
# Of how a model draws: options, and what kind of model has them.
CONTROLS = dict.fromkeys(("temperature", "top_k", "top_p", "prompt"), "text")
CONTROLS |= {"where": "tables"}
PARTS = ("text", "tables")  # kinds whose generator.keras is not all that is needed
TOLD = 5  # sentences or rows in the terminal


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
        help="a picture (.png), .npy as stored; of text .txt, a sentence per line; of "
        "tables .csv or .parquet [samples.png, samples.txt or samples.csv]",
    )
    group = result.add_argument_group("text")
    group.add_argument(
        "--temperature",
        type=Temperature,
        help="below 1 likely words become likelier [1]",
    )
    group.add_argument(
        "--top-k", type=PositiveInt, help="only the k likeliest words [all]"
    )
    group.add_argument(
        "--top-p",
        type=PositiveFloat,
        help="only the likeliest words that together have this probability [1]",
    )
    group.add_argument("--prompt", help="words that every sentence begins with")
    group = result.add_argument_group("tables")
    group.add_argument(
        "--where",
        action="append",
        metavar="CONDITION",
        help='that every row meets, as in "sex=Female", "age>40", "job=nurse|teacher"; '
        "? is a missing value; give it again for another one",
    )
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    source = Path(arguments.run)
    maker = _from_file if source.suffix == ".keras" else _from_run
    samples, kind, facts = maker(source, arguments)
    writers = _writers(kind, facts)
    out = Path(arguments.out or f"samples{next(iter(writers))}")
    with files.replacing(out) as part:
        writers[out.suffix](part, samples)
    if hasattr(kind, "lines"):
        print("\n".join(map(visible, kind.lines(samples, TOLD, **facts))))
    print(f"{len(samples)} samples: {out}")
    return 0


def _check_out(out, suffixes):
    """Refuses a file that could not be written, before anything is computed."""
    if out is None:
        return
    if Path(out).suffix not in suffixes:
        *most, last = suffixes
        raise UserError(
            f"--out must end in {', '.join(most)} or {last}, received "
            f"{Path(out).name!r}."
        )
    if not Path(out).absolute().parent.is_dir():
        raise UserError(f"There is no folder {Path(out).parent} to write {out} into.")


def _writers(kind, facts):
    """dict from suffixes to functions `(path, samples)`; the kind's usual one first."""

    def draw(path, samples):
        kind.picture(samples, None, f"{len(samples)} samples", **facts).save(path)

    own = {
        suffix: functools.partial(write, **facts)
        for suffix, write in kind.WRITERS.items()
    }
    return own | {".png": draw, ".npy": _save_array}


def _save_array(path, samples):
    import numpy as np

    np.save(path, samples)


def _from_run(path, arguments):
    """(samples as stored, their kind's package, what is known of the data)."""
    run = Run.find(path)
    commands.use_backend(run.backend)
    from ter_gan import training

    recipe = run.recipe
    kind = kinds.package(recipe.kind)
    _check_out(arguments.out, tuple(_writers(kind, {})))
    gan, data = training.restore(run)
    labels = _labels(arguments.labels, data["class_names"], gan.classes, recipe)
    controls = _controls(arguments, gan, recipe, data["facts"])
    values = gan.generate(arguments.n, labels, arguments.seed, **controls)
    scaling = training.scaling_of(recipe, data)
    return scaling.from_model(values), kind, data["facts"]


def _labels(asked, names, classes, recipe):
    """Class numbers for `--labels`; `None` for all classes in turn."""
    if asked is None:
        return None
    if not classes:
        hints = {"text": "", "tables": "; use --where"}
        hint = hints.get(recipe.kind, "; train with --model cgan or acgan")
        raise UserError(
            f"This run was trained without labels, so --labels cannot be obeyed{hint}."
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


def _controls(arguments, gan, recipe, facts):
    """dict: how words shall be drawn, as far as it was said and the model can."""
    given = {
        name: getattr(arguments, name)
        for name in CONTROLS
        if getattr(arguments, name) is not None
    }
    possible = getattr(gan, "controls", ())
    for name in given:
        if name not in possible:
            others = " and ".join(map(_option, possible))
            whose = f"of {CONTROLS[name]}"
            whose += " that draw word by word" * (whose == "of text")
            raise UserError(
                f"{_option(name)} belongs to models {whose}, and {recipe.model} is "
                f"none; " + (f"it takes {others}." if others else "leave it out.")
            )
    if "prompt" in given:
        from ter_gan.text.vocabulary import Vocabulary

        words = Vocabulary.from_config(facts["vocabulary"])
        given["prompt"] = tuple(words.prompt(given["prompt"]))
    return given


def _option(name):
    return f"--{name.replace('_', '-')}"


def _from_file(path, arguments):
    """As `_from_run`, of an exported generator; its code is never trusted."""
    if not path.is_file():
        raise UserError(f"There is no file {path}.")
    folder = path.parent
    if (folder / "config.json").is_file():
        kind = Run.find(folder).recipe.kind
        if kind in PARTS:
            raise _only_a_part(path, kind)
    commands.use_backend("tensorflow")
    import keras

    import ter_gan.layers  # noqa: F401  registers the project's layers
    from ter_gan.data import Scaling

    try:
        generator = keras.saving.load_model(path, safe_mode=True)
    except Exception as error:  # whatever a foreign file makes Keras raise
        reason = str(error).strip().splitlines()[0][:200]
        raise UserError(f"{path} was not loaded: {reason}") from error
    kind = kinds.package(_kind_of_file(path, generator, arguments))
    _check_out(arguments.out, tuple(_writers(kind, {})))
    latents = _latents(path, generator).array(arguments.n, arguments.seed)
    values = keras.ops.convert_to_numpy(generator(latents, training=False))
    scaling = Scaling(127.5, 1.0, "uint8") if values.ndim == 4 else Scaling()
    return scaling.from_model(values), kind, {}


def _kind_of_file(path, generator, arguments):
    """The kind of data that a network alone can make."""
    shape = generator.output_shape[1:]
    if len(shape) != 3 and (len(shape) != 1 or shape[0] > 2):
        raise _only_a_part(path, "text or tables")
    asked = [name for name in CONTROLS if getattr(arguments, name) is not None]
    if asked:
        whose = CONTROLS[asked[0]]
        raise UserError(
            f"{_option(asked[0])} belongs to models of {whose}; leave it out."
        )
    if len(generator.inputs) > 1 or arguments.labels:
        raise UserError(f"{path} takes labels: generate from its run folder instead.")
    return "images" if len(shape) == 3 else "points"


def _only_a_part(path, kind):
    return UserError(
        f"{path} is a part of a model of {kind}, which alone writes nothing. Generate "
        f"from its run folder: python -m ter_gan.generate {path.parent}"
    )


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


if __name__ == "__main__":
    commands.run(main)
