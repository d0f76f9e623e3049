"""Images: of any height and width, grey or coloured."""

import functools

from ter_gan.data import Scaling
from ter_gan.feed import feed_of
from ter_gan.images.datasets import DATASETS, load
from ter_gan.images.networks import build
from ter_gan.images.networks import check as check_networks
from ter_gan.images.show import picture
from ter_gan.models import assemble

NOUN = "images"
SHOWN = 64  # images in a picture
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
