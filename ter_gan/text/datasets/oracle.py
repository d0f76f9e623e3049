"""The LSTM oracle of SeqGAN: sequences from a random network, which knows p(x).

Yu et al. 2017, https://arxiv.org/abs/1609.05473: an LSTM with 32 units and
weights from N(0, 1) over 5,000 tokens, here in NumPy.
"""

import functools
import hashlib
import pathlib

import numpy as np
from threadpoolctl import threadpool_limits

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.sources import places
from ter_gan.text.vocabulary import SPECIALS, Vocabulary

TOKENS, UNITS = 5_000, 32
GATES = "ifoc"  # input, forget, output, candidate
SEED = 2017
BATCH = 64  # sequences at a time: their logits stay in a processor's cache
KEYS = ("E", "V", "bv", *(letter + gate for gate in GATES for letter in "WUb"))


class Oracle:
    """A distribution over sequences of a fixed length without `<eos>`.

    The oracle's token k has the id `k + 3`; before the first token stands its
    token 0.

    Args:
        weights: dict from `KEYS` to arrays: `E` (tokens, units) embeds;
            `W*`, `U*`, `b*` of the gates act on input and state; `V`, `bv`
            give the logits.
        length: int. Tokens of a sequence.
    """

    def __init__(self, weights, length):
        self._weights = {key: np.asarray(weights[key], float) for key in KEYS}
        self.length = length
        self._input, self._state, self._bias = (
            np.concatenate([self._weights[letter + gate] for gate in GATES], axis=-1)
            for letter in "WUb"
        )
        self._output = self._weights["V"].astype("float32")
        words = tuple(f"w{token}" for token in range(len(self._weights["E"])))
        self.vocabulary = Vocabulary(SPECIALS + words)

    def log_prob(self, ids):
        """The exact log-probability of sequences.

        Args:
            ids: int array `(n, length)` of token ids.

        Returns:
            float64 array `(n,)`, in nats, right to 1e-5 per token; -inf for
            sequences with a special token or of another length.
        """
        tokens = np.asarray(ids) - len(SPECIALS)
        result = np.full(len(tokens), -np.inf)
        if tokens.shape[1] != self.length:
            return result
        possible = np.flatnonzero((tokens >= 0).all(axis=1))
        with one_thread():
            for start in range(0, len(possible), BATCH):
                rows = possible[start : start + BATCH]
                result[rows] = self._log_prob(tokens[rows])
        return result

    def _log_prob(self, tokens):
        state, before = self._zeros(len(tokens)), np.zeros(len(tokens), int)
        total = np.zeros(len(tokens))
        for now in tokens.T:
            state = self._advance(state, before)
            logits = state[0].astype("float32") @ self._output
            logits += self._weights["bv"].astype("float32")
            total += logits[np.arange(len(now)), now]
            total -= np.log(np.exp(logits, out=logits).sum(axis=1, dtype=float))
            before = now
        return total

    def grammatical(self, ids):
        """bool array `(n,)`: which sequences `(n, length)` are possible."""
        ids = np.asarray(ids)
        return (ids >= len(SPECIALS)).all(axis=1) & (ids.shape[1] == self.length)

    def sample(self, n, rng):
        """Independent sequences.

        Args:
            n: int.
            rng: `numpy.random.Generator`.

        Returns:
            int32 array `(n, length)` of token ids.
        """
        return self._run(n, rng)[0]

    def _run(self, n, rng):
        """Sequences, and the entropies `(n,)` of the distributions drawn from."""
        sizes = [min(BATCH, n - start) for start in range(0, n, BATCH)]
        with one_thread():
            parts = [self._sample(size, rng) for size in sizes]
        ids, entropies = (np.concatenate(each) for each in zip(*parts))
        return ids, entropies

    def _sample(self, n, rng):
        state, token = self._zeros(n), np.zeros(n, int)
        ids, entropy = np.empty((n, self.length), np.int32), np.zeros(n)
        for step in range(self.length):
            state = self._advance(state, token)
            logits = state[0] @ self._weights["V"] + self._weights["bv"]
            weights = np.exp(logits)  # |logits| < 100, since |state| < 1
            total = weights.sum(axis=1)
            entropy += np.log(total) - np.einsum("ij,ij->i", weights, logits) / total
            token = _draw(weights, rng.random(n) * total)
            ids[:, step] = token + len(SPECIALS)
        return ids, entropy

    def _zeros(self, n):
        return np.zeros((n, self._state.shape[0])), np.zeros((n, self._state.shape[0]))

    def _advance(self, state, token):
        """Hidden and cell state after one more token."""
        hidden, cell = state
        gates = self._weights["E"][token] @ self._input + hidden @ self._state
        i, f, o, c = np.split(gates + self._bias, len(GATES), axis=1)
        cell = _sigmoid(f) * cell + _sigmoid(i) * np.tanh(c)
        return _sigmoid(o) * np.tanh(cell), cell

    @functools.cached_property
    def entropy(self):
        """float: nats per sequence, estimated from 2,000 sequences of its own.

        The sum of the exact entropies of each next token; `entropy_error` is
        the standard error.
        """
        return float(self._entropies.mean())

    @functools.cached_property
    def entropy_error(self):
        """float: standard error of `entropy`."""
        return float(self._entropies.std(ddof=1) / len(self._entropies) ** 0.5)

    @functools.cached_property
    def _entropies(self):
        return self._run(2_000, np.random.default_rng(SEED))[1]

    @property
    def entropy_per_token(self):
        """float: the least NLL per token that any model can have, in nats."""
        return self.entropy / self.length


