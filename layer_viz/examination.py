"""What is too slow for every epoch, done once: proofs, slow maps, dissection."""

import functools
import time

import numpy as np
from keras import ops

from layer_viz import gallery, proofs, snapshot, weights
from layer_viz.attribution import METHODS, possible
from layer_viz.dissection import Entry, dissect, predicted_and_real, similarity
from layer_viz.dissection.layers import strongest
from layer_viz.store import picture_tiles, quantise
from ter_gan import backends

UNITS = 32  # per layer


def examine(record, view, units=UNITS, progress=print):
    """Examines the networks of a view and writes `exam.json`.

    Args:
        record: `layer_viz.store.Record`.
        view: `layer_viz.view.View` of the networks at the record's last epoch.
        units: int. Units that are dissected in each layer, at most.
        progress: callable for lines of text.

    Returns:
        dict, the content of `exam.json`.
    """
    exam = {"epoch": max(record.epochs, default=0), "seconds": {}}
    for name, part in _parts(view, units):
        start = time.perf_counter()
        exam |= part(record, view)
        exam["seconds"][name] = round(time.perf_counter() - start, 1)
        progress(f"  {name}: {exam['seconds'][name]} s")
    before = record.exam() or {}
    if before.get("epoch") == exam["epoch"] and "change" in before:
        exam.setdefault("change", before["change"])
    record.write_json("exam.json", _plain(exam))
    record.manifest["exam"] = "exam.json"
    record.save()
    return record.exam()


def conclude(record, view, folder, examined=True):
    """Ends a recording: the examination, the gallery, and where it is.

    Args:
        record: `layer_viz.store.Record`.
        view: `layer_viz.view.View`.
        folder: `pathlib.Path` of the run; its `gallery` is made.
        examined: bool. Whether to examine; Ctrl-C leaves that for later.
    """
    if examined:
        print("layer_viz: examining the networks; Ctrl-C leaves that for later")
        try:
            examine(record, view)
        except KeyboardInterrupt:
            print(f"not examined; later: python -m layer_viz.examine {folder}")
    print(f"gallery: {gallery.build([record], folder / 'gallery')}")


def _parts(view, units):
    yield "similarity", settling
    if view.kind == "text":
        yield "drift", drift
    if view.kind == "images":
        yield "proofs", prove
        yield "maps", slow_maps
        yield "dissection", functools.partial(dissection, units=units)
        if view.losses and view.stream("generator") and backends.replicas() == 1:
            yield "change", change


# -- its parts: each takes (record, view) and gives a part of exam.json -------------


def prove(record, view):
    """Which methods pass their checks on this very network."""
    stream = view.explained[-1]
    x = snapshot.stream_input(view, stream, view.tapped(view.probes))
    subject = view.subject(stream, view.probes)
    known = proofs.yardsticks(subject, x, view.baseline)
    methods, cascade = [], {}
    for name in possible(METHODS, subject, x):
        entry, cascade[name] = proofs.examine(
            name, subject, x, view.baseline, known=known
        )
        methods.append(entry)
    return {"methods": methods, "cascade": cascade}


def slow_maps(record, view):
    """Maps by all methods, at the last epoch."""
    found = snapshot.explain(view, view.tapped(view.probes), METHODS)
    sheets = {}
    for (stream, method), explanation in found.items():
        name = f"exam/{stream}.{method}.png"
        tiles = quantise(explanation.map)
        sheets[f"{stream}/{method}"] = record.write_sheet(name, tiles)
    return {"maps": sheets}


def dissection(record, view, units=UNITS):
    """What single units do, in the last layer of each size.

    The units of a generator are judged by its images, those of a
    discriminator or classifier by real ones.
    """
    found, outputs = {}, view.tapped(view.many)
    with proofs.forgotten(view.networks.values()):
        random = view.tapped(view.many)
    for source in (view.stream("generator"), view.explained[0]):
        if source is None:
            continue
        run, scores, images = _runs(view, source)
        layers = dissect(
            view.networks,
            run,
            scores,
            _chosen(record, source.network, outputs[source.id], units),
            images,
            labels=view.many.get("labels.real") if source.role != "generator" else None,
            randomised={
                f"{source.network}/{k}": v for k, v in random[source.id].items()
            },
            entries=_entries(view),
        )
        name = f"exam/samples.{source.id}.png"
        samples = record.write_sheet(name, picture_tiles(_pixels(images), 16))
        found |= _with_sheets(record, layers, samples)
    return {"dissection": found}


