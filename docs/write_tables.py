"""Writes what the pages say of code and of results: all generated parts of the docs.

python -m docs.write_tables
"""

import re
from pathlib import Path

from docs import family, results
from ter_gan import options, presets
from ter_gan.evaluation.result import DIRECTIONS
from ter_gan.text.evaluation.table import METRICS

DOCS = Path(__file__).parent
MARKS = "<!-- {}: written by python -m docs.write_tables -->\n", "<!-- {}: end -->\n"
FLOORS = {None: "none", "unseen": "of unseen text", "stand_in": "of other real text"}


def models(kind):
    """A row for each model of a kind of data."""
    heading = ("model", "paper", "idea", "here, other than there", "by default")
    rows = [
        (f"`{name}`", _paper(each), each.idea, each.here, _defaults(kind, name))
        for name, each in presets.FAMILY_OF[kind].items()
    ]
    return _table(heading, rows)


def _paper(member):
    if not member.arxiv:
        return member.paper
    site = "arxiv.org/abs/" if "." in member.arxiv else "openreview.net/forum?id="
    return f"[{member.paper}](https://{site}{member.arxiv})"


def _defaults(kind, model):
    row = presets.MODELS_OF[kind][model]
    rates = ("learning_rate", "discriminator_learning_rate")
    known = (*presets.OPTIONS_OF[model], *rates, "epochs")
    if row["epochs"] == 1:  # it learns at once
        known = ("order",)
    words = [f"{name} {options.shown(row[name])}" for name in known if name in row]
    return "; ".join(words).replace("_", " ")


def metrics():
    """A row for each metric of text; those that differ by a number share one."""
    groups = {}
    for metric in METRICS:
        groups.setdefault(re.sub(r"(?<!rouge_)\d$", "N", metric.name), []).append(
            metric
        )
    heading = ("name", "the result", "", "what it says", "floor")
    return _table(heading, [_metric(*group) for group in groups.items()])


def _metric(name, group):
    first = group[0]
    label, meaning = first.label, first.meaning
    if len(group) > 1:
        lowest, highest = first.name[-1], group[-1].name[-1]
        label = re.sub(rf"(?<!\d){lowest}(?!\d)", "N", label)
        meaning = re.sub(rf"(?<!\d){lowest}(?!\d)", "N", meaning)
        meaning += f" N is {lowest} to {highest}."
    asked = [need.__doc__.splitlines()[0] for need in first.needs]
    arrow = DIRECTIONS[first.direction]
    said = " ".join([meaning, *asked])
    return f"`{name}`", f"`{label}`", arrow, said, FLOORS[first.floor]


def _table(heading, rows):
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def pages():
    """dict: each page that is generated, or in parts, to what it must say."""
    parts = {
        "text.md": {
            "models of text": models("text"),
            "results of text": measured("text"),
        },
        "tables.md": {
            "models of tables": models("tables"),
            "results of tables": measured("tables"),
        },
        "metrics.md": {"metrics of text": metrics()},
    }
    found = {DOCS / page: filled(DOCS / page, part) for page, part in parts.items()}
    whole = {"results.md": results, "family.md": family}
    return found | {DOCS / name: page.text() for name, page in whole.items()}


def measured(page):
    """The results of a page, one level below its heading."""
    chapters = "\n\n".join(each.strip() for each in results.measured(page))
    return re.sub("^#", "##", chapters, flags=re.MULTILINE) + "\n"


def filled(page, parts):
    """str: a page with texts between the marks of their names."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = (mark.format(name) for mark in MARKS)
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise SystemExit(f"{page.name} lacks the lines {begin} and {end}")
        text = f"{before}{begin}\n{part}\n{end}{after}"
    return text


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
