"""What the study shows: learning curves, confusions, and the surest mistakes."""

import numpy as np
from matplotlib.figure import Figure

COLOURS = {"cnn": "#0b6fa4", "mlp": "#c2551b"}
MOST_WRITTEN = 20  # classes: above, a confusion matrix has no numbers in it
COLUMNS, ROWS = 6, 3
DPI = 100


def write(out, data, verdicts, histories):
    """Writes `curves.png`, `confusion.png` and `mistakes.png`.

    Args:
        out: `pathlib.Path`, the folder.
        data: `ter_gan.data.Dataset`.
        verdicts: dict from a network's name to its `scores.Verdict` on the
            test split; the mistakes are those of the first one.
        histories: list of dict, what `fit` reported, in the same order.
    """
    figures = {
        "curves": curves(dict(zip(verdicts, histories))),
        "confusion": confusion(verdicts, data.class_names),
        "mistakes": mistakes(data.test.x, verdicts, data.class_names),
    }
    for name, figure in figures.items():
        figure.savefig(out / f"{name}.png", dpi=DPI)


def curves(histories):
    """Loss and accuracy of each network, in training and on held-out images.

    Args:
        histories: dict from a network's name to what `fit` reported.

    Returns:
        `matplotlib.figure.Figure`.
    """
    figure = Figure(figsize=(10, 3.6), layout="constrained")
    for axes, metric in zip(figure.subplots(1, 2), ("loss", "accuracy")):
        for name, history in histories.items():
            epochs = range(1, len(history[metric]) + 1)
            for key, style, part in (
                (metric, ":", "training"),
                (f"val_{metric}", "-", "validation"),
            ):
                axes.plot(
                    epochs,
                    history[key],
                    style,
                    color=COLOURS[name],
                    marker=".",
                    label=f"{name}, {part}",
                )
        axes.set(xlabel="epoch", ylabel=metric)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    return figure


def confusion(verdicts, class_names):
    """Confusion matrices side by side; a row is what one class is taken for.

    Args:
        verdicts: dict from a network's name to its `scores.Verdict`.
        class_names: sequence of str.

    Returns:
        `matplotlib.figure.Figure`.
    """
    side = 2.2 + 0.38 * min(len(class_names), MOST_WRITTEN)
    size = (side * len(verdicts), side)
    figure = Figure(figsize=size, layout="compressed")
    panels = figure.subplots(1, len(verdicts), squeeze=False)[0]
    for axes, (name, verdict) in zip(panels, verdicts.items()):
        matrix = verdict.confusion
        totals = np.maximum(matrix.sum(axis=1, keepdims=True), 1)
        # The square root makes a few mistakes visible beside many right answers.
        shade = np.sqrt(matrix / totals)
        axes.imshow(shade, cmap="Blues", vmin=0, vmax=1)
        if len(class_names) <= MOST_WRITTEN:
            _numbers(axes, matrix, shade)
        places = range(len(class_names))
        axes.set_xticks(places, class_names, rotation=45, ha="right", fontsize=8)
        axes.set_yticks(places, class_names, fontsize=8)
        axes.set(xlabel="said", ylabel="true")
        axes.set_title(f"{name}: {verdict.right.mean():.2%} right", fontsize=10)
    return figure


def _numbers(axes, matrix, shade):
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            colour = "white" if shade[row, column] > 0.6 else "black"
            style = {"ha": "center", "va": "center", "fontsize": 7, "color": colour}
            axes.text(column, row, str(count), **style)


def mistakes(images, verdicts, class_names):
    """The images that the first network is wrong about and surest of.

    Args:
        images: uint8 array `(n, height, width, 1 or 3)`.
        verdicts: dict from a network's name to its `scores.Verdict` on them.
        class_names: sequence of str.

    Returns:
        `matplotlib.figure.Figure`; above each image its class, below it what
        each network says, and how surely.
    """
    first = next(iter(verdicts.values()))
    figure = Figure(figsize=(COLUMNS * 1.75, ROWS * 2.3), layout="constrained")
    figure.suptitle(f"Where the {next(iter(verdicts))} is surest, and wrong")
    panels = figure.subplots(ROWS, COLUMNS).ravel()
    for axes in panels:
        axes.axis("off")
    for axes, index in zip(panels, first.worst(COLUMNS * ROWS)):
        image = images[index]
        axes.axis("on")
        axes.imshow(image.squeeze(-1) if image.shape[-1] == 1 else image, cmap="gray")
        axes.set(xticks=[], yticks=[])
        axes.set_title(f"true: {class_names[first.labels[index]]}", fontsize=8)
        said = [
            f"{name} says {class_names[verdict.said[index]]}, {verdict.sure[index]:.0%}"
            for name, verdict in verdicts.items()
        ]
        axes.set_xlabel("\n".join(said), fontsize=8)
    return figure
