"""Whether a classifier can tell generated rows from real ones."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.tables.metrics.embedding import subsample
from ter_gan.tables.metrics.shares import area

MOST = 10_000
FOLDS = 2
LEAF = 20  # rows that a leaf has at least, fewer where there are few
LEVELS = 255  # that gradient boosting takes as categories


def detector_auc(real, fake, discrete, sizes, seed=0, most=MOST):
    """How well gradient boosting tells generated rows from real ones (C2ST).

    A classifier two-sample test (Lopez-Paz & Oquab 2017,
    https://arxiv.org/abs/1610.06545) by scikit-learn's histogram gradient boosting:
    each half of the rows is judged by a classifier that learned from the other one.
    0.5 is best: it cannot tell; 1 says that it always can. Other *real* rows in
    place of the generated ones give the floor. One copied row among them is not
    seen: copies are as real as their originals.

    Args:
        real: float array `(n, d)`, real rows.
        fake: float array `(m, d)`; at most as many rows as of the other kind count.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int.
        most: int, rows of each kind, drawn at random.

    Returns:
        `Estimate` in [0, 1]: the mean of both halves, with its error.

    Raises:
        UserError: if there are fewer than `LEAF` rows of a kind.
    """
    n = min(len(real), len(fake), most)
    if n < LEAF:
        raise UserError(
            f"A detector needs {LEAF} real and {LEAF} generated rows. Received "
            f"{len(real)} and {len(fake)}."
        )
    rows = [subsample(each, n, (seed, i)) for i, each in enumerate((real, fake))]
    rng = np.random.default_rng(seed)
    halves = [rng.permutation(n) % FOLDS for _ in rows]
    found = []
    for fold in range(FOLDS):
        tests = [each[half == fold] for each, half in zip(rows, halves)]
        trains = [each[half != fold] for each, half in zip(rows, halves)]
        model = boosting(True, discrete, sizes, seed)
        model.set_params(min_samples_leaf=leaf(n))
        labels = np.repeat([1, 0], [len(each) for each in trains])
        model.fit(np.concatenate(trains), labels)
        found.append(area(*(model.predict_proba(each)[:, 1] for each in tests)))
    error = sum(each.error**2 for each in found) ** 0.5 / FOLDS
    return Estimate(float(np.mean([each.value for each in found])), error)


def leaf(n):
    """int: how many rows a leaf has at least, of n rows of each kind."""
    return min(LEAF, max(n // LEAF, 2))


def boosting(classes, discrete, sizes, seed=0):
    """scikit-learn's histogram gradient boosting for the matrix of a table.

    Missing values are handled by the trees themselves. Columns of more than
    `LEVELS` codes count as numbers.

    Args:
        classes: bool: a classifier, else a regressor.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int.
    """
    from sklearn import ensemble

    kind = "HistGradientBoosting" + ("Classifier" if classes else "Regressor")
    codes = np.asarray(discrete, bool) & (np.asarray(sizes) <= LEVELS)
    return getattr(ensemble, kind)(categorical_features=codes, random_state=seed)
