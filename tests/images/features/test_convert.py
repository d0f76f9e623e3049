import hashlib

import pytest

from ter_gan.errors import UserError
from ter_gan.images.features import convert, downloads, inception


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "weights"


def test_keeps_the_published_inception_and_prints_its_hash(
    tmp_path, monkeypatch, capsys, cache
):
    path = tmp_path / "mine.pth"
    path.write_bytes(b"the weights")
    sha256 = hashlib.sha256(b"the weights").hexdigest()
    known = downloads.Published("net.pth", sha256[:8], 11, "https://example.org/net")
    monkeypatch.setattr(inception, "WEIGHTS", known)
    assert convert.main(["inception", str(path)]) == 0
    assert (cache / "net.pth").read_bytes() == b"the weights"
    shown = capsys.readouterr().out
    assert sha256 in shown and str(cache / "net.pth") in shown


@pytest.mark.parametrize("name", convert.CONVERT)
@pytest.mark.parametrize("content", [b"another file", None], ids=["other", "none"])
def test_refuses_wrong_files_in_one_line(name, content, tmp_path, cache):
    path = tmp_path / "mine.pth"
    if content:
        path.write_bytes(content)
    with pytest.raises(UserError, match=r"mine\.pth") as error:
        convert.main([name, str(path)])
    assert "\n" not in str(error.value)
    assert not cache.exists()


def test_refuses_unknown_networks(tmp_path):
    with pytest.raises(UserError, match="cifarresnet56"):
        convert.main(["vgg", str(tmp_path)])
