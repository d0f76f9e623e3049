import dataclasses

import numpy as np
import pytest

from ter_gan import kinds
from ter_gan.data import Dataset, Scaling, Split, split_off
from ter_gan.errors import UserError

PIXELS = Scaling(127.5, 1.0, "uint8")


def test_pixels_become_minus_one_to_one_and_exactly_come_back():
    stored = np.arange(256, dtype="uint8")
    values = PIXELS.to_model(stored)
    assert values.dtype == np.float32
    np.testing.assert_allclose(values[[0, 255]], [-1, 1])
    np.testing.assert_array_equal(PIXELS.from_model(values), stored)


def test_pixels_out_of_range_are_clipped():
    np.testing.assert_array_equal(PIXELS.from_model([-1.5, 1.5]), [0, 255])


def test_float_scaling_round_trip(rng):
    scaling = Scaling(np.array([2.0, 0.5]), np.array([1.0, -3.0]))
    stored = rng.normal(size=(5, 2)).astype("float32")
    np.testing.assert_allclose(
        scaling.from_model(scaling.to_model(stored)), stored, rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(
        scaling.to_model(stored), stored / [2, 0.5] - [1, -3], rtol=1e-6
    )


def test_parts_are_disjoint_fixed_and_cover_everything():
    split = Split(np.arange(20)[:, None], np.repeat([0, 1], 10).astype("int32"))
    first, second = split_off(split, (-1, 6))
    assert len(first) == 14 and len(second) == 6
    together = np.concatenate([first.x, second.x])[:, 0]
    np.testing.assert_array_equal(np.sort(together), np.arange(20))
    np.testing.assert_array_equal(split_off(split, (-1, 6))[1].x, second.x)
    assert set(second.y) == {0, 1}


def dataset(**changes):
    split = Split(np.zeros((4, 3, 2, 1), "uint8"), np.zeros(4, "int32"))
    whole = Dataset("test", split, split, split, class_names=("a", "b"))
    return dataclasses.replace(whole, **changes)


def test_shape_and_classes_come_from_the_data():
    assert dataset().shape == (3, 2, 1)
    assert dataset().classes == 2
    assert dataset(class_names=None).classes == 0


def test_content_hash_sees_a_pixel_and_a_label():
    hashes = {dataset().content_hash}
    for changed in (
        Split(np.ones((4, 3, 2, 1), "uint8"), np.zeros(4, "int32")),
        Split(np.zeros((4, 3, 2, 1), "uint8"), np.ones(4, "int32")),
        Split(np.zeros((4, 2, 3, 1), "uint8"), np.zeros(4, "int32")),
    ):
        hashes.add(dataset(test=changed).content_hash)
    assert len(hashes) == 4
    assert dataset().content_hash in hashes


def test_kinds_of_names_and_prefixes():
    assert kinds.kind_of("cifar10") == "images"
    assert kinds.kind_of("folder:some/where") == "images"
    assert kinds.kind_of("ring") == "points"
    with pytest.raises(UserError, match="Did you mean fashion_mnist"):
        kinds.kind_of("fashion-mnist")


@pytest.mark.parametrize("kind", kinds.NAMES)
def test_kinds_know_what_their_packages_load(kind):
    assert set(kinds.package(kind).DATASETS) == set(kinds.NAMES[kind])
