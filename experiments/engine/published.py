"""Chapters of the docs: our rows beside published ones, and what came of the claims.

Each says how its numbers came about.
"""

import dataclasses
from collections import Counter

from experiments.engine.claims import anchor, effect, number
from experiments.engine.standing import LEGEND, MARKS, marked, mean, standing
from experiments.engine.table import matches
from ter_gan.errors import UserError

RESULTS = "../experiments/results/"  # seen from docs
STATISTICS = "Mean and standard error over the seeds. ↑ more is better, ↓ less."
PUBLISHED = {True: "published", False: "published, in another unit"}
ARROWS = {"more": " ↑", "less": " ↓"}
LINES = "A line is a row{}; a dot has one point only, the star is real data."
DOTS = "A dot is a row{}{crosses}; the best corner is on the right at the top."
NEEDED = ("name", "command", "environment", "wall_minutes")
PAGES = ("results", "text", "tables")  # of docs


@dataclasses.dataclass(frozen=True)
class Published:
    """A row that others published.

    Args:
        where: dict, a condition (see `table.matches`) on the settings of our cells
            that it stands beside.
        values: dict from names of outcomes to str, as printed there.
        source: str, e.g. `"Lin et al. 2018, table 2"`.
        label: str, a name for the row where we have no such cell; then `where`
            names at most the table that it belongs to.
    """

    where: dict
    values: dict
    source: str
    label: str = ""


@dataclasses.dataclass(frozen=True)
class Comparison:
    """How an experiment's cells become a table.

    Args:
        title: str.
        columns: sequence of names of outcomes.
        comparable: sequence of some of `columns`: what was published in the same unit,
            so that ours may be called better or worse.
        protocol: str, sentences: how our numbers came about.
        why: str: why ours and the published ones differ; where nothing was published,
            what the table says.
        rows: sequence of `Published`.
        floor: dict, a condition: the cell that measured real data; `None`: none.
        name: str, the setting whose value names a row.
        split: str, a setting; one table for each of its values. Empty: one table.
        headings: dict, what to call values of the split, by their text.
        scatter: pair of names of outcomes: a picture with a dot for each row, the
            first outcome across. Empty: no picture.
        tradeoff: pair of pairs, a name of a curve that `measure` returns and what to
            call it: a picture of the second curve over the first. Empty: no picture.
        page: str, one of `PAGES`: the page of docs that shows it.
    """

    title: str
    columns: tuple
    protocol: str
    why: str
    rows: tuple = ()
    floor: dict | None = None
    name: str = "arm"
    split: str = ""
    headings: dict = dataclasses.field(default_factory=dict)
    scatter: tuple = ()
    tradeoff: tuple = ()
    page: str = "results"
    comparable: tuple = ()

    def asdict(self):
        """dict for JSON."""
        return dataclasses.asdict(self)


def chapter(found):
    """A Markdown chapter of the results of an experiment.

    It has tables if the experiment has a comparison, and the verdict on each claim.

    Args:
        found: dict of `report.results`.

    Raises:
        UserError: if a number would stand there without its command, seed or
            protocol.
    """
    check(found)
    about = found["comparison"]
    title, told = (
        (about["title"], f"{tables(found, RESULTS)}\n\n{STATISTICS}")
        if about
        else (found["question"], f"{found['notes']}\n\n{_pictures(found)}")
    )
    parts = [f"## {title}", told, _verdicts(found), _made(found)]
    return "\n\n".join(part for part in parts if part)


def page_of(found):
    """str: the page of docs, without `.md`, that shows an experiment's chapter."""
    return (found["comparison"] or {}).get("page", "results")


def standings(found):
    """How our numbers stand beside published ones.

    Returns:
        dict from each key of `standing.MARKS` to a `Counter` of the rows, by name.
    """
    about, total = found["comparison"], {name: Counter() for name in MARKS}
    for settings, trials in _measured(found, found["definition"]["cells"]):
        row = _named(about["name"], settings[about["name"]])
        for name in _comparable(about, settings):
            values, better = _known(trials, name), _better(found, name)
            for text in _beside(about, settings, name):
                mark = standing(values, text, better) if values else "missed"
                total[mark][row] += 1
    return total


