import numpy as np
import pytest

from ter_gan.text import show
from ter_gan.text.vocabulary import EOS, PAD
from tests.text.tiny import WORDS

FACTS = {"vocabulary": {"words": list(WORDS), "tokeniser": "word"}, "left_out": {}}
LINES = {"words": [*WORDS[:3], "a", "\n", "."], "tokeniser": "word"}


def test_lines_are_one_each_and_end_at_their_end(tmp_path):
    samples = np.array([[3, 4, EOS, PAD], [EOS, PAD, PAD, PAD], [5, 5, 5, 5]])
    assert show.lines(samples, **FACTS) == ["a b", "", "c c c c"]
    assert show.lines(samples, 2, **FACTS) == ["a b", ""]
    show.write_lines(tmp_path / "s.txt", samples, **FACTS)
    assert (tmp_path / "s.txt").read_text(encoding="utf-8") == "a b\n\nc c c c\n"


def test_an_end_of_line_within_a_sample_begins_no_new_one(tmp_path):
    samples = np.array([[3, 4, 3, 5]])
    show.write_lines(tmp_path / "s.txt", samples, vocabulary=LINES)
    assert len((tmp_path / "s.txt").read_text().splitlines()) == 1


@pytest.mark.parametrize("length", [6, 60, 300])
def test_pictures_are_equally_high_whatever_is_written(length):
    """A film has frames of one size."""
    short = np.full((5, length), PAD)
    short[:, 0] = EOS
    long = np.full((5, length), 3)
    sizes = {show.picture(x, long[:2], "epoch 1", **FACTS).size for x in (short, long)}
    assert len(sizes) == 1
    more = show.picture(np.full((9, length), 3), long[:2], "epoch 1", **FACTS)
    assert more.size > next(iter(sizes))


def test_what_is_written_is_drawn():
    first, second = (
        show.picture(np.full((2, 4), word), None, None, **FACTS) for word in (3, 4)
    )
    assert first.size == second.size and first.tobytes() != second.tobytes()
    assert first.convert("L").getextrema()[0] < 100
