"""How good a classifier is, and how sure one can be of that."""

import dataclasses
import math

import numpy as np
from keras import ops

Z_95 = 1.959964  # the normal distribution's 97.5 % point
BATCH = 500


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What a classifier said of a labelled set.

    Args:
        probabilities: float array `(n, classes)`.
        labels: int array `(n,)`.
    """

    probabilities: np.ndarray
    labels: np.ndarray

    @property
    def said(self):
        """int array `(n,)`: the likeliest class."""
        return self.probabilities.argmax(axis=1)

    @property
    def sure(self):
        """float array `(n,)`: the probability of that class."""
        return self.probabilities.max(axis=1)

    @property
    def right(self):
        """bool array `(n,)`."""
        return self.said == self.labels

    @property
    def confusion(self):
        """int array `(classes, classes)`: rows are true classes, columns said ones."""
        classes = self.probabilities.shape[1]
        pairs = self.labels * classes + self.said
        return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

    def summary(self):
        """dict for JSON: accuracy, its 95 % interval, and the confusions."""
        right, n = int(self.right.sum()), len(self.labels)
        return {
            "right": right,
            "n": n,
            "accuracy": round(right / n, 4),
            "interval_95": [round(end, 4) for end in wilson(right, n)],
            "confusion": self.confusion.tolist(),
        }

    def worst(self, n):
        """Indices of the n wrong images with the surest wrong answer, surest first."""
        wrong = np.flatnonzero(~self.right)
        return wrong[np.argsort(-self.sure[wrong], kind="stable")][:n]


def judge(model, split):
    """The `Verdict` of a model with logits on a `Split`."""
    parts = [
        ops.convert_to_numpy(ops.softmax(model(split.x[i : i + BATCH], training=False)))
        for i in range(0, len(split), BATCH)
    ]
    return Verdict(np.concatenate(parts), split.y)


def wilson(right, n, z=Z_95):
    """The interval that a share lies in, from a sample (Wilson 1927).

    "Probable Inference, the Law of Succession, and Statistical Inference",
    https://doi.org/10.1080/01621459.1927.10502953. Unlike the textbook's
    p ± z sqrt(p (1 - p) / n) it stays within [0, 1] and is good near its ends.

    Args:
        right, n: int. Successes, and trials.
        z: float. Quantile of the normal distribution; 1.96 for 95 %.

    Returns:
        `(low, high)`.
    """
    share = right / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    spread = math.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    margin = z * spread / (1 + z**2 / n)
    return centre - margin, centre + margin
