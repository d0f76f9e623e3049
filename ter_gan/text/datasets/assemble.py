"""Lines of text to a dataset: a vocabulary, ids, and what was left out."""

import collections
import dataclasses

import numpy as np

from ter_gan.data import Dataset, Split
from ter_gan.errors import UserError
from ter_gan.sources import splits
from ter_gan.text import vocabulary as vocabularies
from ter_gan.text.vocabulary import EOS, PAD, UNK, Vocabulary

PARTS = ("train", "validation", "test")
LONGEST = 128  # tokens of a line, unless a person asks for more
BLOCK = 128  # tokens of a block of running text


@dataclasses.dataclass(frozen=True)
class Ids:
    """The scaling of token ids: networks see them as they are stored."""

    def to_model(self, stored):
        """int32 array: what a network sees for `stored`."""
        return np.asarray(stored, "int32")

    def from_model(self, values):
        """int32 array: what `values` would be if they were stored."""
        return np.asarray(values, "int32")


@dataclasses.dataclass(frozen=True)
class TextDataset(Dataset):
    """Sequences of token ids, and what is known of their distribution.

    Args:
        vocabulary: `Vocabulary`.
        truth: object with `log_prob(ids)`, in nats `(n,)`, `grammatical(ids)`,
            bools `(n,)`, `entropy` and `entropy_per_token`, in nats; `None`
            where nobody knows the distribution.
        left_out: dict from parts to int. Lines that were too long.
    """

    scaling: Ids = Ids()
    vocabulary: Vocabulary | None = None
    truth: object = None
    left_out: dict = dataclasses.field(default_factory=dict)

    @property
    def form(self):
        """str: how long a sequence may be, and of how many words."""
        noun = vocabularies.TOKENISERS[self.vocabulary.tokeniser].NOUN
        return f"{self.shape[0]} tokens of {len(self.vocabulary)} {noun}"

    @property
    def facts(self):
        """dict for JSON: the vocabulary, and counts that a report should tell."""
        parts = {part: getattr(self, part).x for part in PARTS}
        tokens = {part: int(vocabularies.lengths(x).sum()) for part, x in parts.items()}
        return {
            "vocabulary": self.vocabulary.to_config(),
            "left_out": self.left_out,
            "tokens": tokens,
            "unknown": {
                p: float((x == UNK).sum() / tokens[p]) for p, x in parts.items()
            },
        }


def from_lines(name, parts, options, report, **others):
    """A dataset whose samples are lines that end with `<eos>`.

    Lines that are longer than the dataset's length are left out and counted.

    Args:
        name: str. Of the dataset.
        parts: dict from `PARTS` to lists of str.
        options: `Options`.
        report: callable. Takes one line of text for people.
        **others: as for `TextDataset`.

    Raises:
        UserError: if a part has no line that is short enough, or the
            vocabulary has only one word.
    """
    vocabulary = _vocabulary(parts["train"], options)
    encoded = {
        part: [[*ids, EOS] for ids in vocabulary.encode_lines(lines)]
        for part, lines in parts.items()
    }
    longest = max(map(len, encoded["train"]))
    length = options.max_length or min(longest, LONGEST)
    kept = {
        part: [ids for ids in rows if len(ids) <= length]
        for part, rows in encoded.items()
    }
    left_out = {part: len(encoded[part]) - len(kept[part]) for part in kept}
    for part, rows in kept.items():
        if not rows:
            shortest = min(map(len, encoded[part]))
            raise UserError(
                f"{name}: --max-length {length} is too small for every {part} line; "
                f"the shortest has {shortest} tokens, <eos> included. Give "
                f"--max-length {shortest} or more."
            )
    if any(left_out.values()):
        counts = ", ".join(f"{n} of {part}" for part, n in left_out.items() if n)
        report(f"{name}: lines of more than {length} tokens left out: {counts}")
    return TextDataset(
        name,
        **{part: Split(_padded(rows, length)) for part, rows in kept.items()},
        vocabulary=vocabulary,
        left_out=left_out,
        **others,
    )


def from_running_text(name, parts, options, report, **others):
    """A dataset whose samples are blocks of running text, all tokens of which count.

    A line ends with the token `\\n`; what does not fill the last block is left
    out. Arguments and errors as for `from_lines`.
    """
    del report  # at most one block is incomplete
    length = options.max_length or BLOCK
    texts = {part: [line + "\n" for line in lines] for part, lines in parts.items()}
    vocabulary = _vocabulary(texts["train"], options)
    blocks = {}
    for part, lines in texts.items():
        ids = np.array([i for row in vocabulary.encode_lines(lines) for i in row])
        count = len(ids) // length
        if not count:
            raise UserError(
                f"{name}: the {part} text has {len(ids)} tokens, which is less than "
                f"one block of {length}; give a longer text or a --max-length of at "
                f"most {len(ids)}."
            )
        whole = ids[: count * length].reshape(count, length)
        blocks[part] = Split(whole.astype("int32"))
    return TextDataset(name, **blocks, vocabulary=vocabulary, **others)


@dataclasses.dataclass(frozen=True)
class Options:
    """How text becomes ids.

    Args:
        tokeniser: str, a key of `ter_gan.text.vocabulary.TOKENISERS`.
        vocabulary_size: int. As `size` of `ter_gan.text.vocabulary.build`.
        max_length: int. The most tokens of a sample, `<eos>` included; 0 means
            those of the longest training line, at most `LONGEST`, or `BLOCK`.
    """

    tokeniser: str = "word"
    vocabulary_size: int = 0
    max_length: int = 0

    def __post_init__(self):
        for field in ("vocabulary_size", "max_length"):
            if getattr(self, field) < 0:
                raise UserError(
                    f"--{field.replace('_', '-')} must be 0 or more, not "
                    f"{getattr(self, field)}."
                )


def cut(parts, source="train"):
    """All parts; those that are missing share no line with what they are cut off from.

    Args:
        parts: dict from some of `PARTS`, with `"train"`, to lists of str.
            Lines with the same words are the same line.
        source: str, a key of `parts`: what missing parts are cut off from.

    Returns:
        dict from `PARTS` to lists of str. Other published parts stay as they are.

    Raises:
        UserError: if there are too few different lines.
    """
    missing = [part for part in PARTS[1:] if part not in parts]
    if not missing:
        return parts
    normal = [vocabularies.normal(line) for line in parts[source]]
    written = collections.defaultdict(collections.deque)
    for line, form in zip(parts[source], normal):
        written[form].append(line)
    cuts = splits.cut(Split(np.array(normal, dtype=object)), len(missing))
    lines = [[written[line].popleft() for line in split.x] for split in cuts]
    return parts | dict(zip((source, *missing), lines, strict=True))


def _vocabulary(lines, options):
    return vocabularies.build(lines, options.tokeniser, options.vocabulary_size)


def _padded(rows, length):
    x = np.full((len(rows), length), PAD, np.int32)
    for row, ids in zip(x, rows):
        row[: len(ids)] = ids
    return x
