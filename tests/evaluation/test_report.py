"""What is written: all of it or nothing; and the page in a browser."""

import dataclasses
import json
import re
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image

from ter_gan.evaluation import page, report
from ter_gan.evaluation.metric import Picture
from tests.evaluation import players
from tests.evaluation.players import result
from tests.layer_viz.gallery.conftest import browser

__all__ = ["browser"]
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def found():
    pixels = np.zeros((40, 900, 3), "uint8")
    made = players.report(
        **{
            "one": [result(1.0), result(None, why="no labels.", name="modes")],
            HOSTILE: [result(3.0), result(4.0, None, name="modes")],
            "three": [result(1.1), result(4.0, None, name="modes")],
        }
    )
    made.runs[0].pictures.append(Picture("Samples", Image.fromarray(pixels), HOSTILE))
    made.warnings.append("Only 300 images.")
    return made


def test_json_has_results_and_comparisons(found, tmp_path):
    report.write(found, tmp_path / "out", tmp_path / "copy.json")
    content = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    assert content == json.loads((tmp_path / "copy.json").read_text())
    assert [run["name"] for run in content["runs"]] == ["one", HOSTILE, "three"]
    first = content["comparisons"][0]
    assert (first["metric"], first["exceeds"], first["better"]) == (
        *("fd_bars_300", True, "first"),
    )
    modes = [c for c in content["comparisons"] if c["metric"] == "modes"]
    assert [(c["first"], c["exceeds"]) for c in modes] == [(HOSTILE, None)]
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["evaluation.json", "evaluation.md", "index.html"]


def test_nothing_is_written_when_one_part_fails(found, tmp_path, monkeypatch):
    report.write(found, tmp_path)
    before = {path: path.read_text() for path in tmp_path.iterdir()}
    found.warnings.append("Another one.")
    monkeypatch.setattr(report.Path, "write_text", _full_disk(report.Path.write_text))
    with pytest.raises(OSError):
        report.write(found, tmp_path)
    assert {path: path.read_text() for path in tmp_path.iterdir()} == before


def _full_disk(write):
    def write_text(path, text, **options):
        if path.suffix == ".html":
            raise OSError("no space left")
        return write(path, text, **options)

    return write_text


def test_the_page_is_one_file_without_script(found):
    text = page.html(found)
    assert "<script" not in text and "http" not in text
    assert "data:image/png;base64," in text


def test_the_page_leads_to_the_blind_tests(found, tmp_path):
    quiz = tmp_path / "a quiz" / "quiz.html"
    found.runs[0] = dataclasses.replace(found.runs[0], quiz=quiz)
    path = report.write(found, tmp_path / "out")
    text = path.read_text(encoding="utf-8")
    assert text.count("quiz.html") == 1
    address = re.search('href="([^"]*quiz.html)"', text)[1]
    assert (path.parent / unquote(address)).resolve() == quiz.resolve()


def test_the_page_in_a_browser(found, tmp_path, browser):
    path = report.write(found, tmp_path)
    for width, scheme in ((360, "dark"), (1280, "light"), (1920, "light")):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        tab, problems = context.new_page(), []
        tab.on("console", lambda message, into=problems: into.append(message.text))
        tab.on("pageerror", lambda error, into=problems: into.append(str(error)))
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert tab.locator("img").count() == 1
        assert tab.locator(".dot").count() == 5
        assert tab.locator(".metric .reason").inner_text() == "not possible: no labels."
        assert tab.locator(".matrix .better").count() == 2
        assert tab.locator(".matrix .worse").count() == 2
        assert tab.locator(".floor-name").first.text_content() == "floor 0.5"
        assert not problems
        context.close()
