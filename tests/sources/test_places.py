import pathlib

import pytest

from ter_gan.sources import places


def test_data_directory_prefers_the_argument(monkeypatch):
    assert places.data_directory() is None
    monkeypatch.setenv("TER_GAN_DATA", "/from/environment")
    assert places.data_directory() == pathlib.Path("/from/environment")
    assert places.data_directory("/from/argument") == pathlib.Path("/from/argument")


def test_cache_is_in_the_users_caches_by_default(monkeypatch):
    monkeypatch.setenv("TER_GAN_CACHE", "/chosen")
    assert places.cache() == pathlib.Path("/chosen")
    monkeypatch.delenv("TER_GAN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert places.cache() == pathlib.Path("/caches/ter_gan")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert places.cache() == pathlib.Path.home() / ".cache" / "ter_gan"


def test_write_replaces_the_whole_file(tmp_path):
    path = tmp_path / "new" / "file"
    places.write(path, [b"longer than the next"])
    places.write(path, [b"two ", b"blocks"])
    assert path.read_bytes() == b"two blocks"
    assert list(path.parent.iterdir()) == [path]


def test_an_interrupted_write_leaves_what_was_there(tmp_path):
    def interrupted():
        yield b"half"
        raise KeyboardInterrupt

    path = tmp_path / "file"
    places.write(path, [b"whole"])
    with pytest.raises(KeyboardInterrupt):
        places.write(path, interrupted())
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]
