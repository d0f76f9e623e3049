"""What single units of a network do: effects, concepts, and what excites them."""

from layer_viz.dissection.change import predicted_and_real
from layer_viz.dissection.layers import Dissection, Entry, dissect
from layer_viz.dissection.similarity import cka, gram, similarity

__all__ = [
    "Dissection",
    "Entry",
    "cka",
    "dissect",
    "gram",
    "predicted_and_real",
    "similarity",
]
