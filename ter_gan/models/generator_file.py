"""A finished generator in one file, which says what its latents are."""

import dataclasses
import json
import zipfile

from ter_gan.models.noise import Latents


def save(path, generator, latents):
    """Saves a generator as a Keras file that any Keras opens.

    The law of the latents is the comment of that file, which is a zip archive;
    the network alone does not tell an InfoGAN's codes from noise.

    Args:
        path: path that ends in `.keras`.
        generator: `keras.Model`.
        latents: `ter_gan.models.noise.Latents` that it was trained on.
    """
    generator.save(path)
    about = {"latents": dataclasses.asdict(latents)}
    with zipfile.ZipFile(path, "a") as file:
        file.comment = json.dumps(about).encode()


def latents_of(path):
    """The `Latents` that `save` noted; `None` for a file from elsewhere."""
    with zipfile.ZipFile(path) as file:
        comment = file.comment
    try:
        return Latents(**json.loads(comment)["latents"])
    except (ValueError, TypeError, KeyError):
        return None
