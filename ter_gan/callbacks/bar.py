"""A progress bar that also reads well in a log file."""

import sys
import time

import keras


class Bar(keras.callbacks.Callback):
    """Shows the step, the time left, the losses and samples per second.

    On a terminal or in a notebook one line is redrawn; elsewhere a line is
    printed every `interval` seconds.

    Args:
        position: `Position`.
        epochs: int. Epochs of the whole run.
        noun: str. What the samples are, e.g. `"images"`.
        interval: float. Seconds between two looks.
    """

    def __init__(self, position, epochs, noun="samples", interval=None, stream=None):
        super().__init__()
        self.position, self.epochs, self.noun = position, epochs, noun
        self.stream = stream or sys.stdout
        in_notebook = type(self.stream).__module__.startswith("ipykernel")
        self.redraw = self.stream.isatty() or in_notebook
        self.interval = interval or (0.2 if self.redraw else 10.0)
        self._last, self._width = 0.0, 0

    def on_train_batch_end(self, batch, logs=None):
        now = time.monotonic()
        first = self.position.step <= self.position.steps_per_epoch // 1000 + 1
        if now - self._last >= self.interval or first:
            self._last = now
            self._show(logs, end="\r" if self.redraw else "\n")

    def on_epoch_end(self, epoch, logs=None):
        self._show(logs, end="\n")

    def _show(self, logs, end):
        line = self.line(logs or {})
        padding = " " * max(self._width - len(line), 0) if self.redraw else ""
        self._width = len(line)
        print(line + padding, end=end, file=self.stream, flush=True)

    def line(self, logs):
        """The line for the epoch's means so far."""
        position = self.position
        share = position.step / position.steps_per_epoch
        done = int(20 * share)
        values = " ".join(f"{k} {v:.3f}" for k, v in logs.items() if k in SHOWN)
        return (
            f"epoch {position.epoch + 1}/{self.epochs} "
            f"[{'#' * done}{'.' * (20 - done)}] {self._time(share)} "
            f"{position.images_per_second:.0f} {self.noun}/s {values}"
        )

    def _time(self, share):
        spent = self.position.epoch_seconds
        if share >= 1:
            return clock(spent)
        return f"ETA {clock(spent / max(share, 1e-9) - spent)}"


SHOWN = ("loss", "nll", "masked_nll", "accuracy", "reconstruction")
SHOWN += ("d_loss", "g_loss", "d_real", "d_fake", "d_auc", "penalty")


def clock(seconds):
    """`"1:05:09"` or `"5:09"`."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    )
