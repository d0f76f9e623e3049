"""Words and their ids, and how a line of text becomes words and back."""

import collections
import dataclasses
import difflib
import functools
import json
import pathlib
import re
import tempfile

import numpy as np

from ter_gan.errors import UserError, unknown

PAD, EOS, UNK = 0, 1, 2
SPECIALS = ("<pad>", "<eos>", "<unk>")
PIECES = 4_000  # size of a vocabulary of word pieces that nobody chose

_ENDINGS = r"(?:s|re|ve|ll|d|m)"
_WORD = re.compile(
    rf"""
    <unk>                                # as published corpora write it
    | \n                                 # an end of line in running text
    | \d++(?:[.,:]\d++)*+(?![^\W\d_])    # 3.14, 1,000 and 10:30
    | [^\W_]+?(?=n't\b) | n't\b          # don't is do and n't
    | '{_ENDINGS}\b                      # dog's is dog and 's
    | [^\W_]+(?:-[^\W_]+|'(?!{_ENDINGS}\b)[^\W_]+)*   # well-known, o'clock
    | \S
    """,
    re.VERBOSE,
)
_NO_SPACE_BEFORE = re.compile(rf"\n|[.,!?;:%)\]}}]|n't|'{_ENDINGS}")
_NO_SPACE_AFTER = frozenset("\n([{$#")


class Words:
    """Words in lower case; punctuation and contracted endings are words too.

    Text that is split already gives the same words: `"do n't ."` and
    `"don't."` are the same line.
    """

    NOUN = "words"

    def __init__(self, words=(), merges=()):
        del words, merges  # the same for every vocabulary

    def split(self, lines):
        """Lists of str, one for each line."""
        return [_WORD.findall(line.replace("’", "'").lower()) for line in lines]

    def join(self, tokens):
        """str: a readable line, without a space before punctuation."""
        text, space, open_quote = "", False, False
        for token in tokens:
            closes = token == '"' and open_quote
            if space and not closes and not _NO_SPACE_BEFORE.fullmatch(token):
                text += " "
            text += token
            if token == '"':
                open_quote = not open_quote
            space = token not in _NO_SPACE_AFTER and not (token == '"' and open_quote)
        return text


class Characters:
    """Each character is a token."""

    NOUN = "characters"

    def __init__(self, words=(), merges=()):
        del words, merges  # the same for every vocabulary

    def split(self, lines):
        """Lists of str, one for each line."""
        return [list(line) for line in lines]

    def join(self, tokens):
        """str: the line."""
        return "".join(tokens)


class BytePairs:
    """Byte-pair encoding (Sennrich et al. 2016) on bytes, as in GPT-2.

    https://arxiv.org/abs/1508.07909. The merges are learned by `tokenizers`,
    and applied by `keras_hub.tokenizers.BytePairTokenizer`.
    """

    NOUN = "pieces"

    def __init__(self, words, merges):
        ids = {word: id for id, word in enumerate(words) if word not in SPECIALS}
        self.tokeniser = _keras_hub().tokenizers.BytePairTokenizer(
            vocabulary=ids, merges=list(merges), dtype="string"
        )

    def split(self, lines):
        """Lists of str, one for each line."""
        return _lists(self.tokeniser(list(lines)))

    def join(self, tokens):
        """str: the line; bytes that are no UTF-8 become U+FFFD."""
        symbols = "".join(t for t in tokens if t not in SPECIALS)
        codes = bytes(_bytes_of_symbols()[symbol] for symbol in symbols)
        return codes.decode("utf-8", errors="replace")


