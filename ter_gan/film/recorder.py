"""Records the film of a training while it runs."""

from pathlib import Path

import keras
import numpy as np

from ter_gan.errors import UserError
from ter_gan.film.look import Look, facts
from ter_gan.film.record import FILE, Film

FRAMES = 200


class FilmRecorder(keras.callbacks.Callback):
    """Takes evenly spaced frames of a GAN of 2-D points.

    Frames fall on the ends of `fit`'s batches; the first is taken before
    training and the last at its end. A training that is resumed goes on with
    the film in its folder and makes the frames that an uninterrupted one would
    have made.

    ```python
    recorder = FilmRecorder(recipe, dataset, position)
    gan.fit(feed, …, callbacks=[position, recorder])
    recorder.film
    ```

    Args:
        recipe: `ter_gan.recipes.Recipe`.
        dataset: `ter_gan.data.Dataset` of points `(n, 2)`.
        position: `ter_gan.callbacks.Position`; it comes before this one in the
            list of callbacks.
        folder: str or path, where the film is saved after each epoch; `None`
            keeps it in memory, as `film`.
        health: `ter_gan.callbacks.Health`, whose findings the film shows, or
            `None`.
        frames: int, at least 2. How many at most.
        command: str. What a person types to make this film again.

    Raises:
        ValueError: for fewer than two frames.
    """

    def __init__(
        self,
        recipe,
        dataset,
        position,
        folder=None,
        health=None,
        frames=FRAMES,
        command="",
    ):
        super().__init__()
        if frames < 2:
            raise ValueError(f"A film has at least 2 frames. Received: {frames}.")
        self.recipe, self.dataset, self.position = recipe, dataset, position
        self.folder = None if folder is None else Path(folder)
        self.health, self.command = health, command
        total = recipe.epochs * position.steps_per_epoch
        self.wanted = np.unique(np.rint(np.linspace(0, total, frames)).astype(int))
        self.film = self._earlier()
        self._look, self._last = None, self.step

    @property
    def step(self):
        """Generator updates done."""
        return self.position.epoch * self.position.steps_per_epoch + self.position.step

    def on_train_begin(self, logs=None):
        if self._look is not None:  # a second `fit` of the same training
            return
        gan = self.model
        self._look = Look(gan, self.dataset, self.recipe.seed)
        if self.film is None:
            about = facts(gan, self.dataset, self.recipe, self.command)
            self.film = Film(about, self._look.box, self._look.real)
            self._record()

    def on_train_batch_end(self, batch, logs=None):
        if self._due(self._last, self.step):
            self._record()
        self._last = self.step

    def on_epoch_end(self, epoch, logs=None):
        self.save()

    def save(self):
        """Saves the film so far; for the end of a training that was stopped."""
        if self.health is not None:
            self.film.health = [
                {
                    "step": found["epoch"] * self.position.steps_per_epoch,
                    "name": found["name"],
                    "sentence": found["sentence"],
                }
                for found in self.health.findings
            ]
        if self.folder is not None:
            self.film.save(self.folder)

    def _record(self):
        self.film.append(self.step, *self._look(self.model))

    def _due(self, before, now):
        """Whether a frame is wanted in (before, now]."""
        return bool(np.any((before < self.wanted) & (self.wanted <= now)))

    def _earlier(self):
        """The film of the steps done, or `None`; thinner if more are to come."""
        if self.folder is None or not (self.folder / FILE).exists() or not self.step:
            return None
        try:
            film = Film.load(self.folder).until(self.step)
        except UserError as error:
            print(f"film: {error} It begins anew here.")
            return None
        steps = [-1, *film.steps.tolist()]
        pairs = zip(steps[:-1], steps[1:])
        return film.select(
            {now for last, now in pairs if self._due(last, now)}.__contains__
        )


def recorder(run, recipe, dataset, position, health):
    """The `FilmRecorder` of a run, or `None` for data that is not 2-D points.

    Args:
        run: `ter_gan.runs.Run`; the film goes to its folder `film`.
        recipe: `ter_gan.recipes.Recipe`.
        dataset: `ter_gan.data.Dataset`.
        position: `ter_gan.callbacks.Position`.
        health: `ter_gan.callbacks.Health`.
    """
    if recipe.kind != "points" or dataset.shape != (2,):
        return None
    command = (run.path / "command.txt").read_text().splitlines()[0]
    folder = run.path / "film"
    return FilmRecorder(recipe, dataset, position, folder, health, command=command)
