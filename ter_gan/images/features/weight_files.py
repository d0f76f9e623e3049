"""Weights of feature networks as files, and the hash that identifies them."""

import hashlib
import zipfile
import zlib

import numpy as np

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.images.features import downloads
from ter_gan.sources import places

DAMAGE = (OSError, EOFError, ValueError, LookupError, zipfile.BadZipFile, zlib.error)


def sha256(arrays):
    """The hash of weights, whatever file they come from.

    Args:
        arrays: iterable of arrays, in the order of `keras.Model.weights`.

    Returns:
        str. The sha256 in hex of their shapes and float32 values.
    """
    digest = hashlib.sha256()
    for array in arrays:
        values = np.ascontiguousarray(array, "<f4")
        digest.update(f"{values.shape}".encode())
        digest.update(values.tobytes())
    return digest.hexdigest()


def cached(name):
    """The path of a network's converted weights in the project's cache."""
    return places.cache() / downloads.FOLDER / f"{name}.npz"


def write(path, arrays):
    """Writes weights as a `.npz` that appears whole or not at all.

    Args:
        path: str or path.
        arrays: sequence of arrays, in the order of `keras.Model.weights`.
    """
    numbered = {f"{number:04d}": array for number, array in enumerate(arrays)}
    with files.replacing(path) as temporary:
        np.savez(temporary, **numbered)


def read(path, expected):
    """Reads weights that `write` wrote.

    Args:
        path: `pathlib.Path`.
        expected: str. What `sha256` must give.

    Returns:
        list of float32 arrays.

    Raises:
        UserError: if the file cannot be read, or holds other weights.
    """
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = [stored[name].astype("float32") for name in sorted(stored.files)]
    except DAMAGE as error:
        raise UserError(
            f"The weights {path} cannot be read ({error}); get that file again."
        ) from error
    return checked(path, arrays, expected)


def checked(path, arrays, expected):
    """The arrays, if they are those that they should be; else a `UserError`."""
    if (found := sha256(arrays)) != expected:
        raise UserError(
            f"The weights {path} are not the known ones: sha256 {found[:16]}, "
            f"expected {expected[:16]}; get that file again."
        )
    return arrays
