import numpy as np
from PIL import Image

from ter_gan.callbacks import Samples
from ter_gan.callbacks.samples import film, frame_count
from ter_gan.data import Dataset, Split
from ter_gan.images.show import picture
from ter_gan.runs import Run


class Shades:
    """A model whose samples get lighter each time."""

    def __init__(self):
        self.calls = []

    def generate(self, n, seed):
        self.calls.append(seed)
        return np.full((n, 8, 8, 1), len(self.calls) * 40, "float32")


def test_same_latents_each_epoch_and_a_film_of_them(tmp_path):
    split = Split(np.zeros((10, 8, 8, 1), "float32"))
    dataset = Dataset("test", split, split, split)
    run = Run(tmp_path)

    def show(samples, real, title):
        return picture(samples.astype("uint8"), real.astype("uint8"), title)

    callback = Samples(run, dataset, show, n=4, seed=9)
    callback.set_model(Shades())
    callback.on_train_begin()
    for epoch in range(2):
        callback.on_epoch_end(epoch)
    assert callback.model.calls == [9, 9, 9]
    names = sorted(path.name for path in (tmp_path / "samples").iterdir())
    assert names == ["epoch_0000.png", "epoch_0001.png", "epoch_0002.png"]
    assert frame_count(film(run)) == 3
    with Image.open(tmp_path / "samples" / names[2]) as image:
        colours = [image.getpixel((20, y)) for y in range(30, image.height - 5)]
    assert (120, 120, 120) in colours


def test_a_resumed_run_keeps_its_first_picture(tmp_path):
    split = Split(np.zeros((10, 2), "float32"))
    run = Run(tmp_path)
    run.write("samples/epoch_0000.png", b"already there")
    callback = Samples(run, Dataset("test", split, split, split), None)
    callback.set_model(Shades())
    callback.on_train_begin()
    assert callback.model.calls == []


def test_no_pictures_no_film(tmp_path):
    assert film(Run(tmp_path)) is None
