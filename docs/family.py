"""docs/family.md: every model of images, and what it gives after one pass."""

import json

from benchmarks.family import NAME, PICTURE, table
from benchmarks.records import RESULTS
from ter_gan import options
from ter_gan.presets import FAMILY, MODELS, PAIRS

INTRODUCTION = """# The family

Every model is a row of [ter_gan/presets/family.py](../ter_gan/presets/family.py) over the same core:
`python -m ter_gan.train --dataset mnist --model NAME`. A row names only what differs
from the defaults of [ter_gan/recipes.py](../ter_gan/recipes.py); each of these is an
option of the command: `--model dcgan --loss hinge --penalty r1` is a GAN of your own.
The last column is what both losses are at equilibrium, when D cannot tell (without
penalties and answers about classes or codes): watch for it in `curves.png`.

This page is written by `python -m docs.write_tables`.

| model | paper | idea | differs from the default by | here, other than there | losses at equilibrium |
|---|---|---|---|---|---|"""  # noqa: E501
MADE = (
    "Versions, hardware and command: [result](../benchmarks/results/family_mnist.md)."
)


def text():
    """The text of docs/family.md."""
    facts = json.loads((RESULTS / f"{NAME}.json").read_text())
    members = [
        f"| `{model}` | [{each.paper}](https://arxiv.org/abs/{each.arxiv}) | "
        f"{each.idea} | {_recipe(model)} | {each.here} | "
        f"{_equilibrium(MODELS[model])} |"
        for model, each in FAMILY.items()
    ]
    result = table(facts).replace(f"({PICTURE})", f"(../benchmarks/results/{PICTURE})")
    measured = [each["model"] for each in facts["rows"]]
    missing = [f"`{model}`" for model in FAMILY if model not in measured]
    result += f"\n\nNot measured yet: {', '.join(missing)}." if missing else ""
    return "\n".join([INTRODUCTION, *members, "", f"#{result}", "", MADE, ""])


def _recipe(model):
    row = MODELS[model] | PAIRS.get((model, "images"), {})
    words = [f"{name} {options.shown(value)}" for name, value in row.items()]
    return "; ".join(words).replace("_", " ")


def _equilibrium(row):
    from ter_gan.losses import LOSSES
    from ter_gan.recipes import Recipe

    losses = LOSSES[row.get("loss", Recipe.loss)].equilibrium
    return " and ".join(f"{value:.3g}" for value in losses)
