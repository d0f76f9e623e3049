"""Text: sequences of words, and models that write them."""

from ter_gan.feed import feed_of
from ter_gan.text.datasets import DATASETS, load
from ter_gan.text.datasets.assemble import Ids as Scaling
from ter_gan.text.models import check, model
from ter_gan.text.show import WRITERS, lines, picture

NOUN = "sentences"
SHOWN = 16  # sentences in a picture
OPTIONS = ("tokeniser", "vocabulary_size", "max_length")  # that `load` takes

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
