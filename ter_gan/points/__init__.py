"""Points in one or two dimensions: GANs whose whole world can be drawn."""

import functools

from ter_gan.data import Scaling
from ter_gan.feed import feed_of
from ter_gan.models import assemble
from ter_gan.points.datasets import DATASETS, load
from ter_gan.points.networks import build
from ter_gan.points.networks import check as check_networks
from ter_gan.points.show import picture

NOUN = "points"
SHOWN = 1000  # points in a picture
OPTIONS = ()  # of the recipe, that `load` takes
WRITERS = {}  # besides .png and .npy
model = functools.partial(assemble.gan, build)
check = functools.partial(assemble.check, check_networks)

__all__ = [
    "DATASETS",
    "NOUN",
    "OPTIONS",
    "SHOWN",
    "WRITERS",
    "Scaling",
    "build",
    "check",
    "feed_of",
    "load",
    "model",
    "picture",
]
