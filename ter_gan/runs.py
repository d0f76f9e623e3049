"""A run folder: complete, self-explaining, usable after a kill at any moment.

    config.json        the resolved recipe and the backend; `train --config` takes it
    data.json          what the data was: shape, classes, sizes, content hash, licence
    environment.json   versions and hardware
    command.txt        the command, and those that resumed it
    metrics.csv .jsonl one row per epoch
    samples/           the same latents after each epoch; epoch 0 is before training
    curves.png  film.gif  report.md
    checkpoints/       last.npz and the one before it: all that training needs to go on
    generator.keras    the finished generator, a plain Keras model

Every file appears whole or not at all: it is written under another name and
then renamed.
"""

import contextlib
import csv
import dataclasses
import hashlib
import io
import json
import os
import platform
import re
import shlex
import sys
from importlib import metadata
from pathlib import Path

import numpy as np

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.recipes import Recipe, resolve

PACKAGES = ("tensorflow", "keras", "jax", "torch", "numpy", "tensorflow-datasets")
FREE_ON_RESUME = {"epochs"}


class Run:
    """An opened run folder.

    Args:
        path: `pathlib.Path` of a folder that `create` or `find` checked.
    """

    def __init__(self, path):
        self.path = Path(path)

    # -- opening ------------------------------------------------------------

    @classmethod
    def create(cls, path, recipe, backend):
        """A new run folder; `path=None` numbers one below `runs/`.

        Raises:
            UserError: if the folder holds something else, or cannot be made.
        """
        try:
            path = numbered(recipe) if path is None else Path(path)
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise UserError(
                    f"{path} is not empty and may belong to another run; "
                    f"go on with it by --resume {path}, or name a new --run-dir."
                )
            run = cls(path)
            run.write_json("config.json", recipe.asdict() | {"backend": backend})
        except OSError as error:
            raise UserError(
                f"Cannot write the run folder {path}: {error.strerror}. "
                f"Name another one with --run-dir."
            ) from error
        run.write_json("environment.json", environment())
        return run

    @classmethod
    def find(cls, path):
        """The run folder at `path`.

        Raises:
            UserError: if there is none.
        """
        path = Path(path)
        if not (path / "config.json").is_file():
            raise UserError(
                f"{path} is not a run folder: it has no config.json. "
                f"A run folder is what `python -m ter_gan.train` makes."
            )
        return cls(path)

    @property
    def config(self):
        return self._read_json("config.json")

    @property
    def recipe(self):
        config = self.config
        config.pop("backend", None)
        try:
            return resolve(config, whole=True)
        except (TypeError, UserError) as error:
            raise UserError(
                f"{self.path / 'config.json'} is damaged: {error}"
            ) from error

    @property
    def backend(self):
        return self.config.get("backend", "tensorflow")

    @property
    def data(self):
        return self._read_json("data.json")

    @property
    def environment(self):
        return self._read_json("environment.json")

    def _read_json(self, name):
        try:
            return json.loads((self.path / name).read_text())
        except (OSError, ValueError) as error:
            raise UserError(f"{self.path / name} cannot be read: {error}") from error

    # -- writing --------------------------------------------------------------

    def replacing(self, name):
        """Yields a temporary path that becomes `name` when the block succeeds."""
        return files.replacing(self.path / name)

    def write(self, name, content):
        """Writes text or bytes as the file `name` of the run."""
        with self.replacing(name) as path:
            data = content.encode() if isinstance(content, str) else content
            with open(path, "wb") as file:
                file.write(data)
                _flush(file)

    def write_json(self, name, content):
        self.write(name, json.dumps(content, indent=2) + "\n")

    def add_command(self, argv):
        """Remembers a command that trained in this folder."""
        path = self.path / "command.txt"
        before = path.read_text() if path.exists() else ""
        self.write("command.txt", f"{before}{shlex.join(argv)}\n")

    def write_metrics(self, rows):
        """Writes all rows of `metrics.jsonl` and `metrics.csv`."""
        self.write("metrics.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        names = list(dict.fromkeys(name for row in rows for name in row))
        table = io.StringIO()
        writer = csv.DictWriter(table, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.write("metrics.csv", table.getvalue())

    def metrics(self, epochs=None):
        """The rows of `metrics.jsonl`, the first `epochs` of them if given."""
        path = self.path / "metrics.jsonl"
        if not path.exists():
            return []
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        return [row for row in rows if epochs is None or row["epoch"] <= epochs]

    # -- checkpoints ------------------------------------------------------------

    @property
    def checkpoint(self):
        """Path of the newest checkpoint; it exists once an epoch has ended."""
        folder = self.path / "checkpoints"
        last, previous = folder / "last.npz", folder / "previous.npz"
        # A kill between two renames leaves only the previous one.
        return previous if previous.exists() and not last.exists() else last

    def save_checkpoint(self, model, progress):
        """Saves all that training needs to go on from here.

        Args:
            model: `ter_gan.models.adversarial.AdversarialModel`.
            progress: dict for JSON, e.g. finished epochs and steps.
        """
        state = model.state()
        state["progress"] = np.frombuffer(json.dumps(progress).encode(), "uint8")
        with self.replacing("checkpoints/last.npz") as path:
            with open(path, "wb") as file:
                np.savez(file, **state)
                _flush(file)
            last = path.with_name("last.npz")
            if last.exists():
                os.replace(last, path.with_name("previous.npz"))

    @property
    def checkpoint_hash(self):
        """The first digits of the newest checkpoint's sha256."""
        with open(self.checkpoint, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]

    def check_checkpoint(self):
        """Refuses a run without a checkpoint, with a `UserError`."""
        if not self.checkpoint.exists():
            raise UserError(
                f"{self.path} has no checkpoint: it was stopped before the first "
                f"epoch ended. Start anew with --config {self.path / 'config.json'}."
            )

    def load_checkpoint(self, model):
        """Sets the model as it was; returns the progress.

        Raises:
            UserError: if there is no checkpoint, or it is damaged or foreign.
        """
        self.check_checkpoint()
        state = _read_checkpoint(self.checkpoint)
        progress = json.loads(state.pop("progress").tobytes())
        try:
            model.load_state(state)
        except ValueError as error:
            raise UserError(
                f"{self.checkpoint} does not fit {self.path}: {error}"
            ) from error
        return progress

    @property
    def progress(self):
        """The progress of the newest checkpoint, without loading a model."""
        if not self.checkpoint.exists():
            return {"epoch": 0, "step": 0}
        return json.loads(_read_checkpoint(self.checkpoint)["progress"].tobytes())

    @property
    def age(self):
        """How far it was trained, e.g. `"3"` epochs or `"3 + 120 steps"`."""
        epoch, step = self.progress["epoch"], self.progress["step"]
        return f"{epoch} + {step} steps" if step else f"{epoch}"


def _flush(file):
    file.flush()
    os.fsync(file.fileno())


def _read_checkpoint(path):
    try:
        state = files.read_arrays(path)
        if "progress" not in state:
            raise ValueError("it is no checkpoint of TER GAN")
    except ValueError as error:
        other = path.with_name("previous.npz")
        hint = f" Delete it to go on from {other}." if other.exists() else ""
        raise UserError(f"{path} is damaged or foreign: {error}.{hint}") from error
    return state


def differences(recipe, wanted):
    """What `wanted` would change of a run's recipe, as readable lines.

    Args:
        recipe: the run's `Recipe`.
        wanted: dict of options given on resuming.
    """
    known = {each.name for each in dataclasses.fields(Recipe)}
    free = set() if recipe.epsilon else FREE_ON_RESUME  # noise was meant for so many
    return [
        f"{name}: {getattr(recipe, name)} in the run, {value} asked for"
        for name, value in wanted.items()
        if name in known - free and getattr(recipe, name) != value
    ]


def environment():
    """Versions and hardware, as JSON."""
    versions = {}
    for package in PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions[package] = metadata.version(package)
    return {
        "python": platform.python_version(),
        "packages": versions,
        "platform": platform.system(),
        "machine": platform.machine(),
        "hardware": hardware(),
    }


def hardware():
    """What computes here: `"2 CPU cores"`, after an accelerator that Keras uses."""
    cores = f"{os.cpu_count()} CPU cores"
    backends = sys.modules.get("ter_gan.backends")  # not loaded only to be named
    accelerator = backends and backends.accelerator()
    return f"{accelerator}, {cores}" if accelerator else cores


def command_line():
    """How this process was started, as a person would type it."""
    module = sys.modules["__main__"].__spec__
    name = module and module.name.removesuffix(".__main__")
    program = ["-m", name] if name else [sys.argv[0]]
    return ["python", *program, *sys.argv[1:]]


def numbered(recipe):
    """A new folder `runs/00001-mnist-dcgan`, the number one more than the last."""
    root = Path("runs")
    root.mkdir(exist_ok=True)
    numbers = [int(p.name[:5]) for p in root.iterdir() if p.name[:5].isdigit()]
    dataset = re.sub(r"[^A-Za-z0-9_]+", "-", recipe.dataset).strip("-")[-40:]
    name = f"{dataset}-{recipe.model}"
    number = max(numbers, default=0) + 1
    while True:
        path = root / f"{number:05d}-{name}"
        try:
            path.mkdir()
            return path
        except FileExistsError:
            number += 1
