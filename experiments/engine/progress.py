"""What a person sees while trials run: a line each, and a bar on a terminal."""

import sys
import time

from experiments.engine.claims import number

SHOWN = 3  # outcomes in the line of a trial


class Progress:
    """Shows trials as they finish, whichever machine measured them.

    Args:
        studies: dict from names to planned `trials.Study`.
        file: text stream.
    """

    def __init__(self, studies, file=None):
        self.studies, self.file = studies, file or sys.stdout
        self.terminal = self.file.isatty()
        self.first = None
        self.total = sum(len(study.places) for study in studies.values())
        self.seen = {name: set(study.finished()) for name, study in studies.items()}
        self.lost = {name: set() for name in studies}
        self.before = self.done
        if self.before:
            self._say(f"{self.before} of {self.total} trials were finished before.")

    @property
    def done(self):
        return sum(map(len, self.seen.values()))

    def __call__(self):
        """Looks for trials that finished or failed since the last call."""
        for name, study in self.studies.items():
            finished = study.finished()
            for place in [p for p in finished if p not in self.seen[name]]:
                self.seen[name].add(place)
                self._line(name, place, finished[place])
            failed = study.failed()
            for place in [p for p in failed if p not in self.lost[name]]:
                self.lost[name].add(place)
                key, seed = place
                self._say(f"failed: {name} {key} seed {seed}: {failed[place]}")
        if self.terminal:
            self.file.write(f"\r\x1b[K{self._bar()}")
            self.file.flush()

    def close(self):
        """Ends the bar's line."""
        if self.terminal:
            self.file.write("\r\x1b[K")
            self.file.flush()

    def _line(self, name, place, trial):
        key, seed = place
        measured = trial.user_attrs["measured"]["outcomes"].items()
        known = [
            f"{each} {number(value)}" for each, value in measured if value is not None
        ]
        outcomes = ", ".join(known[:SHOWN]) or "no value"
        self._say(
            f"{self.done}/{self.total} {name} {key} seed {seed}: {outcomes} "
            f"({trial.value:.1f} s{self._left()})"
        )

    def _left(self):
        """The time that is left, judged by the trials after the first new one."""
        now, new = time.monotonic(), self.done - self.before
        if self.first is None:
            self.first = now
        if new < 2 or self.done == self.total:
            return ""
        left = (now - self.first) / (new - 1) * (self.total - self.done)
        return f", {left / 60:.1f} min left" if left >= 60 else f", {left:.0f} s left"

    def _bar(self, width=30):
        full = round(width * self.done / max(self.total, 1))
        return f"[{'#' * full}{'.' * (width - full)}] {self.done}/{self.total}"

    def _say(self, text):
        start = "\r\x1b[K" if self.terminal else ""
        print(f"{start}{text}", file=self.file, flush=True)
