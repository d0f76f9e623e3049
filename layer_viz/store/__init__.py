"""The record on disk: sheets of tiles, a manifest, a folder per epoch."""

from layer_viz.store.record import Record
from layer_viz.store.sheets import Tiles, decode, pack_units, picture_tiles, quantise

__all__ = ["Record", "Tiles", "decode", "pack_units", "picture_tiles", "quantise"]
