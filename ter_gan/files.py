"""Files that appear whole or not at all, and are read only if they are sound."""

import contextlib
import os
import zipfile
from pathlib import Path

import numpy as np


@contextlib.contextmanager
def replacing(target):
    """Yields a temporary path that becomes `target` when the block succeeds.

    Args:
        target: str or path of a file; its folder is made. The temporary file
            lies beside it and has the same suffix.
    """
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".part.{target.name}")
    try:
        yield temporary
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path, text):
    """Writes a text file in UTF-8, whole or not at all; its folder is made."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")


def read_arrays(path):
    """The arrays of an `.npz` file whose checksums are right.

    Args:
        path: str or path.

    Returns:
        dict from names to arrays.

    Raises:
        ValueError: if the file cannot be read, is no `.npz`, is damaged, or
            has Python objects in it, which are not loaded.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if damaged := archive.testzip():  # NumPy does not check
                raise ValueError(f"{damaged} has a wrong checksum")
        with np.load(path, allow_pickle=False) as archive:
            return dict(archive)
    except (OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise ValueError(str(error)) from error


def write_texts(texts):
    """Writes several texts; all appear together, once all are complete.

    Args:
        texts: dict from `pathlib.Path`s to str.
    """
    with contextlib.ExitStack() as files:
        for path, text in texts.items():
            part = files.enter_context(replacing(path))
            part.write_text(text, encoding="utf-8")
