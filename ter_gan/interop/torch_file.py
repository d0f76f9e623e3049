"""PyTorch weights files, read without PyTorch.

A weights file is a pickle, and a pickle may ask to run anything. Here it gets
builtin containers and descriptions of tensors, nothing else; the numbers come
from beside the pickle. Both formats are read: the zip file (PyTorch 1.6 and
later) and the sequence of five pickles before it.
"""

import collections
import io
import math
import pathlib
import zipfile

import numpy as np

from ter_gan.errors import UserError
from ter_gan.pickles import AllowListUnpickler

MAGIC = 0x1950A86A20F9469CFC6C  # the first of the five pickles
DTYPES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "BFloat16Storage": "<u2",  # the upper half of a float32
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "i1",
    "ByteStorage": "u1",
    "BoolStorage": "?",
}

Storage = collections.namedtuple("Storage", "kind key size")
Tensor = collections.namedtuple("Tensor", "storage offset shape strides")


def read(path):
    """Tensors of a PyTorch state dict.

    Args:
        path: str or path of a `.pt`, `.pth` or `.th` file. A dict with a
            `"state_dict"` in it stands for that; a `"module."` before every
            name (`torch.nn.DataParallel`) is left out.

    Returns:
        dict from names to arrays.

    Raises:
        UserError: if it cannot be read, or holds anything else.
    """
    try:
        content = pathlib.Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"Cannot read {path}: {error.strerror}.") from error
    return loads(content, path)


def loads(content, name):
    """As `read`, of the file's bytes.

    Args:
        content: bytes.
        name: str. Of the file, for messages.
    """
    try:
        return _state(*_parts(content))
    except Exception as error:  # a damaged pickle may raise anything
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UserError(f"{name} is no PyTorch state dict ({reason}).") from error


def _parts(content):
    """The unpickled object, and a dict from storage keys to bytes."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _zip(zipfile.ZipFile(io.BytesIO(content)))
    return _sequence(io.BytesIO(content))


def _zip(archive):
    names = archive.namelist()
    pickled = [name for name in names if name.split("/")[1:] == ["data.pkl"]]
    if len(pickled) != 1:
        raise ValueError("a zip file without one data.pkl")
    folder = pickled[0].removesuffix("data.pkl")
    if f"{folder}byteorder" in names:
        _check_order(archive.read(f"{folder}byteorder") == b"little")
    start = f"{folder}data/"
    storages = {
        name.removeprefix(start): archive.read(name)
        for name in names
        if name.startswith(start)
    }
    return TensorUnpickler(io.BytesIO(archive.read(pickled[0]))).load(), storages


def _sequence(file):
    if TensorUnpickler(file).load() != MAGIC:
        raise ValueError("another magic number")
    TensorUnpickler(file).load()  # the version of the protocol
    _check_order(TensorUnpickler(file).load()["little_endian"])
    unpickler = TensorUnpickler(file)
    held = unpickler.load()
    storages = {}
    for key in TensorUnpickler(file).load():
        storage = unpickler.storages[key]
        (size,) = np.frombuffer(file.read(8), "<i8")
        storages[key] = file.read(int(size) * np.dtype(DTYPES[storage.kind]).itemsize)
    return held, storages


def _check_order(little):
    if not little:
        raise ValueError("written on a big-endian machine")


def _tensor(storage, offset, shape, strides, *_):
    return Tensor(storage, offset, shape, strides)


ALLOWED = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("torch._utils", "_rebuild_tensor"): _tensor,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    **{("torch", name): name for name in DTYPES},
}


class TensorUnpickler(AllowListUnpickler):
    """Makes `Tensor`s instead of tensors: their numbers are read later."""

    def __init__(self, file):
        super().__init__(file, ALLOWED)
        self.storages = {}

    def persistent_load(self, pid):
        _, kind, key, _, size, *_ = pid
        return self.storages.setdefault(key, Storage(kind, key, size))


def _state(held, storages):
    if isinstance(held, dict) and isinstance(held.get("state_dict"), dict):
        held = held["state_dict"]
    if not isinstance(held, dict) or not held:
        raise ValueError("no dict of tensors in it")
    for name, value in held.items():
        if not (isinstance(name, str) and isinstance(value, Tensor)):
            raise ValueError(f"{name!r} is no tensor")
    prefix = "module." if all(name.startswith("module.") for name in held) else ""
    return {
        name.removeprefix(prefix): _array(tensor, storages)
        for name, tensor in held.items()
    }


def _array(tensor, storages):
    """The numbers of a tensor; strides that leave its storage are refused."""
    kind, key, _ = tensor.storage
    values = np.frombuffer(storages[key], DTYPES[kind])
    if kind == "BFloat16Storage":
        values = (values.astype("<u4") << 16).view("<f4")
    last = sum((n - 1) * step for n, step in zip(tensor.shape, tensor.strides))
    inside = tensor.offset + last < len(values) or math.prod(tensor.shape) == 0
    if not inside or min(tensor.offset, *tensor.shape, *tensor.strides, 0) < 0:
        raise ValueError(f"a tensor of shape {tensor.shape} outside of its storage")
    strides = [step * values.itemsize for step in tensor.strides]
    view = np.lib.stride_tricks.as_strided(
        values[tensor.offset :], tensor.shape, strides, writeable=False
    )
    return view.copy()
