"""The vectors of the most frequent words, in every table that a model has."""

import keras
import numpy as np
from keras import ops

from layer_viz.tap import layers_of
from ter_gan.text.embeddings.picture import most_frequent
from ter_gan.text.models.writer import EMBEDDINGS

MOST = 60  # words whose vectors are followed


def frequent(x, words):
    """int array: the ids of at most 60 frequent words; `x` as `most_frequent` takes."""
    return most_frequent(x, words, MOST)


def tables(networks, ids):
    """dict: path of a layer of word vectors to the vectors `(len(ids), dim)` of words.

    Args:
        networks: dict from a name to a `keras.Model`.
        ids: int array of words.
    """
    found, seen = {}, set()
    for layer, path in layers_of(networks):
        table = layer.name in EMBEDDINGS and not isinstance(layer, keras.Model)
        if table and id(layer) not in seen:
            seen.add(id(layer))
            values = ops.convert_to_numpy(layer.weights[0])
            found[path] = (values.T if layer.name == "g_words" else values)[ids]
    return {path: np.asarray(values, "float32") for path, values in found.items()}
