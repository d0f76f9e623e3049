import json
import zipfile

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.film.record import FILE, NUMBERS, Film
from tests.film.films import equal, frame, known


def test_frames_come_back_as_they_were_saved(tmp_path):
    film = known()
    film.save(tmp_path / "film")
    loaded = Film.load(tmp_path / "film")
    assert equal(film, loaded)
    assert [path.name for path in (tmp_path / "film").iterdir()] == [FILE]
    loaded.append(99, frame(generated=(0, 0)), {})
    assert not equal(film, loaded)


def test_arrays_are_stacked_over_the_frames():
    film = known()
    assert len(film) == 3
    assert film.steps.tolist() == [0, 10, 20]
    assert film.generated.shape == (3, 512, 2) and film.generated.dtype == np.float32
    assert film.logits.shape == (3, 40, 40)
    assert film.numbers["g_loss"] == [0, -1, -2]
    assert film.numbers["diversity"] == [None] * 3
    assert set(film.numbers) == set(NUMBERS)


def test_a_film_without_a_heatmap(tmp_path):
    film = known(0)
    arrays = frame()
    del arrays["logits"]
    film.append(0, arrays, {})
    film.save(tmp_path)
    assert Film.load(tmp_path).logits is None
    with pytest.raises(ValueError, match="same shapes"):
        film.append(1, frame(), {})


def test_until_drops_what_is_later():
    film = known()
    assert film.until(15).steps.tolist() == [0, 10]
    assert film.until(15).health == film.health
    assert film.until(9).health == []
    assert len(film.until(-1)) == 0
    assert equal(film.until(20), film)
    assert len(film) == 3


@pytest.mark.parametrize(
    "n, steps", [(1, [0, 10, 20, 30]), (2, [0, 20, 30]), (9, [0, 30])]
)
def test_every_keeps_the_last(n, steps):
    assert known(4).every(n).steps.tolist() == steps


def test_numbers_that_are_none(tmp_path):
    film = known(0)
    film.append(0, frame(), {"d_loss": float("nan"), "g_loss": float("inf")})
    assert film.numbers["d_loss"] == film.numbers["g_loss"] == [None]
    film.save(tmp_path)
    assert equal(Film.load(tmp_path), film)


def test_what_is_no_frame_is_refused():
    film = known()
    with pytest.raises(ValueError, match="Received 20"):
        film.append(20, frame(), {})
    with pytest.raises(ValueError, match="colour"):
        film.append(30, frame() | {"colour": 1}, {})
    with pytest.raises(ValueError, match="dloss"):
        film.append(30, frame(), {"dloss": 1})
    with pytest.raises(ValueError, match="same shapes"):
        film.append(30, frame(logits=np.zeros((9, 9))), {})
    assert len(film) == 3


def test_no_film(tmp_path):
    with pytest.raises(UserError, match="no film in"):
        Film.load(tmp_path)


def changed_words(path, **changes):
    with np.load(path) as archive:
        arrays = dict(archive)
    words = json.loads(arrays["json"].tobytes()) | changes
    arrays["json"] = np.frombuffer(json.dumps(words).encode(), "uint8")
    np.savez(path, **arrays)


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def turned_bit(path):
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("generated.npy").header_offset + 500
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        cut,
        turned_bit,
        lambda path: path.write_bytes(b"no film"),
        lambda path: np.savez(path, weights=np.zeros(3)),
        lambda path: changed_words(path, format=99),
        lambda path: changed_words(path, numbers={"d_loss": [1.0]}),
    ],
)
def test_a_damaged_or_foreign_film_is_refused(damage, tmp_path):
    known().save(tmp_path)
    damage(tmp_path / FILE)
    with pytest.raises(UserError, match="damaged or no film"):
        Film.load(tmp_path)
