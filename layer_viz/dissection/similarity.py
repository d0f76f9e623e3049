"""How alike two representations are: linear centred kernel alignment (CKA).

Kornblith et al. 2019, https://arxiv.org/abs/1905.00414. Of each layer and
epoch only the Gram matrix of a fixed set of inputs is kept: `n (n + 1) / 2`
numbers, whatever the size of the layer.
"""

import math

import numpy as np

FEWEST = 4  # inputs: of fewer, CKA says nothing


def gram(activations):
    """The centred Gram matrix of a layer, as its upper triangle.

    Args:
        activations: array `(n, …)`, one row per input, n ≥ 4.

    Returns:
        float32 array `(n (n + 1) / 2,)`, row by row.

    Raises:
        ValueError: for fewer than 4 inputs, of which CKA says nothing.
    """
    rows = np.asarray(activations, "float32").reshape(len(activations), -1)
    if len(rows) < FEWEST:
        raise ValueError(f"CKA needs at least {FEWEST} inputs; received {len(rows)}.")
    rows = rows - rows.mean(axis=0)
    return (rows @ rows.T)[np.triu_indices(len(rows))]


def cka(gram_a, gram_b, debiased=True):
    """Linear CKA of two layers on the same inputs.

    It does not change when features are rotated, scaled or shifted.

    Args:
        gram_a, gram_b: arrays, from `gram`.
        debiased: bool. Estimate without bias (Song et al. 2012, "Feature
            Selection via Dependence Maximization", JMLR 13, equation 5; used
            for CKA by Nguyen et al. 2021, https://arxiv.org/abs/2010.15327):
            about 0 for independent layers, where the plain estimate rises
            with the number of features over that of inputs.

    Returns:
        float, at most 1; 0 if a layer puts out the same for all inputs.

    Raises:
        ValueError: if the two come from different numbers of inputs.
    """
    if len(gram_a) != len(gram_b):
        raise ValueError(
            f"Compare layers on the same inputs; received Gram matrices of "
            f"{len(gram_a)} and {len(gram_b)} numbers."
        )
    prepare = _u_centred if debiased else _full
    a, b = prepare(gram_a), prepare(gram_b)
    norm = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / norm) if norm > 0 else 0.0


def similarity(grams, debiased=True):
    """CKA of every epoch of a layer with every other one.

    Args:
        grams: sequence of arrays from `gram`, one per epoch.
        debiased: bool. See `cka`.

    Returns:
        float array `(epochs, epochs)`. The last row says which layers settle
        first: how far each epoch already was what the last one is.
    """
    return np.array([[cka(a, b, debiased) for b in grams] for a in grams])


def _full(triangle):
    """The matrix `(n, n)` of an upper triangle."""
    n = (math.isqrt(8 * len(triangle) + 1) - 1) // 2
    matrix = np.zeros((n, n))
    matrix[np.triu_indices(n)] = triangle
    return matrix + np.triu(matrix, 1).T


def _u_centred(triangle):
    """The matrix whose inner products are the unbiased HSIC.

    It is centred without its diagonal (Székely & Rizzo 2014,
    https://arxiv.org/abs/1310.2926).
    """
    matrix = _full(triangle)
    np.fill_diagonal(matrix, 0.0)
    n = len(matrix)
    sums = matrix.sum(axis=0) / (n - 2)
    matrix += sums.sum() / (n - 1) - sums[:, None] - sums[None, :]
    np.fill_diagonal(matrix, 0.0)
    return matrix
