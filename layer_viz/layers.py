"""Which layers a record shows, and how their outputs become tiles."""

import keras
import numpy as np

from layer_viz.store.sheets import LARGEST, near_square, pack_units
from layer_viz.tap import layers_of

MOST_UNITS = 32
ACTIVATIONS = (
    keras.layers.Activation,
    keras.layers.ReLU,
    keras.layers.LeakyReLU,
    keras.layers.ELU,
    keras.layers.Softmax,
)


def table(view, outputs):
    """The manifest's `layers`: every layer that ran, in the order of its calls.

    Args:
        view: `layer_viz.view.View`.
        outputs: what `view.tapped(view.probes)` gave.

    Returns:
        list of dict.
    """
    rows = []
    for network in view.networks:
        stream = next(s for s in view.streams if s.network == network)
        rows += _network(view, stream, outputs[stream.id])
    return rows


def _network(view, stream, outputs):
    found = {path: layer for layer, path in layers_of(view.networks[stream.network])}
    inputs, rows, seen = _inputs(found), {}, {}
    for path, values in outputs.items():
        layer = found[path.partition("#")[0]]
        maps = as_maps(values, stream.plane)
        units = chosen_units(maps)
        rows[path] = {
            "id": f"{stream.network}/{path}",
            "network": stream.network,
            "path": path,
            "type": type(layer).__name__,
            "shape": list(values.shape[1:]),
            "parameters": layer.count_params(),
            "layout": "maps" if maps.ndim == 4 else "vector",
            "tile": tile(maps, units),
            "units": units,
            "of": maps.shape[-1],
            "same_as": None,
            "inputs": [f"{stream.network}/{p}" for p in inputs.get(path, [])],
        }
        if not isinstance(layer, ACTIVATIONS) and not _computes(layer):
            _link(rows, path, _same(values, seen))
        seen[path] = values
    return list(rows.values())


def _computes(layer):
    """Whether a layer has weights of its own; a model has those of its layers."""
    return bool(layer.weights) and not isinstance(layer, keras.Model)


def _same(values, seen):
    """Path of an earlier layer with the very same values, in any order."""
    ordered = np.sort(values.reshape(-1))
    for path in reversed(seen):
        if seen[path].size == values.size and np.array_equal(
            np.sort(seen[path].reshape(-1)), ordered
        ):
            return path
    return None


def _link(rows, path, other):
    """Of two layers with the same values, the one with larger maps is shown."""
    if other is None:
        return
    other = other if rows[other]["same_as"] is None else rows[other]["same_as"]
    other = other.removeprefix(f"{rows[path]['network']}/")
    shown, hidden = (
        (path, other) if _area(rows[path]) > _area(rows[other]) else (other, path)
    )
    for row in rows.values():
        if row["same_as"] == rows[hidden]["id"]:
            row["same_as"] = rows[shown]["id"]
    rows[hidden]["same_as"] = rows[shown]["id"]


def _area(row):
    """Pixels of one unit: 0 for vectors."""
    return row["tile"][0] * row["tile"][1] if row["layout"] == "maps" else 0


def as_maps(values, plane=None):
    """A layer's output as maps `(n, h, w, c)`, or as vectors `(n, c)`.

    On a plane, the grid's points are the pixels of one map; a sequence
    `(n, t, c)` is a strip; what has more axes is flattened.
    """
    if plane:
        side = plane["size"]
        return values.reshape(1, side, side, -1)
    if values.ndim == 3:
        return values[:, None]
    return values if values.ndim in (2, 4) else values.reshape(len(values), -1)


def tiles(values, row, plane=None):
    """A layer's output on the probes as tiles, in the order of the format."""
    return pack_units(as_maps(values, plane), row["units"])


def chosen_units(values):
    """The channels that are shown: all, or evenly spaced ones of many.

    As many as a sheet holds, `MOST_UNITS` at most.
    """
    channels, room = values.shape[-1], MOST_UNITS
    if values.ndim == 4:
        n, height, width, _ = values.shape
        room = min(room, max(1, LARGEST // width) * max(1, LARGEST // (height * n)))
    else:
        room = MOST_UNITS**2
    if channels <= room:
        return list(range(channels))
    return np.linspace(0, channels - 1, room).astype(int).tolist()


def tile(values, units):
    """`[height, width]` of a tile."""
    return list(values.shape[1:3] if values.ndim == 4 else near_square(len(units)))


def activation_name(layer):
    """`"tanh"`, `"relu"` …, or `None`."""
    return getattr(getattr(layer, "activation", None), "__name__", None)


def _inputs(found):
    """dict: path of a layer to the paths of those that feed it, where known."""
    made_by, inputs = {}, {}
    for path, layer in found.items():
        for tensor in _tensors(layer, "output"):
            made_by[id(tensor)] = path
    for path, layer in found.items():
        sources = [made_by.get(id(tensor)) for tensor in _tensors(layer, "input")]
        inputs[path] = [source for source in sources if source and source != path]
    return inputs


def _tensors(layer, side):
    try:
        return keras.tree.flatten(getattr(layer, side))
    except (AttributeError, ValueError):  # not in a graph, or in several
        return []
