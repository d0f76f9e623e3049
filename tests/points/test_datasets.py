import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.points.datasets import DATASETS, load, modes


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_is_complete_and_always_the_same(name):
    dataset = load(name)
    sizes = [len(s) for s in (dataset.train, dataset.validation, dataset.test)]
    assert sizes == [25_600, 5_000, 5_000]
    assert dataset.shape == ((1,) if name == "gaussian_1d" else (2,))
    assert dataset.train.x.dtype == np.float32
    assert dataset.content_hash == load(name).content_hash
    assert not np.isin(dataset.train.x[:, 0], dataset.test.x[:, 0]).all()
    np.testing.assert_array_equal(dataset.to_model(dataset.test.x), dataset.test.x)
    if dataset.classes:
        assert dataset.train.y.dtype == np.int32
        assert set(dataset.train.y) == set(range(dataset.classes))
    else:
        assert dataset.train.y is None


@pytest.mark.parametrize(
    ("name", "count", "std"), [("ring", 8, 0.01), ("grid", 25, 0.05)]
)
def test_mixtures_are_pacgans(name, count, std):
    centres, stated = modes(name)
    assert centres.shape == (count, 2)
    assert stated == std
    train = load(name).train
    residual = train.x - centres[train.y]
    np.testing.assert_allclose(residual.std(axis=0), std, rtol=0.02)
    np.testing.assert_allclose(residual.mean(axis=0), 0, atol=std / 40)
    shares = np.bincount(train.y) / len(train)
    np.testing.assert_allclose(shares, 1 / count, atol=0.01)


def test_the_centres():
    np.testing.assert_allclose(np.linalg.norm(modes("ring")[0], axis=1), 1)
    ring = modes("ring")[0]
    neighbours = np.linalg.norm(ring - np.roll(ring, 1, axis=0), axis=1)
    np.testing.assert_allclose(neighbours, 2 * np.sin(np.pi / 8))
    grid = {tuple(centre) for centre in modes("grid")[0]}
    assert grid == {(x, y) for x in range(-4, 5, 2) for y in range(-4, 5, 2)}


def test_class_names_are_the_centres():
    assert load("ring").class_names[2] == "(0, 1)"
    assert load("grid").class_names[0] == "(-4, -4)"


def test_one_dimension():
    x = load("gaussian_1d").train.x
    assert x.mean() == pytest.approx(4, abs=0.02)
    assert x.std() == pytest.approx(0.5, rel=0.02)
    assert modes("gaussian_1d")[0].shape == (1, 1)


def test_two_moons_lie_on_their_half_circles():
    train = load("two_moons").train
    centres = np.array([[0.0, 0.0], [1.0, 0.5]])
    offset = train.x - centres[train.y]
    radius = np.linalg.norm(offset, axis=1)
    assert radius.mean() == pytest.approx(1, abs=0.01)
    assert radius.std() == pytest.approx(0.05, rel=0.1)
    assert (offset[train.y == 0, 1] > -0.3).all()
    assert (offset[train.y == 1, 1] < 0.3).all()


def test_the_spiral_turns_twice():
    x = load("spiral").train.x
    radius, angle = np.linalg.norm(x, axis=1), np.arctan2(x[:, 1], x[:, 0])
    turns = 2 * radius - angle / (2 * np.pi)  # a whole number on the arm
    off = np.abs(turns - np.rint(turns))[radius > 0.3]
    assert np.median(off) < 0.05
    assert radius.max() == pytest.approx(1, abs=0.1)


def test_changing_the_centres_does_not_change_the_data():
    modes("ring")[0][:] = 0
    assert np.abs(modes("ring")[0]).max() == 1


def test_unknown_names():
    with pytest.raises(UserError, match="Did you mean ring"):
        load("rings")
    with pytest.raises(UserError, match="no modes"):
        modes("spiral")
