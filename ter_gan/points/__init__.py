"""Points in one or two dimensions: GANs whose whole world can be drawn."""

from ter_gan.points.datasets import DATASETS, load
from ter_gan.points.networks import build
from ter_gan.points.show import picture

SHOWN = 1000  # points in a picture

__all__ = ["DATASETS", "SHOWN", "build", "load", "picture"]
