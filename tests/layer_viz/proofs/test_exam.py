"""The proofs pass what is right and fail what is wrong."""

import dataclasses

import keras
import numpy as np
import pytest
from keras import layers

from layer_viz.attribution import METHODS, Explanation, Method
from layer_viz.proofs import (
    deletion,
    examine,
    insertion,
    planted,
    random_map,
    randomised,
    sobel_map,
    yardsticks,
)
from layer_viz.proofs.randomisation import similarity
from layer_viz.subject import Subject
from tests.helpers import same, weights

SHAPE = (12, 12, 1)
X = np.random.default_rng(0).uniform(-1, 1, (4, *SHAPE)).astype("float32")
BLACK = -np.ones_like(X)


def normalised():
    """A network with the layers whose statistics have to be restored too."""
    model = keras.Sequential(
        [
            keras.Input(SHAPE),
            layers.Conv2D(4, 3, 2, name="conv"),
            layers.BatchNormalization(name="norm"),
            layers.LeakyReLU(name="act"),
            layers.Flatten(name="flat"),
            layers.Dropout(0.5, name="drop"),
            keras.Sequential([layers.Dense(8, name="inner")], name="block"),
            layers.Dense(1, name="logit"),
        ]
    )
    model(X, training=True)
    return Subject(model, lambda x: model(x, training=False)[:, 0])


def edges(subject, x):
    return Explanation(sobel_map(x))


def wrong_sign(subject, x, baseline):
    right = METHODS["integrated-gradients"].function(subject, x, baseline)
    return Explanation(-right.map)


BLIND = Method("sobel", edges)
WRONG = Method("wrong-sign", wrong_sign, ("baseline",))


def check(entry, name):
    return next(c for c in entry["checks"] if c["name"] == name)


def test_randomisation_restores_every_bit():
    subject = normalised()
    before = weights(subject.model)
    curve = randomised("gradient", subject, X)
    assert same(before, weights(subject.model))
    assert curve["layers"] == ["logit", "block/inner", "norm", "conv"]
    assert all(0 <= value <= 1 for value in curve["similarity"])


def test_weights_are_restored_after_a_method_fails():
    subject, calls = normalised(), []

    def fails_late(subject, x):
        calls.append(None)
        if len(calls) > 2:
            assert not same(before, weights(subject.model))
            raise RuntimeError("late")
        return METHODS["gradient"].function(subject, x)

    before = weights(subject.model)
    with pytest.raises(RuntimeError, match="late"):
        randomised(Method("late", fails_late), subject, X)
    assert same(before, weights(subject.model))


def test_randomisation_finds_the_blind_method():
    subject = normalised()
    assert randomised(BLIND, subject, X)["similarity"] == pytest.approx([1] * 4)
    seeing = randomised("gradient", subject, X, stages=2)
    assert len(seeing["layers"]) == 2 and seeing["similarity"][-1] < 0.4


def test_similarity():
    a = random_map(X)
    assert similarity(a, a**3) == pytest.approx(1)
    assert similarity(a, -a) == pytest.approx(1)
    assert similarity(a, random_map(X, 7)) < 0.2
    assert similarity(a, np.ones_like(a)) == 0
    tied = np.array([[[1.0, 2.0, 2.0, 3.0]]])
    assert similarity(tied, np.array([[[1.0, 3.0, 2.0, 4.0]]])) == pytest.approx(
        4.5 / np.sqrt(4.5 * 5)
    )


def test_areas_of_a_known_score():
    """One pixel decides: first removed or last, the area is 0 or 1."""

    def one(x):
        weights = np.array([1.0, -2.0, 3.0, 1.0], "float32")
        return x[:, 3, 4, 0] * np.tile(weights, len(x) // 4)

    subject = dataclasses.replace(normalised(), score=one)
    best = np.zeros(X.shape[:3])
    best[:, 3, 4] = 1
    x = np.ones_like(X)
    assert deletion(subject, x, BLACK, best) == pytest.approx(0, abs=0.02)
    assert insertion(subject, x, BLACK, best) == pytest.approx(1, abs=0.02)
    assert deletion(subject, x, BLACK, -best) == pytest.approx(1, abs=0.02)
    assert insertion(subject, x, BLACK, -best) == pytest.approx(0, abs=0.02)
    with pytest.raises(ValueError, match="another baseline"):
        deletion(subject, x, x, best)


def test_sobel_is_the_slope_of_a_ramp():
    ramp = np.broadcast_to(np.arange(12, dtype="float32")[None, :, None, None], X.shape)
    np.testing.assert_allclose(sobel_map(ramp)[:, 1:-1], 1, rtol=1e-6)
    assert not sobel_map(np.ones_like(X)).any()


@pytest.mark.parametrize("target", [1, -1])
def test_exam(target):
    """Right maps pass for scores of either sign, wrong signs and edges fail."""
    subject, _ = planted(SHAPE, (2, 3, 6, 6), seed=2)
    subject = dataclasses.replace(subject, score=_times(target, subject.score))
    known = yardsticks(subject, X, BLACK)
    entry, curve = examine("integrated-gradients", subject, X, BLACK, known=known)
    assert list(entry) == ["id", "signed", "evidence", "teaching", "passed", "checks"]
    names = [c["name"] for c in entry["checks"]]
    assert names == ["randomisation", "deletion", "insertion", "completeness"]
    assert all(check(entry, name)["passed"] for name in names[1:])
    assert curve["layers"] == ["logit", "hidden"]
    wrong, _ = examine(WRONG, subject, X, BLACK, known=known)
    assert not check(wrong, "insertion")["passed"]
    assert not check(wrong, "deletion")["passed"]
    blind, _ = examine(BLIND, subject, X, BLACK, known=known)
    assert not blind["passed"] and not check(blind, "randomisation")["passed"]
    assert [c["name"] for c in blind["checks"]] == names[:3]


def test_sensitivity_is_judged_in_the_direction_of_the_removal():
    subject, _ = planted(SHAPE, (2, 3, 6, 6), seed=2)
    white = np.ones_like(X)
    for baseline in (BLACK, white):
        entry, _ = examine("gradient", subject, X, baseline)
        assert check(entry, "insertion")["passed"]
        assert check(entry, "deletion")["passed"]


def _times(factor, score):
    return lambda x: factor * score(x)
