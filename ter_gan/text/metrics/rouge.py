"""ROUGE: how much of one reference a sentence repeats.

It needs a reference for each sentence: the source of a reconstruction, or what a
gap held. Freely generated text has none; there it has no meaning.
"""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.text.metrics.grams import Grams, pairs, word_counts
from ter_gan.text.metrics.scores import Scores


def rouge_n(candidates, references, n=2):
    """Mean F1 of the n-grams that a sentence shares with its reference (Lin 2004).

    https://aclanthology.org/W04-1013. An n-gram counts as often as it occurs in
    both. A sentence or reference without n-grams has 0.

    Args:
        candidates: int array `(k, length)` of token ids.
        references: int array `(k, length)`, of each candidate.
        n: int.

    Returns:
        `Estimate` in [0, 1].

    Raises:
        UserError: if the numbers of sentences differ, or there are none.
    """
    _check(candidates, references)
    grams = Grams("ROUGE-N", candidates, references).grow(n)
    sides = [pairs(*grams.of(which)) for which in (0, 1)]
    keys = [rows * max(grams.size, 1) + ids for rows, ids, _ in sides]
    _, *places = np.intersect1d(*keys, assume_unique=True, return_indices=True)
    shared = np.minimum(*(side[2][place] for side, place in zip(sides, places)))
    overlap = np.bincount(sides[0][0][places[0]], shared, len(candidates))
    counts = [np.maximum(words - n + 1, 0) for words in grams.lengths]
    return _f1(overlap, *counts)


def rouge_l(candidates, references):
    """Mean F1 of the longest common subsequence of sentence and reference.

    The words of the subsequence stand in the same order in both, with gaps (Lin
    2004, https://aclanthology.org/W04-1013). An empty side has 0.

    Args:
        candidates: int array `(k, length)` of token ids.
        references: int array `(k, length)`, of each candidate.

    Returns:
        `Estimate` in [0, 1].

    Raises:
        UserError: if the numbers of sentences differ, or there are none.
    """
    _check(candidates, references)
    candidates, references = np.asarray(candidates), np.asarray(references)
    words, known = word_counts(candidates), word_counts(references)
    inside = np.arange(references.shape[1]) < known[:, None]
    longest = np.zeros((len(references), references.shape[1] + 1), int)
    for place in range(words.max(initial=0)):
        equal = (references == candidates[:, place, None]) & inside
        equal &= (place < words)[:, None]
        extended = np.where(equal, longest[:, :-1] + 1, longest[:, 1:])
        longest[:, 1:] = np.maximum.accumulate(extended, axis=1)
    return _f1(longest[:, -1], words, known)


def _check(candidates, references):
    if len(candidates) != len(references) or not len(candidates):
        raise UserError(
            "ROUGE needs one reference for each sentence. Received "
            f"{len(candidates)} sentences and {len(references)} references."
        )


def _f1(shared, words, known):
    return Scores.of(2 * shared / np.maximum(words + known, 1)).estimate()
