"""One fast number for how much generated rows look like real ones."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from ter_gan.evaluation.held_out import auc
from ter_gan.tables.metrics import columns, pairs
from ter_gan.tables.metrics.embedding import Embedding


def score(real, fake, discrete, sizes):
    """How little rows look like real ones, in a second: less is better.

    The sum of three, each 0 for rows that cannot be told apart and about 1 for noise:
    how far columns are from the real ones (1 less the mean Kolmogorov-Smirnov or
    total variation complement), how far pairs of numeric columns are (half the mean
    difference of rank correlations), and how well a logistic regression on columns
    and their products tells the rows (2 AUC - 1, on rows that it has not seen).

    Args:
        real: float array `(n, d)`, held-out rows, NaN where missing.
        fake: float array `(m, d)`.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.

    Returns:
        float, from 0 to about 3.
    """
    shapes = [each.value for each in columns.shapes(real, fake, sizes)]
    return float(
        (1 - np.mean(shapes))
        + _correlation_gap(real, fake, discrete)
        + _told_apart(real, fake, discrete, sizes)
    )


def _correlation_gap(real, fake, discrete):
    """Half the mean difference of rank correlations of columns with an order."""
    ordered = ~np.asarray(discrete)
    if ordered.sum() < 2:
        return 0.0
    first, second = (pairs.correlation(x[:, ordered], "spearman") for x in (real, fake))
    return np.abs(first - second)[np.triu_indices(ordered.sum(), 1)].mean() / 2


def _told_apart(real, fake, discrete, sizes):
    """2 AUC - 1 of a logistic regression on one half, asked about the other."""
    embed = Embedding(real, discrete, sizes)
    x = [_with_products(embed(each)) for each in (real, fake)]
    halves = [(each[::2], each[1::2]) for each in x]
    seen = np.concatenate([half for half, _ in halves])
    side = np.repeat([0, 1], [len(half) for half, _ in halves])
    model = LogisticRegression(C=0.1, max_iter=200).fit(seen, side)
    answers = [model.decision_function(other) for _, other in halves]
    return max(2 * auc(answers[1], answers[0]) - 1, 0.0)


def _with_products(x, most=12):
    """The vectors, squares and products of their first columns, centred."""
    first = x[:, :most] - 0.5
    i, j = np.triu_indices(first.shape[1])
    return np.concatenate([x, first[:, i] * first[:, j]], axis=1)
