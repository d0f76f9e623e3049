"""Files that appear whole or not at all."""

import zipfile

import numpy as np
import pytest

from ter_gan.files import read_arrays, replacing, write_text


def test_a_file_appears_when_it_is_whole(tmp_path):
    target = tmp_path / "new" / "a.txt"
    with replacing(target) as path:
        path.write_text("whole")
        assert path.suffix == ".txt" and not target.exists()
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), replacing(target) as path:
        path.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


def test_a_text_replaces_what_was_there(tmp_path):
    for text in ("old", "∂L/∂x\n"):
        write_text(tmp_path / "new" / "a.txt", text)
    assert (tmp_path / "new" / "a.txt").read_bytes() == "∂L/∂x\n".encode()


@pytest.fixture
def arrays(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(100.0), y=np.eye(2, dtype="int8"))
    return path


def test_arrays_come_back_with_their_types(arrays):
    found = read_arrays(arrays)
    np.testing.assert_array_equal(found["x"], np.arange(100.0))
    assert (found["y"].dtype, [*found]) == (np.int8, ["x", "y"])


def test_a_turned_bit_is_found(arrays):
    data = bytearray(arrays.read_bytes())
    data[data.index(np.float64(50).tobytes())] ^= 1
    arrays.write_bytes(data)
    with zipfile.ZipFile(arrays) as archive:
        assert archive.testzip() == "x.npy"
    with pytest.raises(ValueError, match="x.npy has a wrong checksum"):
        read_arrays(arrays)


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_what_is_no_archive_is_refused(arrays, content):
    arrays.unlink() if content is None else arrays.write_bytes(content)
    with pytest.raises(ValueError):
        read_arrays(arrays)


def test_python_objects_are_not_loaded(arrays):
    np.savez(arrays, x=np.array([{"evil": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        read_arrays(arrays)
