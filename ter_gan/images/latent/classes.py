"""Walks over the classes of a conditional generator."""

import keras
import numpy as np
from keras import ops

from ter_gan.errors import UserError


def check(space):
    """Raises `UserError` for a generator that takes no labels."""
    if not space.classes:
        raise UserError(
            "This run was trained without labels, so it has no classes to walk over; "
            "train with --model cgan."
        )


def check_numbers(space, *numbers):
    """Raises `UserError` unless all numbers are classes."""
    if outside := [k for k in numbers if k not in range(space.classes)]:
        raise UserError(
            f"The classes are 0 … {space.classes - 1}; received {outside[0]}."
        )


def in_all_classes(space, latents):
    """The same latents in every class.

    Args:
        space: `LatentSpace` of a conditional model.
        latents: float array `(n, dim)`.

    Returns:
        uint8 array `(n, classes, h, w, c)`.

    Raises:
        UserError: for a model without classes.
    """
    check(space)
    n, k = len(latents), space.classes
    labels = np.tile(np.arange(k), n)
    images = space.images(np.repeat(latents, k, axis=0), labels)
    return images.reshape(n, k, *images.shape[1:])


def walk(space, latents, start, end, steps):
    """From one class to another, by blending the embeddings of both.

    The generator has learned an embedding of each class; between two of them lie
    codes that it never saw in training.

    Args:
        space: `LatentSpace` of a conditional model.
        latents: float array `(n, dim)`, which stay.
        start, end: int. Classes.
        steps: int, at least 2. Both ends included; they are the classes' own images.

    Returns:
        uint8 array `(n, steps, h, w, c)`.

    Raises:
        UserError: for a model without classes or without their embedding, a class
            that is not there, or fewer than 2 steps.
    """
    check(space)
    if steps < 2:
        raise UserError(f"A walk has at least 2 steps, its ends; received {steps}.")
    check_numbers(space, start, end)
    embedding = _embedding(space.generator)
    network = _from_code(space.generator, embedding)
    first, last = ops.convert_to_numpy(embedding(ops.convert_to_tensor([start, end])))
    t = np.linspace(0, 1, steps, dtype="float32")[:, None]
    codes = (1 - t) * first + t * last
    codes = np.tile(codes, (len(latents), 1))
    repeated = np.repeat(np.float32(latents), steps, axis=0)
    values = network([repeated, codes], training=False)
    images = space.scaling.from_model(ops.convert_to_numpy(values))
    return images.reshape(len(latents), steps, *images.shape[1:])


def _embedding(generator):
    """The one layer that turns labels into a code."""
    found = [x for x in generator.layers if isinstance(x, keras.layers.Embedding)]
    if len(found) != 1:
        names = ", ".join(layer.name for layer in found) or "none"
        raise UserError(
            f"A walk between classes needs a generator with one class embedding; "
            f"this one has: {names}."
        )
    return found[0]


def _from_code(generator, embedding):
    """The generator as a function of latents and a class's code; same weights."""
    try:
        return keras.Model([generator.inputs[0], embedding.output], generator.output)
    except ValueError as error:
        raise UserError(
            f"The labels enter this generator elsewhere than by {embedding.name}, so "
            f"classes cannot be blended."
        ) from error
