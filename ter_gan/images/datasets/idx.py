"""The idx format of MNIST: a short header, then the bytes of a uint8 array.

A folder of four such files is how MNIST and Fashion-MNIST are published, and
how the cache keeps every official dataset.
"""

import gzip
import hashlib

import numpy as np

from ter_gan.sources import places
from ter_gan.sources.ways import Absent, reading

PARTS = ("train-images", "train-labels", "t10k-images", "t10k-labels")
UINT8 = 8
GZIP = b"\x1f\x8b"


def blocks(array):
    """The header and the content of an idx file.

    Args:
        array: uint8 array of 1 to 255 dimensions.

    Returns:
        tuple of two bytes-like, the whole file when joined.
    """
    header = bytes([0, 0, UINT8, array.ndim])
    header += np.asarray(array.shape, ">u4").tobytes()
    return header, np.ascontiguousarray(array).data


def decode(content):
    """The array of an idx file.

    Args:
        content: bytes. The whole file, not compressed.

    Returns:
        uint8 array.

    Raises:
        ValueError: if the header and the length do not fit a uint8 array.
    """
    if len(content) < 4 or content[:3] != bytes([0, 0, UINT8]):
        raise ValueError("not an idx file of unsigned bytes")
    ndim = content[3]
    shape = np.frombuffer(content, ">u4", count=ndim, offset=4).astype(int)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * ndim).reshape(shape).copy()


def sha256(array):
    """sha256 in hex of the idx file that holds `array`."""
    header, content = blocks(array)
    digest = hashlib.sha256(header)
    digest.update(content)
    return digest.hexdigest()


def read_folder(folder):
    """Reads the four files, plain or gzipped, under either of their usual names.

    Args:
        folder: `pathlib.Path` with `train-images-idx3-ubyte.gz`, … or
            `train-images.idx3-ubyte`, …

    Returns:
        dict from `PARTS` to uint8 arrays.

    Raises:
        Absent: if a file is missing.
        Unavailable: if a file is damaged.
    """
    return {part: _read(_find(folder, part)) for part in PARTS}


def _find(folder, part):
    for pattern in (f"{part}[-.]idx[134]-ubyte", f"{part}[-.]idx[134]-ubyte.gz"):
        for path in sorted(folder.glob(pattern)):
            return path
    raise Absent(f"no {part} file in {folder}")


def _read(path):
    with reading(path):
        content = path.read_bytes()
        return decode(gzip.decompress(content) if content.startswith(GZIP) else content)


def write_folder(folder, arrays):
    """Writes what `read_folder` reads, each file atomically.

    Args:
        folder: `pathlib.Path`. Made if needed.
        arrays: dict from `PARTS` to uint8 arrays.
    """
    for part, array in arrays.items():
        places.write(folder / f"{part}-idx{array.ndim}-ubyte", blocks(array))
