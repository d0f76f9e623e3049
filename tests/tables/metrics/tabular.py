"""Small tables whose truth is known."""

import numpy as np

DISCRETE = np.array([False, False, True, True, False])
SIZES = np.array([0, 0, 3, 2, 5])


def mixed(rng, n, holes=0.1):
    """Two correlated numbers, a code that follows one, a coin, an ordinal column.

    Column 1 is column 0 and a little noise; column 2 is the third of column 0's
    range; values are missing at random.
    """
    x = rng.standard_normal(n)
    columns = [
        x,
        x + 0.3 * rng.standard_normal(n),
        np.digitize(x, [-0.5, 0.5]),
        rng.random(n) < 0.8,
        np.clip(np.rint(x + 2), 0, 4),
    ]
    matrix = np.stack(columns, axis=1).astype("float64")
    matrix[rng.random(matrix.shape) < holes] = np.nan
    return matrix
