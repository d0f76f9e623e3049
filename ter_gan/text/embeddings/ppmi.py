"""Word vectors from counts: positive pointwise mutual information, then an SVD.

Levy and Goldberg 2014, https://papers.nips.cc/paper/5477: word2vec factors such
a matrix implicitly. Levy, Goldberg and Dagan 2015,
https://aclanthology.org/Q15-1016: with smoothed contexts and square roots of the
singular values, the explicit factors are as good.
"""

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from ter_gan.errors import UserError
from ter_gan.text.vocabulary import PAD

WINDOW = 5  # words on each side
SMOOTHING = 0.75  # power of the counts of contexts


def ppmi_svd(x, words, dim=64, window=WINDOW, seed=0):
    """Vectors of the words of a corpus: words in like contexts are near.

    `<eos>` is a word like others. Words without a context, such as `<pad>`,
    get random directions.

    Args:
        x: int array `(n, length)` of token ids.
        words: int. Size of the vocabulary.
        dim: int. Size of a vector, less than `words`.
        window: int. Words of context on each side.
        seed: int. Of the SVD's first vector and of random directions.

    Returns:
        float32 array `(words, dim)`; each row has length 1.

    Raises:
        UserError: if `dim` is not between 1 and `words - 1`.
    """
    if not 1 <= dim < words:
        raise UserError(
            f"dim must be from 1 to {words - 1}, less than the {words} words of the "
            f"vocabulary, not {dim}."
        )
    rng = np.random.default_rng(seed)
    matrix = ppmi(counts(x, words, window))
    left, values, _ = scipy.sparse.linalg.svds(
        matrix, k=dim, v0=rng.normal(size=words), solver="arpack"
    )
    order = np.argsort(-values)
    left, values = left[:, order], np.clip(values[order], 0.0, None)
    largest = np.argmax(np.abs(left), axis=0)
    left *= np.sign(left[largest, np.arange(dim)])
    return _unit(left * np.sqrt(values), rng)


def counts(x, words, window=WINDOW):
    """How often words occur near each other.

    Args:
        x: int array `(n, length)` of token ids; `<pad>` is no context.
        words: int. Size of the vocabulary.
        window: int. Words of context on each side.

    Returns:
        `scipy.sparse.csr_array` `(words, words)`, symmetric.
    """
    x = np.asarray(x)
    total = scipy.sparse.csr_array((words, words))
    for distance in range(1, min(window, x.shape[1] - 1) + 1):
        first, second = x[:, :-distance], x[:, distance:]
        both = (first != PAD) & (second != PAD)
        pairs = (first[both], second[both])
        ones = np.ones(both.sum())
        total = total + scipy.sparse.coo_array((ones, pairs), total.shape).tocsr()
    return total + total.T


def ppmi(counts, smoothing=SMOOTHING):
    """max(0, log p(w, c) / (p(w) p(c))), with p(c) from smoothed counts.

    Args:
        counts: sparse array `(words, words)`; rows are words, columns contexts.
        smoothing: float. Power of the counts of contexts; 1 is none.

    Returns:
        `scipy.sparse.csr_array` `(words, words)`.
    """
    counts = counts.tocoo()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    of_context = np.asarray(counts.sum(axis=0)).ravel() ** smoothing
    context = of_context / of_context.sum()
    pmi = np.log(counts.data / (of_word[counts.row] * context[counts.col]))
    kept = pmi > 0
    places = (counts.row[kept], counts.col[kept])
    return scipy.sparse.coo_array((pmi[kept], places), counts.shape).tocsr()


def _unit(vectors, rng):
    """Rows of length 1; rows that are nearly zero become random directions."""
    norms = np.linalg.norm(vectors, axis=1)
    empty = norms <= 1e-6 * norms.max()
    vectors[empty] = rng.normal(size=(empty.sum(), vectors.shape[1]))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype("float32")
