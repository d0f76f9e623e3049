"""Which columns moved a score: the gradient times the encoded row."""

import numpy as np

from layer_viz.attribution.explanation import slope
from layer_viz.subject import Subject


def by_column(network, score, rows, owners):
    """What each column adds to a score, to first order.

    Args:
        network: `keras.Model` that `score` calls.
        score: callable from a tensor of rows `(n, d)` to scores `(m,)`: one for each
            row, or for each pack of rows.
        rows: float32 `(n, d)`, encoded.
        owners: int array `(d,)`: the column that each number belongs to.

    Returns:
        float32 array `(n, columns)`: the gradient of the row's own score times the
        numbers, summed over those of each column.
    """
    values = rows * slope(Subject(network, score), rows)
    return values @ np.eye(owners.max() + 1, dtype="float32")[owners]


def owners(encoder, asked=0):
    """int array: the encoded column that each number of a row belongs to.

    Args:
        encoder: `ter_gan.tables.encoding.Encoder`.
        asked: int. Numbers behind the row that say what was asked; they belong to one
            column more.
    """
    spans = encoder.spans
    found = np.repeat([each.part for each in spans], [each.width for each in spans])
    return np.concatenate([found, np.full(asked, len(encoder.names))]).astype(int)
