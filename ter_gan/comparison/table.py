"""Runs beside each other, as text: recipes, costs and metrics in one table."""

import textwrap

from ter_gan.evaluation.result import CAVEAT
from ter_gan.evaluation.table import (
    LEGEND,
    MARKS,
    WIDTH,
    abreast,
    aligned,
    impossible,
    number,
    pipes,
)
from ter_gan.evaluation.table import cells as metric_cells

SPENT = (
    "Parameters: all weights of a network, also those that are not trained. Images "
    "seen: real samples shown to D. Images/s: the median epoch's, on the machine that "
    "trained the run."
)


def recipe_rows(comparison):
    """A row for each field of the recipes that differs; all str."""
    return [
        [name.replace("_", " "), *(_typed(value) for value in values)]
        for name, values in comparison.differing.items()
    ]


def _typed(value):
    """A value of a recipe: neither rounded nor with separators."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def cost_rows(comparison):
    """A row for each thing that a run has spent; all str."""
    return [
        [name, *(_counted(run.cost[name]) for run in comparison.runs)]
        for name in comparison.runs[0].cost
    ]


def _counted(value):
    """A cost: large numbers in full, small ones with the digits that count."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value and value >= 1000 else number(value)


def cells(comparison):
    """Heading and rows, all str: of recipes, costs and metrics."""
    heading, rows = metric_cells(comparison.evaluation)
    above = recipe_rows(comparison) + cost_rows(comparison)
    return ["", *heading[1:]], [[name, "", *rest, ""] for name, *rest in above] + rows


def terminal(comparison):
    """The table for a terminal, with its notes."""
    heading, rows = cells(comparison)
    parts = [aligned(block) for block in abreast([heading, *rows])]
    parts += impossible(comparison.evaluation)
    notes = [SPENT, LEGEND, MARKS, CAVEAT]
    notes += [f"warning: {each}" for each in comparison.evaluation.warnings]
    return "\n".join([*parts, *(textwrap.fill(each, WIDTH) for each in notes)])


def markdown(comparison):
    """The same as a Markdown document."""
    facts, evaluation = comparison.facts, comparison.evaluation
    lines = [f"# Runs on {facts['dataset']} side by side", ""]
    lines += [f"Made by `{facts['command']}`. {facts['measured']}", ""]
    lines += [*pipes(cells(comparison)), ""]
    lines += [f"- {each}" for each in impossible(evaluation)] + [""]
    for note in (SPENT, LEGEND, MARKS, CAVEAT):
        lines += [note, ""]
    lines += [f"**Warning.** {each}\n" for each in evaluation.warnings]
    lines += ["## What the metrics mean", ""]
    lines += [f"- `{row[0].name}`: {row[0].meaning}" for row in evaluation.rows]
    lines += ["", "## What the recipes have in common", ""]
    lines += [f"- {name}: {value}" for name, value in comparison.shared.items()]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"
