"""What of a record is drawn: epochs, layers, probes, units."""

import dataclasses
import functools
import textwrap

import numpy as np

from layer_viz.pictures.colour import Scale
from layer_viz.store import Record
from ter_gan.errors import UserError, unknown

SCALES = ("fixed", "epoch", "unit")
SORTS = ("variance", "difference", "index")


@dataclasses.dataclass
class Choice:
    """A record and what was chosen of it.

    Args:
        record: `layer_viz.store.Record`.
        epochs: list of int: all epochs that are drawn, on whichever page.
        layers: list of str: ids or paths.
        stream: str, or `None` for the first stream of a layer's network.
        probes: list of int, or `None` for as many as fit the figure.
        units: str: `"0,3,7"`, `"top:16"`, or `None` for all.
        sort: one of `SORTS`.
        scale: one of `SCALES`.
        method: str, of `map_figure`.
        overlaid: bool. Whether maps are drawn over the samples.
    """

    record: Record
    epochs: list
    layers: list = ()
    stream: str | None = None
    probes: list | None = None
    units: str | None = None
    sort: str = "index"
    scale: str = "fixed"
    method: str | None = None
    overlaid: bool = False

    @property
    def manifest(self):
        return self.record.manifest

    @property
    def points(self):
        """Whether units are heatmaps on a plane."""
        return self.manifest["kind"] == "points"

    @functools.cached_property
    def contents(self):
        """dict: epoch to its `epoch.json`."""
        return {epoch: self.record.epoch(epoch) for epoch in self.epochs}

    @functools.cached_property
    def exam(self):
        return self.record.exam()

    def roles(self, *roles):
        """list of the streams with these roles, in the order of `roles`."""
        streams = self.manifest["streams"]
        return [each for role in roles for each in streams if each["role"] == role]

    def shown_probes(self, default):
        """list of int: the chosen probes, or the first `default` ones."""
        n = self.manifest["probes"]["n"]
        if self.probes is None:
            return list(range(min(n, default)))
        if wrong := [probe for probe in self.probes if probe >= n]:
            raise UserError(f"There is no probe {wrong[0]}; recorded: 0 to {n - 1}.")
        return self.probes

    def probe_label(self, probe, role="real"):
        """str: `probe 3` and, below, its class."""
        facts = self.manifest["probes"]
        labels, names = facts["labels"].get(role, []), facts["class_names"]
        if self.points or probe >= len(labels) or labels[probe] >= len(names):
            return f"probe {probe}"
        name = names[labels[probe]]
        name = f"class {name}" if name.isdecimal() else textwrap.shorten(name, 13)
        return f"probe {probe}\n{name}"

    def activations(self, name):
        """`Activations` of a layer.

        Raises:
            UserError: if there is no such layer, or it was not recorded in
                the chosen stream.
        """
        row = find_layer(self.manifest, name)
        asked = row
        if row["same_as"] is not None:
            row = find_layer(self.manifest, row["same_as"])
        streams = [
            s for s in self.manifest["streams"] if s["network"] == row["network"]
        ]
        if self.stream is not None:
            every = [each["id"] for each in self.manifest["streams"]]
            if self.stream not in every:
                raise unknown("stream", self.stream, every)
            streams = [each for each in streams if each["id"] == self.stream]
        if not streams:
            raise UserError(
                f"The layer {row['id']} is not in the stream {self.stream}; "
                f"leave --stream out."
            )
        return Activations(self, row, streams[0], asked["id"])