def change(record, view):
    """What D asked of the samples, and what a step of G's optimizer gave."""
    generator, fake = view.stream("generator"), view.stream("fake")
    inputs = view.input(generator, view.probes, {})
    judge = view.subject(fake, view.probes).score
    model = view.networks[generator.network]
    optimizer = view.optimizers[generator.network]
    loss = view.losses(view.probes)[generator.network]
    with weights.restoring(weights.moved(model, optimizer)):
        found = predicted_and_real(
            lambda: view.call(generator, inputs),
            lambda samples: -judge(samples),
            lambda: weights.step(model, loss, optimizer),
        )
    sheets = {
        name: record.write_sheet(f"exam/change.{name}.png", quantise(values.sum(-1)))
        for name, values in (("predicted", found.predicted), ("real", found.real))
    }
    cosine = found.cosine.tolist()
    return {"change": {"cosine": cosine, "network": generator.network} | sheets}


def settling(record, view):
    """CKA of each layer between all recorded epochs."""
    epochs = record.epochs
    grams = [record.arrays(snapshot.grams_file(epoch)) for epoch in epochs]
    layers = {key: similarity([g[key] for g in grams]).tolist() for key in grams[0]}
    return {"similarity": {"epochs": epochs, "layers": layers}}


def drift(record, view):
    """Where the words of each table lie, epoch after epoch, on the same two axes.

    The axes are the principal components of the last epoch.
    """
    epochs = record.epochs
    vectors = [record.arrays(snapshot.vectors_file(epoch)) for epoch in epochs]
    tables = {key: drifted([each[key] for each in vectors]) for key in vectors[0]}
    words = record.manifest["words"]
    return {"drift": {"epochs": epochs, "words": words, "tables": tables}}


def drifted(films):
    """dict: `places` `(epochs, words, 2)`, `shares` of the last epoch's variance that
    the axes show, and `moved`, the mean distance from the first epoch, in all axes.

    Args:
        films: list of arrays `(words, dim)`, one for each epoch.
    """
    films = np.asarray(films, "float64")
    middle = films[-1].mean(axis=0)
    _, spread, axes = np.linalg.svd(films[-1] - middle, full_matrices=False)
    shares = spread**2 / max((spread**2).sum(), np.finfo(float).tiny)
    moved = np.linalg.norm(films - films[0], axis=-1).mean(axis=-1)
    return {
        "places": ((films - middle) @ axes[:2].T).tolist(),
        "shares": shares[:2].tolist(),
        "moved": moved.tolist(),
    }


# -- what they need ------------------------------------------------------------------


def _runs(view, source):
    """`run`, `scores` and images of the dissection; see `dissection.units`.

    Runs begin with the network of `source`; images are in [-1, 1].
    """
    judged = view.stream("fake") if source.role == "generator" else source
    subject = view.subject(judged, view.many)

    def both():
        samples, labels = view.input(source, view.many, {})
        if source.role == "generator":
            samples = view.call(source, (samples, labels))
        return samples, subject.score(ops.convert_to_tensor(samples))

    def run():
        samples, scores = both()
        shown = _unit_range(ops.convert_to_numpy(samples), view)
        images = shown if source.role == "generator" else None
        return images, ops.convert_to_numpy(scores)

    images = _unit_range(ops.convert_to_numpy(both()[0]), view)
    return run, lambda: both()[1], images


def _unit_range(values, view):
    """Images in [-1, 1]."""
    low, high = view.value_range
    return 2 * (np.asarray(values, "float32") - low) / (high - low) - 1


def _entries(view):
    """Where the search for the input that a unit likes most begins."""
    low, high = view.value_range
    entries = {}
    for stream in view.streams:
        if stream.labels or stream.pack > 1 or stream.network in entries:
            continue
        images = stream.role != "generator"
        scale, shift = ((high - low) / 2, (high + low) / 2) if images else (1.0, 0.0)

        def network(x, stream=stream, scale=scale, shift=shift):
            return view.networks[stream.network](scale * x + shift, training=False)

        shape = view.networks[stream.network].input_shape[1:]
        entries[stream.network] = Entry(network, tuple(shape))
    return entries


def _chosen(record, network, outputs, units):
    """dict: the last layer of each size to the units that are dissected."""
    rows = [
        row
        for row in record.manifest["layers"]
        if row["network"] == network and row["same_as"] is None
    ]
    chosen = {}
    for row, following in zip(rows, rows[1:]):
        if following["shape"] != row["shape"] and row["of"] > 1:
            shown = np.array(row["units"])
            best = strongest(outputs[row["path"]][..., shown], units)
            chosen[row["id"]] = shown[best].tolist()
    return chosen


def _with_sheets(record, layers, samples):
    tables = {}
    for number, (path, layer) in enumerate(layers.items()):
        tables[path] = layer.table | {"samples": samples}
        for name, values in layer.pictures.items():
            file = f"exam/units.{path[0]}{number:02d}.{name}.png"
            tiles = picture_tiles(_pixels(values), 24)
            tables[path][name] = record.write_sheet(file, tiles)
    return tables


def _pixels(values):
    """uint8 images of values in [-1, 1]."""
    return np.rint(127.5 * (np.clip(values, -1, 1) + 1)).astype("uint8")


def _plain(value):
    """Python's own numbers, and few digits."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.4g}")
    return value
