"""The page of a comparison: one file, no script, no network."""

import dataclasses
from html import escape
from pathlib import Path

from ter_gan.comparison import plots, table
from ter_gan.comparison.chart import look
from ter_gan.evaluation import page
from ter_gan.evaluation.exhibits import figure_of

STYLE = Path(__file__).with_name("page.css")
NO_CURVES = "No run has two finished epochs: there are no curves to compare."


def html(comparison):
    """The page as a text.

    Args:
        comparison: `ter_gan.comparison.report.Comparison`.
    """
    evaluation = comparison.evaluation
    parts = [
        _side_by_side(comparison),
        _against(comparison) if comparison.sweep else "",
        _samples(comparison),
        _curves(comparison),
        page.reading(evaluation),
        page.metrics(evaluation),
        page.differences(evaluation),
        page.protocol(evaluation),
        page.section("This comparison", page.definitions(comparison.facts)),
    ]
    title = f"Runs on {comparison.facts['dataset']} side by side"
    return page.document(title, parts, [STYLE])


def _side_by_side(comparison):
    heading, rows = table.cells(comparison)
    first, direction, *names, floor = heading
    numbered = [f"{i} {name}" for i, name in enumerate(names, 1)]
    notes = [*table.impossible(comparison.evaluation), *comparison.evaluation.warnings]
    return page.section(
        "Side by side",
        _lead(comparison.facts["measured"]),
        page.table_of([first, direction, *numbered, floor], rows, kind="facts abreast"),
        f'<p class="quiet">Beside the values: {escape(table.MARKS)} '
        f"{escape(table.SPENT)}</p>\n",
        *(f'<p class="note">{escape(note)}</p>\n' for note in notes),
        "<details><summary>What the recipes have in common</summary>",
        page.definitions(comparison.shared),
        "</details>\n",
    )


def _against(comparison):
    sweep = comparison.sweep
    name = sweep.name.replace("_", " ")
    words = (
        f"Each dot is a run, with its number and its 95 % interval. Lines join runs "
        f"that differ in nothing but {name} and the seed, at the mean of the seeds. "
        f"The dashed line is the floor."
    )
    if not sweep.joined:
        words = (
            "Each dot is a run, with its number and its 95 % interval. The runs "
            "differ in more than their size: no line is drawn, and none should be "
            "imagined. The dashed line is the floor."
        )
    several = len(sweep.groups) > 1 and sweep.joined
    return page.section(
        f"Metrics against {name}",
        _lead(words),
        _legend(sweep.groups) if several else "",
        _charts(plots.against(comparison)),
    )


def _curves(comparison):
    found = plots.curves(comparison.runs)
    words = (
        "The numbers of each epoch against the real samples that D has seen, so that "
        "runs of other batch sizes stand at the same place. Losses of different "
        "objectives cannot be compared with each other."
    )
    if not found:
        return page.section("Training curves", _lead(NO_CURVES))
    names = {run.name: [i] for i, run in enumerate(comparison.runs)}
    return page.section(
        "Training curves", _lead(words), _legend(names, numbered=True), _charts(found)
    )


def _samples(comparison):
    words = (
        "The first samples of each run at its newest checkpoint, not chosen, with real "
        "ones. The latents are the same wherever their number and their law are."
    )
    figures = "".join(
        figure_of(dataclasses.replace(run.picture, title=f"{i} {run.name}"))
        for i, run in enumerate(comparison.runs, 1)
    )
    return page.section(
        "Samples", _lead(words), f'<div class="pictures pairs">{figures}</div>\n'
    )


def _lead(words):
    return f'<p class="lead">{escape(words)}</p>\n'


def _charts(charts):
    return f'<div class="charts">{"".join(charts)}</div>\n'


def _legend(names, numbered=False):
    items = "".join(
        f'<li><svg {look(i)} aria-hidden="true"><line class="line" x1="0" x2="26" '
        f'y1="6" y2="6"/></svg> {_number(i) if numbered else ""}{escape(name)}</li>\n'
        for i, name in enumerate(names)
    )
    return f'<ul class="legend-list">{items}</ul>\n'


def _number(i):
    return f'<span class="number">{i + 1}</span> '
