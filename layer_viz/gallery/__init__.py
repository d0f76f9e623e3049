"""The gallery: a record as a static page, through epochs, layers and pixels."""

from layer_viz.gallery.build import build
from layer_viz.gallery.single import html, single_file

__all__ = ["build", "html", "single_file"]
