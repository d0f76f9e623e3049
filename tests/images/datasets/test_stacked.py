import numpy as np
import pytest

from ter_gan.data import Dataset, Split
from ter_gan.images.datasets import load, official, stacked


@pytest.fixture
def digits(monkeypatch):
    """Stands in for MNIST: an image of class c is filled with 20 c + its number."""
    y = np.tile(np.arange(10, dtype="int32"), 2)
    x = (20 * y + np.arange(20) // 10).astype("uint8")
    split = Split(np.broadcast_to(x[:, None, None, None], (20, 28, 28, 1)), y)
    found = Dataset("mnist", split, split, split, official.SCALING, tuple("0123456789"))
    monkeypatch.setattr(official, "load", lambda *arguments: found)
    monkeypatch.setattr(stacked, "SIZES", {"train": 300, "validation": 50, "test": 80})
    return found


def test_the_class_is_the_number_that_the_digits_make(digits):
    data = load("stacked_mnist")
    assert data.shape == (28, 28, 3) and data.classes == 1000
    assert [len(data.train), len(data.validation), len(data.test)] == [300, 50, 80]
    colours = data.train.x[:, 3, 3].astype(int) // 20
    assert (colours @ [100, 10, 1] == data.train.y).all()
    assert data.class_names[int(data.train.y[0])] == "".join(map(str, colours[0]))


def test_the_digits_differ_between_colours_and_never_between_calls(digits):
    first, second = load("stacked_mnist"), load("stacked_mnist")
    assert first.content_hash == second.content_hash
    colours = first.train.x[:, 0, 0]
    assert (colours[:, 0] != colours[:, 1]).any()
    assert not np.array_equal(first.validation.x, first.test.x[:50])
