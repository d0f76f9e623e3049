"""Figures and films of a record, for reports.

Each kind of figure is a function `(choice, epochs) -> matplotlib Figure`; the
`Choice` holds the record and what was chosen of it.
"""

from layer_viz.pictures.activations import contact_sheet
from layer_viz.pictures.choice import Choice
from layer_viz.pictures.curves import statistics_curves
from layer_viz.pictures.files import save
from layer_viz.pictures.listing import listing
from layer_viz.pictures.maps import map_figure
from layer_viz.pictures.overview import overview
from layer_viz.pictures.samples import samples_figure

__all__ = [
    "Choice",
    "contact_sheet",
    "listing",
    "map_figure",
    "overview",
    "samples_figure",
    "save",
    "statistics_curves",
]
