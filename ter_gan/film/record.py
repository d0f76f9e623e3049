"""A film as data: its frames in memory, and in one file."""

import json
import math
from pathlib import Path

import numpy as np

from ter_gan.errors import UserError
from ter_gan.files import read_arrays, replacing

FORMAT = 1  # raised when a film of before could no longer be read
FILE = "film.npz"
NUMBERS = (
    "d_loss",
    "g_loss",
    "d_real",
    "d_fake",
    "energy_distance",
    "modes_covered",
    "high_quality_share",
    "diversity",
    "generator_slope",
)
ARRAYS = ("generated", "logits", "manifold", "descent", "slope")


class Film:
    """Frames of one GAN of points `(n, 2)`, all in the data's coordinates.

    ```python
    film = Film(facts, box, real)
    film.append(0, arrays, numbers)
    film.save("runs/00001-ring-gan/film")
    film = Film.load("runs/00001-ring-gan/film").until(1000)
    ```

    Each array of a frame can be asked for stacked over all F frames:

    - `generated` `(F, 512, 2)`: the samples of the same latents in each frame,
      so that `generated[:, i]` is the track of sample i;
    - `logits` `(F, 40, 40)`: D's logit on a grid over `box`; row 0 is the
      lowest y, column 0 the lowest x. `None` for a model with labels;
    - `manifold` `(F, rows, columns, 2)`: G's images of a grid of latents;
    - `descent` `(F, 128, 2)`: -∂L_G/∂x at `generated[:, :128]`, of a sample as
      if it were alone in its batch;
    - `slope` `(F, 128, 2)`: ∂D/∂x of the logit there.

    Args:
        facts: dict for JSON: what was trained; see `ter_gan.film.look`.
        box: (x_low, x_high, y_low, y_high), the region drawn.
        real: float32 array `(R, 2)`.

    Attributes:
        steps: int64 array `(F,)`. Generator updates done at each frame.
        numbers: dict from each name in `NUMBERS` to a list of F floats; `None`
            where there is no such number, or it is not finite.
        health: list of dict with `step`, `name` and `sentence`.
    """

    def __init__(self, facts, box, real):
        self.facts, self.box = facts, tuple(float(edge) for edge in box)
        self.real = np.asarray(real, "float32")
        self.numbers = {name: [] for name in NUMBERS}
        self.health = []
        self._steps, self._frames = [], []

    def __len__(self):
        return len(self._frames)

    @property
    def steps(self):
        return np.array(self._steps, "int64")

    @property
    def generated(self):
        return self._stacked("generated")

    @property
    def logits(self):
        return self._stacked("logits")

    @property
    def manifold(self):
        return self._stacked("manifold")

    @property
    def descent(self):
        return self._stacked("descent")

    @property
    def slope(self):
        return self._stacked("slope")

    def _stacked(self, name):
        if not self._frames or name not in self._frames[0]:
            return None
        return np.stack([frame[name] for frame in self._frames])

    def frame(self, index):
        """dict: the arrays of one frame; those that were not recorded lack."""
        return self._frames[index]

    def append(self, step, arrays, numbers):
        """Adds a frame.

        Args:
            step: int. Generator updates done, more than at the frame before.
            arrays: dict from names in `ARRAYS` to float arrays, the same names
                and shapes in all frames.
            numbers: dict from names in `NUMBERS` to floats or `None`.

        Raises:
            ValueError: for an earlier step, unknown names or other shapes.
        """
        if self._steps and step <= self._steps[-1]:
            raise ValueError(
                f"Frames come in order: expected a step after {self._steps[-1]}. "
                f"Received {step}."
            )
        frame = {name: np.asarray(each, "float32") for name, each in arrays.items()}
        self._check(frame, numbers)
        self._steps.append(int(step))
        self._frames.append(frame)
        for name, values in self.numbers.items():
            values.append(_finite(numbers.get(name)))

    def _check(self, frame, numbers):
        if unknown := {*frame} - {*ARRAYS} | {*numbers} - {*NUMBERS}:
            raise ValueError(f"Unknown parts of a frame. Received {sorted(unknown)}.")
        shapes = {name: array.shape for name, array in frame.items()}
        first = self._frames[0] if self._frames else frame
        expected = {name: array.shape for name, array in first.items()}
        if shapes != expected:
            raise ValueError(
                f"All frames have arrays of the same shapes: expected {expected}. "
                f"Received {shapes}."
            )

    def select(self, keep):
        """A film of the frames whose step `keep(step)` is true of."""
        film = Film(self.facts, self.box, self.real)
        for index, step in enumerate(self._steps):
            if keep(step):
                numbers = {name: each[index] for name, each in self.numbers.items()}
                film.append(step, self._frames[index], numbers)
        film.health = list(self.health)
        return film

    def until(self, step):
        """The film up to a step, that one included: what a resumed run keeps."""
        film = self.select(lambda each: each <= step)
        film.health = [each for each in self.health if each["step"] <= step]
        return film

    def every(self, n):
        """The film of each n-th frame, and of the last."""
        return self.select({*self._steps[::n], *self._steps[-1:]}.__contains__)

    def save(self, folder):
        """Writes the film into a folder, as one file: whole or not at all."""
        arrays = {name: self._stacked(name) for name in ARRAYS}
        arrays = {name: array for name, array in arrays.items() if array is not None}
        words = {
            "format": FORMAT,
            "facts": self.facts,
            "box": self.box,
            "numbers": self.numbers,
            "health": self.health,
        }
        text = np.frombuffer(json.dumps(words, allow_nan=False).encode(), "uint8")
        with replacing(Path(folder) / FILE) as path:
            np.savez(path, json=text, real=self.real, steps=self.steps, **arrays)

    @classmethod
    def load(cls, folder):
        """The film that was saved into a folder.

        Raises:
            UserError: if there is none, or it is damaged or foreign.
        """
        path = Path(folder) / FILE
        if not path.is_file():
            raise UserError(
                f"There is no film in {folder}: it has no {FILE}. "
                f"`python -m ter_gan.train` makes one of 2-D points."
            )
        arrays, words = _read(path)
        film = cls(words["facts"], words["box"], arrays.pop("real"))
        film.numbers, film.health = words["numbers"], words["health"]
        film._steps = arrays.pop("steps").tolist()
        film._frames = [
            {name: array[i] for name, array in arrays.items()}
            for i in range(len(film._steps))
        ]
        return film


def _read(path):
    """The arrays of a film's file, and what its JSON says."""
    try:
        arrays = read_arrays(path)
        words = json.loads(arrays.pop("json").tobytes())
        if words["format"] != FORMAT:
            raise ValueError(f"its format is {words['format']}, this is {FORMAT}")
        _check_lengths(arrays, words)
    except (ValueError, KeyError) as error:
        raise UserError(f"{path} is damaged or no film: {error}.") from error
    return arrays, words


def _check_lengths(arrays, words):
    stacked = [array for name, array in arrays.items() if name != "real"]
    lengths = {len(each) for each in [*stacked, *words["numbers"].values()]}
    if not {"real", "steps"} <= {*arrays} or len(lengths) != 1:
        raise ValueError("it is not a film of TER GAN")


def _finite(number):
    """A float for JSON, or `None`."""
    return float(number) if number is not None and math.isfinite(number) else None
