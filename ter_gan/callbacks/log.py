"""Numbers of each epoch: tables and curves."""

import keras
from matplotlib.figure import Figure


class Log(keras.callbacks.Callback):
    """Writes `metrics.csv`, `metrics.jsonl` and `curves.png` after each epoch.

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
        with self.run.replacing("curves.png") as path:
            curves(self.rows, self.model.loss_fn).savefig(path, dpi=100)


def curves(rows, loss):
    """Losses and discriminator scores over the epochs.

    Args:
        rows: list of dict, as in `metrics.jsonl`.
        loss: a loss of `ter_gan.losses`, for its equilibrium and its score.

    Returns:
        `matplotlib.figure.Figure`.
    """
    figure = Figure(figsize=(12, 3.6), layout="constrained")
    axes = figure.subplots(1, 3)
    d_best, g_best = loss.equilibrium
    _panel(axes[0], rows, {"d_loss": d_best, "g_loss": g_best}, "Losses")
    is_probability = loss.score is keras.ops.sigmoid
    score = "probability of real" if is_probability else "critic's score"
    _panel(axes[1], rows, dict.fromkeys(("d_real", "d_fake")), "D(x) and D(G(z))")
    axes[1].set_ylabel(score)
    _panel(axes[2], rows, {"d_auc": 0.5}, "D ranks a real sample above a generated one")
    axes[2].set_ylabel("share of pairs")
    axes[2].set_ylim(-0.02, 1.02)
    return figure


def _panel(axes, rows, equilibria, title):
    epochs = [row["epoch"] for row in rows]
    marker = "o" if len(rows) < 30 else None
    for color, (name, equilibrium) in zip(
        ("tab:orange", "tab:blue"), equilibria.items()
    ):
        values = [row.get(name) for row in rows]
        axes.plot(epochs, values, color=color, marker=marker, ms=3, label=name)
        if equilibrium is not None:
            axes.axhline(
                equilibrium, color=color, ls=":", lw=1, label=f"{name} at equilibrium"
            )
    axes.set(title=title, xlabel="epoch")
    axes.title.set_fontsize(10)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=7, framealpha=0.5)
