"""The headless browser that the gallery is tested and measured in."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable():
    """Path of the first browser of `NAMES` that is installed, or `None`."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
