"""Files that appear whole or not at all."""

import contextlib
import os
from pathlib import Path


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
