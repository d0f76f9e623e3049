"""Corpora that have a name here, out of the data directory."""

import dataclasses

from ter_gan.errors import UserError
from ter_gan.sources import places
from ter_gan.text.datasets import assemble, lines


@dataclasses.dataclass(frozen=True)
class Corpus:
    """A published corpus, and where its files lie in a data directory.

    Args:
        files: dict from parts to tuples of paths, the first that is there is
            taken.
        origin: str. Where a person gets it.
        licence: str. As its makers state it.
        note: str. What a person must know of the parts.
        cut_from: str. The part that missing ones are cut off from.
        running: bool. It is running text, cut into blocks.
        read: callable. Takes a `pathlib.Path`, returns a list of lines.
    """

    files: dict[str, tuple[str, ...]]
    origin: str
    licence: str
    note: str = ""
    cut_from: str = "train"
    running: bool = False
    read: object = lines.read


def spoken(path):
    """The lines of a play that somebody speaks: without the speakers' names.

    Args:
        path: `pathlib.Path` of a file whose speeches begin with a line
            `NAME:` and are parted by blank lines.
    """
    texts = [line.strip() for line in lines.paragraphs(path)]
    before = ["", *texts]
    return [
        line
        for line, last in zip(texts, before)
        if line and not (last == "" and line.endswith(":"))
    ]


COCO = Corpus(
    files={
        "train": ("coco/train.txt", "text/coco_train_texygen.txt"),
        "test": ("coco/test.txt", "text/coco_test_texygen.txt"),
    },
    origin="data/image_coco.txt and data/testdata/test_coco.txt of "
    "https://github.com/geek-ai/Texygen",
    licence="CC BY 4.0",
    note="training captions of the same photographs are too much alike to validate",
    cut_from="test",
)
EMNLP = Corpus(
    files={
        "train": ("emnlp/valid.txt", "text/emnlp_valid.txt"),
        "test": ("emnlp/test.txt", "text/emnlp_test.txt"),
    },
    origin="news/valid.txt and news/test.txt of "
    "https://github.com/pclucas14/GansFallingShort",
    licence="WMT: research",
    note="the published validation part is trained on",
)
SHAKESPEARE = Corpus(
    files={"train": ("shakespeare/input.txt", "text/tinyshakespeare.txt")},
    origin="data/tinyshakespeare/input.txt of https://github.com/karpathy/char-rnn",
    licence="public domain",
    note="a sample is a line that is spoken",
    read=spoken,
)
WIKITEXT2 = Corpus(
    files={
        "train": ("wikitext2/wiki.train.tokens", "wikitext-2/wiki.train.tokens"),
        "validation": ("wikitext2/wiki.valid.tokens", "wikitext-2/wiki.valid.tokens"),
        "test": ("wikitext2/wiki.test.tokens", "wikitext-2/wiki.test.tokens"),
    },
    origin="the archive wikitext-2-v1.zip (Merity et al. 2016, "
    "https://arxiv.org/abs/1609.07843)",
    licence="CC BY-SA 3.0",
    running=True,
)
CORPORA = {
    "coco": COCO,
    "emnlp": EMNLP,
    "shakespeare": SHAKESPEARE,
    "wikitext2": WIKITEXT2,
}


def load(name, data_dir, options, report):
    """A corpus by its name.

    Args:
        name: str, a key of `CORPORA`.
        data_dir: str, path or `None`, which means `$TER_GAN_DATA`.
        options: `assemble.Options`.
        report: callable. Takes one line of text for people.

    Returns:
        `assemble.TextDataset`.

    Raises:
        UserError: if a file is missing or is no text.
    """
    corpus = CORPORA[name]
    published, path = read(name, data_dir)
    parts = assemble.cut(published, corpus.cut_from)
    own = [part for part in parts if part not in published]
    notes = [f"{' and '.join(own)} cut off from {corpus.cut_from}"] if own else []
    make = assemble.from_running_text if corpus.running else assemble.from_lines
    return make(
        name,
        parts,
        options,
        report,
        source="; ".join([str(path), *notes, *filter(None, [corpus.note])]),
        licence=corpus.licence,
    )


def read(name, data_dir):
    """The published parts of a corpus, as lists of lines, and the path of the first.

    Args:
        name: str, a key of `CORPORA`.
        data_dir: str, path or `None`, which means `$TER_GAN_DATA`.
    """
    corpus, root = CORPORA[name], places.data_directory(data_dir)
    paths = {part: _find(name, corpus, root, part) for part in corpus.files}
    return {part: corpus.read(path) for part, path in paths.items()}, paths["train"]


def _find(name, corpus, root, part):
    for path in corpus.files[part] if root else ():
        if (root / path).is_file():
            return root / path
    where = f"{root} has no {corpus.files[part][0]}" if root else "there is none"
    wanted = ", ".join(paths[0] for paths in corpus.files.values())
    raise UserError(
        f"{name} needs files in a data directory, and {where}. Get {corpus.origin}, "
        f"store it as {wanted}, and give --data-dir or set TER_GAN_DATA."
    )