def tables(found, folder=""):
    """The tables of a chapter, with protocol, sources and why numbers differ.

    Args:
        found: dict of `report.results`.
        folder: str, ends with `/`: where the picture lies, seen from the text.
    """
    about, missing = found["comparison"], _missing(found)
    parts = [about["protocol"], _scatter(found, folder), _tradeoff(found, folder)]
    for value in _values_of_split(found):
        heading = "" if value is None else f"**{heading_of(about, value)}**"
        parts += [heading, _table(found, value)]
    parts += [
        f"Not measured yet: {', '.join(missing)}." if missing else "",
        LEGEND if about["comparable"] else "",
        f"Why they differ: {about['why']}" if about["rows"] else about["why"],
        _sources(about),
    ]
    return "\n\n".join(part for part in parts if part)


def heading_of(about, value):
    """str: what a part of a comparison (as a dict) is called."""
    return about["headings"].get(str(value)) or _named(about["split"], value)


def _named(setting, value):
    """A name stands for itself; a number says of what."""
    return value if isinstance(value, str) else f"{setting} = {value}"


def _scatter(found, folder):
    crosses = _has_crosses(found["comparison"])
    crosses = ", a cross what was published" if crosses else ""
    return _picture(found, folder, "scatter", DOTS.format("{}", crosses=crosses))


def _tradeoff(found, folder):
    return _picture(found, folder, "tradeoff", LINES)


def _picture(found, folder, key, told):
    if not (name := found.get(key)):
        return ""
    seeds = ", a pale one a seed" if _has_seeds(found) else ""
    title = found["comparison"]["title"]
    return f"![{title}]({folder}{name})\n\n{told.format(seeds)}"


def _has_seeds(found):
    return any(trial["seed"] > 0 for trial in found["trials"])


def _has_crosses(about):
    scatter, comparable = about["scatter"], about["comparable"]
    return any(crosses(scatter, comparable, row["values"]) for row in about["rows"])


def crosses(scatter, comparable, values):
    """Whether the picture shows published values: in our unit, and with both places."""
    return set(scatter) <= set(comparable) & set(values)


def check(found):
    """Refuses results whose numbers cannot be traced.

    Raises:
        UserError: see `chapter`.
    """
    name = found.get("name", "an experiment")
    for key in NEEDED:
        if found.get(key) in (None, "", {}):
            raise UserError(f"The results of {name} have no {key}; run it again.")
    about = found["comparison"]
    if not (about["protocol"] if about else found["notes"]):
        raise UserError(f"The results of {name} do not say their protocol.")
    for trial in found["trials"]:
        if not isinstance(trial.get("seed"), int):
            raise UserError(
                f"A row of {name} ({trial.get('cell')}) has no seed; run it again."
            )
    for row in about["rows"] if about else ():
        if not row["source"]:
            raise UserError(f"A published row of {name} names no source: {row}.")


def _values_of_split(found):
    split = found["comparison"]["split"]
    if not split:
        return [None]
    base = found["definition"]["base"]
    cells = found["definition"]["cells"]
    return list(dict.fromkeys((base | cell).get(split) for cell in cells))


def _table(found, value):
    """One table: floor first, then our cells, then rows that only others have."""
    about, outcomes = found["comparison"], found["definition"]["outcomes"]
    heads = []
    for name in about["columns"]:
        unit = outcomes[name]["unit"]
        arrow = ARROWS.get(outcomes[name]["better"], "")
        heads += [outcomes[name]["label"] + (f" ({unit})" if unit else "") + arrow]
        if _has_published(about, name):
            heads.append(PUBLISHED[name in about["comparable"]])
    lines = [f"| | seeds | {' | '.join(heads)} |"]
    lines.append(f"|---|---|{'---|' * len(heads)}")
    for settings, trials in _measured(found, _ordered(found, value)):
        lines.append(_line(found, settings, trials))
    lines += [
        _line_of_others(about, row)
        for row in about["rows"]
        if row["label"] and row["where"].get(about["split"], value) == value
    ]
    return "\n".join(lines)


def _measured(found, cells):
    """(settings, trials) of each cell that has been measured."""
    for cell in cells:
        trials = [each for each in found["trials"] if each["cell"] == cell]
        if trials:
            yield found["definition"]["base"] | cell, trials


