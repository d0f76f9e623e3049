"""What is explained: a network, and a score of its inputs."""

import dataclasses
from collections.abc import Callable

import keras


@dataclasses.dataclass(frozen=True)
class Subject:
    """A network and the number that maps explain.

    Args:
        model: `keras.Model`, built, whose layers the score runs through.
        score: callable from inputs `(k n, …)` of the network to `(k n,)`
            scores, differentiable: D's logit, or the logit of a class. It may
            hold one label per probe, so it is asked for whole copies of the
            batch of n probes, one after the other. It calls the model eagerly,
            in inference mode.
    """

    model: keras.Model
    score: Callable