class WordPieces:
    """Word pieces (Schuster and Nakajima 2012) in lower case, as in BERT.

    Learned by `keras_hub.tokenizers.compute_word_piece_vocabulary` and applied
    by `keras_hub.tokenizers.WordPieceTokenizer`; `##` begins a piece that
    continues a word.
    """

    NOUN = "pieces"

    def __init__(self, words, merges=()):
        self.tokeniser = _keras_hub().tokenizers.WordPieceTokenizer(
            vocabulary=list(words), lowercase=True, oov_token="<unk>", dtype="string"
        )

    def split(self, lines):
        """Lists of str, one for each line."""
        return _lists(self.tokeniser(list(lines)))

    def join(self, tokens):
        """str: a readable line."""
        return Words().join(" ".join(tokens).replace(" ##", "").split())


TOKENISERS = {
    "word": Words,
    "char": Characters,
    "bpe": BytePairs,
    "wordpiece": WordPieces,
}


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """The words that have an id; `words[id]` is the word.

    Args:
        words: tuple of str, beginning with `SPECIALS`.
        tokeniser: str, a key of `TOKENISERS`.
        merges: tuple of str. The pairs that `"bpe"` merges, in order.

    Raises:
        ValueError: if the words do not begin with `SPECIALS` or repeat.
        UserError: if there is only one word, or no such tokeniser.
    """

    words: tuple[str, ...]
    tokeniser: str = "word"
    merges: tuple[str, ...] = ()

    def __post_init__(self):
        if self.tokeniser not in TOKENISERS:
            raise unknown("tokeniser", self.tokeniser, TOKENISERS)
        if tuple(self.words[:3]) != SPECIALS or len(set(self.words)) < len(self.words):
            raise ValueError(
                f"The words must be distinct and begin with {SPECIALS}, not with "
                f"{self.words[:3]}."
            )
        if len(self.words) < len(SPECIALS) + 2:
            raise UserError(
                f"The vocabulary has {_one_or_none(self.words)}, beside "
                f"{', '.join(SPECIALS)}; a model needs at least two to choose from. "
                f"Give more or longer lines, or --vocabulary-size 5 or more, which "
                f"counts those three; without it words that occur once are left out."
            )

    def __len__(self):
        return len(self.words)

    @functools.cached_property
    def ids(self):
        """dict from words to ids; `<pad>` and `<eos>` cannot be written."""
        return {word: id for id, word in enumerate(self.words) if id >= UNK}

    @functools.cached_property
    def _tokeniser(self):
        return TOKENISERS[self.tokeniser](self.words, self.merges)

    def encode(self, line):
        """List of int: the ids of a line, without `<eos>`."""
        return self.encode_lines([line])[0]

    def encode_lines(self, lines):
        """Lists of int, one for each line: `encode`, for many lines at once."""
        return [
            [self.ids.get(token, UNK) for token in tokens]
            for tokens in self._tokeniser.split(lines)
        ]

    def tokens(self, ids):
        """List of str: the words of a sequence, up to the first `<eos>`.

        Args:
            ids: int array `(length,)` or list.
        """
        ids = [int(id) for id in ids]
        end = ids.index(EOS) if EOS in ids else len(ids)
        return [self.words[id] for id in ids[:end] if id != PAD]

    def decode(self, ids):
        """str: a sequence as people write it; `ids` as for `tokens`."""
        return self._tokeniser.join(self.tokens(ids))

    def prompt(self, text):
        """The ids of a beginning that a model shall continue.

        Args:
            text: str.

        Returns:
            list of int, without `<eos>`.

        Raises:
            UserError: if a word of it is not in the vocabulary; the nearest
                ones are named.
        """
        (tokens,) = self._tokeniser.split([text])
        for token in tokens:
            if self.ids.get(token, UNK) == UNK:
                near = difflib.get_close_matches(token, self.words[3:], n=3, cutoff=0.5)
                hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
                raise UserError(
                    f"{token!r} is not in the vocabulary of {len(self)} words.{hint}"
                )
        return [self.ids[token] for token in tokens]

    def to_config(self):
        """dict that JSON can hold; `from_config` makes the same vocabulary."""
        config = {"words": list(self.words), "tokeniser": self.tokeniser}
        return config | ({"merges": list(self.merges)} if self.merges else {})

    @classmethod
    def from_config(cls, config):
        """The `Vocabulary` of `to_config`."""
        words, merges = config["words"], config.get("merges", ())
        return cls(tuple(words), config["tokeniser"], tuple(merges))


