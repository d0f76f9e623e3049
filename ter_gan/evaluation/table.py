"""Runs beside each other, as text."""

import math
import textwrap

from ter_gan.evaluation.estimate import Z_95
from ter_gan.evaluation.result import CAVEAT, DIRECTIONS

BEST, EQUAL = "*", "≈"
LEGEND = (
    "± is the half width of the 95 % interval over resampling. The floor is what real "
    "samples get instead of generated ones. ↓ less is better, ↑ more is better, "
    "→← the nearer to the floor the better."
)
MARKS = (
    f"{BEST} best; {EQUAL} differs from the best by no more than the interval; no "
    "mark: worse than the best by more than that, or without a known error."
)
IN_BRACKETS = "Names in brackets are baselines, which need no run."
WIDTH = 88  # characters of a line in a terminal
ABREAST = 4  # runs beside each other in a terminal


def number(value):
    """A number with four digits that count."""
    return "–" if value is None else f"{value:.4g}"


def plus_minus(result):
    """A result's value with its interval, e.g. `"3.14 ± 0.05"`."""
    if result.value is None:
        return "–"
    if not result.error or not math.isfinite(result.error):
        return number(result.value)
    half_width = Z_95 * result.error
    digits = 1 - math.floor(math.log10(half_width))
    if not 0 <= digits <= 6:
        return f"{result.value:.4g} ± {half_width:.2g}"
    return f"{result.value:.{digits}f} ± {half_width:.{digits}f}"


def marks(report, row):
    """For each run `"*"`, `"≈"` or `""`: see `MARKS`."""
    known = [i for i, result in enumerate(row) if result.value is not None]
    if len(known) < 2:
        return [""] * len(row)
    best = min(known, key=lambda i: row[i].shortfall)
    least = row[best].shortfall
    found = [
        BEST if i in known and r.shortfall == least else "" for i, r in enumerate(row)
    ]
    for i, j, comparison in report.comparisons(row):
        other = j if i == best else i
        if best in (i, j) and comparison.exceeds is False and not found[other]:
            found[other] = EQUAL
    return found


def cells(report):
    """The table: a heading, and a row for each metric that somebody has; all str."""
    return _heading(report), [row for _, row in _rows(report)]


def by_group(report):
    """dict from the groups of metrics to tables `(heading, rows)` as of `cells`."""
    heading, found = _heading(report), {}
    for group, row in _rows(report):
        found.setdefault(group, (heading, []))[1].append(row)
    return found


def _heading(report):
    names = [each.name for each in (*report.runs, *report.baselines)]
    return ["metric", "", *names, "floor"]


def _rows(report):
    """Yields `(group, row)` for each metric that somebody has."""
    for row, beside in zip(report.rows, report.beside):
        if all(result.why for result in (*row, *beside)):
            continue
        values = [
            f"{plus_minus(result)} {mark}".rstrip()
            for result, mark in zip(row, marks(report, row))
        ]
        values += [plus_minus(result) for result in beside]
        first = row[0]
        floor = next((r.floor for r in row if r.floor is not None), None)
        arrow = DIRECTIONS[first.direction]
        yield first.group, [first.name, arrow, *values, number(floor)]


def impossible(report):
    """`"metrics (runs): not possible: why"` for results of runs without a value."""
    found = {}
    for row in report.rows:
        reasons = {}
        for run, result in zip(report.runs, row):
            if result.why:
                reasons.setdefault(result.why, []).append(run.name)
        for why, runs in reasons.items():
            found.setdefault((why, tuple(runs)), []).append(row[0].name)
    many = len(report.runs) > 1
    return [
        f"{', '.join(names)}{_of(runs) if many else ''}: not possible: {why}"
        for (why, runs), names in found.items()
    ]


def notes(report):
    """list of str: how to read the table."""
    found = [LEGEND]
    if report.baselines:
        found.append(IN_BRACKETS)
    if len(report.runs) > 1:
        found += [MARKS, CAVEAT]
    return found


def terminal(report):
    """The table for a terminal, with its notes."""
    parts = []
    for group, (heading, rows) in by_group(report).items():
        parts += [f"\n{group}"] if group else []
        parts += [aligned(block) for block in abreast([heading, *rows])]
    lines = (*impossible(report), *notes(report), *report.overview.sentences)
    lines = (*lines, report.reminder) if report.reminder else lines
    parts += [textwrap.fill(text, WIDTH) for text in lines]
    parts += [
        f"\n{run.name}, held out\n{held_out(run.held_out)}"
        for run in report.runs
        if run.held_out
    ]
    if report.cross_check:
        parts.append(f"\ncross-check\n{aligned(cross_check(report))}")
    parts += [textwrap.fill(f"warning: {text}", WIDTH) for text in report.warnings]
    return "\n".join(parts)


def markdown(report):
    """The same as a Markdown document."""
    facts = report.facts
    lines = [f"# Evaluation on {facts['dataset']}", ""]
    lines += [f"**{report.reminder}**", ""] if report.reminder else []
    lines += [f"Made by `{facts['command']}`.", ""]
    for group, found in by_group(report).items():
        lines += [f"## {group}", ""] if group else []
        lines += [*pipes(found), ""]
    lines += [f"- {text}" for text in impossible(report)] + [""]
    lines += [f"{text}\n" for text in notes(report)]
    lines += [f"- {text}" for text in report.overview.sentences] + [""]
    lines += [f"**Warning.** {text}\n" for text in report.warnings]
    lines += ["## What the metrics mean", ""]
    lines += [f"- `{row[0].name}`: {row[0].meaning}" for row in report.rows]
    for run in (each for each in report.runs if each.held_out):
        lines += ["", f"## {run.name}: {report.chapter.title.lower()}", ""]
        lines += pipes(held_out_cells(run.held_out))
    if report.cross_check:
        heading, *rows = cross_check(report)
        lines += ["", "## Cross-check", "", *pipes((heading, rows))]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def held_out(splits):
    """The numbers of the splits, for a terminal."""
    heading, rows = held_out_cells(splits)
    return aligned([heading, *rows])


def cross_check(report):
    """Heading and rows, all str: ours beside that of another library."""
    heading = ["run", "metric", "ours", "theirs", "difference", "allowed", "agrees"]
    return [heading] + [
        [
            each["run"],
            each["metric"],
            f"{each['ours']:.6g}",
            f"{each['theirs']:.6g}",
            f"{each['difference']:.2g}",
            f"{each['allowed']:.2g}",
            "yes" if each["agrees"] else "no",
        ]
        for each in report.cross_check
    ]


def held_out_cells(splits):
    """Heading and rows, all str: the numbers of the splits."""
    names = list(dict.fromkeys(name for values in splits.values() for name in values))
    rows = [
        [split, *(number(values.get(name)) for name in names)]
        for split, values in splits.items()
    ]
    return ["split", *names], rows


def aligned(rows):
    """Rows of str as lines, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
        for row in rows
    )


def abreast(rows):
    """Yields the table in parts of few runs, with the metrics and the floor."""
    first, last = 2, len(rows[0]) - 1
    for start in range(first, last, ABREAST):
        end = min(start + ABREAST, last)
        yield [[*row[:first], *row[start:end], row[last]] for row in rows]


def _of(runs):
    return f" ({', '.join(runs)})"


def pipes(heading_and_rows):
    """list of str: the lines of a Markdown table."""
    heading, rows = heading_and_rows
    safe = [[cell.replace("|", "&#124;") for cell in row] for row in (heading, *rows)]
    safe.insert(1, ["---"] * len(heading))
    return [f"| {' | '.join(row)} |" for row in safe]
