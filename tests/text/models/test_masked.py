import numpy as np
import pytest
from keras import ops
from scipy.special import log_softmax

from ter_gan.text.vocabulary import PAD
from tests.models.gan_test import fit
from tests.text.tiny import LENGTH, SIZE, build, sentences

X = sentences(12)


def logits_of(gan, seen):
    return ops.convert_to_numpy(gan.generator(np.asarray(seen, "int32")))


def test_pseudo_nll_by_hand():
    gan, total = build("mini-bert"), 0.0
    for row in X:
        for place in np.flatnonzero(row != PAD):
            seen = row.copy()
            seen[place] = SIZE  # the mask's id
            logits = logits_of(gan, seen[None])[0, place, 1:]
            total -= log_softmax(logits)[row[place] - 1]
    assert gan.pseudo_nll(X) == pytest.approx(total / (X != PAD).sum(), rel=1e-4)


def test_masked_hides_its_share_and_counts_only_what_is_hidden():
    gan, shown = build("mini-bert", mask_share=0.4), []
    x = sentences(500)

    def guess(seen):
        """Knows what it sees, and takes the hidden for the word 3."""
        shown.append(seen)
        known = np.where(seen == gan.mask, 3, seen)
        return 20.0 * (np.arange(SIZE) == known[..., None])

    gan.guesses = guess
    found = gan.masked(x, seed=1)
    hidden = shown[0] == gan.mask
    assert not (hidden & (x == PAD)).any()
    assert hidden[x != PAD].mean() == pytest.approx(0.4, abs=0.05)
    share = (x[hidden] == 3).mean()
    assert found["accuracy"] == pytest.approx(share) and 0.1 < share < 0.3
    assert found["nll"] == pytest.approx(20 * (1 - share), rel=1e-3)
    gan.guesses = lambda seen: 20.0 * (np.arange(SIZE) == x[..., None])
    assert gan.masked(x, seed=1)["accuracy"] == 1.0
    gan.guesses = lambda seen: np.zeros((*seen.shape, SIZE))
    assert gan.masked(x)["nll"] == pytest.approx(np.log(SIZE - 1), rel=1e-5)


def test_it_learns_to_guess_what_the_others_say():
    x = np.repeat(np.arange(3, 8), 4)[:, None].repeat(LENGTH, 1).astype("int32")
    options = {"learning_rate": 0.03, "mask_share": 0.3, "dropout": 0.0}
    gan = build("mini-bert", compiled=True, **options)
    before = gan.masked(x)
    fit(gan, x, steps=40)
    after = gan.masked(x)
    assert after["accuracy"] > 0.9 > before["accuracy"] + 0.3
    written = gan.generate(30, seed=0)
    assert (written == written[:, :1]).mean() > 0.7


def test_training_measures_only_masked_words():
    gan = build("mini-bert", mask_share=1.0, dropout=0.0)
    kernel, bias = gan.generator.get_layer("g_logits").weights
    kernel.assign(0 * kernel)
    bias.assign(9.0 * (np.arange(SIZE) == 3) + 99.0 * (np.arange(SIZE) == PAD))
    gan.generator_optimizer.learning_rate.assign(0.0)
    history = fit(gan, X, steps=1)
    words = X[X != PAD]
    assert history["accuracy"][0] == pytest.approx((words == 3).mean())
    logs = log_softmax(9.0 * (np.arange(1, SIZE) == 3))
    assert history["masked_nll"][0] == pytest.approx(-logs[words - 1].mean(), rel=1e-5)
