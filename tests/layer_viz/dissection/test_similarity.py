import numpy as np
import pytest

from layer_viz.dissection import cka, gram, similarity


def independent(rng):
    return rng.normal(size=(40, 200)), rng.normal(size=(40, 300))


@pytest.mark.parametrize("debiased", [True, False])
def test_rotated_scaled_and_shifted_features_are_the_same(rng, debiased):
    x = rng.normal(size=(20, 6))
    rotation, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    other = 3 * x @ rotation + rng.normal(size=6)
    assert cka(gram(x), gram(other), debiased) == pytest.approx(1, abs=1e-4)
    bent = x @ np.diag([9.0, 1, 1, 1, 1, 1])
    assert cka(gram(x), gram(bent), debiased) < 0.9


def test_independent_features_only_look_alike_with_bias(rng):
    a, b = map(gram, independent(rng))
    assert abs(cka(a, b)) < 0.05
    assert cka(a, b, debiased=False) > 0.7


def test_closed_form_of_the_plain_estimate(rng):
    x, y = rng.normal(size=(30, 5)), rng.normal(size=(30, 4))
    x, y = x - x.mean(0), y - y.mean(0)
    norm = np.linalg.norm
    expected = norm(y.T @ x) ** 2 / (norm(x.T @ x) * norm(y.T @ y))
    assert cka(gram(x), gram(y), False) == pytest.approx(expected, rel=1e-4)


def test_closed_form_of_the_unbiased_estimate(rng):
    """Equation 5 of Song et al. 2012."""
    x, y = rng.normal(size=(12, 3)), rng.normal(size=(12, 4))

    def hsic(k, l):  # noqa: E741
        k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))  # noqa: E741
        n = len(k)
        cross = k.sum() * l.sum() / ((n - 1) * (n - 2))
        rest = 2 / (n - 2) * (k.sum(0) @ l.sum(0))
        return (np.trace(k @ l) + cross - rest) / (n * (n - 3))

    k, l = x @ x.T, y @ y.T  # noqa: E741
    expected = hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))
    assert cka(gram(x), gram(y)) == pytest.approx(expected, rel=1e-3)


def test_a_gram_is_compact(rng):
    triangle = gram(rng.normal(size=(16, 4, 4, 3)))
    assert triangle.dtype == np.float32 and triangle.shape == (16 * 17 // 2,)


def test_dead_layers_are_like_nothing(rng):
    dead, alive = gram(np.ones((8, 3))), gram(rng.normal(size=(8, 3)))
    assert cka(dead, alive) == cka(dead, dead) == 0


def test_a_layer_that_settles_rises_to_one(rng):
    first, last = independent(rng)
    first = np.pad(first, ((0, 0), (0, 100)))
    mixed = [(1 - t) * first + t * last for t in (0, 0.3, 0.7, 1)]
    table = similarity([gram(x) for x in mixed])
    np.testing.assert_allclose(table, table.T)
    np.testing.assert_allclose(np.diag(table), 1)
    assert (np.diff(table[-1]) > 0).all()


def test_what_cannot_be_compared_is_told(rng):
    with pytest.raises(ValueError, match="at least 4"):
        gram(np.ones((3, 2)))
    with pytest.raises(ValueError, match="same inputs"):
        cka(gram(np.eye(5)), gram(np.eye(6)))
