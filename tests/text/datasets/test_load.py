import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from ter_gan.errors import UserError
from ter_gan.text.datasets import Ids, load
from ter_gan.text.datasets.assemble import PARTS
from ter_gan.text.datasets.corpora import spoken
from ter_gan.text.vocabulary import EOS, PAD, UNK, lengths, normal

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.fixture
def corpus(tmp_path):
    """40 lines: 30 different ones, ten of them twice, one of these in capitals."""

    def line(number):
        return " ".join(WORDS[(number * k) % 10] for k in range(1, 4)) + f" {number}"

    texts = [line(n) for n in range(30)] + [line(n) for n in range(10)]
    texts[-1] = texts[-1].upper()
    path = tmp_path / "corpus.txt"
    path.write_text("\n\n".join(texts) + "\n\n", encoding="utf-8")
    return path


def texts_of(dataset):
    return {
        part: [dataset.vocabulary.decode(ids) for ids in getattr(dataset, part).x]
        for part in PARTS
    }


def test_grammar_is_the_default_and_knows_the_truth():
    dataset = load("grammar")
    assert [len(getattr(dataset, part)) for part in PARTS] == [20_000, 2_000, 2_000]
    assert dataset.shape == (24,) and dataset.train.x.dtype == np.int32
    assert dataset.class_names == ("present", "past", "future")
    nll = -dataset.truth.log_prob(dataset.test.x)
    error = nll.std() / len(nll) ** 0.5
    assert abs(nll.mean() - dataset.truth.entropy) < 3 * error
    assert dataset.facts["unknown"] == dict.fromkeys(PARTS, 0.0)
    tokens = dataset.facts["tokens"]["train"] / 20_000
    assert tokens == pytest.approx(dataset.truth.mean_length, abs=0.1)
    assert load("grammar").content_hash == dataset.content_hash


def test_grammar_in_characters_has_no_known_truth(lines):
    dataset = load("grammar", tokeniser="char", max_length=60, report=lines.append)
    assert dataset.truth is None
    assert dataset.shape == (60,)
    (told,) = lines
    assert "lines of more than 60 tokens left out" in told
    assert dataset.vocabulary.decode(dataset.test.x[0]).endswith(".")


def test_ids_pass_through_the_scaling():
    stored = np.array([[3, 1, 0]], np.int32)
    assert np.array_equal(Ids().from_model(Ids().to_model(stored)), stored)
    assert Ids().to_model(stored).dtype == np.int32


def test_lines_of_a_file(corpus):
    dataset = load(f"file:{corpus}")
    texts = texts_of(dataset)
    sizes = [len(texts[part]) for part in PARTS]
    assert sum(sizes) == 40 and min(sizes) >= 3 and sizes[0] >= 30
    assert sum("<unk>" in text for text in texts["train"]) > 0
    assert "validation and test cut off from train" in dataset.source
    ends = (dataset.train.x == EOS).sum(axis=1)
    assert (ends == 1).all()
    assert lengths(dataset.train.x).max() == dataset.shape[0] == 5
    again = load(f"file:{corpus}")
    assert again.content_hash == dataset.content_hash
    assert again.facts == dataset.facts


def test_no_line_is_in_two_parts_also_not_in_capitals(corpus):
    dataset = load(f"file:{corpus}", tokeniser="char", vocabulary_size=99)
    parts = texts_of(dataset)
    forms = [{normal(text) for text in parts[part]} for part in PARTS]
    assert sum(map(len, forms)) == len(set.union(*forms)) == 30
    assert sum(map(len, parts.values())) == 40
    assert any(text.isupper() for texts in parts.values() for text in texts)


def test_all_tokenisers_see_the_same_split(corpus):
    words, characters = (
        texts_of(load(f"file:{corpus}", tokeniser=tokeniser, vocabulary_size=99))
        for tokeniser in ("word", "char")
    )
    for part in PARTS:  # numbers may be unknown
        pairs = zip(words[part], characters[part], strict=True)
        assert all(w.split()[:3] == c.lower().split()[:3] for w, c in pairs)


def test_the_vocabulary_is_that_of_the_training_lines(tmp_path):
    (tmp_path / "train.txt").write_text("a b c\na b c\n")
    (tmp_path / "valid.txt").write_text("a d d\n")
    (tmp_path / "test.txt").write_text("d a\nd a\n")
    dataset = load(f"file:{tmp_path}")
    assert dataset.vocabulary.words[3:] == ("a", "b", "c")
    assert dataset.test.x.tolist() == [[UNK, 3, EOS, PAD]] * 2  # duplicates stay
    assert dataset.facts["unknown"]["test"] == pytest.approx(1 / 3)
    assert dataset.source == str(tmp_path)


def test_a_folder_without_parts_is_one_text(tmp_path):
    for name in "ab":
        lines = [f"x y {name} {n}" for n in range(10)]
        (tmp_path / f"{name}.txt").write_text("\n".join(lines))
    dataset = load(f"file:{tmp_path}")
    assert sum(len(getattr(dataset, part)) for part in PARTS) == 20


