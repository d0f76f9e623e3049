"""What a view shows beside its layers, each epoch: words need more than tiles.

A `Panel` says what is looked at, in English and French. What it takes is one of four
forms, which the gallery draws: `Strips` of words on colours, `Choices` of likely words,
`Heatmaps`, and `Shares` of values.
"""

import dataclasses
import re
from collections.abc import Callable, Sequence

import numpy as np

from layer_viz.statistics import rounded
from layer_viz.store.sheets import quantise


@dataclasses.dataclass(frozen=True)
class About:
    """What is said of a panel, in one language.

    Args:
        title: str.
        lead: str. What is seen, in a sentence or two.
        unit: str. What the colours measure, for the colour bar.
    """

    title: str
    lead: str
    unit: str


@dataclasses.dataclass(frozen=True)
class Panel:
    """One thing that is looked at in every epoch.

    Args:
        id: str of letters, digits and dashes; names its files.
        about: dict from a language to `About`: `"en"`, and `"fr"` where it speaks
            French, too.
        take: callable without arguments to one of the four forms. It must change
            neither weights nor random states.
    """

    id: str
    about: dict
    take: Callable

    def entry(self):
        """dict, the panel in the manifest; its French has no-break spaces."""
        english, french = self.about["en"], self.about.get("fr")
        entry = {"id": self.id} | dataclasses.asdict(english)
        if french:
            said = dataclasses.asdict(french)
            entry["fr"] = {name: _unbroken(text) for name, text in said.items()}
        return entry


def told(about, *more, **numbers):
    """What is said of a panel, with more sentences and with numbers in its lead.

    Args:
        about: dict from a language to `About`.
        more: dicts from the same languages to str, which end the lead.
        numbers: ints by the names that the sentences have in braces.
    """
    said = {}
    for language, each in about.items():
        lead = " ".join([each.lead, *(text[language] for text in more)]).strip()
        values = {name: number(value, language) for name, value in numbers.items()}
        said[language] = dataclasses.replace(each, lead=lead.format(**values))
    return said


def number(value, language):
    """str: an int as it is written in a language, 2,000 in English."""
    text = f"{value:,}"
    return text.replace(",", "\u202f") if language == "fr" else text


@dataclasses.dataclass(frozen=True)
class Strip:
    """A sentence or a row of a table, each word or value with a signed number.

    Args:
        role: `"real"` or `"fake"`.
        words: list of str.
        values: list of float, one for each word; `None`: the word in question, or
            a value without a number.
        note: str. What stands beside it.
    """

    role: str
    words: Sequence
    values: Sequence
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Strips:
    """Sentences whose words stand on colours, or rows of a table.

    Args:
        rows: list of `Strip`.
        names: list of str, of a table's columns, to which the words belong; they stand
            below each other. Empty: the words are sentences.
    """

    rows: Sequence
    names: Sequence = ()

    def entry(self, write):
        """dict, in `epoch.json`; see `layer_viz_format.md`."""
        values = [abs(v) for row in self.rows for v in row.values if v is not None]
        rows = [
            {
                "role": row.role,
                "words": list(row.words),
                "values": [None if v is None else _short(v) for v in row.values],
                "note": row.note,
            }
            for row in self.rows
        ]
        named = {"names": list(self.names)} if self.names else {}
        return {"form": "strips", "scale": _scale(values), "rows": rows} | named


@dataclasses.dataclass(frozen=True)
class Choices:
    """For each probe and each place the likeliest words.

    Args:
        probes: list, for each probe a list of places: `(word, probability,
            [(word, probability), …])`. The first word is the one that is there; its
            probability is `None` where there is no right word.
    """

    probes: Sequence

    def entry(self, write):
        """dict, in `epoch.json`; see `layer_viz_format.md`."""
        probes = [
            [
                {
                    "word": word,
                    "p": None if p is None else _short(p),
                    "likely": [[other, _short(q)] for other, q in likely],
                }
                for word, p, likely in places
            ]
            for places in self.probes
        ]
        return {"form": "choices", "scale": 1.0, "probes": probes}


@dataclasses.dataclass(frozen=True)
class Heatmaps:
    """Matrices with a name for each row and column.

    Args:
        values: float array `(probes, maps, rows, columns)`, never negative.
        titles: list of str, one for each map.
        rows, columns: lists, for each probe its list of str: what rows and columns
            stand for, as many as the probe has; the rest of its maps is not drawn.
        axes: `(what rows are, what columns are)`.
    """

    values: np.ndarray
    titles: Sequence
    rows: Sequence
    columns: Sequence
    axes: tuple

    def entry(self, write):
        """dict, in `epoch.json`; see `layer_viz_format.md`."""
        tiles = quantise(self.values.reshape(-1, *self.values.shape[2:]))
        return {
            "form": "heatmaps",
            "scale": tiles.facts["scale"],
            "titles": list(self.titles),
            "rows": [list(names) for names in self.rows],
            "columns": [list(names) for names in self.columns],
            "axes": list(self.axes),
            "sheet": write(tiles),
        }


@dataclasses.dataclass(frozen=True)
class Share:
    """How often each value is there, among real and among generated samples.

    Args:
        title: str.
        real, fake: float arrays `(k,)` of shares.
        names: list of str, one for each share; empty where shares are bins.
        ends: `(first, last)` of the bins, as text; empty where shares have names.
        note: str. What stands beside it.
    """

    title: str
    real: np.ndarray
    fake: np.ndarray
    names: Sequence = ()
    ends: Sequence = ()
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Shares:
    """Pictures of shares, generated over real.

    Args:
        charts: list of `Share`.
    """

    charts: Sequence

    def entry(self, write):
        """dict, in `epoch.json`; see `layer_viz_format.md`."""
        charts = [
            {
                "title": chart.title,
                "note": chart.note,
                "names": list(chart.names),
                "ends": list(chart.ends),
                "real": rounded(chart.real),
                "fake": rounded(chart.fake),
            }
            for chart in self.charts
        ]
        return {"form": "shares", "scale": 1.0, "charts": charts}


def _unbroken(text):
    """str: French whose signs never begin or end a line alone."""
    return re.sub(" (?=[:;?!»%])|(?<=«) ", "\u00a0", text)


def _short(value):
    return rounded([value])[0]


def _scale(values):
    """The largest value, as the end of the colours."""
    return _short(max(values, default=0.0) or 1.0)
