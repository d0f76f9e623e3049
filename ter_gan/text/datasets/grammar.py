"""Sentences of a probabilistic grammar, whose probabilities are known exactly."""

import functools
import re

import numpy as np

from ter_gan.errors import UserError
from ter_gan.text.datasets import english, rules
from ter_gan.text.vocabulary import EOS, PAD, SPECIALS, Vocabulary

START = "Sentence"
MAX_LENGTH = 24  # tokens, `<eos>` included
END = f'"{SPECIALS[EOS]}"'


class Grammar:
    """A distribution over sentences of at most so many tokens.

    Longer sentences are left out, and the others' probabilities divided by
    what remains, `accepted`. Probability and sampling run the same pushdown
    automaton, for many sentences at once; entropy and mean length come from
    the rules, without sampling.

    Args:
        max_length: int. Tokens of a sentence, `<eos>` included.
        text: str. The rules, as in `ter_gan.text.datasets.english`.
        lexicon: dict from symbols to tuples of words.
        labels: callable. Takes a `rules.Production`; returns the class of the
            sentences in whose derivation it occurs, or -1.

    Raises:
        ValueError: if a sentence can have two derivations.
        UserError: if no sentence is so short.
    """

    def __init__(
        self, max_length=MAX_LENGTH, text=english.RULES, lexicon=None, labels=None
    ):
        lexicon = english.lexicon() if lexicon is None else lexicon
        self.max_length = max_length
        self.rules = rules.read(text, lexicon, english.FEATURES, START)
        self._productions = [rule for each in self.rules.values() for rule in each]
        words = {
            p for rule in self._productions for p in rule.parts if rules.is_word(p)
        }
        words = sorted(word.strip('"') for word in words)
        self.vocabulary = Vocabulary(SPECIALS + tuple(words))
        self._compile(labels or tense)
        if not self.accepted:
            raise UserError(
                f"No sentence of the grammar has {max_length} tokens or fewer; use a "
                f"larger --max-length."
            )

    def _compile(self, labels):
        numbers = {f'"{word}"': id for id, word in enumerate(self.vocabulary.words)}
        first = len(numbers)  # numbers below are words, the others symbols
        numbers |= {symbol: first + i for i, symbol in enumerate(self.rules)}
        parts = [[numbers[part] for part in rule.parts] for rule in self._productions]
        self._first, self._start = first, numbers[START]
        self._size = np.array([len(each) for each in parts])
        self._reversed = np.full((len(parts), self._size.max()), -1)
        for row, each in zip(self._reversed, parts):
            row[: len(each)] = each[::-1]
        self._log = np.log([rule.probability for rule in self._productions])
        self._label = np.array([labels(rule) for rule in self._productions])
        index = {id(rule): i for i, rule in enumerate(self._productions)}
        self._table = np.full((len(self.rules), first), -1)
        table = rules.predictive_table(self.rules, START, END)
        for (symbol, word), rule in table.items():
            self._table[numbers[symbol] - first, numbers[word]] = index[id(rule)]
        # The k-th symbol has its productions' cumulative probabilities in [k, k + 1].
        self._bounds = np.concatenate(
            [
                k + np.cumsum([rule.probability for rule in each])
                for k, each in enumerate(self.rules.values())
            ]
        )
        last = np.cumsum([len(each) for each in self.rules.values()]) - 1
        self._bounds[last] = np.arange(len(last)) + 1.0  # whatever cumsum rounded

    def log_prob(self, ids):
        """The exact log-probability of sequences, given that they are short enough.

        Args:
            ids: int array `(n, length)` of token ids, padded after `<eos>`.

        Returns:
            float64 array `(n,)`, in nats; -inf for what is no sentence.
        """
        ids = np.asarray(ids)
        ids = np.pad(ids, ((0, 0), (0, 1)), constant_values=PAD)
        run = _Run(self, len(ids))

        def next_words(where):
            rows = run.rows[where]
            return ids[rows, run.position[rows]]

        def choose(symbols, where):
            return self._table[symbols, next_words(where)]

        def accept(words, where):
            return words == next_words(where)

        while len(run.rows):
            run.step(choose, accept)
        after = np.arange(ids.shape[1]) >= run.position[:, None]
        whole = run.done & ~((ids != PAD) & after).any(axis=1)
        whole &= run.position <= self.max_length
        return np.where(whole, run.score - np.log(self.accepted), -np.inf)

    def grammatical(self, ids):
        """bool array `(n,)`: which sequences `(n, length)` are sentences."""
        return np.isfinite(self.log_prob(ids))

    def sample(self, n, rng):
        """Independent sentences.

        Args:
            n: int.
            rng: `numpy.random.Generator`.

        Returns:
            `(ids, labels)`: int32 arrays `(n, max_length)` and `(n,)`.
        """
        ids, labels = [], []
        while sum(map(len, ids)) < n:
            some, their_labels = self._sample(n, rng)
            ids.append(some)
            labels.append(their_labels)
        return np.concatenate(ids)[:n], np.concatenate(labels)[:n]

    def _sample(self, n, rng):
        ids = np.full((n, self.max_length), PAD, np.int32)
        run = _Run(self, n)

        def choose(symbols, where):
            return np.searchsorted(
                self._bounds, symbols + rng.random(len(symbols)), side="right"
            )

        def accept(words, where):
            rows = run.rows[where]
            fits = run.position[rows] < self.max_length
            ids[rows[fits], run.position[rows[fits]]] = words[fits]
            return fits

        while len(run.rows):
            run.step(choose, accept)
        return ids[run.done], run.label[run.done].astype(np.int32)

    @functools.cached_property
    def _by_length(self):
        """Float array `(2, max_length + 1)`: p and p log p, by number of tokens.

        The expectation semiring (Li and Eisner 2009,
        https://aclanthology.org/D09-1005) over power series in the length:
        each symbol has the series of its probability and of probability times
        log-probability, which the rules define by sums and products.
        """
        symbols = {symbol: self._first + i for i, symbol in enumerate(self.rules)}
        series = np.zeros((self._first + len(symbols), 2, self.max_length + 1))
        series[: self._first, 0, 1] = 1.0
        indices = {symbol: [] for symbol in symbols}
        users_of = {symbol: set() for symbol in symbols}
        for index, rule in enumerate(self._productions):
            indices[rule.symbol].append(index)
            for part in users_of.keys() & set(rule.parts):
                users_of[part].add(rule.symbol)
        waiting = list(symbols)
        while waiting:
            changed = []
            for symbol in reversed(waiting):
                new = sum(self._series_of(i, series) for i in indices[symbol])
                if not np.array_equal(new, series[symbols[symbol]]):
                    series[symbols[symbol]] = new
                    changed.append(symbol)
            users = set().union(*(users_of[symbol] for symbol in changed))
            waiting = [symbol for symbol in symbols if symbol in users]
        return _times(series[self._start], series[EOS])

    def _series_of(self, index, series):
        """What one production adds to the series of its symbol."""
        log = self._log[index]
        result = np.zeros_like(series[0])
        result[:, 0] = np.exp(log) * np.array([1.0, log])
        for part in self._reversed[index, : self._size[index]]:
            result = _times(result, series[part])
        return result

    @functools.cached_property
    def accepted(self):
        """float: the share of all sentences that are short enough."""
        return float(self._by_length[0].sum())

    @functools.cached_property
    def entropy(self):
        """float: of the distribution, in nats per sentence; exact."""
        return float(np.log(self.accepted) - self._by_length[1].sum() / self.accepted)

    @functools.cached_property
    def mean_length(self):
        """float: expected number of tokens of a sentence, `<eos>` included; exact."""
        lengths = np.arange(self.max_length + 1)
        return float(self._by_length[0] @ lengths / self.accepted)

    @property
    def entropy_per_token(self):
        """float: the least NLL per token that any model can have, in nats."""
        return self.entropy / self.mean_length


