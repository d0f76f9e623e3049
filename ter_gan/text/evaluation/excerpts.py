"""Sentences for the eye: those that are nearest to training sentences, and samples."""

import difflib

import numpy as np

from ter_gan.evaluation.metric import Texts
from ter_gan.text.metrics import memory
from ter_gan.text.metrics.grams import sentences, word_counts

COPIES = 8  # sentences that are shown beside what they may be copied from
SAMPLES = 12  # sentences of each model that stand beside each other


def copies(bench):
    """`Texts`: the sentences with the longest copied spans, and the nearest ones."""
    x, train = bench.generated.samples, bench.train.samples
    spans, words = memory.longest_spans(x, train), word_counts(x)
    chosen = np.lexsort((words, -spans))[:COPIES]
    nearest, distances = memory.nearest(x[chosen], train)
    rows = []
    for row, place, distance in zip(chosen, nearest, distances):
        made, real = side_by_side(bench.dataset.vocabulary, x[row], train[place])
        about = f"{spans[row]} of {words[row]} tokens; distance {distance:.2f}"
        rows.append((made, real, ((about, False),)))
    return Texts(
        "What may be copied",
        ("generated", "nearest training sentence", "longest copied span"),
        tuple(rows),
        "The generated sentences that share the most words in a row with some training "
        "sentence, each beside the training sentence with the smallest edit distance "
        "(0: the same, 1: nothing in common). Words that differ are marked.",
    )


def side_by_side(vocabulary, first, second):
    """Two sequences as cells of `Texts`, whose different words are marked."""
    pair = [list(each) for each in sentences(np.stack([first, second]))]
    opcodes = difflib.SequenceMatcher(None, *pair, autojunk=False).get_opcodes()
    own = [(what, ids) for what, *ids, _, _ in opcodes]
    other = [(what, ids) for what, _, _, *ids in opcodes]
    return _cell(vocabulary, pair[0], own), _cell(vocabulary, pair[1], other)


def _cell(vocabulary, ids, pieces):
    """The parts of a text, with the spaces that stand between them in the whole."""
    found = []
    for what, (start, end) in pieces:
        if start == end:
            continue
        text = vocabulary.decode(ids[start:end])
        if start and _apart(vocabulary, ids[start - 1 : start + 1]):
            found.append((" ", False))
        found.append((text, what != "equal"))
    return tuple(found)


def _apart(vocabulary, pair):
    """bool: whether a space stands between two tokens."""
    alone = "".join(vocabulary.decode([token]) for token in pair)
    return vocabulary.decode(pair) != alone


def samples(names, columns):
    """`Texts`: samples of all models beside each other.

    Args:
        names: sequence of str.
        columns: for each name, a list of str.
    """
    rows = tuple(
        tuple(((text or "(no words)", False),) for text in row) for row in zip(*columns)
    )
    return Texts(
        "Samples side by side",
        tuple(names),
        rows,
        "The first sentences that each model wrote, none chosen; real ones among the "
        "baselines.",
    )
