"""What was found of one or more runs, and how it is written."""

import dataclasses
import itertools
import json
import os
from pathlib import Path

from ter_gan.evaluation import page, table
from ter_gan.evaluation.result import CAVEAT, comparison, plain
from ter_gan.files import write_texts

FORMAT = "evaluation 1"


@dataclasses.dataclass(frozen=True)
class Evaluated:
    """One run, measured.

    Args:
        name: str. What tables call it.
        facts: dict for JSON: path, model, loss, epoch …
        results: tuple of `Result`.
        pictures: list of `Picture`.
        held_out: dict from splits to losses and discriminator statistics.
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
    """

    runs: list
    facts: dict
    warnings: list
    cross_check: list = dataclasses.field(default_factory=list)

    @property
    def rows(self):
        """For each metric, a tuple of the runs' `Result`s."""
        return list(zip(*(run.results for run in self.runs), strict=True))

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
            "warnings": self.warnings,
            "runs": [run.asdict() for run in self.runs],
            "comparisons": pairs,
            "note": CAVEAT,
            "cross_check": plain(self.cross_check),
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
