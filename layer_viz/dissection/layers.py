"""The dissection of a list of layers: what each unit does and stands for."""

import dataclasses
import functools
from collections.abc import Callable

import numpy as np
from keras import ops

from layer_viz.dissection.concepts import best_classes, best_concepts, concept_masks
from layer_viz.dissection.maximise import maximise_image, maximise_latent, strengths
from layer_viz.dissection.top import top_samples
from layer_viz.dissection.units import (
    ablate,
    high_values,
    insert,
    interval,
    random_groups,
    record,
    unit_gradients,
)

CONTROLS = 16  # random units that are switched off
LATENTS = 64  # among which the search for a unit's best one begins
CHANCE_QUANTILE = 0.95  # of what units of a randomised network reach


@dataclasses.dataclass(frozen=True)
class Dissection:
    """What a record's exam keeps of one layer.

    Args:
        table: dict, an entry of `dissection` in `exam.json` without sheets.
        pictures: dict of float arrays in [-1, 1]: `ablated` `(3 units, …)` and
            `maximised` `(units, …)`, in the order of the tiles. A picture that
            the layer does not have is left out.
    """

    table: dict
    pictures: dict


@dataclasses.dataclass(frozen=True)
class Entry:
    """Where the search for what activates a network's units most begins.

    Args:
        network: callable from a batch to the network's output; runs it
            eagerly, in inference mode, and adds labels itself.
        shape: tuple of int. The shape of one input: an image's has 3 numbers,
            that of (standard normal) latents 1.
    """

    network: Callable
    shape: tuple


def entries_of(models):
    """The `Entry` of each model that has a single input.

    Args:
        models: dict from an id to a `keras.Model`; subclassed models do not
            say what their inputs are, and are left out.

    Returns:
        dict from an id to its `Entry`.
    """
    entries = {}
    for name, model in models.items():
        inputs = getattr(model, "inputs", None) or []
        if len(inputs) == 1:
            network = functools.partial(model, training=False)
            entries[name] = Entry(network, tuple(inputs[0].shape[1:]))
    return entries


def dissect(
    models,
    run,
    scores,
    units,
    images,
    labels=None,
    randomised=None,
    seed=0,
    progress=None,
    entries=None,
):
    """Dissects layers: ablation, insertion, concepts, top samples, maximisation.

    Args:
        models: dict from an id to a `keras.Model`, as for `tap`.
        run: see `layer_viz.dissection.units`.
        scores: callable without arguments: differentiable scores `(n,)` of
            the same inputs.
        units: dict from a layer's path in the tap to the units that are
            dissected, a list of int; the first call of a layer counts. See
            `strongest`.
        images: float array `(n, height, width, channels)` in [-1, 1]: what the
            n inputs of `run` look like.
        labels: int array `(n,)`, or `None`.
        randomised: dict from a path to the layer's outputs on the same inputs
            in a copy of the network with new weights, or `None`: concepts
            have no control.
        seed: int.
        progress: callable `(done, total)`, after each layer.
        entries: dict from an id of a model to its `Entry`; by default
            `entries_of(models)`. Units of other models are not maximised.

    Returns:
        dict from each path to its `Dissection`.
    """
    outputs, _, _ = record(models, run, list(units))
    masks = concept_masks(images, labels)
    entries = entries_of(models) if entries is None else entries
    found = {}
    for done, (path, chosen) in enumerate(units.items(), 1):
        own = outputs[path][..., chosen]
        effects = _effects(models, run, path, chosen, outputs[path], seed)
        rows, control, pictures = effects
        slopes = unit_gradients(models, scores, path)[chosen]
        _add(rows, gradient=_floats(slopes), concept=_concepts(own, masks, labels))
        control |= _chance((randomised or {}).get(path), chosen, masks, labels)
        _add(rows, top=top_samples(own).indices.tolist())
        if entry := entries.get(path.split("/")[0]):
            best = _maximised(models, entry, path, chosen, seed)
            largest = ops.convert_to_numpy(strengths(own)).max(axis=0)
            _add(rows, reached=_floats(best.reached), largest=_floats(largest))
            vector = len(entry.shape) == 1
            pictures["maximised"] = best.outputs if vector else best.inputs
        found[path] = Dissection({"units": rows, "control": control}, pictures)
        if progress:
            progress(done, len(units))
    return found


def strongest(outputs, units):
    """The units that vary most over inputs and positions.

    Args:
        outputs: array `(n, …, units)`.
        units: int. How many at most.

    Returns:
        list of int, in ascending order.
    """
    variances = outputs.reshape(-1, outputs.shape[-1]).var(axis=0)
    return sorted(np.argsort(-variances, kind="stable")[:units].tolist())


def _effects(models, run, path, chosen, outputs, seed):
    """The rows of ablation and insertion, the control, and the pictures."""
    off = ablate(models, run, path, chosen)
    on = insert(models, run, path, chosen, high_values(outputs)[chosen])
    groups = random_groups(CONTROLS, outputs.shape[-1], seed=seed)
    random = ablate(models, run, path, groups)
    rows = [{"unit": unit} for unit in chosen]
    control, pictures = {}, {}
    for name in ("image", "score"):
        _add(rows, **{name: _means(getattr(off, name), rows)})
        _add(rows, **{f"insertion_{name}": _means(getattr(on, name), rows)})
        values = getattr(random, name)
        mean, bounds = (None, None) if values is None else interval(values, seed)
        control |= {name: mean, f"{name}_interval": bounds}
    if off.image is not None:
        difference = (off.after - off.before) / 2
        tiles = np.stack([off.before, off.after, difference], axis=1)
        pictures["ablated"] = tiles.reshape(-1, *tiles.shape[2:])
    return rows, control, pictures


def _means(values, rows):
    """The mean over the inputs for each row; `None` where nothing changes."""
    return [None] * len(rows) if values is None else _floats(values.mean(axis=1))


def _concepts(outputs, masks, labels):
    """A dict with name and value for each unit; `None` if there is none."""
    if outputs.ndim == 4:
        kind, match = "iou", best_concepts(outputs, masks)
    elif labels is not None and outputs.ndim == 2:
        kind, match = "auc", best_classes(outputs, labels)
    else:
        return [None] * outputs.shape[-1]
    pairs = zip(match.names, match.values)
    return [{"name": name, kind: float(value)} for name, value in pairs]


def _chance(outputs, chosen, masks, labels):
    """What one in twenty units of the randomised network exceeds."""
    if outputs is None:
        return {"concept_iou": None}
    found = _concepts(outputs[..., chosen], masks, labels)
    kind = "iou" if outputs.ndim == 4 else "auc"
    values = [concept[kind] for concept in found if concept]
    chance = float(np.quantile(values, CHANCE_QUANTILE)) if values else None
    return {f"concept_{kind}": chance}


def _maximised(models, entry, path, chosen, seed):
    if len(entry.shape) > 1:
        shape = entry.shape
        return maximise_image(models, entry.network, path, chosen, shape, seed=seed)
    latents = np.random.default_rng(seed).standard_normal((LATENTS, *entry.shape))
    return maximise_latent(models, entry.network, path, chosen, latents)


def _add(rows, **columns):
    for name, values in columns.items():
        for row, value in zip(rows, values):
            row[name] = value


def _floats(values):
    return [float(value) for value in values]
