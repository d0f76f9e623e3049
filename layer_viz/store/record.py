"""A record's folder: written whole or not at all, and read again."""

import json
import math
import shutil
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from layer_viz.store.sheets import decode
from ter_gan import files
from ter_gan.errors import UserError

SCHEMA = "layer_viz/1"


class Record:
    """An opened record.

    Args:
        path: str or path of the record's folder.
        manifest: dict, its manifest.
    """

    def __init__(self, path, manifest):
        self.path, self.manifest = Path(path), manifest

    # -- opening ------------------------------------------------------------

    @classmethod
    def create(cls, path, manifest):
        """A new record; what an earlier one left in the folder goes away.

        Args:
            path: str or path.
            manifest: dict with all fields of the format but `schema`,
                `epochs`, `skipped`, `timeline`, `health`, `exam`, `complete`.
        """
        path = Path(path)
        if (path / "manifest.json").exists():
            shutil.rmtree(path)
        path.mkdir(parents=True, exist_ok=True)
        empty = {"epochs": [], "skipped": [], "timeline": [], "health": []}
        end = {"exam": None, "complete": False}
        return cls(path, {"schema": SCHEMA} | manifest | empty | end)

    @classmethod
    def find(cls, path):
        """The record at `path`, or in the run folder `path`.

        Raises:
            UserError: if there is none, or it is damaged or of another version.
        """
        path = Path(path)
        places = (path, path / "layer_viz")
        found = [place for place in places if (place / "manifest.json").is_file()]
        if not found:
            raise UserError(
                f"{path} holds no record of layer_viz: there is no manifest.json in it "
                f"or in {path / 'layer_viz'}. Train without --layer-viz off, or make "
                f"one with python -m layer_viz.record."
            )
        manifest = _read_json(found[0] / "manifest.json")
        if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
            raise UserError(
                f"{found[0] / 'manifest.json'} is not of the format {SCHEMA}; "
                f"record again with this version."
            )
        return cls(found[0], manifest)

    # -- reading --------------------------------------------------------------

    @property
    def epochs(self):
        """list of the recorded epochs' numbers."""
        return [each["epoch"] for each in self.manifest["epochs"]]

    def epoch(self, number):
        """dict, the `epoch.json` of a recorded epoch.

        Raises:
            UserError: if that epoch was not recorded, or its file is damaged.
        """
        for each in self.manifest["epochs"]:
            if each["epoch"] == number:
                return _read_json(self.path / each["folder"] / "epoch.json")
        raise UserError(
            f"Epoch {number} is not in {self.path}; recorded: "
            f"{', '.join(map(str, self.epochs)) or 'none'}."
        )

    def exam(self):
        """dict, `exam.json`, or `None` before the examination."""
        name = self.manifest["exam"]
        return _read_json(self.path / name) if name else None

    def arrays(self, name):
        """dict of the arrays in one of its `.npz` files.

        Raises:
            UserError: if the file is missing or damaged.
        """
        path = self.path / name
        try:
            with np.load(path, allow_pickle=False) as archive:
                return {key.replace("|", "/"): archive[key] for key in archive}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise UserError(f"{path} cannot be read: {error}") from error

    def values(self, sheet):
        """The values of a sheet's tiles; see `decode`.

        Raises:
            UserError: if the file is missing or damaged.
        """
        path = self.path / sheet["file"]
        try:
            with Image.open(path) as image:
                pixels = np.array(image)
            return decode(pixels, sheet)
        except (OSError, SyntaxError, ValueError) as error:
            raise UserError(f"The sheet {path} cannot be read: {error}") from error

    # -- writing --------------------------------------------------------------

    def write_arrays(self, name, arrays):
        """Writes a dict of arrays as one `.npz` file."""
        named = {key.replace("/", "|"): value for key, value in arrays.items()}
        with self.replacing(name) as path, open(path, "wb") as file:
            np.savez_compressed(file, **named)

    def write_sheet(self, name, tiles):
        """Writes `Tiles` as the PNG `name`; returns the sheet's dict."""
        with self.replacing(name) as path:
            tiles.save(path)
        return {"file": name} | tiles.facts

    def add_epoch(self, number, step, content, seconds):
        """Lists an epoch whose sheets are written; replaces one of that number.

        Args:
            number, step: int.
            content: dict, the epoch's `epoch.json`.
            seconds: float. What recording it took.
        """
        folder = epoch_folder(number)
        self.write_json(f"{folder}/epoch.json", content)
        size = sum(p.stat().st_size for p in (self.path / folder).iterdir())
        self.forget(number)
        self.manifest["epochs"].append(
            {
                "epoch": number,
                "step": step,
                "folder": folder,
                "seconds": round(seconds, 3),
                "bytes": size,
            }
        )
        self.manifest["epochs"].sort(key=lambda each: each["epoch"])
        self.save()

    def forget(self, number):
        """Takes an epoch out of the lists, as when it is recorded again."""
        for name in ("epochs", "skipped"):
            rows = self.manifest[name]
            self.manifest[name] = [each for each in rows if each["epoch"] != number]

    def rewind(self, number):
        """Forgets what came after an epoch, as when training resumes there."""
        for name in ("epochs", "skipped", "timeline"):
            rows = self.manifest[name]
            self.manifest[name] = [each for each in rows if each["epoch"] <= number]

    def skip(self, number, reason):
        """Lists an epoch that was not recorded."""
        self.forget(number)
        self.manifest["skipped"].append({"epoch": number, "reason": reason})

    def save(self):
        """Writes the manifest."""
        self.write_json("manifest.json", self.manifest)

    def write_json(self, name, content):
        """Writes JSON; numbers that are not finite become null."""
        with self.replacing(name) as path:
            text = json.dumps(_finite(content), separators=(",", ":"))
            path.write_text(text, encoding="utf-8")

    def replacing(self, name):
        """Yields a temporary path that becomes `name` when the block succeeds."""
        return files.replacing(self.path / name)


def _finite(value):
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def epoch_folder(number):
    return f"e{number:04d}"


def _read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read: {error}") from error
