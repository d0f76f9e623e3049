"""The page that a teacher can read: one file, no script, no network."""

import dataclasses
import re
from html import escape
from pathlib import Path
from urllib.parse import quote

from ter_gan.evaluation import table
from ter_gan.evaluation.exhibits import exhibit
from ter_gan.evaluation.plot import Axis, lane, scale
from ter_gan.evaluation.result import CAVEAT, DIRECTIONS, sentence
from ter_gan.pages import GALLERY

STYLES = (GALLERY / "app.css", Path(__file__).with_name("page.css"))
BEST = {
    "less": "less is better",
    "more": "more is better",
    "equal to floor": "the nearer to the floor the better",
}
NUMBERS = "The numbers"
READING = (
    "A dot is what one run got. The bar around it is its 95 % interval: with other "
    "samples of the same network the value would mostly have stayed within.",
    "The dashed line is the floor: what real {noun} get that stand instead of "
    "generated ones. This number cannot tell a generator that reaches it from real "
    "data.",
    "No number is enough alone: a generator that repeats a few good {noun} has the "
    "precision of real ones. Read quality and variety together.",
    "The name of a number carries its protocol, such as the number of {noun}. Only "
    "numbers of the same name can be compared.",
    CAVEAT,
)


def html(report, quizzes=None):
    """The page as a text.

    Args:
        report: `ter_gan.evaluation.report.Report`.
        quizzes: dict from names of runs to addresses of their blind tests, or `None`.
    """
    title = f"Evaluation on {report.facts['dataset']}"
    parts = [
        _reminder(report),
        _contents(report),
        _runs(report),
        _overview(report.overview),
        reading(report),
        metrics(report),
        differences(report) if len(report.runs) > 1 else "",
        _pictures(report),
        _quizzes(quizzes) if quizzes else "",
        _held_out(report) if any(run.held_out for run in report.runs) else "",
        _cross_check(report) if report.cross_check else "",
        protocol(report),
    ]
    return document(title, parts)


def document(title, parts, styles=()):
    """A page that needs no other file.

    Args:
        title: str.
        parts: sequence of str: the HTML of its sections.
        styles: paths of styles that come after those of all such pages.
    """
    style = "".join(path.read_text(encoding="utf-8") for path in (*STYLES, *styles))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{escape(title)}</h1></header>\n<main>\n{''.join(parts)}</main>\n"
        "</body>\n</html>\n"
    )


def section(title, *content):
    """A part of the page under a heading; `content` is HTML."""
    start = f'<section id="{_anchor(title)}">\n<h2>{escape(title)}</h2>\n'
    return f"{start}{''.join(content)}</section>\n"


def _anchor(title):
    """A heading as what a link to it has behind the `#`."""
    return "-".join(re.findall(r"\w+", title.lower()))


