"""What a judge learns of a language model is what that model says."""

import numpy as np
from keras import ops

from ter_gan.text.networks import language
from ter_gan.text.networks.expectation import Expectation
from ter_gan.text.vocabulary import PAD
from tests.text.tiny import LENGTH, SIZE, sentences

X = sentences(6)


def expected(network):
    return ops.convert_to_numpy(Expectation(network)(ops.one_hot(X, SIZE)))


def test_log_probability_and_entropy_in_nats():
    network = language.recurrent(LENGTH, SIZE, 8, embedding_dim=4, dropout=0.5)
    tokens = ops.convert_to_tensor(X)
    logits = network(language.before(tokens), training=False)
    found = expected(network)
    own = ops.convert_to_numpy(language.token_log_prob(logits, tokens))
    np.testing.assert_allclose(found[..., 0], own, atol=1e-6)
    p = ops.convert_to_numpy(ops.softmax(logits[..., 1:]))
    entropy = -(p * np.log(p)).sum(axis=-1) * (X != PAD)
    np.testing.assert_allclose(found[..., 1], entropy, rtol=1e-5)
    np.testing.assert_array_equal(found, expected(network))  # no dropout


def test_a_model_that_is_not_sure_has_the_greatest_entropy():
    network = language.recurrent(LENGTH, SIZE, 8, embedding_dim=4)
    network.set_weights([0 * w for w in network.get_weights()])
    words = X != PAD
    np.testing.assert_allclose(expected(network)[words][:, 1], np.log(SIZE - 1), 1e-5)
    np.testing.assert_allclose(expected(network)[words][:, 0], -np.log(SIZE - 1), 1e-5)
