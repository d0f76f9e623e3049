"""Vectors of sentences: weighted means of the vectors of their words."""

import numpy as np

from ter_gan.text.vocabulary import EOS, PAD

SMOOTHING = 1e-3


class SentenceVectors:
    """Smooth inverse frequency (Arora, Liang and Ma 2017).

    https://openreview.net/forum?id=SyK00v5xx: rare words weigh more,
    `SMOOTHING / (SMOOTHING + p(word))`, and the direction that all sentences
    share is taken out. Frequencies and direction come from training sentences.

    Args:
        table: float array `(words, dim)`, one vector for each word.
        x: int array `(n, length)` of token ids: training sentences.
    """

    def __init__(self, table, x):
        occurring = np.asarray(x)[_is_word(x)]
        frequencies = np.bincount(occurring, minlength=len(table)) / len(occurring)
        weights = SMOOTHING / (SMOOTHING + frequencies)
        self._weighted = np.asarray(table, float) * weights[:, None]
        means = self._means(x)
        self._shared = np.linalg.eigh(means.T @ means)[1][:, -1]

    def __call__(self, x):
        """float32 array `(n, dim)`: the vectors of sentences `(n, length)`.

        `<pad>` and `<eos>` have no weight; a sentence without words is 0.
        """
        means = self._means(x)
        means -= np.outer(means @ self._shared, self._shared)
        return means.astype("float32")

    def _means(self, x):
        total = np.zeros((len(x), self._weighted.shape[1]))
        for ids, counted in zip(np.asarray(x).T, _is_word(x).T):
            total += self._weighted[ids] * counted[:, None]
        return total / np.maximum(_is_word(x).sum(axis=1, keepdims=True), 1)


def _is_word(x):
    x = np.asarray(x)
    return (x != PAD) & (x != EOS)
