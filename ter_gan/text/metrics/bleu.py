"""BLEU against all references, and of each sentence against all others."""

import numpy as np

from ter_gan.evaluation.estimate import checked
from ter_gan.text.metrics.grams import Grams, pairs
from ter_gan.text.metrics.scores import Scores

ORDERS = (2, 3, 4, 5)
EPSILON = 0.1  # matches instead of none: method 1 of Chen & Cherry 2014


def bleu(hypotheses, references, orders=ORDERS):
    """Mean sentence BLEU, each hypothesis against all references.

    The mean of `sentence_bleu`; from 0 to 1. Real text is far below 1, and text
    that repeats the commonest phrases is above real text: compare with the value
    of real sentences, and read it beside `self_bleu`.

    Args:
        hypotheses: int array `(n, length)` of token ids.
        references: int array `(m, length)`.
        orders: sequence of int, the longest n-grams.

    Returns:
        dict from orders to `Estimate`; errors are for the given references.

    Raises:
        UserError: if a side has no sentences.
    """
    return _means(sentence_bleu(hypotheses, references, orders), orders)


def self_bleu(x, orders=ORDERS):
    """Mean sentence BLEU, each sentence against all others: less is more diverse.

    Zhu et al. 2018, https://arxiv.org/abs/1802.01886. A sentence is no reference
    of itself, but its duplicates are. It grows with the number of sentences, so
    only equal numbers compare.

    Args:
        x: int array `(n, length)` of token ids, n at least 2.
        orders: sequence of int, the longest n-grams.

    Returns:
        dict from orders to `Estimate`; errors are for the given references.

    Raises:
        UserError: if there are fewer than two sentences.
    """
    checked("Self-BLEU", "sentences", x, 2)
    return _means(sentence_bleu(x, None, orders), orders)


def sentence_bleu(hypotheses, references=None, orders=ORDERS):
    """BLEU of each sentence (Papineni et al. 2002), for several orders at once.

    The geometric mean of the clipped precisions of 1- to n-grams, times a penalty
    for a sentence that is shorter than the reference nearest in length. No match
    of an order counts as 0.1 matches (method 1 of Chen & Cherry 2014,
    https://aclanthology.org/W14-3346); no match at all gives 0. The numbers are
    those of `nltk.translate.bleu_score.sentence_bleu`. A clipped precision needs
    only an n-gram's largest count in a reference, so all hypotheses take a few
    sorts. Leaving a sentence out needs the second largest too.

    Args:
        hypotheses: int array `(n, length)` of token ids.
        references: int array `(m, length)`; `None` means all other hypotheses.
        orders: sequence of int, the longest n-grams.

    Returns:
        float64 array `(n, len(orders))` in [0, 1].
    """
    sets = [hypotheses] if references is None else [hypotheses, references]
    grams = Grams("BLEU", *sets)
    words, n = grams.lengths[0], len(hypotheses)
    logs, matched = [], None
    for _ in range(max(orders)):
        rows, clipped = _clipped(grams.grow(), others=references is None)
        matches = np.bincount(rows, clipped, n)
        matched = matches > 0 if matched is None else matched
        possible = np.maximum(words - grams.n + 1, 1)
        logs.append(np.log(np.where(matches > 0, matches, EPSILON) / possible))
    closest = _closest(words, None if references is None else grams.lengths[1])
    short = np.maximum(closest / np.maximum(words, 1), 1)
    penalty = np.where(matched, np.exp(1 - short), 0)
    means = [np.mean(logs[:order], axis=0) for order in orders]
    return penalty[:, None] * np.exp(np.stack(means, axis=1))


def _clipped(grams, others):
    """Rows and clipped counts of the n-grams of each hypothesis."""
    rows, ids, counts = pairs(*grams.of(0))
    known = (rows, ids, counts) if others else pairs(*grams.of(1))
    largest, owner, second = _two_largest(*known, grams.size)
    allowed = largest[ids]
    if others:
        allowed = np.where(owner[ids] == rows, second[ids], allowed)
    return rows, np.minimum(counts, allowed)


def _two_largest(rows, ids, counts, size):
    """The largest count of each id, the row that has it, and the second largest."""
    order = np.lexsort((-counts, ids))
    ids, counts, rows = ids[order], counts[order], rows[order]
    first = np.diff(ids, prepend=-1) > 0
    next_one = ~first
    next_one[1:] &= first[:-1]
    largest, owner, second = np.zeros((3, size), int)
    largest[ids[first]], owner[ids[first]] = counts[first], rows[first]
    second[ids[next_one]] = counts[next_one]
    return largest, owner, second


def _closest(words, references):
    """The length nearest to each one's own; the shorter one of two.

    Args:
        words: int array `(n,)`.
        references: int array `(m,)`; `None` means all other words.
    """
    known, counts = np.unique(
        words if references is None else references, return_counts=True
    )
    asked, place = np.unique(words, return_inverse=True)
    gaps = np.abs(asked[:, None] - known).astype(float)
    if references is None:
        gaps[np.diag(counts == 1)] = np.inf
    return known[gaps.argmin(axis=1)][place]


def _means(values, orders):
    return {n: Scores.of(v).estimate() for n, v in zip(orders, values.T)}
