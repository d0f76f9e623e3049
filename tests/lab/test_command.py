"""The command `python -m ter_gan.lab`."""

import pytest

from ter_gan.errors import UserError
from ter_gan.lab import __main__ as lab


@pytest.fixture
def opened(monkeypatch):
    found = []
    monkeypatch.setattr(lab.webbrowser, "open", lambda url: bool(found.append(url)))
    return found


def test_writes_one_file_and_opens_it(tmp_path, opened, capsys):
    out = tmp_path / "new" / "page.html"
    assert lab.main(["--out", str(out)]) == 0
    assert opened == [out.as_uri()]
    assert [path.name for path in out.parent.iterdir()] == ["page.html"]
    text = out.read_text()
    assert text.count("<script") > 10 and "<script src" not in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    said = capsys.readouterr().out
    assert str(out) in said and "Open it in a browser" in said  # there is none


def test_an_earlier_page_is_replaced_in_the_language_asked_for(tmp_path, opened):
    out = tmp_path / "page.html"
    assert lab.main(["--out", str(out), "--no-open"]) == 0
    assert lab.main(["--out", str(out), "--no-open", "--lang", "fr"]) == 0
    assert opened == [] and '"language":"fr"' in out.read_text().replace(": ", ":")


def test_another_file_is_left_alone(tmp_path):
    out = tmp_path / "thesis.html"
    out.write_text("years of work")
    with pytest.raises(UserError, match="is no live page"):
        lab.main(["--out", str(out)])
    assert out.read_text() == "years of work"
    with pytest.raises(UserError, match="folder"):
        lab.main(["--out", str(tmp_path)])


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(UserError, match="is not a run folder"):
        lab.main(["--run", str(tmp_path), "--out", str(tmp_path / "lab.html")])
