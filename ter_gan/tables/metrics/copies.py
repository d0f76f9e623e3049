"""Copy detection: how near generated rows are to the rows that were trained on.

These numbers find copies. They do not show that a table is private: tables that
pass can still give away who was in the training data (Yao et al. 2025,
https://arxiv.org/abs/2505.01524); for that see `attacks`.
"""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import GROUPS, Estimate, jackknife, shuffled
from ter_gan.tables.metrics.embedding import Embedding, neighbours, subsample
from ter_gan.tables.metrics.shares import share

MOST = 10_000
REFERENCE = 50_000


def exact_copies(fake, train):
    """The share of rows that are equal to a training row in every column.

    From 0 to 1; less is better, as long as real rows that were held out have less
    too: a table of few codes repeats itself. Missing equals missing.

    Args:
        fake: float array `(n, d)`.
        train: float array `(m, d)`.

    Returns:
        `Estimate` with `count`, `n` and `wilson`, as `shares.share`.
    """
    known = set(_keys(train))
    return share([key in known for key in _keys(fake)])


def closest_records(fake, train, holdout, discrete, sizes, seed=0, most=MOST):
    """Distances of generated rows to training rows, and to as many held-out ones.

    Distances are those of `embedding`, with the ranks of the training table.

    - `share`: of the generated rows, those nearer to a training row than to any row
      of a holdout of equal size, ties counting half (Platzer & Reutterer 2021,
      https://doi.org/10.3389/fdata.2021.679939). 0.5 is ideal, 1 for copies. Its
      error is how far it strays from 0.5 by chance alone, if which real rows were
      trained on had been drawn by lot; `wilson` holds both real tables fixed.
    - `dcr`: the median distance to the closest training record; 0 for copies.
    - `dcr_holdout`: the same to the holdout: what `dcr` is without copying.
    - `dcr_5`: the distance that 5 % of the rows fall below.
    - `nndr`: the median of the distance to the nearest over that to the second
      nearest training row, from 0 to 1; near 0 for copies.

    Args:
        fake: float array `(n, d)`.
        train: float array `(m, d)`.
        holdout: float array `(k, d)`, real rows that were not trained on.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int, of the draws.
        most: int. Generated rows that are looked at, drawn at random; of the real
            tables at most `REFERENCE` rows, as many of both. Where fewer rows were
            held out than trained on, copies of the training rows that are left out
            are not seen: hold out half of the table for these numbers.

    Returns:
        dict of `Estimate`; details of `share`: `count`, `n`, `wilson`.

    Raises:
        UserError: if there are less than 2 training or held-out rows, or no
            generated ones.
    """
    n = min(len(train), len(holdout), REFERENCE)
    if n < 2 or not len(fake):
        raise UserError(
            "Closest records need 2 training and 2 held-out rows, and a generated one. "
            f"Received {len(train)}, {len(holdout)} and {len(fake)}."
        )
    embed = Embedding(train, discrete, sizes)
    draws = (subsample(each, n, (seed, i)) for i, each in enumerate((train, holdout)))
    near, far = (embed(each) for each in draws)
    rows = embed(subsample(fake, most, (seed, 2)))
    to_train, closest = neighbours(rows, near, 2)
    to_other, elsewhere = neighbours(rows, far)
    first, other = to_train[:, 0], to_other[:, 0]
    equal = np.isclose(first, other, rtol=0, atol=1e-6)  # float32 vectors
    nearer = share(np.where(equal, 0.5, first < other))
    error = _by_lot(closest[:, 0], elsewhere[:, 0], first < other, equal, n)
    ratios = first / np.where(to_train[:, 1] > 0, to_train[:, 1], 1)
    return {
        "share": Estimate(nearer.value, error, nearer.details),
        "dcr": _quantile(first, 0.5),
        "dcr_holdout": _quantile(other, 0.5),
        "dcr_5": _quantile(first, 0.05),
        "nndr": _quantile(ratios, 0.5),
    }


def _by_lot(closest, elsewhere, inside, equal, size):
    """Standard deviation of the share over lots that decide which rows are trained on.

    Each of the real rows, `size` on each side, has a weight: the share of generated
    rows that it is nearest to. It counts where the row is a training row, which any
    half of all is as likely as another one.
    """
    sides = np.where(equal, 0.5, inside), np.where(equal, 0.5, ~inside)
    weights = [
        np.bincount(index, side, size) / len(index)
        for index, side in zip((closest, elsewhere), sides)
    ]
    return float(np.std(weights, ddof=1) * np.sqrt(size / 2))


def _keys(matrix):
    """Each row as bytes that are equal for equal values."""
    matrix = np.asarray(matrix, "float64") + 0.0  # -0 is 0
    matrix = np.where(np.isnan(matrix), np.nan, matrix)
    return [row.tobytes() for row in matrix]


def _quantile(values, at):
    value = float(np.quantile(values, at))
    if len(values) < 2 * GROUPS:
        return Estimate(value)
    column = shuffled(values[:, None])
    return Estimate(value, jackknife(lambda part: float(np.quantile(part, at)), column))
