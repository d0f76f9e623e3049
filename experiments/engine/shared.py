"""What the trials of one run share: a value is made by whichever needs it first."""

import contextlib
import hashlib
import os
import pickle
import tempfile
from pathlib import Path

FOLDER = "TER_GAN_SHARED"  # the variable that names the folder to all workers


@contextlib.contextmanager
def folder():
    """A folder for the length of a run; what JAX compiles is shared there, too.

    The seeds of a cell compile the same: half of a small trial.
    """
    with tempfile.TemporaryDirectory() as path:
        wanted = {
            FOLDER: path,
            "JAX_COMPILATION_CACHE_DIR": path,
            "JAX_PERSISTENT_COMPILATION_CACHE_MIN_COMPILE_TIME_SECS": "0.3",
            "JAX_PERSISTENT_COMPILATION_CACHE_MIN_ENTRY_SIZE_BYTES": "0",
        }
        new = {k: v for k, v in wanted.items() if k not in os.environ}
        os.environ |= new
        try:
            yield
        finally:
            for name in new:
                del os.environ[name]


def made_once(key, make):
    """What `make()` gives, or gave to another trial of this run.

    Args:
        key: str that tells this value from all others of the run.
        make: function without arguments; its value can be pickled.
    """
    if FOLDER not in os.environ:
        return make()
    name = hashlib.sha256(key.encode()).hexdigest()
    path = Path(os.environ[FOLDER]) / f"{name}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    value = make()
    part = path.with_suffix(f".{os.getpid()}")  # two workers may make it at once
    part.write_bytes(pickle.dumps(value))
    os.replace(part, path)
    return value