def random_weights(seed=SEED):
    """dict of weights drawn from N(0, 1), as those of the paper."""
    rng = np.random.default_rng(seed)
    return {key: rng.normal(size=_shape(key)) for key in KEYS}


def _shape(key, tokens=TOKENS):
    shapes = {"E": (tokens, UNITS), "V": (UNITS, tokens), "bv": (tokens,)}
    return shapes.get(key) or ((UNITS,) if key[0] == "b" else (UNITS, UNITS))


def read_weights(path):
    """Weights out of an `.npz` file with the arrays `KEYS`.

    Raises:
        UserError: if there is no such file, or it holds something else.
    """
    if not pathlib.Path(path).is_file():
        raise UserError(f"There is no oracle file {path}.")
    try:
        weights = files.read_arrays(path)
    except ValueError as error:
        raise UserError(f"{path} cannot be read ({error}).") from error
    if missing := set(KEYS) - set(weights):
        raise UserError(
            f"{path} is no LSTM oracle: it has no {', '.join(sorted(missing))}; it "
            f"needs the arrays {', '.join(KEYS)}."
        )
    for key in KEYS:
        if weights[key].shape != (right := _shape(key, len(weights["E"]))):
            raise UserError(
                f"{path} is no LSTM oracle: {key} has the shape "
                f"{weights[key].shape}, not {right}."
            )
    return weights


def draw(name, oracle, sizes, report):
    """Sequences for the parts of a dataset: the same ones each time.

    They are kept in the cache, since drawing them takes a while.

    Args:
        name: str. Of the dataset.
        oracle: `Oracle`.
        sizes: dict from names of parts to int.
        report: callable. Takes one line of text for people.

    Returns:
        dict from names of parts to int32 arrays `(n, length)`.
    """
    path = places.cache() / "oracle" / f"{_key(oracle, sizes)}.npz"
    if path.is_file():
        try:
            return files.read_arrays(path)
        except ValueError:
            path.unlink()  # damaged: drawn again below
    report(f"{name}: drawing {sum(sizes.values()):,} sequences, kept in {path} ...")
    rng = np.random.default_rng(SEED)
    parts = {part: oracle.sample(size, rng) for part, size in sizes.items()}
    with files.replacing(path) as temporary:
        np.savez_compressed(temporary, **parts)
    return parts


def _key(oracle, sizes):
    digest = hashlib.sha256(f"{oracle.length} {sizes} {SEED} {BATCH}".encode())
    for key in KEYS:
        digest.update(np.ascontiguousarray(oracle._weights[key]).data)
    return digest.hexdigest()[:32]


def _draw(weights, target):
    """Index of the entry of each row at which the running sum passes the target.

    First among blocks of entries, then within the block: sums of 5,000 entries
    are what takes time.
    """
    rows = np.arange(len(weights))
    blocks = np.array_split(np.arange(weights.shape[1]), weights.shape[1] ** 0.5)
    starts = np.array([block[0] for block in blocks])
    sums = np.cumsum(np.add.reduceat(weights, starts, axis=1), axis=1)
    block = np.minimum((sums <= target[:, None]).sum(axis=1), len(starts) - 1)
    before = np.where(block > 0, sums[rows, block - 1], 0.0)
    width = len(blocks[0])
    entries = np.minimum(starts[block, None] + np.arange(width), weights.shape[1] - 1)
    inner = before[:, None] + np.cumsum(weights[rows[:, None], entries], axis=1)
    return entries[rows, np.minimum((inner <= target[:, None]).sum(1), width - 1)]


def one_thread():
    """Within it, one: in products as small as these, more wait for each other."""
    return threadpool_limits(1)


def _sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))
