"""Pickles of arrays, read without running what a pickle may ask to run."""

import io

import numpy as np

from ter_gan.pickles import AllowListUnpickler
from ter_gan.sources.ways import Unavailable

RECONSTRUCT = np.empty(0).__reduce__()[0]
ALLOWED = {
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
    ("numpy.core.multiarray", "_reconstruct"): RECONSTRUCT,
    ("numpy._core.multiarray", "_reconstruct"): RECONSTRUCT,
}


def loads(content, name):
    """Objects of a pickle that holds arrays and builtin types only.

    Args:
        content: bytes. Pickles of Python 2 give their strings as bytes.
        name: str. Of the file, for messages.

    Raises:
        Unavailable: if the pickle is damaged or asks for anything else.
    """
    try:
        file = io.BytesIO(content)
        return AllowListUnpickler(file, ALLOWED, encoding="bytes").load()
    except Exception as error:  # a damaged pickle may raise anything
        raise Unavailable(f"{name} cannot be unpickled ({error})") from error
