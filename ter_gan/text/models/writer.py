"""What every model that writes text offers."""

import keras
import numpy as np
from keras import ops

from ter_gan.errors import UserError
from ter_gan.text import starting

CHUNK = 256  # sequences at a time
EMBEDDINGS = ("g_embedding", "d_embedding", "e_embedding", "g_words")
SHARP = 4.0  # how long the vectors are whose products with others are logits


class Writer:
    """Text from a model's `parts`, which a subclass has.

    Attributes:
        start: str. Where word embeddings come from, as the recipe's `embeddings`.
        controls: tuple of str. The fields of `ter_gan.text.decoding.Decoding` that
            `generate` takes.
    """

    vital_samples = 2000
    classes = 0
    controls = ("temperature", "top_k", "top_p", "prompt")
    start = "random"

    def generate(self, n, labels=None, seed=0, averaged=True, **options):
        """Sequences; the same seed gives the same ones.

        Args:
            n: int. How many.
            labels: must be `None`: no model of text takes labels.
            seed: int.
            averaged: bool. By the weights that the model keeps, the best or averaged
                ones, not by those that train.
            **options: those `controls` that the model has.

        Returns:
            int32 array `(n, length)`, padded after `<eos>`.
        """
        if labels is not None:
            raise UserError("No model of text takes labels: give none.")
        return np.concatenate(list(self.parts(n, labels, seed, averaged, **options)))

    def export(self, path):
        """Saves the generator as a Keras file."""
        (self.averaged_generator or self.generator).save(path)

    def prepare(self, dataset):
        """Starts the word embeddings of all networks, before training."""
        for layer in {id(x): x for x in embedding_layers(self.players)}.values():
            words = layer.name == "g_words"  # its columns are the vectors
            own = ops.convert_to_numpy(layer.weights[0])
            own = own.T if words else own
            table = starting.table(self.start, dataset, own.shape[1], self.seed)
            if table is not None:
                found = np.concatenate([table, own[len(table) :]])
                layer.weights[0].assign(SHARP * found.T if words else found)


def word_vectors(model, words):
    """float array `(words, dim)`: a trained model's own word vectors.

    Raises:
        UserError: for a model without them, such as an n-gram.
    """
    for layer in embedding_layers(model.players):
        table = ops.convert_to_numpy(layer.weights[0])
        return (table.T if layer.name == "g_words" else table)[:words]
    raise UserError(
        "This model has no word vectors of its own; those of its data: python -m "
        "ter_gan.words DATASET."
    )


def tokens_of(batch):
    """int32 `(n, length)`: the tokens of what `fit` gives a step."""
    tokens, _, _ = keras.utils.unpack_x_y_sample_weight(batch)
    return ops.cast(tokens, "int32")


def batches_of(batch, critic_steps):
    """list of int32 `(n, length)`: the tokens of each batch that D sees in a step."""
    return ops.split(tokens_of(batch), critic_steps)


def embedding_layers(players):
    """The layers of all players' networks, inner ones too, that hold word vectors."""
    for network in players.values():
        for layer in network.layers:
            if isinstance(layer, keras.Model):
                yield from embedding_layers({layer.name: layer})
            elif layer.name in EMBEDDINGS:
                yield layer
