"""Sentences to codes and back: the networks of a denoising autoencoder."""

import keras
from keras import layers, ops


def autoencoder(length, size, code_dim=64, width=256, embedding_dim=64):
    """An encoder that reads both ways and a decoder that is told the code at each word.

    Args:
        length: int. Tokens of a sequence.
        size: int. Of the vocabulary.
        code_dim: int. Numbers of a code; each code has mean 0 and variance 1.
        width: int. Units of the decoder's GRU; the encoder has half in each direction.
        embedding_dim: int. Size of a word's vector.

    Returns:
        (encoder, decoder): `keras.Model`s from int32 tokens `(n, length)` to codes
        `(n, code_dim)`, and from `[tokens before, codes]` to logits
        `(n, length, size)`.
    """
    tokens = keras.Input((length,), dtype="int32", name="tokens")
    x = layers.Embedding(size, embedding_dim, name="e_embedding")(tokens)
    x = layers.Bidirectional(layers.GRU(width // 2), name="e_gru")(x)
    x = layers.Dense(code_dim, name="e_dense")(x)
    codes = layers.LayerNormalization(center=False, scale=False, name="e_codes")(x)
    encoder = keras.Model(tokens, codes, name="encoder")

    told = keras.Input((code_dim,), name="codes")
    known = keras.Input((length,), dtype="int32", name="tokens_before")
    vectors = layers.Embedding(size, embedding_dim, name="g_embedding")(known)
    repeated = layers.RepeatVector(length, name="g_repeat")(told)
    x = layers.Concatenate(name="g_words_and_code")([vectors, repeated])
    x = layers.GRU(width, return_sequences=True, name="g_gru_1")(x)
    logits = layers.Dense(size, dtype="float32", name="g_logits")(x)
    return encoder, keras.Model([known, told], logits, name="decoder")


class DecoderSteps:
    """Reads the decoder token by token, as `language.RecurrentSteps` does.

    Args:
        decoder: what `autoencoder` returns.
        codes: float32 `(n, code_dim)` of the sequences that are written.
    """

    def __init__(self, decoder, codes):
        self.codes = codes
        self.embedding = decoder.get_layer("g_embedding")
        self.cell = decoder.get_layer("g_gru_1").cell
        self.head = decoder.get_layer("g_logits")

    def start(self, n):
        """The states before the first token of `n` sequences."""
        return ops.zeros((n, self.cell.units))

    def __call__(self, tokens, state, place):
        """Reads one token of each sequence; returns (logits, the new state)."""
        x = ops.concatenate([self.embedding(tokens), self.codes], axis=-1)
        x, (state,) = self.cell(x, [state], training=False)
        return self.head(x), state
