"""The space of sentences' codes: what lies between two, and which way a tense lies."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError
from ter_gan.text.ngrams import NGram

GREEDY = {"temperature": 0.01}
ORDER = 3  # of the n-gram models that tell the classes
FROM = 200  # sentences of a class whose shifted versions are counted
STRENGTHS = (0.5, 1.0, 1.5)


@dataclasses.dataclass(frozen=True)
class Walk:
    """Sentences on the way from one to another.

    Args:
        start, end: str. The sentences themselves.
        steps: list of str. What the decoder reads out of the codes on the way.
    """

    start: str
    end: str
    steps: list


@dataclasses.dataclass(frozen=True)
class Shift:
    """What becomes of sentences whose codes move along a direction.

    Args:
        first, second: str. The classes between whose means the direction lies.
        examples: list of (sentence, list of the sentences at `STRENGTHS`).
        shares: list of float. Shares of shifted sentences that are told to be of the
            second class, at 0 and at each of `STRENGTHS`.
    """

    first: str
    second: str
    examples: list
    shares: list


def check(model):
    """Refuses models without codes of sentences, with a `UserError`."""
    if not hasattr(model, "encode"):
        raise UserError(
            "this model has no codes of sentences; train --model autoencoder or "
            "--model latent-text-gan."
        )


def walks(model, dataset, n=4, steps=7, seed=0):
    """Straight lines between the codes of pairs of test sentences.

    Args:
        model: of `ter_gan.text.models.autoencoder`.
        dataset: `ter_gan.text.datasets.TextDataset`.
        n: int. Pairs.
        steps: int. Sentences on the way, both ends among them.
        seed: int. Of the choice.

    Returns:
        list of `Walk`.
    """
    chosen = np.random.default_rng(seed).permutation(len(dataset.test))[: 2 * n]
    ends = dataset.test.x[chosen]
    codes = model.encode(ends)
    share = np.linspace(0, 1, steps)[:, None]
    found = []
    for i in range(n):
        way = (1 - share) * codes[2 * i] + share * codes[2 * i + 1]
        lines = read(model, way.astype("float32"), dataset.vocabulary)
        first, last = (dataset.vocabulary.decode(x) for x in ends[2 * i : 2 * i + 2])
        found.append(Walk(first, last, lines))
    return found


def shifts(model, dataset, n=4, seed=0):
    """Sentences of each class, moved by the difference of the classes' mean codes.

    Args:
        model, dataset, seed: as in `walks`; the dataset has classes.
        n: int. Examples of each.

    Returns:
        list of `Shift`, one for each class and the next one.

    Raises:
        UserError: for a dataset without classes.
    """
    if not dataset.classes:
        raise UserError(f"the sentences of {dataset.name} have no classes to move to.")
    codes, y = model.encode(dataset.train.x), dataset.train.y
    means = [codes[y == label].mean(axis=0) for label in range(dataset.classes)]
    told = Classes(dataset)
    rng, found = np.random.default_rng(seed), []
    for first in range(dataset.classes):
        second = (first + 1) % dataset.classes
        x = dataset.test.x[dataset.test.y == first]
        x = x[rng.permutation(len(x))[:FROM]]
        start = model.encode(x)
        moved = [
            model.write(start + strength * (means[second] - means[first]), **GREEDY)
            for strength in (0.0, *STRENGTHS)
        ]
        decode = dataset.vocabulary.decode
        examples = [
            (decode(x[i]), [decode(each[i]) for each in moved[1:]]) for i in range(n)
        ]
        shares = [float((told(each) == second).mean()) for each in moved]
        names = dataset.class_names[first], dataset.class_names[second]
        found.append(Shift(*names, examples, shares))
    return found


class Classes:
    """Tells the class of sentences: whose n-gram model finds them likeliest.

    Args:
        dataset: `TextDataset` with classes.
    """

    def __init__(self, dataset):
        x, y, size = dataset.train.x, dataset.train.y, len(dataset.vocabulary)
        self.models = [
            NGram(ORDER).fit(x[y == label], size) for label in range(dataset.classes)
        ]

    def __call__(self, x):
        """int array `(n,)`: the classes of sentences `(n, length)`."""
        likely = [model.log_prob(x).sum(axis=1) for model in self.models]
        return np.argmax(likely, axis=0)


def read(model, codes, vocabulary):
    """list of str: what the decoder most likely reads out of codes."""
    return [vocabulary.decode(x) for x in model.write(codes, **GREEDY)]