def lengths(x):
    """int array `(n,)`: tokens of each sequence `(n, length)` but `<pad>`."""
    return np.count_nonzero(np.asarray(x) != PAD, axis=-1)


def normal(line):
    """str: the words of a line; lines that differ in case or space have the same."""
    return " ".join(Words().split([line])[0])


def build(lines, tokeniser="word", size=0):
    """The vocabulary of a corpus.

    Args:
        lines: list of str. Training lines only.
        tokeniser: str, a key of `TOKENISERS`.
        size: int. The most entries, the three specials included. 0 means, for
            words and characters, all that occur at least twice, so that a
            model learns from those that do not what `<unk>` is like; for
            pieces, `PIECES`.

    Returns:
        `Vocabulary`. Words and characters stand in the order of their counts,
        largest first; equally frequent ones in the order of the alphabet.

    Raises:
        UserError: if there is only one word, or no such tokeniser.
    """
    if tokeniser == "bpe":
        return _learn_byte_pairs(lines, size or PIECES)
    if tokeniser == "wordpiece":
        return _learn_word_pieces(lines, size or PIECES)
    if tokeniser not in TOKENISERS:
        raise unknown("tokeniser", tokeniser, TOKENISERS)
    counts = collections.Counter()
    for tokens in TOKENISERS[tokeniser]().split(lines):
        counts.update(tokens)
    counts.pop("<unk>", None)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    wanted = [word for word in ranked if size or counts[word] >= 2]
    if size:
        wanted = wanted[: max(size - len(SPECIALS), 0)]
    return Vocabulary(SPECIALS + tuple(wanted), tokeniser)


def _learn_byte_pairs(lines, size):
    _keras_hub()
    import tokenizers

    model = tokenizers.Tokenizer(tokenizers.models.BPE())
    bytes_of = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    model.pre_tokenizer = bytes_of
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=size - len(SPECIALS),
        initial_alphabet=sorted(bytes_of.alphabet()),
        show_progress=False,
    )
    model.train_from_iterator(lines, trainer)
    pieces = sorted(model.get_vocab(), key=model.get_vocab().get)
    merges = json.loads(model.to_str())["model"]["merges"]
    merges = tuple(" ".join(pair) for pair in merges)
    return Vocabulary(SPECIALS + tuple(pieces), "bpe", merges)


def _learn_word_pieces(lines, size):
    learn = _keras_hub().tokenizers.compute_word_piece_vocabulary
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "lines.txt")
        path.write_text("\n".join(lines), encoding="utf-8")
        words = learn([str(path)], size, lowercase=True, reserved_tokens=list(SPECIALS))
    return Vocabulary(tuple(words), "wordpiece")


def _keras_hub():
    try:
        import keras_hub
        import tensorflow_text  # noqa: F401
    except ImportError as error:
        raise UserError(
            f"The tokenisers 'bpe' and 'wordpiece' need keras-hub ({error}); "
            f"pip install keras-hub, or choose 'word' or 'char'."
        ) from error
    return keras_hub


def _lists(ragged):
    """Lists of str of what keras-hub's tokenisers give."""
    rows = ragged.to_list() if hasattr(ragged, "to_list") else ragged
    return [[t.decode() if isinstance(t, bytes) else str(t) for t in r] for r in rows]


@functools.cache
def _bytes_of_symbols():
    """dict from the visible symbols that stand for bytes in GPT-2 to the bytes."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in visible]
    symbols = visible + [256 + index for index in range(len(others))]
    return {chr(s): byte for s, byte in zip(symbols, visible + others, strict=True)}


def _one_or_none(words):
    return f"one word, {words[3]!r}" if len(words) > 3 else "no word"
