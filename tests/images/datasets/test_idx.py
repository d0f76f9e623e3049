import gzip
import hashlib

import numpy as np
import pytest

from ter_gan.images.datasets import idx
from ter_gan.sources.ways import Absent, Unavailable

ARRAYS = {
    "train-images": np.arange(5 * 4 * 3, dtype=np.uint8).reshape(5, 4, 3),
    "train-labels": np.arange(5, dtype=np.uint8),
    "t10k-images": np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3),
    "t10k-labels": np.arange(2, dtype=np.uint8),
}


def test_header_is_the_published_one():
    header, content = idx.blocks(np.zeros((60000, 28, 28), np.uint8))
    assert header.hex() == "00000803" + "0000ea60" + "0000001c" + "0000001c"
    assert len(bytes(content)) == 60000 * 28 * 28


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_decode_inverts_blocks(array):
    decoded = idx.decode(b"".join(idx.blocks(array)))
    assert decoded.dtype == np.uint8
    np.testing.assert_array_equal(decoded, array)


def test_sha256_is_that_of_the_file():
    array = ARRAYS["train-images"].transpose(0, 2, 1)  # not contiguous
    content = b"".join(idx.blocks(array))
    assert idx.sha256(array) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0\x08", b"\0\0\x0d\x01\0\0\0\x01\0", b"\0\0\x08\x01\0\0\0\x05abc"],
    ids=["empty", "short", "floats", "fewer bytes than the header says"],
)
def test_decode_refuses_what_is_no_idx_file(content):
    with pytest.raises(ValueError):
        idx.decode(content)


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: (name, lambda content: content),
        lambda name: (f"{name}.gz", gzip.compress),
        lambda name: (f"{name}.gz", lambda content: content),
        lambda name: (name.replace("-idx", ".idx"), lambda content: content),
    ],
    ids=["plain", "gzipped", "plain but called gz", "with a dot"],
)
def test_read_folder_takes_all_usual_forms(tmp_path, rename):
    idx.write_folder(tmp_path, ARRAYS)
    for path in list(tmp_path.iterdir()):
        name, convert = rename(path.name)
        content = convert(path.read_bytes())
        path.unlink()
        (tmp_path / name).write_bytes(content)
    arrays = idx.read_folder(tmp_path)
    for part in idx.PARTS:
        np.testing.assert_array_equal(arrays[part], ARRAYS[part])


def test_a_missing_file_is_absent(tmp_path):
    idx.write_folder(tmp_path, ARRAYS)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(Absent, match="no t10k-labels file in"):
        idx.read_folder(tmp_path)


@pytest.mark.parametrize("keep", [20, -1], ids=["cut short", "one byte missing"])
def test_a_truncated_gz_is_named(tmp_path, keep):
    idx.write_folder(tmp_path, ARRAYS)
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(gzip.compress(path.read_bytes())[:keep])
    with pytest.raises(Unavailable, match="train-images-idx3-ubyte cannot be read"):
        idx.read_folder(tmp_path)
