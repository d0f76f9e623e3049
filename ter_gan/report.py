"""Words about a run: `report.md`, and the plan that `--dry-run` prints."""

import json
import math
import time

import numpy as np

from ter_gan import kinds
from ter_gan.callbacks.bar import clock
from ter_gan.models.summary import as_text, describe
from ter_gan.presets import FAMILY_OF

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
    "nll": "negative log-likelihood of a training token, in nats, dropout included",
    "masked_nll": "negative log-likelihood of a masked training token, in nats",
    "accuracy": "share of the masked training tokens that are guessed",
    "validation_nll": "negative log-likelihood of a validation token, in nats",
    "sharpness": "how far validation text confirms D's logits: 1 fully, 0 not at all",
    "reconstruction": "negative log-likelihood of a training token, given a noisy "
    "code of its sentence, in nats",
    "validation_reconstruction": "of a validation token, given the code, in nats",
    "loss": "negative evidence lower bound, the reconstruction weighted by 2",
    "divergence": "of a row's latents from N(0, 1), in nats",
    "mismatch": "how little rows look like held-out ones, the mean of five epochs; "
    "0 is best",
    "images_per_second": "real samples per second of training",
    "minutes": "training time so far",
}
OF_TEXT = {
    "diversity": "different pairs of neighbouring words in generated text over those "
    "in as much real text",
}
OF_MASKED = {
    "validation_nll": "negative log-likelihood of a masked validation token, in nats: "
    "not comparable with a language model's",
}


