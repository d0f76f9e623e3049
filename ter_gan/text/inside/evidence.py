"""Which words moved a score: the gradient times the word's vector."""

import numpy as np
from keras import ops

from layer_viz.attribution.layers import outputs_and_gradients
from layer_viz.tap import layers_of
from ter_gan.text.networks.expectation import Expectation
from ter_gan.text.networks.language import before, token_log_prob
from ter_gan.text.vocabulary import PAD, lengths

# `token_embedding` comes first: its block adds where a word stands.
# `d_embedding` comes first, too: its network may hold a language model.
TABLES = ("d_embedding", "token_embedding", "g_embedding", "e_embedding")


def by_place(network, scores):
    """What each place of its input adds to a score, to first order.

    Args:
        network: `keras.Model` with a layer of word vectors, which `scores` calls;
            what it has of an `Expectation` of each word is added.
        scores: callable without arguments to the scores `(n,)` of n sequences.

    Returns:
        (float array `(n, places)`: the gradient with respect to the word's vector
        times that vector, summed; float array `(n,)`, the scores).
    """
    found = []

    def run():
        found.append(scores())
        return found[-1]

    paths = _sources(network)
    outputs, gradients = outputs_and_gradients(network, run, paths)
    added = (ops.convert_to_numpy(outputs[path]) * gradients[path] for path in paths)
    values = sum(each.sum(axis=-1) for each in added)
    return values, ops.convert_to_numpy(found[0])


def _sources(network):
    """Paths of the layers by which a word enters."""
    layers = layers_of(network)
    paths = {layer.name: path for layer, path in layers}
    table = next(paths[name] for name in TABLES if name in paths)
    return [table, *(path for layer, path in layers if isinstance(layer, Expectation))]


def of_discriminator(network, sees, judge, tokens):
    """What each word adds to D's logit.

    Args:
        network: `keras.Model` that holds the word vectors and is called by `judge`.
        sees: callable from tokens to what D is called on.
        judge: D.
        tokens: int32 `(n, length)`.

    Returns:
        (float array `(n, length)`, logits `(n,)`).
    """
    return by_place(
        network, lambda: ops.reshape(judge(sees(tokens), training=False), (-1,))
    )


def of_next_word(network, tokens, places):
    """What each word before a place adds to the log-probability of the word there.

    Args:
        network: a language model, from the tokens before each place to logits.
        tokens: int32 `(n, length)`.
        places: int array `(n,)`.

    Returns:
        (float array `(n, length)`, of the words themselves, 0 from the place on; the
        log-probabilities `(n,)`).
    """
    known = before(ops.convert_to_tensor(tokens))
    values, scores = by_place(
        network, lambda: chosen(network(known, training=False), tokens, places)
    )
    shifted = np.zeros_like(values)
    shifted[:, :-1] = values[:, 1:]  # the word at j is read at j + 1
    return shifted * (np.arange(values.shape[1]) < places[:, None]), scores


def of_hidden_word(network, mask, tokens, places):
    """What each word adds to the log-probability of a masked one.

    Args:
        network: a masked language model, from tokens to logits.
        mask: int, the id of a masked token.
        tokens, places: as in `of_next_word`.
    """
    seen = tokens.copy()
    seen[np.arange(len(tokens)), places] = mask
    return by_place(
        network, lambda: chosen(network(seen, training=False), tokens, places)
    )


def of_code(encoder, decoder, tokens, places):
    """What each word, by way of the code, adds to the log-probability of one.

    Args:
        encoder, decoder: networks of `ter_gan.text.networks.autoencoder`.
        tokens, places: as in `of_next_word`.
    """
    known = before(ops.convert_to_tensor(tokens))

    def scores():
        codes = encoder(tokens, training=False)
        return chosen(decoder([known, codes], training=False), tokens, places)

    return by_place(encoder, scores)


def chosen(logits, tokens, places):
    """The log-probabilities `(n,)` of the tokens at one place of each sequence."""
    found = token_log_prob(logits, ops.convert_to_tensor(tokens))
    return ops.take_along_axis(found, np.asarray(places)[:, None], axis=1)[:, 0]


def last_words(tokens, words):
    """int array `(n,)`: the place of the last token with a letter or digit."""
    spoken = np.array([any(map(str.isalnum, w)) and i > 1 for i, w in enumerate(words)])
    there = spoken[tokens] & (tokens != PAD)
    last = tokens.shape[1] - 1 - np.argmax(there[:, ::-1], axis=1)
    return np.where(there.any(axis=1), last, np.maximum(lengths(tokens) - 1, 0))


def middle_words(tokens, words):
    """int array `(n,)`: the place in the middle of each sentence."""
    return last_words(tokens, words) // 2
