"""Images: of any height and width, grey or coloured."""

from ter_gan.images.datasets import DATASETS, load
from ter_gan.images.networks import build
from ter_gan.images.show import picture

SHOWN = 64  # images in a picture

__all__ = ["DATASETS", "SHOWN", "build", "load", "picture"]
