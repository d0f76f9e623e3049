"""Pictures of the same latents through the training."""

import keras
from PIL import Image, ImageSequence

PICTURES = 60  # about as many at most: a film of 24 seconds


class Samples(keras.callbacks.Callback):
    """Writes `samples/epoch_NNNN.png`, the same latents after each epoch.

    Epoch 0 is before training. Of many epochs every second, third … one is drawn, and
    the last one. `film` joins the pictures into a GIF.

    Args:
        run: `ter_gan.runs.Run`.
        dataset: `ter_gan.data.Dataset`, for the real samples beside.
        picture: callable `(samples, real, title) -> PIL.Image`.
        n: int. How many samples.
        seed: int. Of the latents.
        epochs: int. Of the whole training.
    """

    def __init__(self, run, dataset, picture, n=64, seed=0, epochs=1):
        super().__init__()
        self.run, self.dataset, self.picture = run, dataset, picture
        self.n, self.seed = n, seed
        self.every = max(round(epochs / PICTURES), 1)
        self.left_out = None  # the newest epoch, if there is no picture of it
        self.real = dataset.validation.x[:n]

    def on_train_begin(self, logs=None):
        if not (self.run.path / "samples" / "epoch_0000.png").exists():
            self._write(0)

    def on_epoch_end(self, epoch, logs=None):
        self.left_out = epoch + 1
        if self.left_out % self.every == 0:
            self._write(self.left_out)

    def on_train_end(self, logs=None):
        if self.left_out is not None:
            self._write(self.left_out)

    def _write(self, epoch):
        self.left_out = None
        values = self.model.generate(self.n, seed=self.seed)
        title = f"epoch {epoch}" if epoch else "before training"
        image = self.picture(self.dataset.from_model(values), self.real, title)
        with self.run.replacing(f"samples/epoch_{epoch:04d}.png") as path:
            image.save(path)


def film(run, frame_ms=400, hold_ms=2500):
    """Joins the sample pictures of a run into `film.gif`.

    Args:
        run: `ter_gan.runs.Run`.
        frame_ms: int. Milliseconds per picture.
        hold_ms: int. Milliseconds of the last one.

    Returns:
        `pathlib.Path`, or `None` if there are no pictures yet.
    """
    paths = sorted((run.path / "samples").glob("epoch_*.png"))
    if not paths:
        return None
    frames = [Image.open(path).convert("P", palette=Image.ADAPTIVE) for path in paths]
    durations = [frame_ms] * (len(frames) - 1) + [hold_ms]
    with run.replacing("film.gif") as path:
        frames[0].save(
            path, save_all=True, append_images=frames[1:], duration=durations, loop=0
        )
    return run.path / "film.gif"


def frame_count(path):
    """Number of pictures in a GIF."""
    with Image.open(path) as image:
        return sum(1 for _ in ImageSequence.Iterator(image))
