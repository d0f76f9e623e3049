"""What is said of runs side by side, and how it is written."""

import dataclasses
import json
from pathlib import Path

from ter_gan.comparison import page, sweep, table
from ter_gan.comparison.trained import differing, shared
from ter_gan.errors import unknown
from ter_gan.evaluation.report import Report
from ter_gan.evaluation.result import plain
from ter_gan.files import write_texts

FORMAT = "comparison 1"


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Runs of one dataset, side by side.

    Args:
        runs: list of `ter_gan.comparison.trained.Trained`.
        evaluation: `ter_gan.evaluation.report.Report` of the same runs in the same
            order.
        facts: dict for JSON: how this comparison was made.
    """

    runs: list
    evaluation: Report
    facts: dict

    @property
    def differing(self):
        """dict from the fields of the recipes that differ to the runs' values."""
        return differing(self.runs)

    @property
    def shared(self):
        """dict: the fields of the recipes that are equal."""
        return shared(self.runs)

    @property
    def sweep(self):
        """`ter_gan.comparison.sweep.Sweep`, or `None`."""
        return sweep.find(self.runs)

    def sorted(self, name):
        """The same, the best run under a metric first; those without value last.

        Args:
            name: str. `Result.name`.

        Raises:
            UserError: if it was not measured.
        """
        names = [row[0].name for row in self.evaluation.rows]
        if name not in names:
            raise unknown("metric", name, names)
        row = self.evaluation.rows[names.index(name)]
        known = [i for i, result in enumerate(row) if result.value is not None]
        order = sorted(known, key=lambda i: row[i].shortfall)
        order += [i for i in range(len(row)) if i not in known]
        evaluation = dataclasses.replace(
            self.evaluation, runs=[self.evaluation.runs[i] for i in order]
        )
        return dataclasses.replace(
            self, runs=[self.runs[i] for i in order], evaluation=evaluation
        )

    def asdict(self):
        """dict for JSON: the content of `comparison.json`."""
        varied = self.sweep
        return {
            "format": FORMAT,
            **plain(self.facts),
            "differing": plain(self.differing),
            "sweep": varied and plain(dataclasses.asdict(varied)),
            "runs": [{"name": run.name, **plain(run.asdict())} for run in self.runs],
            "evaluation": self.evaluation.asdict(),
        }


def write(comparison, folder):
    """Writes `index.html`, `comparison.json` and `comparison.md`.

    All appear together, once all are complete.

    Args:
        comparison: `Comparison`.
        folder: str or path; it is made.

    Returns:
        `pathlib.Path` of the page.
    """
    folder = Path(folder)
    content = json.dumps(comparison.asdict(), indent=1, allow_nan=False) + "\n"
    texts = {
        folder / "comparison.json": content,
        folder / "comparison.md": table.markdown(comparison),
        folder / "index.html": page.html(comparison),
    }
    write_texts(texts)
    return folder / "index.html"
