"""n-gram language models: the baselines that need no network and no training time."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError, unknown
from ter_gan.text.vocabulary import EOS, PAD

SMOOTHINGS = ("kneser-ney", "none")
DISCOUNTS = (0.5, 1.0, 1.5)  # where a text is too small to estimate them
CELLS = 4_000_000  # probabilities held at a time


@dataclasses.dataclass(frozen=True)
class _Level:
    """What is known of words after contexts of one length.

    A context's number is its place in `contexts`. Its key is made of the number of
    the context that is one word shorter, and the word before that one.

    Args:
        contexts: int64 array, sorted keys.
        events: int64 array, sorted keys of a context's number and the word after it.
        shares: float64 array, of each event: its discounted relative frequency.
        backoff: float64 array, of each context: what the shorter one decides.
    """

    contexts: np.ndarray
    events: np.ndarray
    shares: np.ndarray
    backoff: np.ndarray


class NGram:
    """The probability of a token, given the `order - 1` tokens before it.

    `"kneser-ney"` is interpolated modified Kneser-Ney (Chen & Goodman 1999,
    https://doi.org/10.1006/csla.1999.0128): frequencies are discounted by an amount
    that depends on the count (1, 2, more), and what is left over follows the
    shorter context, where a word counts by how many different words it follows.
    Below all stands the uniform distribution. `"none"` takes plain relative
    frequencies after the longest context that has been seen (maximum likelihood).
    Order 1 is the unigram model.

    `<pad>` stands before the first token and is never predicted. `<eos>` is a token
    like others; a model of text without it never ends a sequence.

    Args:
        order: int, at least 1.
        smoothing: `"kneser-ney"` or `"none"`.

    Attributes:
        size: int, of the vocabulary; `None` before `fit`.
    """

    def __init__(self, order, smoothing="kneser-ney"):
        if order < 1:
            raise UserError(f"An n-gram's order is at least 1. Received {order}.")
        if smoothing not in SMOOTHINGS:
            raise unknown("smoothing", smoothing, SMOOTHINGS)
        self.order, self.smoothing, self.size = order, smoothing, None

    def fit(self, x, size):
        """Counts; what was fitted before is forgotten.

        Args:
            x: int array `(n, length)` of token ids below `size`.
            size: int, of the vocabulary.

        Returns:
            the model itself.

        Raises:
            UserError: if there are no tokens, or ids are not below `size`.
        """
        x = np.asarray(x)
        events, reach = _windows(x, self.order)
        if not len(events) or x.min() < 0 or x.max() >= size:
            raise UserError(
                f"Expected token ids from 0 to {size - 1}, and some that are not "
                f"<pad>. Received {len(events)} tokens"
                + (f" from {x.min()} to {x.max()}." if x.size else ".")
            )
        self.size = size
        levels = list(self._levels(events, reach))
        possible = np.ones(size)
        possible[PAD], possible[EOS] = 0, (x == EOS).any()
        self._unigram = levels[0].backoff * possible / possible.sum()
        self._unigram[levels[0].events] += levels[0].shares
        self._longer = levels[1:]
        return self

    def log_prob(self, x):
        """Log-likelihood of each token.

        Args:
            x: int array `(n, length)` of token ids.

        Returns:
            float64 array `(n, length)`, nats; 0 at `<pad>`. Without smoothing,
            what has not been seen has minus infinity.
        """
        events, _ = _windows(np.asarray(x), self.order)
        words = events[:, -1]
        found = self._unigram[words]
        for level, rows, contexts in self._known(events[:, :-1]):
            places, seen = _find(level.events, contexts * self.size + words[rows])
            found[rows] *= level.backoff[contexts]
            found[rows[seen]] += level.shares[places[seen]]
        result = np.zeros(np.shape(x))
        with np.errstate(divide="ignore"):
            result[np.asarray(x) != PAD] = np.log(found)
        return result

    def distributions(self, histories):
        """The probabilities of the next token after each of several contexts.

        Args:
            histories: int array `(m, k)`: the tokens before, the last one last.
                Missing ones mean the start of the sequence, as `<pad>` does.

        Returns:
            float64 array `(m, size)` whose rows sum to 1.
        """
        histories = np.asarray(histories, "int64")
        histories = np.pad(histories, ((0, 0), (self.order - 1, 0)))
        histories = histories[:, histories.shape[1] - self.order + 1 :]
        result = np.zeros((len(histories), self.size))
        left = np.ones(len(histories))
        for level, rows, contexts in reversed(list(self._known(histories))):
            ends = (contexts[:, None] + [0, 1]) * self.size
            first, last = np.searchsorted(level.events, ends).T
            which, places = _ranges(first, last)
            words = level.events[places] % self.size
            result[rows[which], words] += left[rows[which]] * level.shares[places]
            left[rows] *= level.backoff[contexts]
        return result + left[:, None] * self._unigram

    def distribution(self, context):
        """The probabilities of the next token after one context.

        Args:
            context: int sequence: the tokens from the start of the sequence on, or
                at least the last `order - 1`.

        Returns:
            float64 array `(size,)` that sums to 1.
        """
        return self.distributions(np.asarray(context, "int64").reshape(1, -1))[0]

    def sample(self, n, length, seed, temperature=1.0):
        """Draws sequences; the same for the same seed.

        Args:
            n: int.
            length: int. What has not ended by then is cut.
            seed: int.
            temperature: float above 0. The probabilities are raised to 1 over it
                and divided by their sum: below 1 the likely becomes likelier.

        Returns:
            int32 array `(n, length)`, padded after `<eos>`.
        """
        if not temperature > 0:
            raise UserError(f"The temperature must be above 0. Received {temperature}.")
        rng = np.random.default_rng(seed)
        x = np.full((n, self.order - 1 + length), PAD, "int32")
        rows = max(1, CELLS // self.size)
        for start in range(0, n, rows):
            part = x[start : start + rows]
            alive = np.arange(len(part))
            for end in range(self.order - 1, part.shape[1]):
                histories = part[alive, end - self.order + 1 : end]
                part[alive, end] = self._draw(histories, temperature, rng)
                alive = alive[part[alive, end] != EOS]
        return x[:, self.order - 1 :]

    def state(self):
        """All that `fit` found: dict of arrays."""
        result = {"size": np.array(self.size), "unigram": self._unigram}
        for k, level in enumerate(self._longer, 1):
            for name, array in vars(level).items():
                result[f"{name}_{k}"] = array
        return result

    def load_state(self, state):
        """Takes what `state` gave, of a model of the same order.

        Returns:
            the model itself.

        Raises:
            ValueError: if the state is one of another order.
        """
        names = [field.name for field in dataclasses.fields(_Level)]
        expected = {"size", "unigram"}
        expected |= {f"{name}_{k}" for k in range(1, self.order) for name in names}
        if set(state) != expected:
            raise ValueError(
                f"This is not the state of an {self.order}-gram model: "
                f"received {sorted(state)}."
            )
        self.size, self._unigram = int(state["size"]), np.asarray(state["unigram"])
        self._longer = [
            _Level(**{name: np.asarray(state[f"{name}_{k}"]) for name in names})
            for k in range(1, self.order)
        ]
        return self

    def _levels(self, events, reach):
        """Yields the `_Level` of each length of contexts, from none on."""
        before = None
        for current in _counted(events, reach, self.order, self.size):
            if before:
                yield self._level(before, _followers(before, current))
            before = current
        yield self._level(before, before.counts)

    def _level(self, counted, continuations):
        smooth = self.smoothing == "kneser-ney"
        counts = continuations if smooth else counted.counts
        discounts = _discounts(counts) if smooth else np.zeros(len(counts))
        owners = counted.events // self.size
        totals = np.bincount(owners, counts)
        return _Level(
            counted.contexts,
            counted.events,
            (counts - discounts) / totals[owners],
            np.bincount(owners, discounts) / totals,
        )

    def _known(self, histories):
        """Yields levels from short to long, with the rows whose context is known.

        Args:
            histories: int array `(m, order - 1)`.
        """
        rows = np.arange(len(histories))
        contexts = np.zeros(len(histories), "int64")
        for k, level in enumerate(self._longer, 1):
            keys = contexts * self.size + histories[rows, -k]
            contexts, seen = _find(level.contexts, keys)
            rows, contexts = rows[seen], contexts[seen]
            yield level, rows, contexts

    def _draw(self, histories, temperature, rng):
        histories, which = np.unique(histories, axis=0, return_inverse=True)
        p = self.distributions(histories)
        if temperature != 1:
            p = (p / p.max(axis=1, keepdims=True)) ** (1 / temperature)
        cumulative = np.cumsum(p, axis=1)
        cumulative /= cumulative[:, -1:]
        cumulative += np.arange(len(p))[:, None]  # one sorted line for all rows
        drawn = which.ravel() + rng.random(len(which))
        return np.searchsorted(cumulative.ravel(), drawn, "right") % self.size


@dataclasses.dataclass(frozen=True)
class _Counted:
    """Contexts of one length, the words after them, and how often.

    Args:
        contexts: int64 array, sorted keys.
        events: int64 array, sorted keys of context and word.
        counts: int array, of each event.
        tokens: int array: for each event, a place in the text where it is.
        places: int array: for each place in the text, its event; -1 for none.
    """

    contexts: np.ndarray
    events: np.ndarray
    counts: np.ndarray
    tokens: np.ndarray
    places: np.ndarray


def _counted(events, reach, order, size):
    """Yields `_Counted` for contexts of 0 to `order - 1` words."""
    present, numbers = np.arange(len(events)), np.zeros(len(events), "int64")
    contexts = np.zeros(1, "int64")
    for k in range(order):
        if k:
            far = reach[present] >= k
            present, numbers = present[far], numbers[far]
            keys = numbers * size + events[present, -1 - k]
            contexts, numbers = np.unique(keys, return_inverse=True)
        keys, first, inverse, counts = np.unique(
            numbers * size + events[present, -1], True, True, True
        )
        places = np.full(len(events), -1)
        places[present] = inverse
        yield _Counted(contexts, keys, counts, present[first], places)


def _followers(shorter, longer):
    """How many different words stand before each event; its count at the start."""
    places = shorter.places[longer.tokens]
    found = np.bincount(places, minlength=len(shorter.events))
    return np.where(found, found, shorter.counts)


def _discounts(counts):
    """The discount of each count (Chen & Goodman 1999, equation 26)."""
    n = [np.count_nonzero(counts == k) for k in (1, 2, 3, 4)]
    amounts = DISCOUNTS
    if all(n):
        y = n[0] / (n[0] + 2 * n[1])
        estimated = [k - (k + 1) * y * n[k] / n[k - 1] for k in (1, 2, 3)]
        if all(0 <= amount <= k for k, amount in enumerate(estimated, 1)):
            amounts = estimated
    return np.array([0.0, *amounts])[np.minimum(counts, 3)]


def _windows(x, order):
    """Each token with the tokens before it: int64 `(m, order)`, and how many."""
    padded = np.pad(x.astype("int64"), ((0, 0), (order - 1, 0)), constant_values=PAD)
    windows = np.lib.stride_tricks.sliding_window_view(padded, order, axis=1)
    rows, columns = np.nonzero(x != PAD)
    return windows[rows, columns], columns + 1


def _find(keys, wanted):
    """Places of wanted keys among sorted ones, and which of them are there."""
    if not len(keys):
        return np.zeros(len(wanted), int), np.zeros(len(wanted), bool)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return places, keys[places] == wanted


def _ranges(first, last):
    """All integers of several ranges, and which range each is from."""
    counts = last - first
    which = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return which, np.arange(len(which)) - (starts - first)[which]
