"""A tiny language, and models of it that are built in no time."""

import itertools

import keras
import numpy as np
import pytest

from ter_gan import recipes
from ter_gan.text.vocabulary import EOS, PAD
from tests import helpers

LENGTH = 5
WORDS = ("<pad>", "<eos>", "<unk>", "a", "b", "c", "d", "e")
SIZE = len(WORDS)
SMALL = {
    "dataset": "grammar",
    "width": 8,
    "embedding_dim": 4,
    "embeddings": "random",
    "layers": 1,
    "steps_per_execution": 1,
}
SHORT = {
    "seqgan": {"rollouts": 1},
    "discriminator-guided": {"candidates": 3},
    "embedding-gan": {"critic_steps": 2, "latent_dim": 3},
    "latent-text-gan": {"critic_steps": 2, "latent_dim": 3},
}
PRETRAINED = ("latent-text-gan", "relgan-mini", "seqgan", "discriminator-guided")


def recipe(model, **options):
    """The recipe of a tiny model; one epoch before the players meet."""
    pretrained = {"pretrain_epochs": 1} if model in PRETRAINED else {}
    small = {name: SMALL[name] for name in SMALL if recipes.means(name, model)}
    wanted = small | SHORT.get(model, {}) | pretrained | options
    return recipes.resolve({"model": model} | wanted)


def build(model, length=LENGTH, words=WORDS, compiled=False, **options):
    """The compiled model of `recipe`, which runs eagerly: that starts at once."""
    vocabulary = {"words": list(words), "tokeniser": "word"}
    found = recipes.build(recipe(model, **options), (length,), 0, vocabulary=vocabulary)
    found.run_eagerly = helpers.EAGER and not compiled
    return found


def sentences(n, seed=0, length=LENGTH, size=SIZE):
    """int32 `(n, length)`: random words; some end with `<eos>`, some are full."""
    rng = np.random.default_rng(seed)
    x = rng.integers(2, size, (n, length)).astype("int32")
    for row, end in zip(x, rng.integers(1, length + 1, n)):
        if end < length:
            row[end], row[end + 1 :] = EOS, PAD
    return x


def all_sequences(length, size):
    """int32 `(m, length)`: every sequence that a language model can write."""
    found = []
    for words in itertools.product(range(1, size), repeat=length):
        end = words.index(EOS) + 1 if EOS in words else length
        if all(word == EOS for word in words[end:]):  # one for each beginning
            found.append([*words[:end], *[PAD] * (length - end)])
    return np.array(found, "int32")


def well_formed(x):
    """Whether there is nothing but `<pad>` after an `<eos>`."""
    ended = np.cumsum(x == EOS, axis=1) - (x == EOS) > 0
    return bool((x[ended] == PAD).all())


class Uniform:
    """A network's steps that find all words equally likely, or those of a table.

    Args:
        table: float array `(length, size)` of logits, or `None`.
    """

    def __init__(self, size=SIZE, table=None):
        self.size, self.table = size, table

    def start(self, n):
        return []

    def __call__(self, tokens, states, place):
        row = np.zeros(self.size) if self.table is None else self.table[place]
        n = int(keras.ops.shape(tokens)[0])
        return keras.ops.convert_to_tensor(np.tile(row, (n, 1)), "float32"), states


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """A file of 48 different lines of four words each, from 13 words."""
    path = tmp_path_factory.mktemp("corpus") / "lines.txt"
    words = ("the a", "king queen cat dog", "sees likes eats", "him her")
    choices = [each.split() for each in words]
    lines = [" ".join(line) for line in itertools.product(*choices)]
    path.write_text("\n".join(lines) + "\n")
    return path
