"""What an epoch looks like: computed beside the training, written later.

`take` runs the networks, on the training thread, and gives NumPy arrays;
`write` turns them into files, on another thread.
"""

import contextlib
import dataclasses
import time

import numpy as np

from layer_viz import layers, statistics, weights
from layer_viz.attribution import attribute, layer_gradients, possible
from layer_viz.dissection.similarity import FEWEST, cka, gram
from layer_viz.store.record import epoch_folder
from layer_viz.store.sheets import picture_tiles, quantise
from ter_gan import backends


@dataclasses.dataclass
class Snapshot:
    """The arrays of one epoch.

    Args:
        probes, many: dicts: stream to layer path to outputs.
        scores: dict: stream to the explained scores of the probes.
        maps: dict: `(stream, method)` to `attribution.Explanation`.
        arriving: dict: layer id to gradients of G's loss, on the probes.
        weights: dict: layer id to its norms.
        points: dict of arrays of points on the plane, or empty.
        panels: dict: panel's id to what it took.
        vectors: dict: name of a table to its words' vectors, or empty.
        seconds: dict: part to the seconds it took.
    """

    probes: dict
    many: dict
    scores: dict
    maps: dict
    arriving: dict
    weights: dict
    points: dict
    panels: dict
    vectors: dict
    seconds: dict


def take(view, methods):
    """Runs the networks of a view; changes none of their state.

    Args:
        view: `layer_viz.view.View`.
        methods: list of ids of attribution methods.

    Returns:
        `Snapshot`.
    """
    seconds = {}
    with _timed(seconds, "forward"):
        probes, many = view.tapped(view.probes), view.tapped(view.many)
        scores = view.scores(view.probes)
    with _timed(seconds, "maps"):
        maps = explain(view, probes, methods)
    with _timed(seconds, "gradients"):
        arriving = arriving_gradients(view)
        norms = weight_norms(view)
    points = view.points() if view.points else {}
    with _timed(seconds, "panels"):
        panels = {panel.id: panel.take() for panel in view.panels}
        vectors = view.vectors() if view.vectors else {}
    return Snapshot(
        *(probes, many, scores, maps, arriving, norms),
        *(points, panels, vectors, seconds),
    )


@contextlib.contextmanager
def _timed(seconds, part):
    start = time.perf_counter()
    yield
    seconds[part] = round(time.perf_counter() - start, 3)


def explain(view, probes, methods):
    """Maps of each explained stream by each method that its network allows.

    Args:
        view: `layer_viz.view.View`.
        probes: what `view.tapped(view.probes)` gave.
        methods: iterable of ids.

    Returns:
        dict from `(stream id, method)` to `Explanation`.
    """
    maps = {}
    for stream in view.explained if view.kind == "images" else []:
        x = stream_input(view, stream, probes)
        subject = view.subject(stream, view.probes)
        for method in possible(methods, subject, x):
            maps[stream.id, method] = attribute(
                method, subject, x, baseline=view.baseline
            )
    return maps


def stream_input(view, stream, probes):
    """float32 array: the samples that a stream was called on."""
    if stream.source in probes:  # the output of another stream: its last layer
        return list(probes[stream.source].values())[-1].astype("float32")
    return np.asarray(view.probes[stream.source], "float32")


def arriving_gradients(view):
    """dict: layer id to ∂L_G/∂output on the fake probes."""
    generator = view.stream("generator")
    if view.losses is None or generator is None or view.kind != "images":
        return {}
    loss = view.losses(view.probes)[generator.network]
    paths = [
        f"{name}/{path}"
        for name, model in view.networks.items()
        for _, path in layers.layers_of(model)
    ]
    return layer_gradients(view.networks, loss, paths)


def weight_norms(view):
    """dict: layer id to its norms of weights, gradients and steps.

    Empty where several devices train together: one of them cannot step alone.
    """
    if view.losses is None or backends.replicas() > 1:
        return {}
    rows = {}
    for name, loss in view.losses(view.many).items():
        model, optimizer = view.networks[name], view.optimizers[name]
        before = weights.values(model)
        with weights.restoring(weights.moved(model, optimizer)):
            gradients = weights.step(model, loss, optimizer)
            after = weights.values(model)
        described = weights.describe(model, before, after, gradients)
        rows |= {f"{name}/{path}": row for path, row in described.items()}
    return rows


