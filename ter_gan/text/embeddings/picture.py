"""A map of words: their vectors in the plane that shows most of them."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from ter_gan.text.vocabulary import UNK

DPI = 100
COLOUR = "#7a8794"


def picture(table, vocabulary, x, n=200, title=None, size=900):
    """Draws the most frequent words on their first two principal components.

    A word is written beside its point where there is room, the most frequent
    words first.

    Args:
        table: float array `(words, dim)`, one vector for each word.
        vocabulary: `ter_gan.text.vocabulary.Vocabulary`.
        x: int array `(n, length)` of token ids, which tell the frequencies.
        n: int. Words.
        title: str, or `None`.
        size: int. Width and height in pixels.

    Returns:
        `PIL.Image.Image`, RGB.
    """
    ids = most_frequent(x, len(vocabulary), n)
    places, shares = principal_components(np.asarray(table, float)[ids])
    figure = Figure(figsize=(size / DPI, size / DPI), dpi=DPI, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.scatter(*places.T, s=10, color=COLOUR, lw=0)
    axes.set_xlabel(f"first principal component ({shares[0]:.0%} of the variance)")
    axes.set_ylabel(f"second principal component ({shares[1]:.0%})")
    axes.set_title(title, loc="left")
    axes.margins(0.06)
    canvas.draw()
    figure.set_layout_engine("none")  # labels are placed in this layout
    _write(axes, canvas.get_renderer(), places, [vocabulary.words[id] for id in ids])
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return Image.open(file).convert("RGB")


def most_frequent(x, words, n):
    """int array: at most `n` ids of words that occur, specials not among them."""
    counts = np.bincount(np.ravel(x), minlength=words)
    counts[: UNK + 1] = 0
    order = np.argsort(-counts, kind="stable")[:n]
    return order[counts[order] > 0]


def principal_components(vectors):
    """Places `(n, 2)` on the first two components, and their shares of the variance.

    The sign is such that the place farthest from the middle is positive.
    """
    centred = vectors - vectors.mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    places = left[:, :2] * values[:2]
    farthest = np.argmax(np.abs(places), axis=0)
    places *= np.sign(places[farthest, np.arange(places.shape[1])])
    return places, (values**2 / (values**2).sum())[:2]


def _write(axes, renderer, places, words):
    """Writes words where no other word and no edge is in the way."""
    inside, taken = axes.get_window_extent(renderer), []
    for place, word in zip(places, words):
        for dx, dy, horizontal in ((4, 0, "left"), (-4, 0, "right"), (0, 8, "center")):
            label = axes.annotate(
                word.replace("$", r"\$"),
                place,
                xytext=(dx, dy),
                textcoords="offset points",
                ha=horizontal,
                va="center",
                fontsize=8,
            )
            box = label.get_window_extent(renderer).padded(2)
            within = inside.contains(box.x0, box.y0) and inside.contains(box.x1, box.y1)
            if within and not box.count_overlaps(taken):
                taken.append(box)
                break
            label.remove()
