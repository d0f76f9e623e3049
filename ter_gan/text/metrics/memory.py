"""What a generator copied from its training sentences.

Each number belongs beside the same number of real sentences that were held out:
real text repeats itself too.
"""

import numpy as np

from ter_gan.evaluation.estimate import checked
from ter_gan.text.metrics.grams import Grams, sentences, word_counts
from ter_gan.text.metrics.scores import Scores, share

ORDERS = (2, 3, 4, 5)
LONG = 0.8


def copied(x, train):
    """Which sentences are word for word in the training set: bool array `(n,)`.

    Args:
        x: int array `(n, length)` of token ids.
        train: int array `(m, length)`.
    """
    known = set(sentences(train))
    return np.array([sentence in known for sentence in sentences(x)])


def copy_rate(x, train):
    """The share of sentences that are word for word in the training set.

    Args:
        x: int array `(n, length)` of token ids.
        train: int array `(m, length)`.

    Returns:
        `Estimate` in [0, 1], as `scores.share`.

    Raises:
        UserError: if a side has no sentences.
    """
    for each in (x, train):
        checked("The copy rate", "sentences", each)
    return share(copied(x, train))


def longest_spans(x, train):
    """The most words in a row that each sentence shares with a training sentence.

    Exact: n-grams grow by one word as long as some n-gram occurs on both sides.

    Args:
        x: int array `(n, length)` of token ids.
        train: int array `(m, length)`.

    Returns:
        int array `(n,)`.
    """
    grams, longest = Grams("The copied spans", x, train), np.zeros(len(x), int)
    while len(rows := grams.of(0)[0]):
        longest[rows] = grams.n
        grams.grow()
        grams.keep(grams.seen(0) & grams.seen(1))
    return longest


def copied_spans(x, train, long=LONG):
    """How much of a sentence is one piece of a training sentence.

    The longest copied span over the length of the sentence, 0 for an empty one.

    Args:
        x: int array `(n, length)` of token ids.
        train: int array `(m, length)`.
        long: float. From which part of a sentence on a span is a long one.

    Returns:
        dict of `Estimate` in [0, 1]: `mean`, and `long`, the share of sentences
        that are copied to that part or more.

    Raises:
        UserError: if a side has no sentences.
    """
    spans = longest_spans(x, train) / np.maximum(word_counts(np.asarray(x)), 1)
    return {"mean": Scores.of(spans).estimate(), "long": share(spans >= long)}


def novel_ngrams(x, train, orders=ORDERS):
    """The shares of n-grams that the training sentences do not have.

    Args:
        x: int array `(n, length)` of token ids.
        train: int array `(m, length)`.
        orders: sequence of int, rising.

    Returns:
        dict from orders to `Estimate` in [0, 1].

    Raises:
        UserError: if no sentence is as long as an order.
    """
    grams, found = Grams("The novel n-grams", x, train), {}
    for n in orders:
        rows, ids = grams.grow(n - grams.n).of(0)
        novel = ~grams.seen(1)[ids]
        counts = np.bincount(rows, minlength=len(x))
        found[n] = Scores(np.bincount(rows, novel, len(x)), counts).estimate()
    return found


def nearest(x, train):
    """The training sentence nearest to each sentence, by edit distance.

    The fewest insertions, deletions and substitutions of words that turn one into
    the other (Levenshtein 1966), over the length of the longer one. Exact: each
    sentence is compared with all training sentences, some hundredths of a second for
    10,000; meant
    for the few that are shown side by side.

    Args:
        x: int array `(n, length)` of token ids.
        train: int array `(m, length)`.

    Returns:
        `(indices, distances)`: int array `(n,)` into `train`, the first of equally
        near ones; float array `(n,)` in [0, 1], 0 for a copy.

    Raises:
        UserError: if a side has no sentences.
    """
    train = checked("The nearest sentences", "training sentences", train)
    checked("The nearest sentences", "sentences", x)
    known = word_counts(train)
    indices, distances = np.empty(len(x), int), np.empty(len(x))
    for i, sentence in enumerate(sentences(x)):
        edits = _edits(sentence, train)[np.arange(len(train)), known]
        gaps = edits / np.maximum(np.maximum(known, len(sentence)), 1)
        indices[i], distances[i] = gaps.argmin(), gaps.min()
    return indices, distances


def _edits(sentence, others):
    """Edit distances of a sentence to all beginnings of others.

    The table's row for one more word of the sentence is the least of a deletion
    and a substitution, then of insertions after it: a running minimum.

    Args:
        sentence: tuple of int.
        others: int array `(m, length)`.

    Returns:
        int array `(m, length + 1)`.
    """
    places = np.arange(others.shape[1] + 1, dtype="int32")
    row = np.tile(places, (len(others), 1))
    for word in sentence:
        best = row + 1
        np.minimum(best[:, 1:], row[:, :-1] + (others != word), out=best[:, 1:])
        row = np.minimum.accumulate(best - places, axis=1) + places
    return row
