"""How varied generated text is, and whether its n-grams and lengths are the data's."""

import numpy as np

from ter_gan.evaluation.estimate import (
    GROUPS,
    Estimate,
    checked,
    jackknife,
    left_out_variance,
    shuffled,
)
from ter_gan.text.metrics.grams import Grams, word_counts


def jensen_shannon(x, y, n):
    """Jensen-Shannon divergence of the n-gram distributions of two sets, in nats.

    0 for equal distributions, log 2 for n-grams that never agree (Lin 1991,
    https://doi.org/10.1109/18.61115; used so by Gulrajani et al. 2017,
    https://arxiv.org/abs/1704.00028, in bits). Two sets of *real* sentences are far
    from 0 for large n, because most long n-grams occur once: only the difference
    from that floor, at equal numbers of sentences, says something.

    Args:
        x: int array `(k, length)` of token ids.
        y: int array `(m, length)`.
        n: int.

    Returns:
        `Estimate` in [0, log 2]; its error leaves out a tenth of the sentences of
        either side at a time (too large for sets that are hardly different).

    Raises:
        UserError: if a side has no n-grams.
    """
    grams = Grams("The n-gram divergence", x, y).grow(n)
    parts = [_counts(grams, which) for which in (0, 1)]
    whole = [part.sum(axis=0) for part in parts]
    for counts in whole:
        checked("The n-gram divergence", f"{n}-grams", counts[counts > 0], 1, 1)
    variance = 0.0
    for part, own, other in zip(parts, whole, whole[::-1]):
        without = own - part
        variance += left_out_variance(
            [_divergence(counts, other) for counts in without if counts.any()]
        )
    return Estimate(_divergence(*whole), variance**0.5)


def distinct(x, n):
    """Different n-grams over all n-grams (distinct-n, Li et al. 2016).

    https://arxiv.org/abs/1510.03055. From near 0 (the same again and again) to 1;
    it falls with the number of sentences, so only equal numbers compare.

    Args:
        x: int array `(k, length)` of token ids.
        n: int.

    Returns:
        `Estimate` in [0, 1], without error; details: `distinct`, `all`.

    Raises:
        UserError: if there are no n-grams.
    """
    grams = Grams(f"Distinct-{n}", x).grow(n)
    _, ids = grams.of(0)
    checked(f"Distinct-{n}", f"{n}-grams", ids, 1, 1)
    details = {"distinct": grams.size, "all": len(ids)}
    return Estimate(grams.size / len(ids), None, details)


def length_distance(x, y):
    """The largest gap between the distributions of the numbers of words.

    The Kolmogorov-Smirnov statistic: 0 for equal distributions, 1 for lengths that
    do not overlap.

    Args:
        x: int array `(k, length)` of token ids.
        y: int array `(m, length)`.

    Returns:
        `Estimate` in [0, 1]; details: `means`, the mean numbers of words.

    Raises:
        UserError: if a side has no sentences.
    """
    sides = [word_counts(checked("The lengths", "sentences", each)) for each in (x, y)]
    details = {"means": [float(each.mean()) for each in sides]}
    if min(map(len, sides)) < GROUPS:
        return Estimate(_gap(*sides), None, details)
    error = jackknife(_gap, *(shuffled(each, i) for i, each in enumerate(sides)))
    return Estimate(_gap(*sides), error, details)


def _counts(grams, which):
    """Counts of all n-grams in each tenth of a set: `(GROUPS, size)`."""
    rows, ids = grams.of(which)
    n = len(grams.lengths[which])
    group = np.random.default_rng(0).permutation(n) % GROUPS
    counts = np.bincount(group[rows] * grams.size + ids, minlength=GROUPS * grams.size)
    return counts.reshape(GROUPS, grams.size)


def _divergence(first, second):
    p, q = first / first.sum(), second / second.sum()
    return float(max(_relative(p, (p + q) / 2) + _relative(q, (p + q) / 2), 0) / 2)


def _relative(p, q):
    """The relative entropy of p to q, nats."""
    some = p > 0
    return p[some] @ np.log(p[some] / q[some])


def _gap(first, second):
    longest = max(first.max(), second.max()) + 1
    shares = [
        np.bincount(each, minlength=longest) / len(each) for each in (first, second)
    ]
    return float(np.abs(np.cumsum(shares[0] - shares[1])).max())
