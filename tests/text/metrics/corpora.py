"""Sentences for tests: of Zipfian words, and real ones."""

import numpy as np

from ter_gan.text.vocabulary import EOS, PAD

SIZE = 40


def padded(*sentences, length=None):
    """Sentences of ids as an array, each with its `<eos>`."""
    length = length or max(map(len, sentences)) + 1
    x = np.full((len(sentences), length), PAD, "int32")
    for row, sentence in zip(x, sentences):
        row[: len(sentence)] = sentence
        row[len(sentence)] = EOS
    return x


def random_sentences(rng, n, longest=12, size=SIZE):
    """Sentences of 0 to `longest` words, some words far commoner than others."""
    shares = 1 / np.arange(1, size - 1)
    words = rng.choice(np.arange(2, size), (n, longest), p=shares / shares.sum())
    lengths = rng.integers(0, longest + 1, n)
    return padded(*(row[:k] for row, k in zip(words, lengths)), length=longest + 1)


def markov_sentences(rng, n, longest=10, size=SIZE):
    """Sentences in which a word is mostly followed by one of three."""
    result = []
    for _ in range(n):
        sentence = [int(rng.integers(3, size))]
        while len(sentence) < longest and rng.random() < 0.85:
            step = int(rng.integers(1, 4)) if rng.random() < 0.9 else 17
            sentence.append(3 + (3 * sentence[-1] + step) % (size - 3))
        result.append(sentence)
    return padded(*result, length=longest + 1)
