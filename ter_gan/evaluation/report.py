"""What was found of one or more runs, and how it is written."""

import dataclasses
import itertools
import json
import os
from pathlib import Path

from ter_gan.evaluation import page, table
from ter_gan.evaluation.held_out import ADVERSARIAL, Chapter
from ter_gan.evaluation.metric import Overview
from ter_gan.evaluation.result import CAVEAT, comparison, plain
from ter_gan.files import write_texts

FORMAT = "evaluation 1"


@dataclasses.dataclass(frozen=True)
class Evaluated:
    """One run, or a baseline, measured.

    Args:
        name: str. What tables call it.
        facts: dict for JSON: path, model, loss, epoch …
        results: tuple of `Result`.
        pictures: list of `Picture`, `Tiles` and `Texts`.
        held_out: dict from splits to numbers by name, or empty.
        quiz: path of the page of a blind test, or `None`.
    """

    name: str
    facts: dict
    results: tuple
    pictures: list
    held_out: dict
    quiz: Path | None = None

    def asdict(self):
        """dict for JSON."""
        return {
            "name": self.name,
            **plain(self.facts),
            "held_out": plain(self.held_out),
            "results": [result.asdict() for result in self.results],
        }


@dataclasses.dataclass(frozen=True)
class Report:
    """Runs of one dataset, measured alike.

    Args:
        runs: list of `Evaluated`; their results have the same order.
        facts: dict for JSON: dataset, protocol, command, versions.
        warnings: list of str.
        cross_check: list of dicts, `run` and those of `Evaluator.cross_check`;
            empty where it was not asked for.
        baselines: list of `Evaluated`, with the same results.
        chapter: `Chapter`: how the page speaks of `held_out`.
        overview: `Overview` of all together.
        noun: str. What the samples are called, e.g. `"images"`.
        reminder: str. A sentence that stands on every page of this kind, or empty.
    """

    runs: list
    facts: dict
    warnings: list
    cross_check: list = dataclasses.field(default_factory=list)
    baselines: list = dataclasses.field(default_factory=list)
    chapter: Chapter = ADVERSARIAL
    overview: Overview = Overview()
    noun: str = "samples"
    reminder: str = ""

    @property
    def rows(self):
        """For each metric, a tuple of the runs' `Result`s."""
        return list(zip(*(run.results for run in self.runs), strict=True))

    @property
    def beside(self):
        """For each metric, a tuple of the baselines' `Result`s."""
        if not self.baselines:
            return [()] * len(self.rows)
        return list(zip(*(each.results for each in self.baselines), strict=True))

    def comparisons(self, row):
        """`(i, j, Comparison)` of all pairs of runs that have a value."""
        known = [(i, each) for i, each in enumerate(row) if each.value is not None]
        return [
            (i, j, comparison(first, second))
            for (i, first), (j, second) in itertools.combinations(known, 2)
        ]

    def asdict(self):
        """dict for JSON: the content of `evaluation.json`."""
        pairs = [
            {
                "metric": row[0].name,
                "first": self.runs[i].name,
                "second": self.runs[j].name,
                **found.asdict(),
            }
            for row in self.rows
            for i, j, found in self.comparisons(row)
        ]
        return {
            "format": FORMAT,
            **plain(self.facts),
            **({"reminder": self.reminder} if self.reminder else {}),
            "warnings": self.warnings,
            "runs": [run.asdict() for run in self.runs],
            "baselines": [each.asdict() for each in self.baselines],
            "comparisons": pairs,
            "note": CAVEAT,
            "cross_check": plain(self.cross_check),
            "overview": {
                "sentences": list(self.overview.sentences),
                **plain(self.overview.numbers),
            },
        }


def write(report, folder, more_json=None):
    """Writes `index.html`, `evaluation.json` and `evaluation.md`.

    All appear together, once all are complete.

    Args:
        report: `Report`.
        folder: str or path; it is made.
        more_json: str or path of a file that gets the JSON too, or `None`.

    Returns:
        `pathlib.Path` of the page.
    """
    folder = Path(folder)
    content = json.dumps(report.asdict(), indent=1, allow_nan=False) + "\n"
    texts = {
        folder / "evaluation.json": content,
        folder / "evaluation.md": table.markdown(report),
        folder / "index.html": page.html(report, _quizzes(report, folder)),
    }
    if more_json:
        texts[Path(more_json)] = content
    write_texts(texts)
    return folder / "index.html"


def _quizzes(report, folder):
    """dict from names of runs to the addresses of their quizzes."""
    return {
        run.name: Path(os.path.relpath(run.quiz, folder)).as_posix()
        for run in report.runs
        if run.quiz
    }
