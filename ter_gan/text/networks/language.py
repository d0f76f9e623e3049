"""Networks that say the next token, for training and token by token.

A network takes the tokens before each place, `(n, length)` with `<pad>` as the start
symbol, and gives logits `(n, length, size)`. Its `Steps` read one token at a time.
"""

import keras
from keras import layers, ops

from ter_gan.text.vocabulary import PAD

HEADS = 4


def recurrent(length, size, width=256, depth=1, embedding_dim=64, dropout=0.0):
    """A recurrent language model (Mikolov et al. 2010) of GRUs (Cho et al. 2014).

    Args:
        length: int. Tokens of a sequence.
        size: int. Of the vocabulary.
        width: int. Units of each GRU.
        depth: int. GRUs.
        embedding_dim: int. Size of a word's vector.
        dropout: float. Between the layers.

    Returns:
        `keras.Model` from int32 `(n, length)` to float32 `(n, length, size)`.
    """
    tokens = keras.Input((length,), dtype="int32", name="tokens_before")
    x = layers.Embedding(size, embedding_dim, name="g_embedding")(tokens)
    for i in range(1, depth + 1):
        x = layers.GRU(width, return_sequences=True, name=f"g_gru_{i}")(x)
        if dropout:
            x = layers.Dropout(dropout, name=f"g_dropout_{i}")(x)
    logits = layers.Dense(size, dtype="float32", name="g_logits")(x)
    return keras.Model(tokens, logits, name="generator")


def transformer(length, size, width=128, depth=3, dropout=0.0):
    """A causal transformer (Radford et al. 2018) of keras-hub's layers.

    Args:
        length, size, dropout: as in `recurrent`.
        width: int, a multiple of 4. Of all layers.
        depth: int. Decoder blocks.

    Returns:
        `keras.Model` from int32 `(n, length)` to float32 `(n, length, size)`.
    """
    from keras_hub.layers import TransformerDecoder

    tokens = keras.Input((length,), dtype="int32", name="tokens_before")
    return _transformer(TransformerDecoder, tokens, size, size, width, depth, dropout)


def masked_transformer(length, size, width=128, depth=3, dropout=0.0):
    """Attention over all tokens, on both sides (Devlin et al. 2019), by keras-hub.

    Args:
        length, width, depth, dropout: as in `transformer`; the blocks are encoders.
        size: int. Of the vocabulary; the id `size` stands for a masked token.

    Returns:
        `keras.Model` from int32 `(n, length)` to float32 logits `(n, length, size)`.
    """
    from keras_hub.layers import TransformerEncoder

    tokens = keras.Input((length,), dtype="int32", name="tokens")
    return _transformer(
        TransformerEncoder, tokens, size + 1, size, width, depth, dropout
    )


def _transformer(block, tokens, known, size, width, depth, dropout):
    """Blocks of one kind on `known` tokens and their places, and logits of `size`."""
    from keras_hub.layers import TokenAndPositionEmbedding

    words = TokenAndPositionEmbedding(known, tokens.shape[1], width, name="g_embedding")
    x = words(tokens)
    for i in range(1, depth + 1):
        x = block(
            4 * width,
            HEADS,
            dropout=dropout,
            activation="gelu",
            normalize_first=True,
            name=f"g_block_{i}",
        )(x)
    x = layers.LayerNormalization(name="g_norm")(x)
    logits = layers.Dense(size, dtype="float32", name="g_logits")(x)
    return keras.Model(tokens, logits, name="generator")


def steps_of(network):
    """The network, read token by token: `RecurrentSteps` or `TransformerSteps`."""
    names = [layer.name for layer in network.layers]
    return (TransformerSteps if "g_block_1" in names else RecurrentSteps)(network)


class RecurrentSteps:
    """Reads a `recurrent` network token by token.

    Args:
        network: what `recurrent` returns.
    """

    def __init__(self, network):
        self.embedding = network.get_layer("g_embedding")
        self.cells = [x.cell for x in network.layers if isinstance(x, layers.GRU)]
        self.head = network.get_layer("g_logits")

    def start(self, n):
        """The states before the first token of `n` sequences."""
        return [ops.zeros((n, cell.units)) for cell in self.cells]

    def __call__(self, tokens, states, place):
        """Reads one token of each sequence.

        Args:
            tokens: int32 `(n,)`: those before `place`.
            states: as `start` or the last call gave them.
            place: int or scalar tensor. Which token comes next.

        Returns:
            (logits `(n, size)` of the token at `place`, the new states).
        """
        x, after = self.embedding(tokens), []
        for cell, state in zip(self.cells, states):
            x, (state,) = cell(x, [state], training=False)
            after.append(state)
        return self.head(x), after


class TransformerSteps:
    """Reads a `transformer` token by token, with a cache of keys and values.

    Args:
        network: what `transformer` returns.
    """

    def __init__(self, network):
        self.embedding = network.get_layer("g_embedding")
        blocks = (x for x in network.layers if x.name.startswith("g_block_"))
        self.blocks = sorted(blocks, key=lambda x: int(x.name.rpartition("_")[2]))
        self.norm, self.head = map(network.get_layer, ("g_norm", "g_logits"))
        self.length = network.input_shape[1]
        self.width = self.embedding.embedding_dim

    def start(self, n):
        """The states before the first token of `n` sequences."""
        shape = (n, 2, self.length, HEADS, self.width // HEADS)
        return [ops.zeros(shape) for _ in self.blocks]

    def __call__(self, tokens, states, place):
        """Reads one token of each sequence; see `RecurrentSteps`."""
        x, after = self.embedding(tokens[:, None], start_index=place), []
        for block, cache in zip(self.blocks, states):
            x, cache = block(
                x,
                self_attention_cache=cache,
                self_attention_cache_update_index=place,
                training=False,
            )
            after.append(cache)
        return self.head(self.norm(x))[:, 0], after


def before(tokens):
    """The tokens before each place: shifted by one, with `<pad>` as the start."""
    return ops.pad(tokens[:, :-1], ((0, 0), (1, 0)))


def log_probs(logits):
    """Log-probabilities of all tokens `(n, length, size - 1)`; `<pad>` is none."""
    return ops.log_softmax(logits[..., 1:])


def of_tokens(found, tokens):
    """What `log_probs` found of each token, `(n, length)`; 0 at pads."""
    places = ops.maximum(tokens - 1, 0)[..., None]
    chosen = ops.take_along_axis(found, places, axis=-1)
    return ops.where(tokens != PAD, chosen[..., 0], 0.0)


def token_log_prob(logits, tokens):
    """Log-probability of each token, `(n, length)`; 0 at pads."""
    return of_tokens(log_probs(logits), tokens)
