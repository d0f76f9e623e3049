"""How text is shown: generated sentences beside real ones."""

import pathlib
import textwrap

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from ter_gan import files
from ter_gan.text.vocabulary import Vocabulary

WIDTH, MARGIN, SIZE = 960, 16, 14  # pixels
LINE = 112  # characters that fit
SHORT = 28  # tokens of a sequence that takes one line
REAL = 4  # real sentences below
INK, PALE = "#1d2530", "#6b7683"


def picture(samples, real=None, title=None, *, vocabulary, **facts):
    """Draws sentences, and a few real ones below.

    Args:
        samples: int array `(n, length)` of token ids, generated.
        real: int array `(m, length)`, or `None`.
        title: str, or `None`.
        vocabulary: dict, as `Vocabulary.to_config` gives it.
        **facts: what else the dataset says of itself.

    Returns:
        `PIL.Image.Image`, RGB, 960 pixels wide.
    """
    words = Vocabulary.from_config(vocabulary)
    lines = [(title, INK, 20)] if title else []
    lines += [("generated", PALE, SIZE), *_drawn(words, samples, INK)]
    if real is not None:
        lines += [("real", PALE, SIZE), *_drawn(words, real[:REAL], PALE)]
    fonts = {size: ImageFont.truetype(_font(), size) for _, _, size in lines}
    heights = [int(1.35 * size) for _, _, size in lines]
    image = Image.new("RGB", (WIDTH, 2 * MARGIN + sum(heights)), "white")
    draw, y = ImageDraw.Draw(image), MARGIN
    for (text, colour, size), height in zip(lines, heights):
        draw.text((MARGIN, y), text, colour, fonts[size])
        y += height
    return image


def _font():
    """matplotlib's own, which knows Latin, Greek and Cyrillic letters."""
    return pathlib.Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")


def _drawn(words, samples, colour):
    """As many lines for each sample, whatever it says: pictures are equally high."""
    rows = 1 if samples.shape[1] <= SHORT else 2
    for sample in samples:
        text = words.decode(sample).replace("\n", " / ") or "(no words)"
        found = textwrap.wrap(text, LINE - 2, max_lines=rows, placeholder=" …")
        for i, line in enumerate(found + [""] * (rows - len(found))):
            yield ("  " if i else "• ") + line, colour, SIZE


def lines(samples, most=None, *, vocabulary, **facts):
    """List of str: a line for each of the samples `(n, length)`, as people write it.

    Of the first `most` ones, or of all.
    """
    words = Vocabulary.from_config(vocabulary)
    return [words.decode(sample).replace("\n", " ") for sample in samples[:most]]


def write_lines(path, samples, **facts):
    """Writes one sentence per line, in UTF-8."""
    files.write_text(path, "\n".join(lines(samples, **facts)) + "\n")


WRITERS = {".txt": write_lines}
