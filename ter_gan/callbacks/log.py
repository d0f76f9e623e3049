"""Numbers of each epoch: tables and curves."""

import math

import keras
from matplotlib.figure import Figure

from ter_gan.callbacks.pictures import Pictures

COLOURS = ("tab:orange", "tab:blue", "tab:green")


class Log(keras.callbacks.Callback):
    """Writes `metrics.csv` and `metrics.jsonl` after each epoch.

    Args:
        run: `ter_gan.runs.Run`.
        position: `Position`.
    """

    def __init__(self, run, position):
        super().__init__()
        self.run, self.position = run, position
        self.rows = run.metrics(epochs=position.epoch)

    def on_epoch_end(self, epoch, logs=None):
        row = {"epoch": epoch + 1}
        row |= {name: float(value) for name, value in logs.items()}
        row["images_per_second"] = round(self.position.images_per_second, 1)
        row["minutes"] = round(self.position.seconds / 60, 3)
        self.rows.append(row)
        self.run.write_metrics(self.rows)


class Curves(Pictures):
    """Writes `curves.png`: what `Log`, which comes before it, has written down.

    Args:
        log: `Log`.
        epochs: int. Of the whole training.
    """

    def __init__(self, log, epochs=1):
        super().__init__(epochs)
        self.log = log

    def draw(self, epoch):
        with self.log.run.replacing("curves.png") as path:
            curves(self.log.rows, self.model.panels).savefig(path, dpi=100)


def curves(rows, panels):
    """Losses and scores over the epochs.

    Args:
        rows: list of dict, as in `metrics.jsonl`.
        panels: the model's `ter_gan.models.panels.Panel`s.

    Returns:
        `matplotlib.figure.Figure`.
    """
    figure = Figure(figsize=(4 * len(panels), 3.6), layout="constrained")
    for axes, panel in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels):
        _draw(axes, rows, panel)
    return figure


def _draw(axes, rows, panel):
    epochs = [row["epoch"] for row in rows]
    marker = "o" if len(rows) < 30 else None
    for color, (name, equilibrium) in zip(COLOURS, panel.lines.items()):
        values = [row.get(name, math.nan) for row in rows]
        axes.plot(epochs, values, color=color, marker=marker, ms=3, label=name)
        if equilibrium is not None:
            axes.axhline(
                equilibrium, color=color, ls=":", lw=1, label=f"{name} at equilibrium"
            )
    axes.set(title=panel.title, xlabel="epoch", ylabel=panel.ylabel)
    if panel.limits:
        axes.set_ylim(*panel.limits)
    axes.title.set_fontsize(10)
    axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=7, framealpha=0.5)
