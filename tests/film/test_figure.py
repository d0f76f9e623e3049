import numpy as np
import pytest
from PIL import Image, ImageSequence

from ter_gan.errors import UserError
from ter_gan.film import figure
from ter_gan.film.plane import GENERATED, REAL, Layers
from tests.film.films import known

BARE = Layers(heatmap="off", contour=False, arrows="off")
RIGHT_HALF = np.tile(np.linspace(-3, 3, 40), (40, 1))


def pixels(film, index=-1, layers=BARE):
    canvas = figure.draw(film, index, layers).canvas
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


def plane_of(film, layers=BARE):
    """(pixels of the plane, place): `place` gives a point's row and column."""
    drawn = figure.draw(film, -1, layers)
    drawn.canvas.draw()
    axes = next(each for each in drawn.axes if each.get_xlabel() == "x")
    image = np.asarray(drawn.canvas.buffer_rgba())[..., :3].astype(int)

    def place(x, y):
        column, row = axes.transData.transform((x, y))
        return round(len(image) - row), round(column)

    return image, place


def near(colour, wanted):
    wanted = [int(wanted[i : i + 2], 16) for i in (1, 3, 5)]
    return np.abs(colour - wanted).max(axis=-1) < 60


def test_a_point_is_where_it_should_be():
    """Generated at (1, 0.5), real at (-1, -1), nothing at (0, 1)."""
    image, place = plane_of(known())
    assert image.shape == (640, 960, 3)
    assert near(image[place(1, 0.5)], GENERATED)
    assert near(image[place(-1, -1)], REAL)
    assert (image[place(0, 1)] == 255).all()
    moved, _ = plane_of(known(generated=(0.0, 1.0)))
    assert near(moved[place(0, 1)], GENERATED)
    assert not near(moved[place(1, 0.5)], GENERATED)


def test_layers_can_be_taken_away():
    layers = Layers(heatmap="off", contour=False, arrows="off", generated=False)
    image, place = plane_of(known(), layers)
    assert (image[place(1, 0.5)] == 255).all()


@pytest.mark.parametrize("heatmap", ["logit", "probability"])
def test_the_heatmap_is_blue_where_d_says_real(heatmap):
    """D grows to the right: its low columns are orange, its contour is at x = 0."""
    layers = Layers(heatmap=heatmap, arrows="off")
    image, place = plane_of(known(logits=RIGHT_HALF), layers)
    red, _, blue = np.moveaxis(image, -1, 0)
    assert blue[place(1.8, 1)] > red[place(1.8, 1)] + 40
    assert red[place(-1.8, 1)] > blue[place(-1.8, 1)] + 40
    assert image[place(0, 1)].max() < 80
    turned, _ = plane_of(known(logits=RIGHT_HALF.T), layers)
    assert turned[place(1, 1.8)][2] > turned[place(1, 1.8)][0] + 40
    assert turned[place(1, 0)].max() < 80


def test_arrows_point_from_the_sample_along_the_gradient():
    film = known(direction=(3.0, 0.0))
    image, place = plane_of(film, Layers(heatmap="off", contour=False))
    assert image[place(1.2, 0.5)].max() < 80
    assert (image[place(0.8, 0.5)] == 255).all()
    none, _ = plane_of(film)
    assert (none[place(1.2, 0.5)] == 255).all()


def test_a_broken_frame_is_drawn():
    film = known(generated=(np.nan, np.nan), logits=np.full((40, 40), np.nan))
    assert (pixels(film, layers=Layers(manifold=True, tracks=True)) != 255).any()


def test_the_caption_says_what_the_manifold_is():
    drawn = figure.draw(known(), 1, Layers(manifold=True))
    texts = [text.get_text() for text in drawn.texts]
    assert "Heatmap: D's logit.\nManifold: a grid." in texts
    assert "ring, gan, seed 3  ·  step 10" in texts
    assert "health at step 10: loss-of-diversity" in texts
    before = [text.get_text() for text in figure.draw(known(), 0, BARE).texts]
    assert not any("health" in text or "Manifold" in text for text in before)


def test_live_numbers():
    def words(index):
        drawn = figure.draw(known(), index, BARE)
        return [t.get_text() for axes in drawn.axes for t in axes.texts]

    assert "D 2,  G -2" in words(-1)
    assert "D 1,  G -1" in words(1)


def test_a_gif_has_every_frame(tmp_path):
    film = known(5)
    figure.save(film, tmp_path / "a.gif", fps=10, every=2, layers=BARE)
    with Image.open(tmp_path / "a.gif") as image:
        frames = [f.copy() for f in ImageSequence.Iterator(image)]
        assert image.size == (960, 640) and len(frames) == 3
        assert frames[0].info["duration"] == 100
    last = np.asarray(frames[-1].convert("RGB")).astype(int)
    _, place = plane_of(film)
    assert near(last[place(1, 0.5)], GENERATED)


def test_an_mp4_has_every_frame(tmp_path):
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    film = known(4)
    figure.save(film, tmp_path / "a.mp4", fps=10, layers=BARE)
    reader = imageio_ffmpeg.read_frames(str(tmp_path / "a.mp4"))
    facts = next(reader)
    assert facts["size"] == (960, 640) and facts["fps"] == 10
    frames = [
        np.frombuffer(f, "uint8").reshape(640, 960, 3).astype(int) for f in reader
    ]
    assert len(frames) == 4
    _, place = plane_of(film)
    assert near(frames[-1][place(1, 0.5)], GENERATED)
    assert (frames[0] != frames[-1]).any()


def test_without_ffmpeg(tmp_path, monkeypatch):
    monkeypatch.setattr(figure.shutil, "which", lambda name: None)
    monkeypatch.setattr(figure.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match="imageio-ffmpeg"):
        figure.save(known(), tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_one_frame_as_a_picture(tmp_path):
    figure.save(known(), tmp_path / "a.png", step=12, layers=BARE)
    with Image.open(tmp_path / "a.png") as image:
        saved = np.asarray(image.convert("RGB")).astype(int)
    np.testing.assert_array_equal(saved, pixels(known(), 1))
    assert (saved != pixels(known(), 2)).any()


def test_mistakes(tmp_path):
    with pytest.raises(UserError, match="received a.avi"):
        figure.save(known(), tmp_path / "a.avi")
    with pytest.raises(UserError, match="from step 0 to 20; received 21"):
        figure.save(known(), tmp_path / "a.png", step=21)
    with pytest.raises(UserError, match="Known: logit, off, probability"):
        Layers(heatmap="logits")
