import importlib.util

import numpy as np
import pytest
from PIL import Image

from ter_gan.images.latent import films, rows
from ter_gan.images.latent.pictures import difference


def tiles(level, n=3, channels=1):
    return np.full((n, 8, 8, channels), level, "uint8")


def blue(level, n=3):
    """Images of a colour that no text has."""
    images = np.zeros((n, 8, 8, 3), "uint8")
    images[..., 2] = level
    return images


def count(sheet, level):
    return int(np.all(np.asarray(sheet) == (0, 0, level), axis=-1).sum())


def test_rows_hold_the_images_unblurred():
    sheet = rows({"first": blue(100), "second row": blue(200, 2)})
    zoom = (count(sheet, 100) / 3 / 64) ** 0.5
    assert zoom == int(zoom) >= 4
    assert count(sheet, 200) == 2 * 64 * zoom**2


def test_labels_never_cover_images():
    plain = rows({"a": blue(100)})
    label = "a\nlong label"
    labelled = rows({label: blue(100)}, ["x"] * 3, {label: ["1"] * 3})
    assert labelled.width > plain.width and labelled.height > plain.height
    assert count(plain, 100) == count(labelled, 100)
    assert rows({"a": blue(1)}, widest="a long label").width > plain.width


def test_the_colours_of_a_difference():
    label, shown = difference(tiles(100), tiles(100))
    assert "blue" in label and np.all(shown > 240)
    (brighter,), (darker,) = (
        difference(tiles(a, 1), tiles(b, 1))[1] for a, b in ((0, 255), (255, 0))
    )
    assert brighter[0, 0, 2] > brighter[0, 0, 0] and darker[0, 0, 0] > darker[0, 0, 2]


def test_films(tmp_path):
    frames = [rows({"a": tiles(level)}) for level in (0, 120, 255)]
    names = films.write(frames, tmp_path, "walk", fps=10)
    with Image.open(tmp_path / names[0]) as film:
        assert film.n_frames == 3 and film.info["duration"] == 100
        assert film.size == frames[0].size
        film.seek(1)
        assert abs(film.convert("L").getpixel((film.width - 9, 9)) - 120) < 3
    found = importlib.util.find_spec("imageio_ffmpeg") is not None
    assert names == ["walk.gif", "walk.mp4"][: 1 + found]
    if not found:
        pytest.skip("an MP4 needs imageio-ffmpeg")
    import imageio_ffmpeg

    reader = imageio_ffmpeg.read_frames(str(tmp_path / "walk.mp4"))
    size = next(reader)["size"]
    reader.close()
    assert all(0 <= a - b <= 1 for a, b in zip(frames[0].size, size))
    assert imageio_ffmpeg.count_frames_and_secs(str(tmp_path / "walk.mp4"))[0] == 3
