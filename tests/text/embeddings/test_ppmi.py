import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.embeddings.ppmi import counts, ppmi, ppmi_svd
from ter_gan.text.vocabulary import EOS, PAD

A, B, C = 3, 4, 5
X = np.array([[A, B, EOS, PAD], [A, C, A, B]])


def test_counts_within_the_window():
    near = counts(X, 6, window=1).toarray()
    expected = np.zeros((6, 6))
    for word, context, times in ((A, B, 2), (A, C, 2), (B, EOS, 1)):
        expected[word, context] = expected[context, word] = times
    assert np.array_equal(near, expected)
    wide = counts(X, 6, window=2).toarray()
    assert wide[A, EOS] == 1 and wide[A, A] == 2 and wide[C, B] == 1
    assert wide[PAD].sum() == wide[:, PAD].sum() == 0


def test_ppmi_in_closed_form():
    table = counts(X, 6, window=1)
    plain = ppmi(table, smoothing=1).toarray()
    # p(a, b) = 2/10, p(a) = 4/10, p(b) = 3/10; c stands beside a alone.
    assert plain[A, B] == pytest.approx(np.log(10 * 2 / (4 * 3)))
    assert plain[A, C] == pytest.approx(np.log(10 * 2 / (4 * 2)))
    assert plain[A, A] == 0
    power = np.array([1, 4, 3, 2]) ** 0.75  # <eos>, a, b, c
    smooth = ppmi(table).toarray()
    assert smooth[A, B] == pytest.approx(np.log(2 / 4 / (power[2] / power.sum())))
    assert smooth[B, A] == pytest.approx(np.log(2 / 3 / (power[1] / power.sum())))


def test_independent_words_have_none():
    ones = counts(np.array([[3, 4], [4, 3], [3, 3], [4, 4]]), 5, window=1)
    assert np.abs(ppmi(ones).toarray()).max() < 1e-12


def test_vectors_have_length_one_and_are_deterministic():
    x = np.random.default_rng(0).integers(3, 30, (200, 8))
    table = ppmi_svd(x, 32, dim=6)
    assert table.shape == (32, 6) and table.dtype == np.float32
    assert np.linalg.norm(table, axis=1) == pytest.approx(np.ones(32), abs=1e-6)
    assert np.array_equal(table, ppmi_svd(x, 32, dim=6))
    assert np.abs(table[PAD] @ table[EOS]) < 0.999  # no contexts: random directions


def test_words_in_the_same_contexts_are_near():
    rng = np.random.default_rng(0)
    animals, verbs, tools, acts = np.arange(3, 19).reshape(4, 4)
    rows = []
    for left, right in ((animals, verbs), (tools, acts)):
        rows.append(np.stack([rng.choice(left, 500), rng.choice(right, 500)], 1))
    table = ppmi_svd(np.concatenate(rows), 19, dim=4)
    cosines = table @ table.T
    assert cosines[3:7, 3:7].min() > 0.9
    assert np.abs(cosines[3:7, 11:15]).max() < 0.5


def test_the_dimension_must_fit():
    with pytest.raises(UserError, match="from 1 to 5, less than the 6 words.*not 6"):
        ppmi_svd(X, 6, dim=6)
