"""The n-grams of sets of sentences as small integers, which NumPy can count."""

import numpy as np

from ter_gan.evaluation.estimate import checked
from ter_gan.text.vocabulary import EOS, PAD


def word_counts(x):
    """The number of words of each sentence.

    Args:
        x: int array `(n, length)` of token ids.

    Returns:
        int array `(n,)`: what stands before the first `<eos>` or `<pad>`.
    """
    ends = (x == EOS) | (x == PAD)
    return np.where(ends.any(axis=1), ends.argmax(axis=1), x.shape[1])


def sentences(x):
    """The words of each sentence: list of tuples of int."""
    x = np.asarray(x)
    return [tuple(row[:n]) for row, n in zip(x.tolist(), word_counts(x))]


def pairs(rows, ids):
    """Counts how often each id occurs in each row.

    Args:
        rows, ids: int arrays `(m,)`, not negative.

    Returns:
        `(rows, ids, counts)` of the pairs that occur, by rising row, then id.
    """
    size = ids.max(initial=0) + 1
    found, counts = np.unique(rows * size + ids, return_counts=True)
    return found // size, found % size, counts


class Grams:
    """All n-grams of several sets of sentences, for n = 0, 1, 2, …

    Equal n-grams have equal ids in all sets; ids are exact, not hashes, because
    an n-gram is named by the id of its first n - 1 words and its last word.

    Args:
        metric: str, whose name an error message tells.
        *sets: int arrays `(n, length)` of token ids.

    Attributes:
        n: int.
        size: int, the number of different n-grams.
        lengths: list of int arrays, the numbers of words of each set's sentences.

    Raises:
        UserError: if a set has no sentences or another shape.
    """

    def __init__(self, metric, *sets):
        sets = [checked(metric, "sentences", x) for x in sets]
        self.n, self.size = 0, 1
        self.lengths = [word_counts(x) for x in sets]
        left = [n[:, None] - np.arange(x.shape[1]) for x, n in zip(sets, self.lengths)]
        self._words = np.concatenate([x[r > 0] for x, r in zip(sets, left)])
        self._vocabulary, self._words = np.unique(self._words, return_inverse=True)
        self._left = np.concatenate([r[r > 0] for r in left])
        self._rows = np.concatenate([np.nonzero(r > 0)[0] for r in left])
        self._sets = np.repeat(np.arange(len(sets)), [n.sum() for n in self.lengths])
        self._places = np.arange(len(self._words))
        self._ids = np.zeros(len(self._words), int)

    def grow(self, n=1):
        """Makes the n-grams longer by n words; returns itself."""
        for _ in range(n):
            self._keep(self._left[self._places] > self.n)
            last = self._words[self._places + self.n]
            keys = self._ids * max(len(self._vocabulary), 1) + last
            known, self._ids = np.unique(keys, return_inverse=True)
            self.n, self.size = self.n + 1, len(known)
        return self

    def of(self, which):
        """The n-grams of a set: `(rows, ids)`, int arrays in the order of the text."""
        chosen = self._sets[self._places] == which
        return self._rows[self._places[chosen]], self._ids[chosen]

    def seen(self, which):
        """bool array `(size,)`: which n-grams occur in a set."""
        return np.bincount(self.of(which)[1], minlength=self.size) > 0

    def keep(self, wanted):
        """Forgets all n-grams but some, and with them all longer ones.

        Args:
            wanted: bool array `(size,)`.
        """
        self._keep(wanted[self._ids])

    def _keep(self, chosen):
        self._places, self._ids = self._places[chosen], self._ids[chosen]
