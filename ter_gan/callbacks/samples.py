"""Pictures of the same latents through the training."""

from PIL import Image, ImageSequence

from ter_gan.callbacks.pictures import Pictures


class Samples(Pictures):
    """Writes `samples/epoch_NNNN.png`, the same latents after each epoch.

    Epoch 0 is before training. `film` joins the pictures into a GIF.

    Args:
        run: `ter_gan.runs.Run`.
        dataset: `ter_gan.data.Dataset`, for the real samples beside.
        picture: callable `(samples, real, title) -> PIL.Image`.
        n: int. How many samples.
        seed: int. Of the latents.
        epochs: int. Of the whole training.
    """

    def __init__(self, run, dataset, picture, n=64, seed=0, epochs=1):
        super().__init__(epochs)
        self.run, self.dataset, self.picture = run, dataset, picture
        self.n, self.seed = n, seed
        self.real = dataset.validation.x[:n]

    def on_train_begin(self, logs=None):
        if not (self.run.path / "samples" / "epoch_0000.png").exists():
            self.draw(0)

    def draw(self, epoch):
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
