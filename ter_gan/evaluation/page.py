"""The page that a teacher can read: one file, no script, no network."""

import base64
import io
from html import escape
from pathlib import Path
from urllib.parse import quote

from ter_gan.evaluation import table
from ter_gan.evaluation.plot import Axis, lane, scale
from ter_gan.evaluation.result import CAVEAT, DIRECTIONS, sentence
from ter_gan.pages import GALLERY

STYLES = (GALLERY / "app.css", Path(__file__).with_name("page.css"))
BEST = {
    "less": "less is better",
    "more": "more is better",
    "equal to floor": "the nearer to the floor the better",
}
READING = (
    "A dot is what one run got. The bar around it is its 95 % interval: with other "
    "samples of the same network the value would mostly have stayed within.",
    "The dashed line is the floor: what real samples get that stand in the place of "
    "generated ones. This number cannot tell a generator that reaches it from real "
    "data.",
    "No number is enough alone: a generator of one good image has the precision of "
    "real ones. Read quality and variety together.",
    "The name of a number carries its protocol: the feature network and the number of "
    "samples. Only numbers of the same name can be compared.",
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
        _runs(report),
        reading(report),
        metrics(report),
        differences(report) if len(report.runs) > 1 else "",
        _pictures(report),
        _quizzes(quizzes) if quizzes else "",
        _held_out(report),
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
    return f"<section>\n<h2>{escape(title)}</h2>\n{''.join(content)}</section>\n"


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


def _runs(report):
    names = list(dict.fromkeys(name for run in report.runs for name in run.facts))
    rows = [
        [str(i), run.name, *(_text(run.facts.get(name)) for name in names)]
        for i, run in enumerate(report.runs, 1)
    ]
    heading = ["", "run", *(name.replace("_", " ") for name in names)]
    notes = "".join(f'<p class="note">{escape(text)}</p>\n' for text in report.warnings)
    return section("Runs", table_of(heading, rows), notes)


def _text(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)


def reading(report):
    """The section that says how to read dots, bars and floors."""
    many = (f"Beside the values: {table.MARKS}",) if len(report.runs) > 1 else ()
    items = "".join(f"<li>{escape(text)}</li>\n" for text in (*READING, *many))
    return section("How to read the numbers", f'<ul class="reading">{items}</ul>\n')


# -- the numbers ---------------------------------------------------------------


def metrics(report):
    """The section with a plot for each metric."""
    return section("The numbers", *(_metric(report, row) for row in report.rows))


def _metric(report, row):
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
        f"<p>{escape(first.meaning)}</p>\n{_plot(report, row)}"
        f"<details><summary>Protocol</summary>{definitions(common)}</details>\n"
        "</div>\n"
    )


def _plot(report, row):
    axis = Axis.of(row)
    marks = table.marks(report, row)
    lanes = [
        _lane(i, run.name, result, mark, axis)
        for i, (run, result, mark) in enumerate(zip(report.runs, row, marks), 1)
    ]
    return f'<div class="plot">\n{"".join(lanes)}{scale(axis) if axis else ""}</div>\n'


def _lane(i, name, result, mark, axis):
    label = f'<span class="number">{i}</span> {escape(name)}'
    if result.value is None:
        why = f"not possible: {result.why}"
        return (
            f'<div class="name">{label}</div><div class="reason">{escape(why)}</div>\n'
        )
    value = f'{escape(table.plus_minus(result))} <span class="mark">{mark}</span>'
    text = f"{name}: {table.plus_minus(result)}"
    return (
        f'<div class="name">{label}</div><div class="value">{value}</div>'
        f"{lane(result, axis, text)}\n"
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


def _pictures(report):
    parts = []
    for i, run in enumerate(report.runs, 1):
        figures = "".join(figure_of(picture) for picture in run.pictures)
        parts.append(
            f'<h3><span class="number">{i}</span> {escape(run.name)}</h3>\n'
            f'<div class="pictures">{figures}</div>\n'
        )
    return section("Pictures", *parts)


def figure_of(picture):
    """A `ter_gan.evaluation.metric.Picture` with its title and caption."""
    file = io.BytesIO()
    picture.image.save(file, format="png", optimize=True)
    data = base64.b64encode(file.getvalue()).decode()
    size = f'width="{picture.image.width}" height="{picture.image.height}"'
    return (
        f"<figure><strong>{escape(picture.title)}</strong>"
        f'<img src="data:image/png;base64,{data}" {size} alt="{escape(picture.title)}">'
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>\n"
    )


def _quizzes(quizzes):
    words = "Which images are real? Let people answer, and sum up what they export by "
    command = "<code>python -m ter_gan.quiz FILE …</code>"
    links = "".join(
        f'<li><a href="{escape(quote(address))}">{escape(name)}</a></li>\n'
        for name, address in quizzes.items()
    )
    return section(
        "Blind test", f'<p class="lead">{words}{command}.</p>\n<ul>{links}</ul>\n'
    )


def _held_out(report):
    words = (
        "Losses and discriminator statistics in inference mode. A discriminator that "
        "is surer of training samples than of test samples has begun to learn them by "
        "heart."
    )
    tables = [
        table_of(*table.held_out_cells(run.held_out), caption=run.name)
        for run in report.runs
    ]
    return section(
        "Losses on held-out data",
        f'<p class="lead">{escape(words)}</p>\n<div class="multiples">',
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
