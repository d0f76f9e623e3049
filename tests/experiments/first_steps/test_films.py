"""Films as files and pages, and the command that writes them."""

import json
import re
import shutil
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from experiments.first_steps import __main__ as command
from experiments.first_steps import films, perceptron_film
from experiments.questions import perceptron as question
from ter_gan import commands
from ter_gan.errors import UserError


@pytest.fixture
def film():
    """Five frames: a square whose grey is that of the frame's number."""
    figure = Figure(figsize=(3, 2), dpi=films.DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    square = axes.imshow(np.zeros((1, 1)), cmap="gray", vmin=0, vmax=4, aspect="auto")
    captions = [{"en": f"frame {i} <b>", "fr": f"image {i}"} for i in range(5)]
    title = {"en": "five greys", "fr": "cinq gris"}
    return films.Film(
        title, figure, lambda i: square.set_data([[i]]), captions, seconds=0.2
    )


def grey(picture):
    return int(np.asarray(picture.convert("L"))[100, 150])


def test_a_gif_has_all_frames_and_their_times(film, tmp_path):
    films.save(film, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as picture:
        assert picture.n_frames == 5
        for i in range(5):
            picture.seek(i)
            assert grey(picture) == pytest.approx(i / 4 * 255, abs=8)
            assert picture.info["duration"] == (2500 if i == 4 else 200)
            assert picture.height > 200  # the caption is below


def test_a_page_needs_nothing_else(film):
    page = films.page(film)
    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:)?//|https?://", page)
    data = json.loads(re.search(r"const film = (\{.*\});", page)[1])
    assert len(data["frames"]) == len(data["captions"]) == 5
    assert data["captions"][3]["fr"] == "image 3"
    assert "<b>" not in page and "innerHTML" not in page


def test_every_button_in_a_browser(film, browser, tmp_path):
    films.save(film, tmp_path / "film.html")
    page = browser.new_page(viewport={"width": 360, "height": 700}, locale="en-GB")
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((tmp_path / "film.html").as_uri())
    counter, caption = page.locator("output"), page.locator("p")
    for action, expected in (
        ("next", "1 / 4"),
        ("last", "4 / 4"),
        ("next", "4 / 4"),
        ("back", "3 / 4"),
        ("first", "0 / 4"),
    ):
        page.click(f'[data-do="{action}"]')
        assert counter.inner_text() == expected
    page.keyboard.press("ArrowRight")
    assert caption.inner_text() == "frame 1 <b>"
    page.click('[data-do="language"]')
    assert caption.inner_text() == "image 1"
    assert page.locator("h2").inner_text() == "cinq gris"
    page.fill("input", "2")
    assert counter.inner_text() == "2 / 4"
    page.click('[data-do="play"]')
    page.wait_for_function("document.querySelector('output').textContent == '4 / 4'")
    assert page.locator('[data-do="play"]').inner_text() == "▶"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("document.querySelector('img').naturalWidth") == 300
    assert not wrong
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    page.close()


def test_an_mp4_needs_ffmpeg_and_says_so(film, tmp_path, monkeypatch):
    from ter_gan.film import figure

    monkeypatch.setattr(figure.shutil, "which", lambda _: None)
    monkeypatch.setattr(figure.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UserError, match="ffmpeg"):
        films.save(film, tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


def test_an_mp4_is_one(film, tmp_path):
    if not shutil.which("ffmpeg"):
        pytest.importorskip("imageio_ffmpeg", reason="no ffmpeg")
    films.save(film, tmp_path / "film.mp4")
    assert (tmp_path / "film.mp4").read_bytes()[4:8] == b"ftyp"


def test_other_endings_are_refused(film, tmp_path):
    with pytest.raises(UserError, match="received 'film.avi'"):
        films.save(film, tmp_path / "film.avi")


# -- the command -----------------------------------------------------------------------


def test_a_part_is_written(tmp_path, capsys):
    assert command.main(["backpropagation", "--out", str(tmp_path)]) == 0
    (path,) = tmp_path.iterdir()
    assert capsys.readouterr().out.strip() == str(path)
    assert path.name == "backpropagation.html"
    assert 1e5 < path.stat().st_size < 3e6


@pytest.mark.parametrize("part", command.PARTS)
def test_every_film_has_two_languages_and_a_sentence_each(part):
    for make in command.films_of(part).values():
        film = make()
        assert 10 <= len(film) <= 60
        for words in (film.title, *film.captions):
            assert words["en"] and words["fr"] and words["en"] != words["fr"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["diracc"], "diracc"),
        (["dirac", "--format", "avi"], "gif"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_mistakes_end_in_one_line_and_code_2(arguments, words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["", *arguments])
    with pytest.raises(SystemExit) as stopped:
        commands.run(command.main)
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert stopped.value.code == 2
    assert line.startswith("error: ") and words in line


def test_the_still_pictures_show_each_setting():
    make = command.figures_of("perceptron", seed=0)["perceptron_histories"]
    titles = [axes.get_title() for axes in make().axes if axes.get_title()]
    assert len(titles) == len(perceptron_film.SETTINGS) == 6
    assert titles[3] == "AND, coefficient 0.01\n1000 iterations"
    assert command.figures_of("dirac") == {}


def test_seeds_change_the_histories():
    first, again, other = (
        perceptron_film.film(seed, 3).captions[-1]["en"] for seed in (0, 0, 1)
    )
    assert first == again != other


# -- the question ----------------------------------------------------------------------


def test_a_neuron_is_measured_completely():
    settings = {"function": "and", "coefficient": 0.7, "iterations": 1000, "hidden": 0}
    found = question.measure(settings, seed=0)
    assert set(question.OUTCOMES) <= set(found)
    assert found["ratio"] == pytest.approx(1.517, abs=2e-3)
    assert found["largest_at_400"] > 0.02 > found["mean_at_400"]
    assert found["most_right"] == 4 and found["solved"] == 1
    assert len(found["largest"]) == len(found["mean"]) == 51
    assert found["largest"][-1] == found["largest_error"]


def test_what_was_not_reached_has_no_value():
    settings = {"function": "and", "coefficient": 0.7, "iterations": 20, "hidden": 0}
    found = question.measure(settings, seed=0)
    assert np.isnan(found["largest_at_400"]) and np.isnan(found["mean_below_tenth"])
    assert found["largest_at_10"] < 0.5


def test_all_seven_claims_are_asked():
    ids = {claim.id[:2] for claim in question.EXPERIMENT.claims}
    assert ids == {f"P{i}" for i in range(1, 8)}
