import dataclasses

import numpy as np
import pytest

from ter_gan.data import Split
from ter_gan.errors import UserError
from ter_gan.text import latent, latent_page
from ter_gan.text.datasets.assemble import TextDataset
from ter_gan.text.vocabulary import EOS, Vocabulary

WORDS = Vocabulary(("<pad>", "<eos>", "<unk>", "king", "sang", "sings", "will", "<b>"))


class Transparent:
    """Its codes are the sentences themselves; it writes the nearest ids."""

    def encode(self, x):
        return np.asarray(x, "float32")

    def write(self, codes, temperature):
        assert temperature < 0.1
        return np.clip(np.rint(codes), 0, len(WORDS) - 1).astype("int32")


def split(n, seed):
    """Class 0 says "king sang", class 1 "king sings", class 2 "king will"."""
    y = np.arange(n, dtype="int32") % 3
    x = np.stack([np.full(n, 3), 4 + y, np.full(n, EOS)], axis=1).astype("int32")
    order = np.random.default_rng(seed).permutation(n)
    return Split(x[order], y[order])


@pytest.fixture
def dataset():
    parts = (split(60, 0), split(12, 1), split(30, 2))
    names = ("past", "present", "future")
    return TextDataset("tenses", *parts, class_names=names, vocabulary=WORDS)


def test_walks_begin_and_end_with_their_sentences(dataset):
    for walk in latent.walks(Transparent(), dataset, n=3, steps=5):
        assert len(walk.steps) == 5
        assert (walk.steps[0], walk.steps[-1]) == (walk.start, walk.end)


def test_a_direction_leads_from_one_class_to_the_next(dataset):
    found = latent.shifts(Transparent(), dataset, n=2)
    assert [(s.first, s.second) for s in found] == [
        ("past", "present"),
        ("present", "future"),
        ("future", "past"),
    ]
    for shift in found:
        assert shift.shares[0] == 0 and shift.shares[2] == 1  # at 0, and once
    assert found[0].examples[0] == (
        "king sang",
        ["king sang", "king sings", "king will"],
    )


def test_classes_are_told_by_their_words(dataset):
    told = latent.Classes(dataset)(dataset.test.x)
    np.testing.assert_array_equal(told, dataset.test.y)


def test_no_classes_no_directions(dataset):
    with pytest.raises(UserError, match="have no classes"):
        latent.shifts(Transparent(), dataclasses.replace(dataset, class_names=None))


def test_only_models_with_codes_have_a_space_of_them():
    latent.check(Transparent())
    with pytest.raises(UserError, match="no codes of sentences; train --model auto"):
        latent.check(object())


def test_the_page_shows_all_and_escapes_words(dataset):
    walks = [latent.Walk("king <b>", "king", ["king <b>"])]
    shifts = latent.shifts(Transparent(), dataset, n=1)
    page = latent_page.html("codes", walks, shifts, {"directions": "no <i>classes"})
    assert "king &lt;b&gt;" in page and "<b>" not in page and "no &lt;i&gt;" in page
    assert "from past to present" in page and "100% present" in page
