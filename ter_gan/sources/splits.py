"""Fixed splits of data that have none of their own."""

import hashlib

import numpy as np

from ter_gan.errors import UserError

LARGEST = 10_000  # samples in a part that is cut off


def cut(split, parts=2):
    """Cuts parts off a split, by what the samples contain.

    The order of files or records and their names play no part; identical
    samples always stay together, and the rest keeps every class whenever
    there are samples enough.

    Args:
        split: `ter_gan.data.Split`.
        parts: int. How many parts to cut off; each gets a tenth, at least
            one sample and at most `LARGEST`.

    Returns:
        tuple of `Split`: what is left, then the parts.

    Raises:
        UserError: if there are not `parts + 1` different samples.
    """
    groups = _identical(split.x)
    if len(groups) <= parts:
        raise UserError(
            f"{parts + 1} different samples or more are needed to have disjoint "
            f"splits, but there are {len(groups)}; add some."
        )
    first, others = _first_of_each_class(groups, split.y)
    share = max(1, min(len(groups) // 10, len(others) // parts, LARGEST))
    groups = others + first
    cuts = [groups[parts * share :]]
    cuts += [groups[part * share :][:share] for part in range(parts)]
    return tuple(split[np.sort(np.concatenate(each))] for each in cuts)


def _identical(samples):
    """Lists of indices of equal samples, in the order of their sha256."""
    groups = {}
    for index, sample in enumerate(samples):
        digest = hashlib.sha256(np.ascontiguousarray(sample).data).digest()
        groups.setdefault(digest, []).append(index)
    return [groups[digest] for digest in sorted(groups)]


def _first_of_each_class(groups, labels):
    """Parts the groups in which a class appears first from the others."""
    seen, first, others = set(), [], []
    for group in groups:
        classes = set() if labels is None else set(labels[group].tolist())
        (others if classes <= seen else first).append(group)
        seen |= classes
    return first, others
