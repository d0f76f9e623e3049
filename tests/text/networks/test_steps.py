"""Networks that are read token by token, and what they may see."""

import numpy as np
import pytest
from keras import ops

from ter_gan.text.networks import autoencoder, language
from ter_gan.text.networks.autoencoder import DecoderSteps
from ter_gan.text.networks.language import before, steps_of
from tests.text.tiny import LENGTH, SIZE, sentences

X = sentences(3)
array = ops.convert_to_numpy


def make(name):
    if name == "gru":
        return language.recurrent(LENGTH, SIZE, 6, 2, 4, dropout=0.3)
    return language.transformer(LENGTH, SIZE, 8, 2, dropout=0.3)


def read(steps, x):
    """float array `(n, length, size)`: the logits, one place after the other."""
    token, states, found = np.zeros(len(x), "int32"), steps.start(len(x)), []
    for place in range(x.shape[1]):
        logits, states = steps(ops.convert_to_tensor(token), states, place)
        found.append(array(logits))
        token = x[:, place]
    return np.stack(found, axis=1)


@pytest.mark.parametrize("name", ["gru", "mini-gpt"])
def test_step_by_step_equals_all_at_once(name):
    network = make(name)
    expected = array(network(before(ops.convert_to_tensor(X)), training=False))
    np.testing.assert_allclose(read(steps_of(network), X), expected, atol=1e-5)
    other = X.copy()
    other[:, 1] = np.where(X[:, 1] == 3, 4, 3)
    assert abs(read(steps_of(network), other) - expected)[:, 2:].max() > 1e-4


@pytest.mark.parametrize("name", ["gru", "mini-gpt"])
def test_nothing_is_seen_before_its_place(name):
    network, later = make(name), X.copy()
    later[:, 2:] = (later[:, 2:] + 3) % SIZE
    first, second = (
        array(network(before(ops.convert_to_tensor(x)), training=False))
        for x in (X, later)
    )
    np.testing.assert_allclose(first[:, :3], second[:, :3], atol=1e-6)
    assert abs(first[:, 3:] - second[:, 3:]).max() > 1e-4


def test_a_decoder_is_told_its_codes_at_each_step(rng):
    encoder, decoder = autoencoder.autoencoder(LENGTH, SIZE, 4, 6, 3)
    codes = rng.normal(size=(3, 4)).astype("float32")
    known = before(ops.convert_to_tensor(X))
    expected = array(decoder([known, ops.convert_to_tensor(codes)]))
    found = read(DecoderSteps(decoder, ops.convert_to_tensor(codes)), X)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    others = read(DecoderSteps(decoder, ops.convert_to_tensor(codes[::-1].copy())), X)
    assert abs(others - expected)[[0, 2]].min(axis=(0, 2)).max() > 0
    assert encoder(X).shape == (3, 4)


def test_a_masked_network_sees_both_sides():
    network, changed = language.masked_transformer(LENGTH, SIZE, 8, 1), X.copy()
    changed[:, 4] = SIZE  # the mask, which is no word
    change = abs(array(network(X)) - array(network(changed)))
    assert change[:, 0].max() > 1e-4
    assert network.output_shape == (None, LENGTH, SIZE)


def test_before_shifts_by_one_and_starts_with_pad():
    shifted = array(before(ops.convert_to_tensor(X)))
    assert (shifted[:, 0] == 0).all()
    np.testing.assert_array_equal(shifted[:, 1:], X[:, :-1])
