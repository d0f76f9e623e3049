"""Saved models of anyone, as the epochs of a record."""

import importlib

import keras
import numpy as np

from layer_viz import imagefolder, views
from layer_viz.recorder import EACH, SLOWER, Recorder
from layer_viz.tap import layers_of
from ter_gan.errors import UserError

MOST_IMAGES = 256  # that the drawn ones are chosen from
SCALERS = (keras.layers.Rescaling, keras.layers.Normalization)


def load(paths, modules=()):
    """Models that take images, from files: the epochs of one training.

    Args:
        paths: list of paths of files that Keras can load.
        modules: names of modules that register the models' own layers.

    Returns:
        list of `keras.Model`.

    Raises:
        UserError: if one is not a model of images, or has other layers than
            the first.
    """
    for module in modules:
        _import(module)
    models = [_load(path) for path in paths]
    image_shape(models[0], paths[0])
    outputs(models[0], paths[0])
    for model, path in zip(models[1:], paths[1:]):
        _check_same(models[0], paths[0], model, path)
    return models


def _import(module):
    try:
        importlib.import_module(module)
    except ImportError as error:
        raise UserError(f"--import {module}: {error}.") from error


def _load(path):
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # whatever a foreign file makes Keras raise
        raise UserError(f"{path} was not loaded: {_reason(error)}") from error
    if not isinstance(model, keras.Model):
        raise UserError(f"{path} holds a {type(model).__name__}, not a keras.Model.")
    return model


def _reason(error):
    """The telling part of what Keras says, on one line."""
    text = " ".join(str(error).split())
    if "Could not locate class" in text:
        name = text.split("Could not locate class")[1].split(".")[0].strip()
        return f"it has layers of its own, {name}; name their module by --import."
    return text[:200] or type(error).__name__


def image_shape(model, path="the model"):
    """`(height, width, channels)` of the images that a model takes.

    Raises:
        UserError: if it takes something else.
    """
    shape = getattr(model, "input_shape", None)
    shape = shape or (model.get_build_config() or {}).get("input_shape")
    if not _is_shape(shape) or len(shape) != 4:
        raise UserError(
            f"{path} takes inputs of shape {shape}, not images (height, width, "
            f"channels); only models with a single image as their input can be shown."
        )
    if None in shape[1:]:
        raise UserError(
            f"{path} takes images of any size, {tuple(shape[1:])}; save it with a "
            f"fixed input shape."
        )
    if shape[-1] not in imagefolder.MODES:
        raise UserError(
            f"{path} takes images of {shape[-1]} channels; files have 1 or 3."
        )
    return tuple(shape[1:])


def _is_shape(shape):
    return isinstance(shape, (tuple, list)) and all(
        size is None or isinstance(size, int) for size in shape
    )


def outputs(model, path="the model"):
    """How many scores a model gives each image.

    Raises:
        UserError: if it puts out something else.
    """
    shape = keras.ops.shape(model(np.zeros((1, *image_shape(model, path)), "float32")))
    if len(shape) != 2:
        raise UserError(
            f"{path} puts out {tuple(shape[1:])} for an image, not one score per "
            f"class; give a classifier or a discriminator."
        )
    return shape[-1]


def _check_same(first, first_path, model, path):
    one, other = (_described(each) for each in (first, model))
    if one == other:
        return
    differing = [
        f"{a or 'nothing'} and {b or 'nothing'}"
        for a, b in zip(_padded(one, other), _padded(other, one))
        if a != b
    ]
    raise UserError(
        f"{first_path} and {path} have different layers ({differing[0]}); only "
        f"checkpoints of one training can be its epochs."
    )


def _described(model):
    """list of str: each layer that does something, with its weights' shapes."""
    return [
        f"{type(layer).__name__} {place} {[tuple(w.shape) for w in layer.weights]}"
        for layer, place in layers_of(model)
        if not isinstance(layer, keras.layers.InputLayer)
    ]


def _padded(values, other):
    return values + [None] * max(0, len(other) - len(values))


def value_range(model):
    """`(low, high)` that pixels usually have for such a model."""
    scales = any(isinstance(layer, SCALERS) for layer, _ in layers_of(model))
    return (0.0, 255.0) if scales else (0.0, 1.0)


def view(model, listed, value_range, labelled=True):
    """The view of a model on images of a folder.

    Args:
        model: `keras.Model`.
        listed: what `imagefolder.listed` gave.
        value_range: `(low, high)` of the pixels that the model takes.
        labelled: bool. Whether sub-folders are the model's classes.

    Returns:
        `layer_viz.view.View`.

    Raises:
        UserError: if there are other numbers of classes.
    """
    files, labels, names = listed
    shape, classes = image_shape(model), outputs(model)
    if not labelled or classes == 1:
        labels = names = None
    if labels is not None and len(names) != classes:
        raise UserError(
            f"The model has {classes} outputs, the images are in {len(names)} "
            f"sub-folders; use --labels none if these are not its classes."
        )
    balance = np.zeros(len(files), int) if labels is None else labels
    chosen = views.balanced(balance, min(MOST_IMAGES, len(files)))
    images = np.stack([imagefolder.read(files[i], shape) for i in chosen])
    result = views.classifier(
        model,
        imagefolder.scaled(images, value_range),
        None if labels is None else labels[chosen],
        names or [str(number) for number in range(classes)],
    )
    result.value_range = value_range
    if classes == 1:
        _explain_realness(result)
    return result


def _explain_realness(view):
    """One logit needs no labels."""
    view.target, view.class_names = "realness", ()
    for arrays in (view.probes, view.many):
        del arrays["labels.real"]


def record(path, view, models, title):
    """Records the models as the epochs 1, 2, … of a view.

    Args:
        path: path of the record's folder.
        view: `layer_viz.view.View`; its network becomes each model in turn.
        models: list of `keras.Model` with the same layers.
        title: str, names the record in the gallery.

    Returns:
        `layer_viz.store.Record`.
    """
    recorder = Recorder(path, view, id=title, title=title)
    for number, model in enumerate(models, 1):
        view.networks["M"] = model
        recorder.take(number, EACH + SLOWER)
    record = recorder.close()
    record.manifest["complete"] = True
    record.save()
    return record
