"""Text datasets by name."""

import dataclasses

import numpy as np

from ter_gan.data import Split
from ter_gan.errors import UserError, unknown
from ter_gan.sources import places
from ter_gan.sources.ways import to_stderr
from ter_gan.text.datasets import assemble, corpora, english, lines, oracle, tfds
from ter_gan.text.datasets.assemble import Ids, Options, TextDataset
from ter_gan.text.datasets.corpora import CORPORA
from ter_gan.text.datasets.grammar import MAX_LENGTH, Grammar

ORACLES = {"oracle": 20, "oracle40": 40, "seqgan_oracle": 20, "seqgan_oracle40": 40}
DATASETS = ("grammar", *ORACLES, *CORPORA)
FORMS = ("file:PATH", "blocks:PATH", "oracle:PATH", "tfds:NAME")

GRAMMAR_SIZES = {"train": 20_000, "validation": 2_000, "test": 2_000}
ORACLE_SIZES = {"train": 10_000, "validation": 2_000, "test": 10_000}
SEED = 1954

__all__ = ["DATASETS", "FORMS", "Ids", "Options", "TextDataset", "load"]


def load(
    name,
    data_dir=None,
    *,
    tokeniser="word",
    vocabulary_size=0,
    max_length=0,
    report=to_stderr,
):
    """Loads text by the name of its dataset.

    Args:
        name: str. One of
            - `"grammar"`: sentences of a probabilistic grammar, whose classes
              are the tense of the main clause;
            - `"oracle"`, `"oracle40"`: sequences of 20 or 40 tokens from an
              LSTM with random weights; `"seqgan_oracle"`, `"seqgan_oracle40"`:
              with SeqGAN's published ones, `seqgan_oracle/oracle.npz` of the
              data directory; `"oracle:PATH"`: with those of a file;
            - `"coco"`, `"emnlp"`, `"shakespeare"`, `"wikitext2"`: corpora in
              the data directory;
            - `"file:PATH"`: the lines of a text file or of a folder of them;
            - `"blocks:PATH"`: likewise, as running text cut into blocks; PATH may
              be the name of a corpus, as in `"blocks:emnlp"`;
            - `"tfds:NAME"`: a text dataset of TensorFlow Datasets.
        data_dir: str or path. The user's data, one sub-folder per dataset;
            `None` means the environment variable `TER_GAN_DATA`.
        tokeniser: str, a key of `ter_gan.text.vocabulary.TOKENISERS`.
        vocabulary_size: int. The most entries of the vocabulary; 0: as
            `ter_gan.text.vocabulary.build` chooses.
        max_length: int. The most tokens of a sample; 0: as
            `ter_gan.text.datasets.assemble.Options` says, 24 for the grammar.
        report: callable. Takes one line of text for people; by default it
            goes to stderr.

    Returns:
        `TextDataset` of int32 token ids `(n, length)`.

    Raises:
        UserError: for an unknown name, and for text that cannot be had or used.
    """
    options = Options(tokeniser, vocabulary_size, max_length)
    prefix, _, place = name.partition(":")
    if name == "grammar":
        return _grammar(options, report)
    if name in CORPORA:
        return corpora.load(name, data_dir, options, report)
    if name in ORACLES or (prefix == "oracle" and place):
        return _oracle(name, place, data_dir, options, report)
    if prefix in ("file", "blocks") and place:
        return _text(name, place, data_dir, options, report)
    if prefix == "tfds" and place:
        return tfds.load(place, data_dir, options, report)
    raise unknown("text dataset", name, [*DATASETS, *FORMS])


