"""The views that people ask for: a GAN, a classifier, networks on a plane."""

import dataclasses
import importlib

import keras
import numpy as np
from keras import ops

from layer_viz.view import Stream, View
from ter_gan.errors import UserError

PROBES, MANY = 8, 64
COARSE = 10  # points along a side of the plane, for statistics


def classifier(model, images, labels=None, class_names=(), n=2 * PROBES, seed=0):
    """The view of one network that takes images.

    Args:
        model: built `keras.Model` from images to `(n, classes)` logits or
            probabilities, or to `(n, 1)`.
        images: array `(N, h, w, c)`, as the model sees them.
        labels: int array `(N,)`, the classes whose logits are explained; by
            default what the model says of each image now.
        class_names: sequence of str.
        n: int. Images that are drawn; as many of each class as can be.
        seed: int. Of their choice.

    Returns:
        `layer_viz.view.View`.
    """
    images = np.asarray(images)
    if labels is None:
        said = [np.asarray(model(part, training=False)) for part in _parts(images)]
        labels = np.concatenate(said).argmax(-1)
    labels = np.asarray(labels).reshape(-1).astype("int32")
    few = balanced(labels, min(n, len(images)), seed)
    rest = balanced(labels, min(MANY, len(images)), seed + 1)
    probes, many = (
        {"images": images[i].astype("float32"), "labels.real": labels[i]}
        for i in (few, rest)
    )
    view = View(
        {"M": model},
        [Stream("M", "M", "model", "images")],
        probes,
        many,
        target="class",
        class_names=class_names or [str(i) for i in range(int(labels.max()) + 1)],
        value_range=value_range(images),
    )
    optimizer = getattr(model, "optimizer", None)
    if isinstance(optimizer, keras.optimizers.Optimizer):
        view.optimizers = {"M": optimizer}
        view.losses = lambda arrays: {"M": lambda: _own_loss(model, arrays)}
    return view


def _own_loss(model, arrays):
    outputs = model(ops.convert_to_tensor(arrays["images"]), training=False)
    labels = ops.convert_to_tensor(arrays["labels.real"])
    return model.compute_loss(arrays["images"], labels, outputs)


def planes(networks, ranges, points=None, size=40):
    """The view of networks that take points: every unit is a heatmap.

    Args:
        networks: dict from `"G"` and `"D"` to a network on two or more numbers.
        ranges: dict from the same ids to `{"x": [low, high], "y": [low, high],
            "axes": [name, name]}`; other inputs than these two are 0.
        points: callable; see `View`.
        size: int. Points along a side of the plane.

    Returns:
        `layer_viz.view.View` of kind `"points"`.
    """
    streams, inputs, coarse = [], {}, {}
    for name, network in networks.items():
        plane = ranges[name] | {"size": size}
        role = "generator" if name == "G" else "model"
        streams.append(Stream(name, name, role, f"plane.{name}", plane=plane))
        dimensions = network.input_shape[-1]
        inputs[f"plane.{name}"] = grid(plane, dimensions)
        coarse[f"plane.{name}"] = grid(plane | {"size": COARSE}, dimensions)
    return View(networks, streams, inputs, coarse, kind="points", points=points)


def of_record(record):
    """The view that a record was made of, with the networks it ended with.

    Args:
        record: `layer_viz.store.Record`.

    Raises:
        UserError: if the networks are not there or cannot be loaded.
    """
    manifest, sets = record.manifest, {"probes": {}, "many": {}}
    for key, values in record.arrays("probes.npz").items():
        name, _, rest = key.partition("/")
        sets[name][rest] = values
    fields = {field.name for field in dataclasses.fields(Stream)}
    return View(
        {n["id"]: _load(record, n) for n in manifest["networks"]},
        [
            Stream(**{k: v for k, v in entry.items() if k in fields})
            for entry in manifest["streams"]
        ],
        sets["probes"],
        sets["many"],
        kind=manifest["kind"],
        target=manifest["target"],
        probability=manifest["probability"],
        class_names=manifest["probes"]["class_names"],
        value_range=tuple(manifest["probes"]["range"]),
    )


def _load(record, network):
    path = record.path / "networks" / f"{network['id']}.keras"
    try:
        for module in network["modules"]:  # they register the network's own layers
            importlib.import_module(module)
        return keras.models.load_model(path, compile=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise UserError(
            f"The network {path} cannot be loaded: {str(error).splitlines()[0]} "
            f"It is saved when a training ends; resume the training first."
        ) from error


def grid(plane, dimensions):
    """float32 array `(size², dimensions)`: a grid, top row first."""
    x, y = (np.linspace(*plane[axis], plane["size"]) for axis in ("x", "y"))
    points = np.zeros((plane["size"] ** 2, dimensions), "float32")
    points[:, 0] = np.tile(x, plane["size"])
    if dimensions > 1:
        points[:, 1] = np.repeat(y[::-1], plane["size"])
    return points


def balanced(labels, n, seed=0):
    """Indices of `n` samples, as many of each class as can be, sorted by class.

    Args:
        labels: int array `(N,)`.
        n: int, at most N.
        seed: int.
    """
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(labels))
    rank = np.zeros(len(labels), int)  # how many of its class came before
    for value in np.unique(labels):
        members = order[labels[order] == value]
        rank[members] = np.arange(len(members))
    chosen = order[np.argsort(rank[order], kind="stable")][:n]
    return chosen[np.argsort(labels[chosen], kind="stable")]


def value_range(images):
    """`(low, high)` that images of this kind can take: the usual ones."""
    low, high = float(images.min()), float(images.max())
    for usual in ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)):
        if usual[0] <= low and high <= usual[1]:
            return usual
    return low, high


def _parts(images, size=256):
    return [images[i : i + size] for i in range(0, len(images), size)]
