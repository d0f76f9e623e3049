"""Weights as files: written, read, and refused when they are others."""

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.features import weight_files


@pytest.fixture
def arrays(rng):
    return [rng.normal(size=shape).astype("float16") for shape in [(3, 4), (4,), ()]]


def test_round_trip(tmp_path, arrays):
    path, known = tmp_path / "new" / "net.npz", weight_files.sha256(arrays)
    weight_files.write(path, arrays)
    read = weight_files.read(path, known)
    assert [array.dtype for array in read] == ["float32"] * 3
    assert all(np.array_equal(a, b) for a, b in zip(arrays, read, strict=True))
    assert [each.name for each in path.parent.iterdir()] == ["net.npz"]


def test_more_than_ten_arrays_stay_in_order(tmp_path):
    arrays = [np.float32(number) for number in range(120)]
    weight_files.write(tmp_path / "net.npz", arrays)
    assert (
        weight_files.read(tmp_path / "net.npz", weight_files.sha256(arrays)) == arrays
    )


def test_the_hash_sees_shape_order_and_value(arrays):
    others = [
        [arrays[0].reshape(4, 3), *arrays[1:]],
        arrays[::-1],
        [arrays[0] + np.float16(0.01), *arrays[1:]],
    ]
    known = weight_files.sha256(arrays)
    assert known == weight_files.sha256([array.astype("float32") for array in arrays])
    assert known not in [weight_files.sha256(other) for other in others]


def test_a_changed_file_is_refused(tmp_path, arrays):
    path, known = tmp_path / "net.npz", weight_files.sha256(arrays)
    weight_files.write(path, [arrays[0], arrays[1], arrays[2] + np.float16(1)])
    with pytest.raises(UserError, match="not the known ones"):
        weight_files.read(path, known)


@pytest.mark.parametrize("damage", ["flipped", "cut", "no zip"])
def test_a_damaged_file_is_refused(tmp_path, arrays, damage):
    path, known = tmp_path / "net.npz", weight_files.sha256(arrays)
    weight_files.write(path, arrays)
    content = bytearray(path.read_bytes())
    content[content.index(arrays[0].tobytes())] ^= 1
    path.write_bytes(
        {"flipped": content, "cut": content[: len(content) // 2], "no zip": b"x"}[
            damage
        ]
    )
    with pytest.raises(UserError, match="cannot be read"):
        weight_files.read(path, known)


def test_a_missing_file(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        weight_files.read(tmp_path / "none.npz", "")
