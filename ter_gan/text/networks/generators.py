"""Networks that write a whole sequence at once."""

import keras
from keras import layers

from ter_gan.text.networks.discriminators import residual_block


def residual(length, size, latent_dim, width=128, blocks=3, embedding_dim=64):
    """A generator of residual convolutions (Gulrajani et al. 2017).

    Args:
        length: int. Tokens of a sequence.
        size: int. Of the vocabulary.
        latent_dim: int. Number of latents.
        width: int. Filters.
        blocks: int. Residual blocks.
        embedding_dim: int. Size of a word's vector; the layer `g_words` is a table of
            them, each a column.

    Returns:
        `keras.Model` from latents `(n, latent_dim)` to logits of tokens
        `(n, length, size)`, `<pad>` and `<eos>` among them.
    """
    latents = keras.Input((latent_dim,), name="latents")
    x = layers.Dense(length * width, name="g_dense")(latents)
    x = layers.Reshape((length, width), name="g_reshape")(x)
    for i in range(1, blocks + 1):
        x = residual_block(x, width, f"g_block_{i}")
        x = layers.LayerNormalization(name=f"g_norm_{i}")(x)
    x = layers.LeakyReLU(0.2, name="g_leaky_relu")(x)
    vectors = layers.Dense(embedding_dim, name="g_vectors")(x)
    logits = layers.Dense(size, dtype="float32", name="g_words")(vectors)
    return keras.Model(latents, logits, name="generator")
