import sys

import numpy as np
import pytest
from keras import ops

from ter_gan.text.models import Autoencoder
from ter_gan.text.models.likelihood import mean_nll
from ter_gan.text.networks.language import before
from ter_gan.text.vocabulary import PAD, UNK
from tests.text.tiny import LENGTH, build, sentences

X = sentences(32)


def test_the_gaussian_approaches_that_of_the_codes(monkeypatch):
    monkeypatch.setattr(sys.modules[Autoencoder.__module__], "MEMORY", 0.5)
    gan = build("autoencoder")
    monkeypatch.setattr(gan, "reconstruct", lambda tokens: None)  # it stands still
    codes = gan.encode(X)
    mean, covariance = codes.mean(axis=0), np.cov(codes.T, bias=True)
    assert abs(ops.convert_to_numpy(gan.covariance) - covariance).max() > 0.1
    for _ in range(20):
        gan.adversarial_step(X)
    np.testing.assert_allclose(ops.convert_to_numpy(gan.mean), mean, atol=1e-4)
    np.testing.assert_allclose(
        ops.convert_to_numpy(gan.covariance), covariance, atol=1e-4
    )
    drawn = gan.new_codes(20_000, seed=0)
    np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=0.05)
    np.testing.assert_allclose(np.cov(drawn.T), covariance, atol=0.05)


def test_codes_have_mean_0_and_variance_1():
    gan = build("autoencoder")
    kernel = gan.encoder.get_layer("e_dense").kernel
    kernel.assign(100 * kernel)  # far above the layer's epsilon, as after training
    codes = gan.encode(X)
    np.testing.assert_allclose(codes.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(codes.var(axis=1), 1, atol=0.05)
    assert codes.std(axis=0).max() > 0.01


def test_reconstruction_by_hand():
    gan = build("autoencoder")
    codes = ops.convert_to_tensor(gan.encode(X))
    logits = gan.decoder([before(ops.convert_to_tensor(X)), codes])
    assert gan.reconstruction(X) == pytest.approx(float(mean_nll(logits, X)), rel=1e-4)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_words_are_left_out_and_pads_are_not(share):
    gan = build("autoencoder", word_dropout=share)
    x = sentences(600)
    gaps = ops.convert_to_numpy(gan.with_gaps(ops.convert_to_tensor(x)))
    assert (gaps[x == PAD] == PAD).all()
    words = (x != PAD) & (x != UNK)
    assert (gaps[words] == UNK).mean() == pytest.approx(share, abs=0.05)
    assert (gaps[words & (gaps != UNK)] == x[words & (gaps != UNK)]).all()


def test_codes_and_tokens_are_judged_alike():
    gan = build("latent-text-gan")
    np.testing.assert_allclose(
        ops.convert_to_numpy(gan.judge(X)),
        ops.convert_to_numpy(gan.judge(gan.encode(X))),
        atol=1e-5,
    )


def test_sentences_are_read_out_of_their_codes_whatever_the_chunk():
    gan = build("latent-text-gan")
    codes = gan.new_codes(4, seed=0)
    both = gan.write(codes[[0, 0]], temperature=1e-6)
    assert both.shape == (2, LENGTH)
    np.testing.assert_array_equal(both[0], both[1])
