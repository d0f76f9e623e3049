"""Tables: rows of numbers, categories, dates and gaps."""

from ter_gan.tables.datasets import DATASETS, load
from ter_gan.tables.datasets.assemble import AsIs as Scaling
from ter_gan.tables.feed import feed_of
from ter_gan.tables.models import check, model
from ter_gan.tables.show import WRITERS, lines, picture

NOUN = "rows"
SHOWN = 2000  # rows in a picture
OPTIONS = ("target", "schema", "constraints", "encoding")  # that `load` takes

__all__ = [
    "DATASETS",
    "NOUN",
    "OPTIONS",
    "SHOWN",
    "WRITERS",
    "Scaling",
    "check",
    "feed_of",
    "lines",
    "load",
    "model",
    "picture",
]
