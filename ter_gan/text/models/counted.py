"""N-grams: models that count words."""

import numpy as np

from ter_gan.models.fitted import Fitted
from ter_gan.text.models.writer import CHUNK, Writer
from ter_gan.text.ngrams import NGram


class Counted(Writer, Fitted):
    """An n-gram model as a run trains it; see `ter_gan.text.ngrams.NGram`.

    Args:
        order: int. Words of an n-gram; 1: a unigram.
        length: int. Tokens of a sequence.
        size: int. Of the vocabulary.
        smoothing: str, as of `NGram`.
    """

    controls = ("temperature",)

    def __init__(self, order, length, size, smoothing="kneser-ney"):
        self.ngram = NGram(order, smoothing)
        self.length, self.size = length, size

    def prepare(self, dataset):
        """Counts the training sequences."""
        self.ngram.fit(dataset.train.x, self.size)

    def log_prob(self, x):
        """Log-probabilities of tokens `(n, length)`, in nats; 0 at pads."""
        return self.ngram.log_prob(x)

    def parts(self, n, labels=None, seed=0, averaged=True, temperature=1.0):
        """Yields the sequences of `generate`, some at a time."""
        seeds = np.random.SeedSequence(seed).spawn(-(-n // CHUNK))
        for i, start in enumerate(range(0, n, CHUNK)):
            size = min(CHUNK, n - start)
            drawn = self.ngram.sample(size, self.length, seeds[i], temperature)
            yield drawn.astype("int32")

    def state(self):
        return self.ngram.state()

    def load_state(self, state):
        self.ngram.load_state(state)
