"""Sums and differences of latents, averaged over groups of samples."""

import numpy as np

from ter_gan.errors import UserError

NEARBY = 0.25  # Radford et al. 2016: how far the neighbours of a result lie


def by_class(network, images, wanted):
    """How surely each image is of a class.

    Args:
        network: a feature network with probabilities; see
            `ter_gan.images.features`.
        images: uint8 array `(n, h, w, c)`.
        wanted: int. The class.

    Returns:
        float array `(n,)` of probabilities.

    Raises:
        UserError: if the network does not know that class.
    """
    if wanted not in range(network.classes):
        raise UserError(
            f"{network.name} knows the classes 0 … {network.classes - 1}; "
            f"received {wanted}."
        )
    return np.asarray(network(images).probabilities[:, wanted], "float64")


def by_brightness(images):
    """Mean grey level of each image, from 0 to 1: float array `(n,)`."""
    return images.reshape(len(images), -1).mean(axis=1) / 255


def choose(scores, size):
    """Indices of the `size` samples with the highest scores, highest first.

    Raises:
        UserError: if there are fewer samples.
    """
    if len(scores) < size:
        raise UserError(
            f"A group of {size} needs at least as many samples; there are "
            f"{len(scores)}. Ask for smaller groups or more samples."
        )
    return np.argsort(-np.asarray(scores), kind="stable")[:size]


def combine(plus, minus, base):
    """The latent `mean(base) + mean(plus) - mean(minus)`.

    Radford et al. 2016 (https://arxiv.org/abs/1511.06434): means of several
    latents that share what is seen are stable, single ones are not.

    Args:
        plus, minus, base: float arrays `(n, dim)` of each group's latents.

    Returns:
        float32 array `(dim,)`.
    """
    return (base.mean(axis=0) + shift(plus, minus)).astype("float32")


def shift(plus, minus):
    """`mean(plus) - mean(minus)`: the direction from one group to the other."""
    return plus.mean(axis=0, dtype="float64") - minus.mean(axis=0, dtype="float64")


def neighbours(latent, n, seed):
    """Latents around one: each number moved by U(-0.25, 0.25), as in the paper.

    Returns:
        float32 array `(n, dim)`.
    """
    noise = np.random.default_rng(seed).uniform(-NEARBY, NEARBY, (n, len(latent)))
    return (latent + noise).astype("float32")