def table_of(heading, rows, caption="", kind="facts"):
    """A table that scrolls inside its own box; cells are texts."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>\n"
        for first, *rest in rows
    )
    caption = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="scroll" tabindex="0"><table class="{kind}">{caption}'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    )


# -- runs and how to read ------------------------------------------------------


def _reminder(report):
    """What must be said on every such page, if there is something."""
    words = report.reminder
    return f'<p class="reminder">{escape(words)}</p>\n' if words else ""


def _contents(report):
    """Links to the groups of numbers and to what follows, where there are groups."""
    groups = dict.fromkeys(row[0].group for row in report.rows if row[0].group)
    if not groups:
        return ""
    links = "".join(
        f'<a href="#{_anchor(title)}">{escape(title)}</a>\n'
        for title in (*groups, _look(report))
    )
    return f'<nav class="contents">{links}</nav>\n'


def _look(report):
    return f"A look at the {report.noun}"


def _runs(report):
    names = list(dict.fromkeys(name for run in report.runs for name in run.facts))
    rows = [
        [str(i), run.name, *(_text(run.facts.get(name)) for name in names)]
        for i, run in enumerate(report.runs, 1)
    ]
    heading = ["", "run", *(name.replace("_", " ") for name in names)]
    notes = "".join(f'<p class="note">{escape(text)}</p>\n' for text in report.warnings)
    return section("Runs", table_of(heading, rows), _baselines(report), notes)


def _baselines(report):
    if not report.baselines:
        return ""
    words = "Beside them, in brackets, baselines that need no run:"
    meanings = {each.name: each.facts["meaning"] for each in report.baselines}
    return f"<p>{words}</p>\n{definitions(meanings)}\n"


def _text(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)


def reading(report):
    """The section that says how to read dots, bars and floors."""
    many = (f"Beside the values: {table.MARKS}",) if len(report.runs) > 1 else ()
    sentences = (text.format(noun=report.noun) for text in (*READING, *many))
    items = "".join(f"<li>{escape(text)}</li>\n" for text in sentences)
    return section("How to read the numbers", f'<ul class="reading">{items}</ul>\n')


# -- the numbers ---------------------------------------------------------------


def metrics(report):
    """The sections with a plot for each metric that some run has, by groups."""
    groups = {}
    for row, beside in zip(report.rows, report.beside):
        if any(result.value is not None for result in row):
            found = groups.setdefault(row[0].group, [])
            found.append(_metric(report, row, beside))
    parts = [section(name or NUMBERS, *found) for name, found in groups.items()]
    return "".join(parts) + _unknown(report)


def _unknown(report):
    """The section with what no run has, in a line for each reason."""
    none = [i for i, row in enumerate(report.rows) if all(r.why for r in row)]
    if not none:
        return ""
    few = [
        dataclasses.replace(run, results=tuple(run.results[i] for i in none))
        for run in report.runs
    ]
    lines = table.impossible(dataclasses.replace(report, runs=few))
    items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return section("Not measured here", f'<ul class="reading">{items}</ul>\n')


def _metric(report, row, beside):
    first = row[0]
    arrow, best = DIRECTIONS[first.direction], BEST[first.direction]
    common = {
        name: value
        for name, value in first.protocol.items()
        if all(result.protocol.get(name) == value for result in row)
    }
    return (
        f'<div class="metric">\n<h3>{escape(first.name)}'
        f'<span class="direction">{arrow} {best}</span></h3>\n'
        f"<p>{escape(first.meaning)}</p>\n{_plot(report, row, beside)}"
        f"<details><summary>Protocol</summary>{definitions(common)}</details>\n"
        "</div>\n"
    )


def _plot(report, row, beside):
    axis = Axis.of((*row, *beside))
    marks = table.marks(report, row)
    lanes = [
        _lane(f'<span class="number">{i}</span> ', run.name, result, mark, axis)
        for i, (run, result, mark) in enumerate(zip(report.runs, row, marks), 1)
    ]
    lanes += [
        _lane("", each.name, result, "", axis, "baseline")
        for each, result in zip(report.baselines, beside)
        if result.value is not None
    ]
    return f'<div class="plot">\n{"".join(lanes)}{scale(axis) if axis else ""}</div>\n'


def _lane(number, name, result, mark, axis, kind=""):
    label = number + escape(name)
    if result.value is None:
        why = f"not possible: {result.why}"
        return (
            f'<div class="name">{label}</div><div class="reason">{escape(why)}</div>\n'
        )
    value = f'{escape(table.plus_minus(result))} <span class="mark">{mark}</span>'
    text = f"{name}: {table.plus_minus(result)}"
    return (
        f'<div class="name {kind}">{label}</div>'
        f'<div class="value {kind}">{value}</div>'
        f"{lane(result, axis, text, kind)}\n"
    )


def definitions(facts):
    """Names and what they are, as a list of two columns."""
    pairs = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(_text(value))}</dd>"
        for name, value in facts.items()
    )
    return f"<dl>{pairs}</dl>"


# -- differences ---------------------------------------------------------------


def differences(report):
    """The section that says which runs differ by more than their interval."""
    words = (
        "Is the run of the row better or worse than that of the column by more than "
        "the interval of their difference? ≈: the difference does not exceed its "
        "interval. ?: the error is not known. Point at a cell for the numbers. "
    )
    matrices = "".join(_matrix(report, row) for row in report.rows)
    return section(
        "Does the difference exceed its interval?",
        f'<p class="lead">{escape(words)}</p>\n',
        f'<div class="matrices">{matrices}</div>\n',
    )


def _matrix(report, row):
    cells = {}
    for i, j, found in report.comparisons(row):
        text = sentence(found, report.runs[i].name, report.runs[j].name)
        cells[i, j] = (*_verdict(found.exceeds, found.better, "first"), text)
        cells[j, i] = (*_verdict(found.exceeds, found.better, "second"), text)
    if not cells:
        return ""
    places = range(len(row))
    head = "".join(f'<th scope="col">{j + 1}</th>' for j in places)
    body = "".join(
        f'<tr><th scope="row">{i + 1}</th>'
        + "".join(_cell(cells.get((i, j))) for j in places)
        + "</tr>"
        for i in places
    )
    return (
        f'<figure class="scroll" tabindex="0"><figcaption>{escape(row[0].name)}'
        f'</figcaption><table class="matrix"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></figure>\n"
    )


def _verdict(exceeds, better, own):
    """(class, text) of the cell of a run: `own` is its place in the comparison."""
    if exceeds is None:
        return "unknown", "?"
    if not exceeds:
        return "same", "≈"
    if better is None:
        return "same", "differs"
    return ("better", "better") if better == own else ("worse", "worse")


def _cell(content):
    if content is None:
        return "<td></td>"
    kind, text, title = content
    return f'<td class="{kind}" title="{escape(title)}">{text}</td>'


# -- pictures, losses, protocol ------------------------------------------------


def _overview(overview):
    """What is said of all runs together, if anything is."""
    if not (overview.exhibits or overview.sentences):
        return ""
    items = "".join(f"<li>{escape(text)}</li>\n" for text in overview.sentences)
    figures = "".join(map(exhibit, overview.exhibits))
    return section(
        "In short",
        f'<ul class="reading">{items}</ul>\n',
        f'<div class="pictures">{figures}</div>\n',
    )


def _pictures(report):
    parts = []
    for i, run in enumerate(report.runs, 1):
        figures = "".join(map(exhibit, run.pictures))
        parts.append(
            f'<h3><span class="number">{i}</span> {escape(run.name)}</h3>\n'
            f'<div class="pictures">{figures}</div>\n'
        )
    return section(_look(report), *parts)


def _quizzes(quizzes):
    words = "Which of them are real? Let people answer, and sum up what they export by "
    command = "<code>python -m ter_gan.quiz FILE …</code>"
    links = "".join(
        f'<li><a href="{escape(quote(address))}">{escape(name)}</a></li>\n'
        for name, address in quizzes.items()
    )
    return section(
        "Blind test", f'<p class="lead">{words}{command}.</p>\n<ul>{links}</ul>\n'
    )


def _held_out(report):
    tables = [
        table_of(*table.held_out_cells(run.held_out), caption=run.name)
        for run in report.runs
        if run.held_out
    ]
    return section(
        report.chapter.title,
        f'<p class="lead">{escape(report.chapter.words)}</p>\n<div class="multiples">',
        *tables,
        "</div>\n",
    )


def _cross_check(report):
    heading, *rows = table.cross_check(report)
    words = (
        "The same features through tensorflow-gan, an older library. The difference is "
        "relative to theirs. The sliced Wasserstein distance is computed anew on fewer "
        "images, with patches normalised as that library does it; it draws other "
        "patches and directions."
    )
    return section(
        "Cross-check", f'<p class="lead">{escape(words)}</p>\n', table_of(heading, rows)
    )


def protocol(report):
    """The section that says how everything was measured."""
    facts = {
        name: ", ".join(f"{k} {v}" for k, v in value.items())
        if isinstance(value, dict)
        else value
        for name, value in report.facts.items()
    }
    return section("Protocol", definitions(facts))