class Writer:
    """Writes snapshots into a record, one after the other.

    Args:
        record: `layer_viz.store.Record`.
        view: `layer_viz.view.View`; only its facts are read, not its networks.
        to_picture: callable from model values to uint8 images `(n, h, w, c)`.
    """

    def __init__(self, record, view, to_picture):
        self.record, self.view, self.to_picture = record, view, to_picture
        self.rows = {row["id"]: row for row in record.manifest["layers"]}
        self.activations = {}  # layer id to the name of its activation
        self._tiles, self._grams = {}, {}

    def write(self, epoch, step, snapshot):
        """Writes the files of an epoch and lists it in the manifest."""
        start = time.perf_counter()
        folder = epoch_folder(epoch)
        (self.record.path / folder).mkdir(exist_ok=True)
        content = {"epoch": epoch, "step": step}
        content["scores"] = {
            k: statistics.rounded(v) for k, v in snapshot.scores.items()
        }
        content |= self._layers(folder, snapshot)
        content["images"] = self._images(folder, snapshot)
        content |= self._maps(folder, snapshot)
        content["arriving"] = self._arriving(folder, snapshot, content["stats"])
        content["difference"] = self._difference(snapshot)
        content["weights"] = {
            key: {name: _short(value) for name, value in row.items()}
            for key, row in snapshot.weights.items()
        }
        content["similarity"] = self._similarity(epoch, snapshot)
        if snapshot.points:
            content["points"] = {
                name: [statistics.rounded(point) for point in points]
                for name, points in snapshot.points.items()
            }
        if snapshot.panels:
            content["panels"] = self._panels(folder, snapshot)
        if snapshot.vectors:
            self.record.write_arrays(vectors_file(epoch), snapshot.vectors)
        seconds = sum(snapshot.seconds.values())
        snapshot.seconds["writing"] = round(time.perf_counter() - start, 3)
        content["seconds"] = snapshot.seconds
        self.record.add_epoch(epoch, step, content, seconds)

    def _shown(self, outputs):
        """(stream, row, outputs) of each layer that has sheets."""
        for stream in self.view.streams:
            for path, values in outputs[stream.id].items():
                row = self.rows.get(f"{stream.network}/{path}")
                if row is not None and row["same_as"] is None:
                    yield stream, row, values

    def _layers(self, folder, snapshot):
        sheets, stats = {}, {}
        for stream, row, values in self._shown(snapshot.probes):
            key = f"{stream.id}/{row['path']}"
            tiles = layers.tiles(values, row, stream.plane)
            name = f"{folder}/{stream.id}.{self._number(row)}.png"
            columns = len(row["units"]) if row["layout"] == "maps" else None
            sheets[key] = self.record.write_sheet(name, quantise(tiles, columns))
            many = snapshot.many[stream.id][row["path"]]
            stats[key] = statistics.describe(
                many, row["units"], self.activations.get(row["id"])
            )
            by_unit = _by_unit(tiles, row)
            if key in self._tiles:
                changes = statistics.change(self._tiles[key], by_unit)
                stats[key]["units"]["change"] = changes
            self._tiles[key] = by_unit
        return {"sheets": sheets, "stats": stats}

    def _number(self, row):
        return f"{list(self.rows).index(row['id']):02d}"

    def _images(self, folder, snapshot):
        generator = self.view.stream("generator")
        if generator is None or self.view.kind != "images":
            return {}
        fake, grid = (
            self.to_picture(list(outputs[generator.id].values())[-1])
            for outputs in (snapshot.probes, snapshot.many)
        )
        write = self.record.write_sheet
        return {
            "fake": write(f"{folder}/fake.png", picture_tiles(fake)),
            "grid": write(f"{folder}/grid.png", picture_tiles(grid[:64], 8)),
        }

    def _maps(self, folder, snapshot):
        maps, completeness = {}, {}
        for (stream, method), found in snapshot.maps.items():
            key, name = f"{stream}/{method}", f"{folder}/{stream}.{method}.png"
            maps[key] = self.record.write_sheet(name, quantise(found.map))
            if found.completeness is not None:
                completeness[key] = statistics.rounded(found.completeness)
        return {"maps": maps, "completeness": completeness}

    def _arriving(self, folder, snapshot, stats):
        sheets = {}
        for key, values in snapshot.arriving.items():
            row = self.rows.get(key)
            if row is None or row["same_as"] is not None:
                continue
            maps = layers.as_maps(values)
            strength = (
                np.sqrt((maps**2).mean(-1))
                if maps.ndim == 4
                else layers.pack_units(maps, row["units"])
            )
            name = f"{folder}/arriving.{self._number(row)}.png"
            sheets[key] = self.record.write_sheet(name, quantise(strength))
            stream = next(
                s for s in self.view.streams[::-1] if s.network == row["network"]
            )
            stats[f"{stream.id}/{row['path']}"]["arriving"] = _short(
                np.sqrt((values.astype("float64") ** 2).sum())
            )
        if sheets:
            generator = self.view.stream("generator").network
            image = [
                v for k, v in snapshot.arriving.items() if k.startswith(generator + "/")
            ][-1]
            sheets["image"] = self.record.write_sheet(
                f"{folder}/arriving.image.png", quantise(image.sum(-1))
            )
        return sheets

    def _difference(self, snapshot):
        real, fake = self.view.stream("real"), self.view.stream("fake")
        if real is None or fake is None:
            return {}
        return {
            row["id"]: statistics.difference(
                values, snapshot.many[fake.id][row["path"]], row["units"]
            )
            for stream, row, values in self._shown(snapshot.many)
            if stream is real
        }

    def _panels(self, folder, snapshot):
        def entry(name, taken):
            file = f"{folder}/panel.{name}.png"
            return taken.entry(lambda tiles: self.record.write_sheet(file, tiles))

        return {name: entry(name, taken) for name, taken in snapshot.panels.items()}

    def _similarity(self, epoch, snapshot):
        grams = {
            f"{stream.id}/{row['path']}": gram(values.reshape(len(values), -1))
            for stream, row, values in self._shown(snapshot.many)
            if len(values) >= FEWEST
        }
        before, self._grams = self._grams, grams
        self.record.write_arrays(grams_file(epoch), grams)
        return {k: _short(cka(before[k], g)) for k, g in grams.items() if k in before}


def grams_file(epoch):
    """Where the Gram matrices of an epoch are."""
    return f"similarity/{epoch:04d}.npz"


def vectors_file(epoch):
    """Where the vectors of words of an epoch are."""
    return f"vectors/{epoch:04d}.npz"


def _by_unit(tiles, row):
    """array `(probes, units, pixels)`."""
    if row["layout"] == "maps":
        return tiles.reshape(-1, len(row["units"]), tiles.shape[1] * tiles.shape[2])
    flat = tiles.reshape(len(tiles), -1)
    return flat[:, : len(row["units"]), None]


def _short(value):
    return statistics.rounded([value])[0]
