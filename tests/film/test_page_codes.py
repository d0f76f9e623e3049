"""What is stored of a film, and that the browser reads it back."""

import base64
import json

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.film import page as pages
from ter_gan.film.page import add, encode, quantise, write
from ter_gan.film.record import Film
from tests.film.films import BOX, FACTS, HOSTILE, noise, sloping


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_codes_are_within_half_a_step(dtype):
    values = np.random.default_rng(0).uniform(-3, 5, 1000)
    codes, steps = quantise(values, -3, 5, dtype), np.iinfo(dtype).max - 1
    read = -3 + codes / steps * 8
    assert np.abs(read - values).max() <= 8 / steps / 2 * 1.000001
    assert np.abs(read - values).max() > 8 / steps / 4  # and not by luck
    ends = quantise(np.array([-3.0, 5, -9, 9, np.nan, np.inf]), -3, 5, dtype)
    assert ends.tolist() == [0, steps, 0, steps, steps + 1, steps + 1]


def test_points_that_are_far_away_are_counted():
    film, points = Film(FACTS, BOX, np.zeros((4, 2))), np.zeros((8, 2))
    points[:3] = [[7, 0], [0, -1e9], [np.nan, 0]]
    points[3] = [6, -6]  # the corner of the range
    film.append(1, {"generated": points}, {})
    assert encode(film)["range"] == [-6, 6, -6, 6]
    assert encode(film)["beyond"] == [3]


def test_a_film_of_200_frames_fits_into_two_megabytes(tmp_path):
    film = noise(200)
    assert write(film, tmp_path / "film.html").stat().st_size <= 2_000_000
    # Nothing was left out: the frames alone have their full number of bytes.
    bytes_ = {len(base64.b64decode(frame)) for frame in encode(film)["frames"]}
    assert bytes_ == {4 * 512 + 4 * 441 + 1600 + 2 * 256}


def test_a_film_without_frames_or_with_a_bad_key_is_refused(tmp_path):
    with pytest.raises(UserError, match="no frame"):
        write(Film(FACTS, BOX, np.zeros((4, 2))), tmp_path / "film.html")
    for key in ("", "a/b", "../up", "a b", "é"):
        with pytest.raises(UserError, match="letters"):
            add(tmp_path, key, sloping())
    assert list(tmp_path.iterdir()) == []


def test_text_cannot_close_the_script(tmp_path):
    html = write(sloping({"title": HOSTILE}), tmp_path / "film.html").read_text()
    assert HOSTILE not in html
    data = pages._script("film", sloping({"title": HOSTILE}))
    told = json.loads(data[len('TG.film("film", ') : -len(");\n")])
    assert told["facts"]["title"] == HOSTILE


def test_every_array_is_read_back(page, tmp_path):
    film = noise(3)
    page.open(write(film, tmp_path / "film.html"))
    read = """i => Object.fromEntries(Object.entries(TG.view.film.frame(i))
        .map(([name, values]) => [name, Array.from(values)]))"""
    steps = {
        "generated": 12 / 65534,
        "manifold": 12 / 65534,
        "logits": np.ptp(film.logits[1]) / 254,
        "descent": np.abs(film.descent[1]).max() / 127,
        "slope": np.abs(film.slope[1]).max() / 127,
    }
    frame = page.tab.evaluate(read, 1)
    assert set(frame) == set(steps)
    for name, step in steps.items():
        error = np.abs(np.array(frame[name]) - film.frame(1)[name].ravel()).max()
        assert step / 4 < error <= step / 2 + 1e-6, name
    real = page.tab.evaluate("Array.from(TG.view.film.real)")
    np.testing.assert_allclose(real, film.real.ravel(), atol=6 / 65534 * 1.01)


def test_numbers_that_are_not_finite_are_not_drawn(page, tmp_path):
    film = Film(FACTS, BOX, np.zeros((4, 2)))
    points, logits = np.zeros((4, 2)), np.zeros((40, 40))
    points[0], logits[0, 0] = np.nan, np.inf
    film.append(1, {"generated": points, "logits": logits, "slope": points}, {})
    page.open(write(film, tmp_path / "film.html"), "arrows=slope&heat=logit")
    for name in ("generated", "logits", "slope"):
        first = f"String(TG.view.film.frame(0).{name}[0])"
        assert page.tab.evaluate(first) == "NaN"
    assert "1 generated points" in page.tab.inner_text("#beyond")
    assert page.problems == []
