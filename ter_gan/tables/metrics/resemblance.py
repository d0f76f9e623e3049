"""One fast number for how much generated rows look like real ones."""

import numpy as np
from threadpoolctl import threadpool_limits

from ter_gan.evaluation.held_out import auc
from ter_gan.tables.metrics import columns, pairs
from ter_gan.tables.metrics.detector import boosting, leaf

TREES = 20  # of the quick detector


def score(real, fake, discrete, sizes):
    """How little rows look like real ones, in a moment: less is better.

    The sum of three, each 0 for rows that cannot be told apart and about 1 for noise:
    how far columns are from the real ones (1 less the mean Kolmogorov-Smirnov or
    total variation complement), how far pairs of numeric columns are (half the mean
    difference of rank correlations), and how well twenty boosted trees tell the rows
    (2 AUC - 1, on rows that they have not seen). A linear judge instead of trees
    does not see that columns belong together: it calls independent columns real.

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
    """2 AUC - 1 of boosted trees that learn from one half, asked about the other."""
    halves = [(each[::2], each[1::2]) for each in (real, fake)]
    seen = np.concatenate([half for half, _ in halves])
    side = np.repeat([0, 1], [len(half) for half, _ in halves])
    model = boosting(True, discrete, sizes).set_params(
        max_iter=TREES,
        learning_rate=0.2,
        early_stopping=False,
        min_samples_leaf=leaf(len(real)),
    )
    with threadpool_limits(1):  # more of them wait for each other
        model.fit(seen, side)
        answers = [model.decision_function(other) for _, other in halves]
    return max(2 * auc(answers[1], answers[0]) - 1, 0.0)