def _ordered(found, value):
    """The cells of one table, that of real data first."""
    about, base = found["comparison"], found["definition"]["base"]
    cells = [
        cell
        for cell in found["definition"]["cells"]
        if value is None or (base | cell).get(about["split"]) == value
    ]
    return sorted(cells, key=lambda cell: not _is_floor(about, base | cell))


def _is_floor(about, settings):
    return about["floor"] is not None and matches(settings, about["floor"])


def _has_published(about, name):
    return any(name in row["values"] for row in about["rows"])


def _beside(about, settings, name):
    """The published values of an outcome that stand beside one of our cells."""
    rows = [row for row in about["rows"] if not row["label"]]
    rows = [row for row in rows if matches(settings, row["where"])]
    return [row["values"][name] for row in rows if name in row["values"]]


def _comparable(about, settings):
    """The outcomes of a cell that are marked; real data do not compete."""
    return () if _is_floor(about, settings) else about["comparable"]


def _better(found, name):
    return found["definition"]["outcomes"][name]["better"]


def _known(trials, name):
    values = [each["outcomes"][name] for each in trials]
    return [each for each in values if each is not None]


def _line(found, settings, trials):
    about, outcomes = found["comparison"], found["definition"]["outcomes"]
    label = _named(about["name"], settings[about["name"]])
    cells = [f"*{label}*" if _is_floor(about, settings) else label, str(len(trials))]
    for name in about["columns"]:
        cells.append(_mean(_known(trials, name), len(trials), outcomes[name]))
        if _has_published(about, name):
            texts = _beside(about, settings, name)
            values, better = _known(trials, name), _better(found, name)
            if values and name in _comparable(about, settings):
                texts = [marked(values, each, better) for each in texts]
            cells.append("; ".join(texts) or "–")
    return f"| {' | '.join(cells)} |"


def _line_of_others(about, row):
    cells = [f"{row['label']} (only published)", "–"]
    for name in about["columns"]:
        cells.append("–")
        if _has_published(about, name):
            cells.append(row["values"].get(name, "–"))
    return f"| {' | '.join(cells)} |"


def _mean(known, seeds, outcome):
    """`"mean ± standard error"` of the seeds; diverged ones are counted apart."""
    diverged = 0 if outcome.get("optional") else seeds - len(known)
    lost = f" ({diverged} diverged)" if diverged else ""
    if not known:
        return f"–{lost}"
    middle, error = mean(known)
    several = len(known) > 1 and (error or outcome["better"])  # else it was set
    spread = f" ± {error:.2g}".replace("-", "−") if several else ""
    return f"{number(middle)}{spread}{lost}"


def _missing(found):
    base, about = found["definition"]["base"], found["comparison"]
    measured = [trial["cell"] for trial in found["trials"]]
    return [
        " ".join(
            str((base | cell)[key]) for key in (about["split"], about["name"]) if key
        )
        for cell in found["definition"]["cells"]
        if cell not in measured
    ]


def _sources(about):
    sources = dict.fromkeys(row["source"] for row in about["rows"])
    return f"Published: {'; '.join(sources)}." if sources else ""


def _verdicts(found):
    """A line for each claim."""
    return "\n".join(
        f"- {claim['sentence']} **{claim['result']['verdict'].capitalize()}**: "
        f"{effect(claim['result'])} "
        f"([{claim['id']}](claims.md#{anchor(claim['id'], found['name'])}))."
        for claim in found["claims"]
    )


def _pictures(found):
    """The pictures of the claims, beside each other."""
    return "\n".join(
        f'<img src="{RESULTS}{claim["picture"]}" width="240" alt="{claim["id"]}">'
        for claim in found["claims"]
        if claim["picture"]
    )


def computed_by(environment):
    """str: the Keras backend of an environment, as a part of a list, or nothing."""
    backend = environment.get("backend")
    return f"backend {backend}; " if backend else ""


def _made(found):
    environment = found["environment"]
    versions = ", ".join(f"{k} {v}" for k, v in environment["packages"].items())
    return (
        f"Made by `{found['command']}`: "
        f"{len(found['trials'])} trials in {found['wall_minutes']} wall minutes on "
        f"{environment['hardware']}; {computed_by(environment)}"
        f"Python {environment['python']}, {versions}. "
        f"[All numbers]({RESULTS}{found['name']}.md)."
    )
