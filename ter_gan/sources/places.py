"""Where data lie on this machine, and how they are written there."""

import os
import pathlib
import uuid


def data_directory(chosen=None):
    """The folder with the user's data, one sub-folder per dataset.

    Args:
        chosen: str, path or `None`, which means `$TER_GAN_DATA`.

    Returns:
        `pathlib.Path`, or `None` if there is neither.
    """
    chosen = chosen or os.environ.get("TER_GAN_DATA")
    return pathlib.Path(chosen).expanduser() if chosen else None


def cache():
    """The project's own folder for what was slow to get.

    Returns:
        `pathlib.Path`: `$TER_GAN_CACHE`, or `ter_gan` in the user's caches.
    """
    if chosen := os.environ.get("TER_GAN_CACHE"):
        return pathlib.Path(chosen).expanduser()
    user = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(user) / "ter_gan"


def write(path, blocks):
    """Writes a file that appears whole or not at all.

    Args:
        path: `pathlib.Path`. Its folder is made if needed.
        blocks: iterable of bytes-like. The content.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with open(temporary, "xb") as file:
            file.writelines(blocks)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
