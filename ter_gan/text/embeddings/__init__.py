"""Vectors for words: from the corpus's own counts, or from GloVe."""

from ter_gan.text.embeddings.neighbours import Neighbours
from ter_gan.text.embeddings.picture import picture
from ter_gan.text.embeddings.ppmi import ppmi_svd
from ter_gan.text.embeddings.sentences import SentenceVectors

__all__ = ["Neighbours", "SentenceVectors", "picture", "ppmi_svd"]
