"""What is drawn of runs side by side: metrics against a number, and curves."""

import math
import statistics

from ter_gan.comparison.chart import Dot, Series, chart
from ter_gan.comparison.trained import NOT_CURVES
from ter_gan.evaluation.table import plus_minus
from ter_gan.report import MEANINGS


def against(comparison):
    """A chart of each metric against what was varied: list of HTML.

    Args:
        comparison: `ter_gan.comparison.report.Comparison` with a sweep.
    """
    found = []
    for row in comparison.evaluation.rows:
        series = _groups(comparison, row)
        if sum(len(each.dots) for each in series) > 1:
            floor = next((r.floor for r in row if r.floor is not None), None)
            label = comparison.sweep.name.replace("_", " ")
            found.append(chart(row[0].name, series, label, floor))
    return found


def _groups(comparison, row):
    sweep = comparison.sweep
    series = []
    for look, members in enumerate(sweep.groups.values()):
        known = [i for i in members if row[i].value is not None]
        dots = [
            Dot(
                sweep.values[i],
                row[i].value,
                str(i + 1),
                row[i].interval,
                f"{comparison.runs[i].name}: {plus_minus(row[i])}",
            )
            for i in known
        ]
        line = means([(dot.x, dot.y) for dot in dots]) if sweep.joined else []
        series.append(Series(look, dots, line))
    return series


def means(points):
    """`[(x, mean of y)]` from left to right."""
    heights = {}
    for x, y in sorted(points):
        heights.setdefault(x, []).append(y)
    return [(x, statistics.fmean(each)) for x, each in heights.items()]


def curves(runs):
    """The training curves of runs over each other: list of HTML.

    Args:
        runs: list of `ter_gan.comparison.trained.Trained`.

    Returns:
        a chart for each number that some run has of at least two epochs.
    """
    found = []
    for number, meaning in MEANINGS.items():
        lines = [] if number in NOT_CURVES else [_finite(r.curve(number)) for r in runs]
        if any(len(line) > 1 for line in lines):
            series = [
                Series(i, _ends(i, runs[i].name, line), line)
                for i, line in enumerate(lines)
                if line
            ]
            found.append(chart(f"{number}: {meaning}", series, "real samples seen"))
    return found


def _finite(points):
    return [(x, y) for x, y in points if math.isfinite(y)]


def _ends(i, name, line):
    """Dots of all epochs; the last one carries the run's number."""
    last = len(line) - 1
    return [
        Dot(x, y, str(i + 1) if place == last else "", None, f"{name}: {y:.4g}")
        for place, (x, y) in enumerate(line)
    ]
