"""What a method gives, and the two numbers that all methods ask for."""

import dataclasses
import itertools

import numpy as np
from keras import ops

from ter_gan import backends

TOGETHER = 400_000  # numbers in a batch of batches, about 500 images of 28x28


@dataclasses.dataclass(frozen=True)
class Explanation:
    """A map for each image.

    Args:
        map: float32 array `(n, h, w)`, channels summed.
        completeness: float32 array `(n,)`, the relative error of
            `sum(map) = score(x) - score(baseline)`, for methods that promise
            it; else `None`.
    """

    map: np.ndarray
    completeness: np.ndarray | None = None


def score(subject, x):
    """float32 array `(n,)`: the scores of images `(n, h, w, c)`."""
    scores = subject.score(ops.convert_to_tensor(x, "float32"))
    return ops.convert_to_numpy(ops.cast(scores, "float32"))


def slope(subject, x):
    """float32 array of x's shape: d score / d x."""
    x = ops.convert_to_tensor(x, "float32")
    return ops.convert_to_numpy(backends.gradient(subject.score, x))


def scores(subject, batches):
    """Yields `score` of each batch `(n, h, w, c)`; many run as one."""
    return _together(score, subject, batches)


def slopes(subject, batches):
    """Yields `slope` of each batch `(n, h, w, c)`; many run as one."""
    return _together(slope, subject, batches)


def _together(function, subject, batches):
    batches = iter(batches)
    first = next(batches)
    count = max(1, TOGETHER // first.size)
    batches = itertools.chain([first], batches)
    while group := list(itertools.islice(batches, count)):
        results = function(subject, np.concatenate(group))
        yield from results.reshape(len(group), len(first), *results.shape[1:])