def test_long_lines_are_left_out_and_counted(tmp_path, lines):
    texts = [f"a b {n}" for n in range(20)] + ["a b " * 10]
    for part in ("train", "valid", "test"):
        (tmp_path / f"{part}.txt").write_text("\n".join(texts))
    dataset = load(f"file:{tmp_path}", max_length=4, report=lines.append)
    assert len(dataset.train) == 20
    assert dataset.facts["left_out"] == dict.fromkeys(PARTS, 1)
    (told,) = lines
    assert told.endswith(
        "lines of more than 4 tokens left out: 1 of train, 1 of validation, 1 of test"
    )


def test_blocks_are_full_and_keep_the_order(tmp_path):
    text = [f"{WORDS[n % 10]} {WORDS[n % 7]}" for n in range(100)]
    (tmp_path / "t.txt").write_text("\n\n".join(text))
    dataset = load(f"blocks:{tmp_path / 't.txt'}", max_length=12)
    assert dataset.shape == (12,)
    assert not np.isin(dataset.train.x, (PAD, EOS)).any()
    whole = "\n".join(dataset.vocabulary.decode(ids) for ids in dataset.train.x)
    assert whole.split() == " ".join(text[:81]).split()[: len(dataset.train) * 8]
    assert len(dataset.train) == 81 * 3 // 12
    assert len(dataset.test) == 10 * 3 // 12


def test_speakers_are_not_lines(tmp_path):
    path = tmp_path / "play.txt"
    path.write_text("ROMEO:\nBut soft:\nwhat light\n\nJULIET:\nAy me!\n")
    assert spoken(path) == ["But soft:", "what light", "Ay me!"]


def novel(x, train, n=4):
    """The share of the n-grams in x that training text has not."""

    def grams(rows):
        return [tuple(g) for row in rows for g in sliding_window_view(row, n) if g[-1]]

    known, found = set(grams(train.x)), grams(x)
    return np.mean([gram not in known for gram in found])


def test_captions_to_validate_are_as_new_as_those_to_test(real_data):
    dataset = load("coco", real_data)
    parts = (dataset.train, dataset.validation, dataset.test)
    assert [len(part) for part in parts] == [10_000, 999, 9_001]
    new, newer = (
        novel(split.x, dataset.train) for split in (dataset.validation, dataset.test)
    )
    assert new == pytest.approx(newer, abs=0.02)
    assert dataset.shape == (38,)
    assert 2_000 < len(dataset.vocabulary) < 3_000
    assert 11 < lengths(dataset.test.x).mean() - 1 < 12
    assert dataset.facts["unknown"]["test"] < 0.06


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no text in it"),
        (b"\n  \n\r\n", "only blank lines"),
        (b"one line only\n", "3 different samples or more"),
        (b"a b\nA  B\na b\n", "3 different samples or more"),
        (b"ok\ncaf\xe9 a\n", r"not UTF-8: byte 0xe9 at offset 6, line 2"),
        (b"\xff\xfea\x00", r"not UTF-8: byte 0xff at offset 0, line 1"),
        (b"a\na a\na a a\na a a a", "has one word, 'a'"),
    ],
)
def test_bad_files_are_one_clear_line(tmp_path, content, message):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message) as error:
        load(f"file:{path}")
    assert "\n" not in str(error.value)


def test_bad_names_and_options_are_one_clear_line(corpus, tmp_path):
    (tmp_path / "empty").mkdir()
    for name, options, message in (
        (f"file:{tmp_path / 'none.txt'}", {}, "There is no file or folder"),
        (f"file:{tmp_path / 'empty'}", {}, "has no file that ends with .txt"),
        (
            f"file:{corpus}",
            {"max_length": 2},
            "2 is too small for every .*has 5 tokens.* Give --max-length 5 or more",
        ),
        (f"file:{corpus}", {"max_length": -1}, "max-length must be 0 or more, not -1"),
        (f"file:{corpus}", {"tokeniser": "wrd"}, "'wrd'. Did you mean word"),
        (f"blocks:{corpus}", {"max_length": 500}, "less than one block of 500"),
        ("coco", {}, "coco needs files in a data directory, and there is none"),
        ("wikitext2", {"data_dir": tmp_path}, "has no wikitext2/wiki.train.tokens"),
        ("gramar", {}, "Did you mean grammar"),
        ("file:", {}, "Unknown text dataset"),
    ):
        with pytest.raises(UserError, match=message) as error:
            load(name, **options)
        assert "\n" not in str(error.value)


def test_wikitext2_is_cut_into_blocks(tmp_path):
    folder = tmp_path / "wikitext2"
    folder.mkdir()
    for part in ("train", "valid", "test"):
        text = " = Title = \n\n the <unk> runs . \n" * 40
        (folder / f"wiki.{part}.tokens").write_text(text)
    dataset = load("wikitext2", tmp_path, max_length=16)
    assert dataset.shape == (16,)
    assert dataset.facts["unknown"]["train"] == pytest.approx(1 / 9, abs=0.01)
    assert dataset.vocabulary.tokens(dataset.train.x[0])[:5] == ["=", "title", "="] + [
        "\n",
        "the",
    ]
