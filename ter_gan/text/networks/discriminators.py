"""Networks that judge sequences of tokens, real ones or relaxed.

A token is a point of the simplex: one-hot, or weights over the vocabulary. The first
layer, `d_embedding`, turns it into a word vector; it is a table of them.
"""

import keras
from keras import layers

from ter_gan.layers import MinibatchStddev
from ter_gan.text.networks.expectation import Expectation

FILTERS = (2, 3, 4, 5)  # words that a filter sees


def _inputs(length, size, embedding_dim):
    tokens = keras.Input((length, size), name="tokens")
    embedding = layers.Dense(embedding_dim, use_bias=False, name="d_embedding")
    return tokens, embedding(tokens)


def _beside(vectors, tokens, language_model):
    """Word vectors, and what a language model expected instead."""
    copy = keras.models.clone_model(language_model)
    expected = Expectation(copy, name="d_expectation")(tokens)
    return layers.Concatenate(name="d_words")([vectors, expected])


def _logit(x, units, dropout):
    x = layers.Dense(units, name="d_dense")(x)
    x = layers.LeakyReLU(0.2, name="d_leaky_relu")(x)
    if dropout:
        x = layers.Dropout(dropout, name="d_dropout")(x)
    return layers.Dense(1, dtype="float32", name="d_logit")(x)


def convolutional(
    length, size, embedding_dim=64, filters=48, dropout=0.25, language_model=None
):
    """A sentence classifier of convolutions and max pooling (Kim 2014).

    Args:
        length: int. Tokens of a sequence.
        size: int. Of the vocabulary.
        embedding_dim: int. Size of a word's vector.
        filters: int. Of each width in `FILTERS`.
        dropout: float. Before the logit.
        language_model: network of `language`, or `None`. The classifier also sees how
            probable each word is to a copy of it; see `Expectation`.

    Returns:
        `keras.Model` from float32 `(n, length, size)` to logits `(n, 1)`.
    """
    tokens, vectors = _inputs(length, size, embedding_dim)
    if language_model:
        vectors = _beside(vectors, tokens, language_model)
    pooled = []
    for width in FILTERS:
        conv = layers.Conv1D(filters, width, padding="same", name=f"d_conv_{width}")
        x = layers.LeakyReLU(0.2, name=f"d_leaky_relu_{width}")(conv(vectors))
        pooled.append(layers.GlobalMaxPooling1D(name=f"d_pool_{width}")(x))
    x = layers.Concatenate(name="d_features")(pooled)
    return keras.Model(tokens, _logit(x, 2 * filters, dropout), name="discriminator")


def residual(length, size, embedding_dim=64, width=128, blocks=3):
    """A critic of residual convolutions (Gulrajani et al. 2017).

    It also sees the spread of its batch.

    Args:
        length, size, embedding_dim: as in `convolutional`.
        width: int. Filters.
        blocks: int. Residual blocks.

    Returns:
        `keras.Model` from float32 `(n, length, size)` to logits `(n, 1)`.
    """
    tokens, vectors = _inputs(length, size, embedding_dim)
    x = layers.Conv1D(width, 1, name="d_in")(vectors)
    for i in range(1, blocks + 1):
        x = residual_block(x, width, f"d_block_{i}")
    x = layers.Flatten(name="d_flatten")(x)
    x = layers.Dense(width, name="d_hidden")(x)
    x = layers.LeakyReLU(0.2, name="d_leaky_relu_hidden")(x)
    x = MinibatchStddev(name="d_minibatch_stddev")(x)
    return keras.Model(tokens, _logit(x, width, 0.0), name="discriminator")


def residual_block(x, width, name):
    """Adds two convolutions over five tokens to `(n, length, width)`."""
    y = x
    for i in (1, 2):
        y = layers.LeakyReLU(0.2, name=f"{name}_leaky_relu_{i}")(y)
        y = layers.Conv1D(width, 5, padding="same", name=f"{name}_conv_{i}")(y)
    return layers.Add(name=name)([x, y])
