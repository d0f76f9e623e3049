"""Trains a GAN before your eyes, into a run folder that explains itself.

python -m ter_gan.train --dataset mnist
python -m ter_gan.train --dataset ring --model wgan-gp
python -m ter_gan.train --dataset grammar --model embedding-gan
python -m ter_gan.train --dataset csv:people.csv --target income
python -m ter_gan.train --resume runs/00001-mnist-dcgan --epochs 20
"""

import dataclasses
from pathlib import Path

from jsonargparse.typing import PositiveFloat

from ter_gan import commands, kinds, options, recipes
from ter_gan.errors import UserError
from ter_gan.presets import FAMILY, TABLE_FAMILY, TEXT_FAMILY
from ter_gan.runs import Run, differences

EXAMPLES = """  python -m ter_gan.train --dataset mnist
  python -m ter_gan.train --dataset fashion_mnist --model wgan-gp --epochs 20
  python -m ter_gan.train --dataset folder:photos --width 64 --max-minutes 30
  python -m ter_gan.train --dataset ring --loss minimax --pack 2
  python -m ter_gan.train --dataset grammar --model gru
  python -m ter_gan.train --dataset file:poems.txt --model latent-text-gan
  python -m ter_gan.train --dataset csv:people.csv --model table-gan
  python -m ter_gan.train --config runs/00001-mnist-dcgan/config.json --seed 1
  python -m ter_gan.train --resume runs/00001-mnist-dcgan --epochs 20
  python -m ter_gan.train --dataset cifar10 --dry-run"""


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.train", __doc__.splitlines()[0], EXAMPLES)
    result.usage = "%(prog)s [options]"
    options.add(result)
    group = result.add_argument_group("run")
    group.add_argument("--run-dir", help="where to write [runs/NNNNN-DATASET-MODEL]")
    group.add_argument("--resume", metavar="RUN", help="go on with this run folder")
    group.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    group.add_argument(
        "--max-minutes", type=PositiveFloat, help="then save and stop [never]"
    )
    group.add_argument(
        "--backend", choices=["tensorflow", "jax", "torch"], help="[tensorflow]"
    )
    group.add_argument(
        "--device", default="auto", help="auto, cpu, gpu, gpu:0,gpu:1, tpu [auto]"
    )
    group.add_argument(
        "--tensorboard", action="store_true", help="write event files too"
    )
    group.add_argument(
        "--layer-viz",
        default="auto",
        help="record what the layers do: auto, off, or every=N,budget-mb=M [auto]",
    )
    group.add_argument(
        "--dry-run",
        action="store_true",
        help="print recipe, networks, time and memory; train nothing",
    )
    result.description += "\n\n" + _names()
    return result


def _names():
    """Datasets and models by kind."""
    lines = ["datasets:"]
    lines += [f"  {kind:8} {', '.join(names)}" for kind, names in kinds.NAMES.items()]
    lines += [f"  of yours {', '.join(kinds.FORMS)}"]
    titles = {"images and points": FAMILY, "text": TEXT_FAMILY}
    titles |= {"tables": TABLE_FAMILY}
    for title, family in titles.items():
        lines += ["", f"models of {title}:"]
        lines += [f"  {name:20} {each.idea}" for name, each in family.items()]
    return "\n".join(lines)


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    wanted = options.given(arguments)
    if arguments.resume:
        run, recipe, backend = _resumed(arguments, wanted)
    else:
        run, recipe = None, recipes.resolve(wanted)
        backend = arguments.backend or "tensorflow"
    commands.use_backend(backend)
    from ter_gan import training

    if arguments.dry_run:
        return training.dry_run(recipe, arguments.data_dir, arguments.device)
    return training.train(
        recipe,
        run=run,
        run_dir=arguments.run_dir,
        data_dir=arguments.data_dir,
        device=arguments.device,
        max_minutes=arguments.max_minutes,
        tensorboard=arguments.tensorboard,
        layer_viz=arguments.layer_viz,
    )


def _resumed(arguments, wanted):
    """The run to go on with; changed hyper-parameters are refused."""
    run = Run.find(arguments.resume)
    recipe, backend = run.recipe, run.backend
    changes = differences(recipe, wanted)
    if arguments.backend not in (None, backend):
        changes.append(f"backend: {backend} in the run, {arguments.backend} asked for")
    if arguments.run_dir and Path(arguments.run_dir) != run.path:
        changes.append(f"run_dir: {run.path} in the run, {arguments.run_dir} asked for")
    if changes:
        raise UserError(
            f"{run.path} was trained otherwise ({'; '.join(changes)}). Resume without "
            f"these options, or start a new run with --config {run.path}/config.json."
        )
    recipe = dataclasses.replace(recipe, epochs=wanted.get("epochs", recipe.epochs))
    done, own = run.progress["epoch"], run.recipe.epochs
    if recipe.epochs <= done < own:
        raise UserError(
            f"{run.path} has done {done} of its {own} epochs already; leave --epochs "
            f"out, or give more than {done}."
        )
    if done >= recipe.epochs:
        raise UserError(
            f"{run.path} has finished its {done} epochs; add --epochs {done + 10} to "
            f"go on."
        )
    return run, recipe, backend


if __name__ == "__main__":
    commands.run(main)