@dataclasses.dataclass
class Activations:
    """What one layer puts out in one stream, epoch by epoch.

    Args:
        choice: `Choice`.
        row: dict, the layer in the manifest.
        stream: dict, the stream in the manifest.
        asked: str. Id of the layer that was asked for, which may be another
            one with the same values.
    """

    choice: Choice
    row: dict
    stream: dict
    asked: str

    @property
    def key(self):
        return f"{self.stream['id']}/{self.row['path']}"

    @property
    def maps(self):
        """Whether a unit is a map; else it is one number."""
        return self.row["layout"] == "maps"

    def probe_label(self, probe):
        """str: `probe 3` and, below, the class of what the stream looks at."""
        roles = {"generator": "fake", "model": "real"}
        role = self.stream["role"]
        return self.choice.probe_label(probe, roles.get(role, role))

    def sheet(self, epoch):
        """dict, the layer's sheet of an epoch."""
        sheets = self.choice.contents[epoch]["sheets"]
        if self.key not in sheets:
            raise UserError(
                f"Epoch {epoch} has no sheet of {self.key}; the record is incomplete."
            )
        return sheets[self.key]

    def values(self, epoch):
        """float32 array `(probes, units, h, w)`, or `(probes, units)`."""
        tiles = self.choice.record.values(self.sheet(epoch))
        units = len(self.row["units"])
        if self.maps:
            return tiles.reshape(-1, units, *tiles.shape[1:])
        return tiles.reshape(len(tiles), -1)[:, :units]

    @property
    def signed(self):
        """Whether any value of the drawn epochs is below 0."""
        return any(self.sheet(e)["zero"] for e in self.choice.epochs)

    def scale(self, epoch):
        """`Scale` of an epoch, for arrays as `values` gives them."""
        if self.choice.scale == "unit":
            axes = (0, 2, 3) if self.maps else (0,)
            ends = [
                np.abs(self.values(e)).max(axes, keepdims=True)
                for e in self.choice.epochs
            ]
            return Scale(np.max(ends, axis=0), self.signed)
        epochs = [epoch] if self.choice.scale == "epoch" else self.choice.epochs
        return Scale(max(self.sheet(e)["scale"] for e in epochs), self.signed)

    def order(self):
        """list of places in `units`: which units are drawn, in which order."""
        units, text = self.row["units"], self.choice.units
        if text is None or text.startswith("top:"):
            n = len(units) if text is None else int(text.removeprefix("top:"))
            return self._sorted()[:n]
        asked = [int(part) for part in text.split(",")]
        if missing := [unit for unit in asked if unit not in units]:
            raise UserError(
                f"Unit {missing[0]} of {self.row['id']} was not recorded; its "
                f"{len(units)} recorded units: {_ranges(units)}."
            )
        return [units.index(unit) for unit in asked]

    def _sorted(self):
        places = range(len(self.row["units"]))
        if self.choice.sort == "index":
            return list(places)
        content = self.choice.contents[self.choice.epochs[-1]]
        if self.choice.sort == "variance":
            strength = content["stats"].get(self.key, {}).get("units", {}).get("std")
        else:
            strength = content["difference"].get(self.row["id"])
        if strength is None:
            raise UserError(
                f"There is no {self.choice.sort} of the units of {self.key} in epoch "
                f"{content['epoch']}: use --sort index. A difference between real and "
                f"fake is known for the discriminator's layers."
            )
        return sorted(places, key=lambda place: -strength[place])


def find_layer(manifest, name):
    """The layer with this id, or with this path, if only one has it.

    Raises:
        UserError: if there is none, or several.
    """
    rows = manifest["layers"]
    found = [row for row in rows if name in (row["id"], row["path"])]
    if len(found) == 1:
        return found[0]
    if found:
        ids = " or ".join(row["id"] for row in found)
        raise UserError(f"Several layers are called {name!r}; write {ids}.")
    raise unknown("layer", name, [row["id"] for row in rows])


def find_epochs(record, text):
    """list of int for `--epochs`: `all`, `last`, or numbers.

    Raises:
        UserError: if one of them was not recorded.
    """
    recorded = record.epochs
    if not recorded:
        raise UserError(f"{record.path} has no epoch yet; train for one epoch first.")
    if text in ("all", "last"):
        return recorded if text == "all" else recorded[-1:]
    for number in numbers(text, "--epochs", "all, last or numbers such as 0,1,5"):
        record.epoch(number)  # says which are recorded
    return sorted(set(numbers(text, "--epochs", "")))


def find_probes(text):
    """list of int for `--probes`, or `None`."""
    return None if text is None else numbers(text, "--probes", "numbers such as 0,1")


def find_units(text):
    """`--units` as it is, if it can be understood."""
    if text is not None:
        number = text.removeprefix("top:")
        if "," in number and number != text or number.strip() == "0" != text:
            number = ""
        numbers(number, "--units", "numbers such as 0,3,7, or top:16")
    return text


def one_of(what, name, known):
    """`name`, if it is among the known ones; else a `UserError`."""
    if name not in known:
        raise unknown(what, name, known)
    return name


def numbers(text, option, wanted):
    """list of int: `"0,3"` as `[0, 3]`.

    Raises:
        UserError: if it is something else.
    """
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise UserError(f"{option} must be {wanted}; received {text!r}.")
    return [int(part) for part in parts]


def _ranges(values):
    """`0-31` for many numbers in a row, else all of them."""
    values = list(values)
    if values == list(range(values[0], values[0] + len(values))):
        return f"{values[0]} to {values[-1]}"
    return ", ".join(map(str, values))
