"""The live page: GANs of 2-D points that train in the browser."""

from ter_gan.lab.build import html, write
from ter_gan.lab.notebook import show

__all__ = ["html", "show", "write"]
