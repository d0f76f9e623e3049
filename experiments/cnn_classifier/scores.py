"""How good a classifier is, and how sure one can be of that."""

import dataclasses

import numpy as np
from keras import ops

from ter_gan.evaluation.estimate import wilson

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
