"""Evaluates runs on held-out data: losses and discriminator statistics.

python -m ter_gan.evaluate runs/00001-mnist-dcgan --json result.json
"""

import json
from pathlib import Path

from jsonargparse.typing import NonNegativeInt, PositiveInt

from ter_gan import commands
from ter_gan.runs import Run

EXAMPLES = """  python -m ter_gan.evaluate runs/00001-mnist-dcgan
  python -m ter_gan.evaluate runs/00001-mnist-dcgan --n 10000 --json result.json"""


def parser():
    """The options of this command."""
    result = commands.Parser("ter_gan.evaluate", __doc__.splitlines()[0], EXAMPLES)
    result.add_argument("run", metavar="RUN", help="a run folder")
    result.add_argument(
        "--n", type=PositiveInt, default=5000, help="samples per split at most [5000]"
    )
    result.add_argument("--seed", type=NonNegativeInt, default=0, help="[0]")
    result.add_argument("--data-dir", help="look here for data first [$TER_GAN_DATA]")
    result.add_argument("--json", metavar="FILE", help="write the result there too")
    return result


def main(argv=None):
    """The command; returns its exit code."""
    arguments = parser().parse_args(argv)
    run = Run.find(arguments.run)
    commands.use_backend(run.backend)
    from ter_gan import training

    gan, _ = training.restore(run)
    dataset = training.load(run.recipe, arguments.data_dir)
    result = {
        "run": str(run.path),
        "epoch": run.progress["epoch"],
        "loss": run.recipe.loss,
        "averaged_generator": gan.averaged_generator is not None,
        "seed": arguments.seed,
        "splits": {
            name: held_out(gan, dataset, name, arguments.n, arguments.seed)
            for name in ("train", "validation", "test")
        },
    }
    print(table(result))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(result, indent=2) + "\n")
    return 0


def held_out(gan, dataset, split, n, seed):
    """Losses and discriminator statistics on one split, in inference mode.

    Args:
        gan: `ter_gan.models.gan.GAN`.
        dataset: `ter_gan.data.Dataset`.
        split: `"train"`, `"validation"` or `"test"`.
        n: int. How many real samples at most; as many are generated.
        seed: int. Of the latents.

    Returns:
        dict: `n`, `d_loss`, `g_loss`, `d_real`, `d_fake` and `d_auc`, each
        with the meaning that it has in `metrics.csv`; without penalties.
    """
    from keras import ops

    part = getattr(dataset, split)
    n = min(n, len(part)) // gan.pack * gan.pack
    part = part[:n]
    labels = part.y if gan.classes else None
    real = gan.logits(dataset.to_model(part.x), labels)
    fake = gan.logits(gan.generate(n, labels, seed), labels)
    d_loss, g_loss = gan.loss_fn(
        ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    )
    return {
        "n": n,
        "d_loss": float(d_loss),
        "g_loss": float(g_loss),
        "d_real": float(ops.mean(gan.loss_fn.score(real))),
        "d_fake": float(ops.mean(gan.loss_fn.score(fake))),
        "d_auc": auc(real, fake),
    }


def auc(real, fake):
    """Probability that a real logit exceeds a generated one, ties counting half."""
    import numpy as np

    fake = np.sort(np.ravel(fake))
    below = np.searchsorted(fake, np.ravel(real), "left")
    up_to = np.searchsorted(fake, np.ravel(real), "right")
    return float((below + up_to).mean() / 2 / len(fake))


def table(result):
    """The result as text for a terminal."""
    names = ("n", "d_loss", "g_loss", "d_real", "d_fake", "d_auc")
    lines = [f"{'split':12}" + "".join(f"{name:>10}" for name in names)]
    for split, values in result["splits"].items():
        numbers = [f"{values[name]:10.4g}" for name in names]
        lines.append(f"{split:12}" + "".join(numbers))
    return "\n".join(lines)


if __name__ == "__main__":
    commands.run(main)
