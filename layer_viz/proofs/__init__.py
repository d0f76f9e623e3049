"""Proofs that a map says something about the network, not only the image."""

from layer_viz.proofs.exam import Yardsticks, examine, randomised, yardsticks
from layer_viz.proofs.planted import planted
from layer_viz.proofs.randomisation import forgotten
from layer_viz.proofs.removal import deletion, insertion, random_map, sobel_map

__all__ = [
    "Yardsticks",
    "deletion",
    "examine",
    "forgotten",
    "insertion",
    "planted",
    "random_map",
    "randomised",
    "sobel_map",
    "yardsticks",
]
