import numpy as np
import pytest

from ter_gan.data import Split
from ter_gan.errors import UserError
from ter_gan.sources import splits


def samples(count, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 4, 4, 1), np.uint8)


def contents(split):
    return [sample.tobytes() for sample in split.x]


@pytest.mark.parametrize(
    "count, sizes",
    [(3, (1, 1, 1)), (4, (2, 1, 1)), (19, (17, 1, 1)), (100, (80, 10, 10))],
)
def test_sizes_are_tenths_and_at_least_one(count, sizes):
    parts = splits.cut(Split(samples(count)))
    assert tuple(map(len, parts)) == sizes


def test_parts_share_nothing_and_lose_nothing():
    x = samples(50)
    parts = splits.cut(Split(x, np.arange(50) % 5))
    found = [content for part in parts for content in contents(part)]
    assert sorted(found) == sorted(contents(Split(x)))
    label_of = dict(zip(contents(Split(x)), np.arange(50) % 5, strict=True))
    for part in parts:
        assert part.y.tolist() == [label_of[content] for content in contents(part)]


def test_order_plays_no_part():
    x = samples(50)
    for part, shuffled in zip(
        splits.cut(Split(x)), splits.cut(Split(x[::-1])), strict=True
    ):
        assert set(contents(part)) == set(contents(shuffled))


def test_identical_samples_stay_together():
    x = np.repeat(samples(20), 3, axis=0)
    parts = [set(contents(part)) for part in splits.cut(Split(x))]
    assert sum(map(len, parts)) == 20
    assert tuple(map(len, splits.cut(Split(x)))) == (48, 6, 6)


@pytest.mark.parametrize("seed", range(5))
def test_train_has_every_class(seed):
    labels = np.repeat(np.arange(8), [1, 1, 1, 1, 1, 1, 1, 3])
    train, validation, test = splits.cut(Split(samples(10, seed), labels))
    assert set(train.y.tolist()) == set(range(8))
    assert len(validation) == len(test) == 1


def test_one_part_may_be_cut():
    assert tuple(map(len, splits.cut(Split(samples(30)), parts=1))) == (27, 3)


def test_large_data_give_no_more_than_is_needed(monkeypatch):
    monkeypatch.setattr(splits, "LARGEST", 5)
    assert tuple(map(len, splits.cut(Split(samples(100))))) == (90, 5, 5)


@pytest.mark.parametrize("x", [samples(2), np.zeros((9, 4, 4, 1), np.uint8)])
def test_too_few_different_samples(x):
    with pytest.raises(UserError, match="3 different samples or more are needed"):
        splits.cut(Split(x))
