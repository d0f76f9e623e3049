"""Pictures of a neuron that learns: its line, its weights, its errors."""

import numpy as np
from matplotlib.figure import Figure

from experiments.first_steps.films import DPI, Film
from experiments.first_steps.perceptron import BIAS_INPUT, DESIRED, INPUTS, Perceptron

# Colours and line widths: equal weights are seen below each other.
WEIGHTS = {
    "w0 (bias)": ("#4a4a4a", 3.6),
    "w1": ("#0b6fa4", 2.4),
    "w2": ("#e0751f", 1.1),
}
ERRORS = {"largest": "#a3243b", "mean": "#7a6fb0"}
SETTINGS = (
    ("and", 0.7, 1000),
    ("or", 0.7, 1000),
    ("xor", 0.7, 1000),
    ("and", 0.01, 1000),
    ("and", 10.0, 1000),
    ("and", 0.7, 50),
)
BOX = (-0.5, 1.5)
TITLE = {
    "en": "One neuron learns AND and OR, and cannot learn XOR",
    "fr": "Un neurone apprend AND et OR, et ne peut pas apprendre XOR",
}


def histories(seed=0):
    """The weights and errors of each of `SETTINGS`, as a figure.

    Args:
        seed: int, of the initial weights.

    Returns:
        `matplotlib.figure.Figure`; weights are drawn after each example, errors
        after each iteration (one pass over the four examples).
    """
    figure = Figure(figsize=(9, 9.6), dpi=DPI, layout="constrained")
    panels = figure.subplots(4, 3).reshape(2, 2, 3)
    for i, (function, coefficient, iterations) in enumerate(SETTINGS):
        history = Perceptron(coefficient, seed).train(function, iterations)
        above, below = panels[i // 3, :, i % 3]
        _draw_weights(above, history)
        _draw_errors(below, history)
        above.set_title(
            f"{function.upper()}, coefficient {coefficient:g}\n{iterations} iterations",
            fontsize=11,
        )
        below.set_xlabel("iteration")
    for row in panels:
        row[0, 0].set_ylabel("weights")
        row[1, 0].set_ylabel("error of the 4 examples")
    _legends(panels[0, 0, 0], panels[0, 1, 0])
    return figure


def film(seed=0, iterations=1000):
    """AND, OR and XOR side by side, with coefficient 0.7.

    Args:
        seed: int, of the initial weights.
        iterations: int, passes over the four examples.

    Returns:
        `Film`; every iteration at first, then fewer.
    """
    trained = {name: Perceptron(0.7, seed).train(name, iterations) for name in DESIRED}
    frames = np.unique(np.geomspace(1, iterations + 1, 34).round().astype(int)) - 1
    figure = Figure(figsize=(9, 7.6), dpi=DPI, layout="constrained")
    rows = figure.subplots(3, 3, height_ratios=(1.5, 1, 1))
    parts = [
        _column(column, name, trained[name]) for name, column in zip(DESIRED, rows.T)
    ]
    for axes, label in zip(rows[:, 0], ("x2", "weights", "error")):
        axes.set_ylabel(label)
    _legends(rows[1, 0], rows[2, 0])

    def update(frame):
        for part in parts:
            part(frames[frame])

    captions = [_caption(trained, iteration) for iteration in frames]
    return Film(TITLE, figure, update, captions, seconds=0.6)


def _column(axes, name, history):
    """Draws one function; returns what moves the column to an iteration."""
    plane, weights, errors = axes
    shades, points = draw_plane(plane, name)
    (line,) = plane.plot([], [], color="black", lw=2)
    neuron = Perceptron()
    _draw_weights(weights, history)
    _draw_errors(errors, history)
    errors.set_xlabel("iteration")
    cursors = [a.axvline(0, color="#888888", lw=1) for a in (weights, errors)]
    for a in (weights, errors):
        a.set_xscale("symlog", linthresh=1)
        a.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
        a.set_xlim(0, history.iterations)

    def move(iteration):
        w = history.after_iterations[iteration]
        neuron.weights = w
        shades.set_data(neuron.output(points))
        line.set_data(*_boundary(w))
        right = (history.errors[iteration] < 0.5).sum()
        plane.set_title(f"{name.upper()}: {right} of 4 right", fontsize=11)
        for cursor in cursors:
            cursor.set_xdata([iteration] * 2)

    return move


def draw_plane(axes, name):
    """Draws the four examples on a plane whose shades are the output.

    Args:
        axes: `matplotlib.axes.Axes`.
        name: `"and"`, `"or"` or `"xor"`.

    Returns:
        The image that takes the outputs, and the points `(60, 60, 2)` that they
        are asked for.
    """
    ticks = np.linspace(*BOX, 60)
    points = np.stack(np.meshgrid(ticks, ticks), -1)
    shades = axes.imshow(
        np.zeros(points.shape[:-1]),
        extent=(*BOX, *BOX),
        origin="lower",
        cmap="PuOr_r",
        alpha=0.6,
        vmin=0,
        vmax=1,
    )
    for inputs, desired in zip(INPUTS, DESIRED[name]):
        colour, edge = ("black", "white") if desired else ("white", "black")
        axes.plot(*inputs, "o", ms=17, color=colour, mec=edge)
        style = {"ha": "center", "va": "center_baseline", "color": edge}
        axes.text(*inputs, f"{desired:g}", fontsize=10, **style)
    axes.set(xlim=BOX, ylim=BOX, xlabel="x1", xticks=[0, 1], yticks=[0, 1])
    return shades, points


def _boundary(weights):
    """Two points of the line where the output is 1/2, far outside of the picture."""
    normal, offset = weights[1:], -BIAS_INPUT * weights[0]
    length = np.hypot(*normal)
    if length < 1e-9:
        return [], []
    nearest = normal * offset / length**2
    along = 10 * np.array([-normal[1], normal[0]]) / length
    return np.transpose([nearest - along, nearest + along])


def _draw_weights(axes, history):
    """A pale line after each example, a dark one after each iteration."""
    at = np.arange(len(history.weights)) / len(INPUTS)
    columns = zip(history.weights.T, history.after_iterations.T)
    for (label, (colour, width)), (each, last) in zip(WEIGHTS.items(), columns):
        axes.plot(at, each, color=colour, lw=0.8, alpha=0.45)
        axes.plot(last, color=colour, lw=width, label=label)
    axes.grid(alpha=0.3)


def _draw_errors(axes, history):
    axes.plot(history.largest_error, color=ERRORS["largest"], label="largest")
    axes.plot(history.mean_error, color=ERRORS["mean"], ls="--", label="mean")
    axes.set_ylim(0, 1)
    axes.grid(alpha=0.3)


def _legends(weights, errors):
    for axes in (weights, errors):
        axes.legend(fontsize=9, handlelength=1.5, borderpad=0.3, labelspacing=0.3)


def _caption(trained, iteration):
    numbers = "; ".join(
        f"{name.upper()} ("
        + ", ".join(f"{w:.2f}" for w in history.after_iterations[iteration])
        + f"), {history.largest_error[iteration]:.3f}"
        for name, history in trained.items()
    )
    return {
        "en": f"Iteration {iteration} (passes over the four examples). Weights "
        f"(w0, w1, w2) and largest error: {numbers}. Orange: output "
        "near 1; the black line: output 1/2.",
        "fr": f"Itération {iteration} (passages sur les quatre exemples). Poids "
        f"(w0, w1, w2) et plus grande erreur : {numbers}. Orange : sortie "
        "proche de 1 ; droite noire : sortie 1/2.",
    }