def _grammar(options, report):
    """Sentences, with the truth if their tokens are the grammar's words."""
    grammar = Grammar(_grammar_length(options))
    rng = np.random.default_rng(SEED)
    parts = {part: Split(*grammar.sample(n, rng)) for part, n in GRAMMAR_SIZES.items()}
    made = {"source": f"drawn by NumPy, seed {SEED}", "licence": "CC0-1.0"}
    if options.tokeniser != "word" or options.vocabulary_size:
        decode = grammar.vocabulary.decode
        texts = {part: [decode(ids) for ids in s.x] for part, s in parts.items()}
        return assemble.from_lines("grammar", texts, options, report, **made)
    return TextDataset(
        "grammar",
        **parts,
        class_names=english.TENSES,
        vocabulary=grammar.vocabulary,
        truth=grammar,
        **made,
    )


def _grammar_length(options):
    """Tokens of a sentence at most: of another tokeniser there is no such limit."""
    if options.tokeniser == "word":
        return options.max_length or MAX_LENGTH
    return MAX_LENGTH


def _oracle(name, place, data_dir, options, report):
    if dataclasses.replace(options, max_length=0) != Options():
        raise UserError(
            f"{name} has the tokens of its network: it takes no other tokeniser "
            f"({options.tokeniser!r}) or vocabulary_size ({options.vocabulary_size})."
        )
    length = options.max_length or ORACLES.get(name, ORACLES["oracle"])
    if name in ORACLES and length != ORACLES[name]:
        raise UserError(
            f"{name} has sequences of {ORACLES[name]} tokens, not {length}."
        )
    weights, origin = _oracle_weights(name, place, data_dir)
    truth = oracle.Oracle(weights, length)
    parts = oracle.draw(name, truth, ORACLE_SIZES, report)
    return TextDataset(
        name,
        **{part: Split(ids) for part, ids in parts.items()},
        vocabulary=truth.vocabulary,
        truth=truth,
        source=f"drawn by NumPy, seed {oracle.SEED}, from an LSTM with {origin}",
        licence="CC0-1.0" if origin.startswith("random") else "not stated",
    )


def _oracle_weights(name, place, data_dir):
    """Weights, and where they are from."""
    if place:
        return oracle.read_weights(place), f"the weights of {place}"
    if name.startswith("oracle"):
        return oracle.random_weights(), f"random weights, seed {oracle.SEED}"
    root = places.data_directory(data_dir)
    path = root and root / "seqgan_oracle" / "oracle.npz"
    if path is None or not path.is_file():
        raise UserError(
            f"{name} needs seqgan_oracle/oracle.npz in a data directory "
            f"({root or 'there is none'}): the arrays {', '.join(oracle.KEYS)} of "
            f"save/target_params.pkl of https://github.com/LantaoYu/SeqGAN. Or take "
            f"{name.removeprefix('seqgan_')}, with random weights."
        )
    return oracle.read_weights(path), f"the published weights, {path}"


def _text(name, place, data_dir, options, report):
    """`file:` and `blocks:`, which differ in what a sample is."""
    if name == f"blocks:{place}" and place in CORPORA:
        parts, place = corpora.read(place, data_dir)
    else:
        parts = lines.read_parts(place)
    published = list(parts)
    if name.startswith("blocks:"):
        parts, make = _in_order(parts, name), assemble.from_running_text
    else:
        parts, make = assemble.cut(parts), assemble.from_lines
    own = [part for part in parts if part not in published]
    source = str(place) + (f"; {' and '.join(own)} cut off from train" if own else "")
    return make(name, parts, options, report, source=source)


def _in_order(parts, name):
    """Running text whose missing parts are the last tenths of its lines."""
    parts = dict(parts)
    for part in ("test", "validation"):
        if part not in parts:
            lines_of = parts["train"]
            tenth = max(1, len(lines_of) // 10)
            if len(lines_of) < 2:
                raise UserError(
                    f"{name} has too few lines to part into train, validation and "
                    f"test: break it into lines, or give a folder with train.txt, "
                    f"valid.txt and test.txt."
                )
            parts["train"], parts[part] = lines_of[:-tenth], lines_of[-tenth:]
    return {part: parts[part] for part in assemble.PARTS}
