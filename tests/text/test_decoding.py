import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.decoding import Decoding, nucleus, sequences
from ter_gan.text.vocabulary import EOS, PAD
from tests.text.tiny import SIZE, Uniform, well_formed

P = np.array([[0.0, 0.4, 0.3, 0.2, 0.1], [0.0, 0.1, 0.1, 0.1, 0.7]])
with np.errstate(divide="ignore"):
    LOGITS = np.log(P) + 3.0
LOGITS[:, PAD] = 50.0  # however likely the network finds it, it is never drawn


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_temperature_is_a_power_of_the_probabilities(temperature):
    expected = P ** (1 / temperature)
    expected /= expected.sum(axis=1, keepdims=True)
    found = Decoding(temperature).probabilities(LOGITS)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_near_zero_the_likeliest_is_taken():
    found = Decoding(1e-6).probabilities(LOGITS)
    np.testing.assert_allclose(found, np.eye(5)[[1, 4]], atol=1e-12)


def test_top_k_by_hand():
    found = Decoding(top_k=2).probabilities(LOGITS[:1])
    np.testing.assert_allclose(found, [[0, 4 / 7, 3 / 7, 0, 0]], atol=1e-12)
    for k in (0, 4, 5, 99):
        np.testing.assert_allclose(Decoding(top_k=k).probabilities(LOGITS), P)


@pytest.mark.parametrize(
    "share, expected",
    [
        (0.3, [0, 1, 0, 0, 0]),
        (0.5, [0, 4 / 7, 3 / 7, 0, 0]),
        (0.75, [0, 4 / 9, 3 / 9, 2 / 9, 0]),
        (1.0, P[0]),
    ],
)
def test_nucleus_by_hand(share, expected):
    found = Decoding(top_p=share).probabilities(LOGITS[:1])
    np.testing.assert_allclose(found, [expected], atol=1e-12)


def test_a_nucleus_holds_the_share_and_not_a_word_more(rng):
    p = rng.dirichlet(np.ones(9), size=50)
    kept = nucleus(p, 0.6) > 0
    mass = (p * kept).sum(axis=1)
    least = np.where(kept, p, np.inf).min(axis=1)
    assert (mass >= 0.6).all() and (mass - least < 0.6).all()


def test_draws_follow_the_probabilities(rng):
    how = Decoding(temperature=0.7)
    drawn = how.draw(np.repeat(LOGITS[:1], 40_000, axis=0), rng.random(40_000))
    shares = np.bincount(drawn, minlength=5) / 40_000
    np.testing.assert_allclose(shares, how.probabilities(LOGITS)[0], atol=0.01)
    assert abs(shares - P[0]).max() > 0.02


def test_the_logits_that_are_given_stay_as_they_are():
    logits = LOGITS.copy()
    Decoding(0.5, 2, 0.9).probabilities(logits)
    np.testing.assert_array_equal(logits, LOGITS)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"temperature": 0.0}, "--temperature must be above 0, received 0.0"),
        ({"temperature": -1.0}, "--temperature must be above 0"),
        ({"top_k": -1}, "--top-k must be 0 or more"),
        ({"top_p": 0.0}, r"--top-p must lie in \(0, 1\]"),
        ({"top_p": 1.5}, r"--top-p must lie in \(0, 1\], received 1.5"),
    ],
)
def test_impossible_values(options, message):
    with pytest.raises(UserError, match=message):
        Decoding(**options)


def test_sequences_begin_with_the_prompt_and_end_once(rng):
    how = Decoding(prompt=(5, 4))
    x = sequences(Uniform(), 200, 6, rng, how)
    assert x.shape == (200, 6) and x.dtype == np.int32
    assert (x[:, :2] == (5, 4)).all() and well_formed(x)
    assert (x == EOS).any(axis=1).mean() == pytest.approx(1 - (6 / 7) ** 4, abs=0.1)
    assert (sequences(Uniform(), 5, 2, rng, how) == (5, 4)).all()


def test_each_place_is_drawn_from_its_own_row(rng):
    table = np.full((3, SIZE), -99.0)
    table[[0, 1, 2], [3, EOS, 4]] = 0.0
    x = sequences(Uniform(table=table), 4, 3, rng)
    np.testing.assert_array_equal(x, [[3, EOS, PAD]] * 4)


def test_a_prompt_that_is_too_long(rng):
    with pytest.raises(UserError, match="The prompt has 4 tokens, a sequence at most"):
        sequences(Uniform(), 2, 3, rng, Decoding(prompt=(3, 3, 3, 3)))
