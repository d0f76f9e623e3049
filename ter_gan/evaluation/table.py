"""Runs beside each other, as text."""

import math
import textwrap

from ter_gan.evaluation.estimate import Z_95
from ter_gan.evaluation.result import CAVEAT, DIRECTIONS

BEST, EQUAL = "*", "≈"
LEGEND = (
    "± is the half width of the 95 % interval over resampling. The floor is what real "
    "samples get in the place of generated ones. ↓ less is better, ↑ more is better, "
    "→← the nearer to the floor the better."
)
MARKS = (
    f"{BEST} best; {EQUAL} differs from the best by no more than the interval; no "
    "mark: worse than the best by more than that, or without a known error."
)
WIDTH = 88  # characters of a line in a terminal
ABREAST = 4  # runs beside each other in a terminal
HELD_OUT = ("n", "d_loss", "g_loss", "d_real", "d_fake", "d_auc")


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
    """The table: a heading, and a row for each metric; all str."""
    heading = ["metric", "", *(run.name for run in report.runs), "floor"]
    rows = []
    for row in report.rows:
        values = [
            f"{plus_minus(result)} {mark}".rstrip()
            for result, mark in zip(row, marks(report, row))
        ]
        first = row[0]
        floor = next((r.floor for r in row if r.floor is not None), None)
        rows.append([first.name, DIRECTIONS[first.direction], *values, number(floor)])
    return heading, rows


def impossible(report):
    """`"metric (runs): why"` for each result that has no value."""
    found = {}
    for run in report.runs:
        for result in run.results:
            if result.why:
                found.setdefault((result.name, result.why), []).append(run.name)
    many = len(report.runs) > 1
    return [
        f"{name}{_of(runs) if many else ''}: not possible: {why}"
        for (name, why), runs in found.items()
    ]


def terminal(report):
    """The table for a terminal, with its notes."""
    heading, rows = cells(report)
    parts = [aligned(block) for block in abreast([heading, *rows])]
    parts += impossible(report)
    notes = [LEGEND, *([MARKS, CAVEAT] if len(report.runs) > 1 else [])]
    parts += [textwrap.fill(text, WIDTH) for text in notes]
    parts += [
        f"\n{run.name}, held out\n{held_out(run.held_out)}" for run in report.runs
    ]
    if report.cross_check:
        parts.append(f"\ncross-check\n{aligned(cross_check(report))}")
    parts += [textwrap.fill(f"warning: {text}", WIDTH) for text in report.warnings]
    return "\n".join(parts)


def markdown(report):
    """The same as a Markdown document."""
    facts = report.facts
    lines = [f"# Evaluation on {facts['dataset']}", ""]
    lines += [f"Made by `{facts['command']}`.", ""]
    lines += pipes(cells(report)) + [""]
    lines += [f"- {text}" for text in impossible(report)] + [""]
    lines += [LEGEND, ""]
    if len(report.runs) > 1:
        lines += [MARKS, "", CAVEAT, ""]
    lines += [f"**Warning.** {text}\n" for text in report.warnings]
    lines += ["## What the metrics mean", ""]
    lines += [f"- `{row[0].name}`: {row[0].meaning}" for row in report.rows]
    for run in report.runs:
        lines += ["", f"## {run.name}: losses on held-out data", ""]
        lines += pipes(held_out_cells(run.held_out))
    if report.cross_check:
        heading, *rows = cross_check(report)
        lines += ["", "## Cross-check", "", *pipes((heading, rows))]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def held_out(splits):
    """Losses and discriminator statistics of the splits, for a terminal."""
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
    """Heading and rows, all str: losses and discriminator statistics."""
    rows = [
        [split, *(number(values[name]) for name in HELD_OUT)]
        for split, values in splits.items()
    ]
    return ["split", *HELD_OUT], rows


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
