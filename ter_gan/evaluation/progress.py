"""How far a long computation is, on one line."""

import sys
import time


class Progress:
    """Shows the stages of a computation, in a `with` block.

    On a terminal or in a notebook one line is redrawn; elsewhere each stage
    is a line of its own.

    Args:
        stream: where to write; by default the standard error stream.
    """

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        in_notebook = type(self.stream).__module__.startswith("ipykernel")
        self.redraw = self.stream.isatty() or in_notebook
        self._last, self._width = 0.0, 0

    def stage(self, name):
        """Begins a stage; returns a function `(done, total)` that shows it."""
        if not self.redraw:
            print(name, file=self.stream, flush=True)
            return lambda done, total: None
        self._draw(name)

        def progress(done, total):
            now = time.monotonic()
            if now - self._last >= 0.2 or done >= total:
                self._last = now
                full = int(20 * done / max(total, 1))
                self._draw(f"{name} [{'#' * full}{'.' * (20 - full)}] {done}/{total}")

        return progress

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Clears the line."""
        if self.redraw:
            self._draw("")

    def _draw(self, line):
        padding = " " * max(self._width - len(line), 0)
        self._width = len(line)
        print(f"\r{line}{padding}", end="\r", file=self.stream, flush=True)


class Silent:
    """Shows nothing."""

    def stage(self, name):
        return lambda done, total: None