class _Run:
    """Derivations from left to right, one stack each."""

    def __init__(self, grammar, n):
        self.grammar = grammar
        self.stacks = np.zeros((n, 16), np.int64)
        self.stacks[:, :2] = EOS, grammar._start
        self.height = np.full(n, 2)
        self.position = np.zeros(n, np.int64)
        self.score = np.zeros(n)
        self.label = np.full(n, -1)
        self.done = np.zeros(n, bool)
        self.rows = np.arange(n)  # of derivations that go on

    def step(self, choose, accept):
        """Replaces the top of each stack, a symbol, or accepts it, a word.

        Args:
            choose: callable. Takes symbols `(m,)`, from 0, and where among
                `rows` they are; returns productions, -1 for none.
            accept: callable. Takes words likewise; returns bools.
        """
        self.height[self.rows] -= 1
        tops = self.stacks[self.rows, self.height[self.rows]]
        alive = np.ones(len(tops), bool)
        words = np.flatnonzero(tops < self.grammar._first)
        alive[words] = accept(tops[words], words)
        self.position[self.rows[words]] += alive[words]
        symbols = np.flatnonzero(tops >= self.grammar._first)
        chosen = choose(tops[symbols] - self.grammar._first, symbols)
        alive[symbols] = chosen >= 0
        self._push(self.rows[symbols[chosen >= 0]], chosen[chosen >= 0])
        self.done[self.rows[alive & (self.height[self.rows] == 0)]] = True
        self.rows = self.rows[alive & (self.height[self.rows] > 0)]

    def _push(self, rows, productions):
        grammar = self.grammar
        width = grammar._reversed.shape[1]
        if len(rows) and self.height[rows].max() + width > self.stacks.shape[1]:
            self.stacks = np.pad(self.stacks, ((0, 0), (0, self.stacks.shape[1])))
        places = self.height[rows, None] + np.arange(width)
        self.stacks[rows[:, None], places] = grammar._reversed[productions]
        self.height[rows] += grammar._size[productions]
        self.score[rows] += grammar._log[productions]
        labels = grammar._label[productions]
        self.label[rows] = np.where(labels >= 0, labels, self.label[rows])


def _times(a, b):
    """Product of two elements of the expectation semiring."""
    size = a.shape[1]

    def convolve(x, y):
        return np.convolve(x, y)[:size]

    return np.stack([convolve(a[0], b[0]), convolve(a[0], b[1]) + convolve(a[1], b[0])])


def tense(rule):
    """The class of sentences that a production of `english.RULES` decides.

    Args:
        rule: `rules.Production`.

    Returns:
        int: an index of `english.TENSES`, the tense of the main clause, where
        it is chosen; else -1.
    """
    if rule.symbol == START or rule.symbol.endswith("main]"):
        for part in rule.parts:
            found = re.search(rf"\b({'|'.join(english.TENSES)})\]$", part)
            if found:
                return english.TENSES.index(found[1])
    return -1
