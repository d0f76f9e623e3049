"""Words about a run: `report.md`, and the plan that `--dry-run` prints."""

import json
import math
import time

import numpy as np

from ter_gan.callbacks.bar import clock
from ter_gan.models.summary import as_text, describe

MEANINGS = {
    "d_loss": "discriminator's loss, its penalty included",
    "g_loss": "generator's loss",
    "d_real": "D(x): mean score of real samples",
    "d_fake": "D(G(z)): mean score of generated samples",
    "d_auc": "share of real-generated pairs that D ranks rightly; 0.5 is chance",
    "penalty": "gradient penalty before its weight",
    "auxiliary": "D's error about classes or codes, before its weight",
    "augment_p": "probability of each of ada's augmentations",
    "generator_slope": "mean norm of the gradient that a generated sample receives",
    "diversity": "mean distance of two generated samples over that of two real ones",
    "images_per_second": "real samples per second of training",
    "minutes": "training time so far",
}


def markdown(run):
    """The text of `report.md`.

    Args:
        run: `ter_gan.runs.Run` with at least its config and data written.
    """
    recipe, data, rows = run.recipe, run.data, run.metrics()
    parts = [
        f"# {recipe.model} on {recipe.dataset}",
        _facts(run, recipe, data, rows),
        "## Samples\nThe same latents after each epoch, real samples beside them.",
        "![film of the samples](film.gif)",
        "## Numbers",
        "![losses and scores](curves.png)" if rows else "",
        _numbers(rows[-1]) if rows else "No epoch has ended yet.",
        "## Health",
        _health(run),
        "## How to go on",
        _commands(run, recipe),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(run, recipe, data, rows):
    packages = run.environment["packages"]
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    return "\n".join(
        [
            f"- Epochs: {len(rows)} of {recipe.epochs}; seed {recipe.seed}; "
            f"backend {run.backend}",
            f"- Objective: {recipe.loss}, penalty {recipe.penalty}; network "
            f"{recipe.network}, {recipe.latent_dim} latent dimensions",
            f"- Data: {data['name']}, {data['sizes']['train']} training samples of "
            f"shape {'x'.join(map(str, data['shape']))}; sha256 "
            f"{data['content_hash'][:16]}; licence {data['licence']}; "
            f"{data['source']}",
            f"- Versions: {versions}; {run.environment['cpu_cores']} CPU cores",
            "- Everything that was decided: [config.json](config.json); the command: "
            "[command.txt](command.txt)",
        ]
    )


def _numbers(row):
    lines = [
        f"After epoch {row['epoch']}:",
        "",
        "| name | value | meaning |",
        "|---|---|---|",
    ]
    for name, meaning in MEANINGS.items():
        if name in row:
            lines.append(f"| {name} | {row[name]:.4g} | {meaning} |")
    return "\n".join(lines)


def _health(run):
    path = run.path / "health.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    found = [json.loads(line) for line in lines]
    if not found:
        return "Nothing to report: no limit was passed."
    return "\n".join(f"- Epoch {each['epoch']}: {each['sentence']}" for each in found)


def _commands(run, recipe):
    more = recipe.epochs + 10
    return "\n".join(
        [
            "```",
            f"python -m ter_gan.train --resume {run.path} --epochs {more}",
            f"python -m ter_gan.generate {run.path} --n 64 --out grid.png",
            f"python -m ter_gan.evaluate {run.path}",
            "```",
        ]
    )


# -- the plan ---------------------------------------------------------------


def plan(recipe, gan, feed, dataset):
    """What `train` would do: recipe, networks, time and memory.

    Args:
        recipe: `ter_gan.recipes.Recipe`.
        gan: the model that it builds.
        feed: `ter_gan.feed.Feed` that it trains on.
        dataset: `ter_gan.data.Dataset`.
    """
    parts = ["recipe", json.dumps(recipe.asdict(), indent=2)]
    for name, network in gan.players.items():
        parts += [f"\n{name}", as_text(describe(network))]
    parts += ["", _time(recipe, gan, feed), _memory(gan, feed, dataset)]
    return "\n".join(parts)


# Share of the matrix multiplication rate that convolutional GANs were seen to
# reach on CPUs here: see benchmarks/results.
EFFICIENCY = (0.15, 0.6)


def step_flops(recipe, gan):
    """Floating point operations of one training step, about.

    A backward pass costs twice its forward pass; a gradient penalty costs
    about two more forward and backward passes of the discriminator.
    """
    g, d = (
        2 * sum(row.multiply_adds for row in describe(network))
        for network in gan.players.values()
    )
    slopes = 0 if gan.penalty_fn is None else len(recipe.penalty.split("+"))
    discriminator = g + 3 * 2 * d + slopes * 6 * d
    generator = 3 * g + 3 * d
    return recipe.batch_size * (recipe.critic_steps * discriminator + generator)


def matrix_rate(size=1024, repeats=4):
    """Floating point operations per second of this CPU's matrix product."""
    a = np.ones((size, size), "float32")
    a @ a
    start = time.perf_counter()
    for _ in range(repeats):
        a @ a
    return repeats * 2 * size**3 / (time.perf_counter() - start)


def _time(recipe, gan, feed):
    steps = feed.steps_per_epoch * recipe.epochs
    work = steps * step_flops(recipe, gan) / matrix_rate()
    slow, fast = (clock(work / share) for share in EFFICIENCY)
    return (
        f"time: {recipe.epochs} epochs of {feed.steps_per_epoch} steps, "
        f"about {fast} to {slow} on this CPU"
    )


def _memory(gan, feed, dataset):
    splits = (dataset.train, dataset.validation, dataset.test)
    data = sum(split.x.nbytes for split in splits)
    state = sum(array.nbytes for array in gan.state().values())
    values = sum(
        math.prod(row.output_shape)
        for network in gan.players.values()
        for row in describe(network)
    )
    step = 3 * 4 * values * feed.batch_size
    return (
        f"memory: about {(data + state + step) / 2**20:.0f} MiB beside the "
        f"framework's own (0.5 to 1 GiB)"
    )