def markdown(run):
    """The text of `report.md`.

    Args:
        run: `ter_gan.runs.Run` with at least its config and data written.
    """
    recipe, data, rows = run.recipe, run.data, run.metrics()
    at_once = not rows and run.progress["epoch"] > 0
    parts = [
        f"# {recipe.model} on {recipe.dataset}",
        _facts(run, recipe, data, rows, at_once),
        "## Samples\nThe same random numbers after each epoch, real samples with them.",
        "![film of the samples](film.gif)",
        "## Numbers",
        _numbers(recipe, rows, at_once),
        "## Health",
        _health(run),
        "## How to go on",
        _commands(run, recipe, at_once),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(run, recipe, data, rows, at_once):
    packages = run.environment["packages"]
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    member = FAMILY_OF[recipe.kind][recipe.model]
    return "\n".join(
        [
            f"- Model: {member.idea} ({member.paper})",
            f"- {'Learned' if at_once else 'Epochs'}: "
            f"{'at once' if at_once else f'{len(rows)} of {recipe.epochs}'}; "
            f"seed {recipe.seed}; backend {run.backend}",
            *_objective(recipe, rows),
            f"- Data: {data['name']}, {data['sizes']['train']} training "
            f"{kinds.package(recipe.kind).NOUN} ({data['form']}); sha256 "
            f"{data['content_hash'][:16]}; licence {data['licence']}; "
            f"{data['source']}",
            *_words(data["facts"]),
            f"- Versions: {versions}; {run.environment['hardware']}",
            "- Everything that was decided: [config.json](config.json); the command: "
            "[command.txt](command.txt)",
        ]
    )


def _objective(recipe, rows):
    """Lines about the objective and the network, as far as the model has them."""
    if recipe.kind in ("images", "points"):
        yield (
            f"- Objective: {recipe.loss}, penalty {recipe.penalty}; network "
            f"{recipe.network}, {recipe.latent_dim} latent dimensions"
        )
    elif rows and "d_loss" in rows[-1]:
        before = f", after {recipe.pretrain_epochs} epochs without a discriminator"
        yield (
            f"- Objective: {recipe.loss}, penalty {recipe.penalty}"
            f"{before if recipe.pretrain_epochs else ''}"
        )


def _words(facts):
    """Lines about the words of the data, if there are any."""
    if "vocabulary" not in facts:
        return
    left_out = sum(facts["left_out"].values())
    yield (
        f"- Words: {len(facts['vocabulary']['words'])} in the vocabulary "
        f"({facts['vocabulary']['tokeniser']}); {facts['tokens']['train']:,} training "
        f"tokens, {facts['unknown']['train']:.2%} of them <unk>; "
        f"{left_out or 'no'} lines left out as too long"
    )


def _numbers(recipe, rows, at_once):
    if at_once:
        return "It learned without steps: there are no curves."
    if not rows:
        return "No epoch has ended yet."
    meanings = MEANINGS | (OF_TEXT if recipe.kind == "text" else {})
    meanings |= OF_MASKED if "masked_nll" in rows[-1] else {}
    parts = [
        "![losses and scores](curves.png)",
        *_kept(rows),
        _table(rows[-1], meanings),
    ]
    return "\n\n".join(parts)


def _kept(rows):
    """Lines that say which epoch's weights a model of tables keeps."""
    if "mismatch" in rows[-1]:
        best = min(rows, key=lambda row: row.get("mismatch", math.inf))
        yield (
            f"The weights of epoch {best['epoch']} are kept, where `mismatch` was "
            f"least ({best['mismatch']:.4g}): they make all rows from now on."
        )


def _table(row, meanings):
    lines = [
        f"After epoch {row['epoch']}:",
        "",
        "| name | value | meaning |",
        "|---|---|---|",
    ]
    for name, meaning in meanings.items():
        if name in row:
            lines.append(f"| {name} | {row[name]:.4g} | {meaning} |")
    return "\n".join(lines)


def _health(run):
    path = run.path / "health.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    found = [json.loads(line) for line in lines]
    if not found:
        return "Nothing to report: no limit was passed."
    return "\n".join(map(_spell, _spells(found)))


def _spells(found):
    """Lists of findings of one name in epochs that follow each other."""
    spells = []
    for each in found:
        before = {"name": each["name"], "epoch": each["epoch"] - 1}
        for spell in spells:
            if before.items() <= spell[-1].items():
                spell.append(each)
                break
        else:
            spells.append([each])
    return spells


def _spell(found):
    first, last = found[0]["epoch"], found[-1]["epoch"]
    when = f"Epoch {last}" if first == last else f"Epochs {first} to {last}, at last"
    return f"- {when}: {found[-1]['sentence']}"


def _commands(run, recipe, at_once):
    lines = [
        f"python -m ter_gan.generate {run.path} --n 64 --out {_file(recipe.kind)}",
        f"python -m ter_gan.evaluate {run.path}",
    ]
    if not at_once:
        more = recipe.epochs + 10
        resume = f"python -m ter_gan.train --resume {run.path} --epochs {more}"
        lines.insert(0, resume)
    return "\n".join(["```", *lines, "```"])


def _file(kind):
    """The name of a file that a person would look into."""
    return f"samples{next(iter(kinds.package(kind).WRITERS), '.png')}"


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
    for network, names in _networks(gan):
        parts += [f"\n{' and '.join(names)}", as_text(describe(network))]
    parts += ["", _time(recipe, gan, feed), _memory(gan, feed, dataset)]
    return "\n".join(parts)


def _networks(gan):
    """Pairs of a network and the names of the players that it is."""
    found = {}
    for name, network in gan.players.items():
        found.setdefault(id(network), (network, []))[1].append(name)
    return list(found.values())


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
    """Floating point operations per second of this CPU's matrix product, right now.

    Other work on the machine lowers it, as it would slow down a training.
    """
    a = np.ones((size, size), "float32")
    a @ a
    start = time.perf_counter()
    for _ in range(repeats):
        a @ a
    return repeats * 2 * size**3 / (time.perf_counter() - start)


def _time(recipe, gan, feed):
    """What is known of the time; only of two players is it known what a step costs."""
    if not gan.players:
        return "time: it learns at once, without steps"
    plan = f"time: {recipe.epochs} epochs of {feed.steps_per_epoch} steps"
    if set(gan.players) != {"generator", "discriminator"}:
        return plan
    steps = feed.steps_per_epoch * recipe.epochs
    work = steps * step_flops(recipe, gan) / matrix_rate()
    slow, fast = (clock(work / share) for share in EFFICIENCY)
    pace = "on this CPU at its present pace; other work on the machine makes it longer"
    return f"{plan}, about {fast} to {slow} {pace}"


def _memory(gan, feed, dataset):
    splits = (dataset.train, dataset.validation, dataset.test)
    data = sum(split.x.nbytes for split in splits)
    state = sum(array.nbytes for array in gan.state().values()) if gan.players else 0
    values = sum(
        math.prod(row.output_shape)
        for network, _ in _networks(gan)
        for row in describe(network)
    )
    step = 3 * 4 * values * feed.batch_size
    return (
        f"memory: about {(data + state + step) / 2**20:.0f} MiB beside the "
        f"framework's own (0.5 to 1 GiB)"
    )
