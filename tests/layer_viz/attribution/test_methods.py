"""Attribution: known answers, axioms, and errors that say what to do."""

import dataclasses

import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz.attribution import METHODS
from layer_viz.attribution import attribute as full
from layer_viz.attribution.gradients import integrated_gradients
from layer_viz.attribution.perturbations import occlusion, rise
from layer_viz.proofs import planted
from layer_viz.subject import Subject
from ter_gan.errors import UserError

RNG = np.random.default_rng(0)
SHAPE = (8, 8, 2)
X = RNG.uniform(-1, 1, (3, *SHAPE)).astype("float32")
WEIGHT = RNG.standard_normal(SHAPE).astype("float32")
ON_IMAGES = [m.id for m in METHODS.values() if not m.needs_layer]


def linear():
    model = keras.Sequential([keras.Input(SHAPE), layers.Flatten(), layers.Dense(1)])
    model.layers[-1].set_weights([WEIGHT.reshape(-1, 1), np.float32([0.3])])
    return Subject(model, lambda x: model(x, training=False)[:, 0])


def curved(shape=SHAPE):
    subject, _ = planted(shape, (0, 0, *shape[:2]), seed=1)
    return subject


def convolutional():
    subject, _ = planted(SHAPE, (0, 0, 8, 8), seed=1, kind="conv")
    return subject


def attribute(method, *args, **options):
    """Few masks are enough here."""
    method = METHODS.get(method, method)
    if method == METHODS["rise"]:
        method = method.drafting
    return full(method, *args, **options)


def negated(subject):
    return dataclasses.replace(subject, score=lambda x: -subject.score(x))


def test_registry():
    assert list(METHODS) == [
        "gradient",
        "gradient-x-input",
        "smoothgrad",
        "integrated-gradients",
        "grad-cam",
        "grad-cam++",
        "occlusion",
        "rise",
        "guided-backprop",
    ]
    assert [m.id for m in METHODS.values() if m.teaching] == ["guided-backprop"]
    assert [m.id for m in METHODS.values() if m.needs_layer] == [
        "grad-cam",
        "grad-cam++",
    ]


@pytest.mark.parametrize("method", METHODS)
def test_maps_have_the_images_shape_and_repeat(method):
    first = attribute(method, convolutional(), X, seed=3)
    again = attribute(method, convolutional(), X, seed=3)
    assert first.map.shape == X.shape[:3] and first.map.dtype == np.float32
    assert np.isfinite(first.map).all() and np.ptp(first.map) > 0
    np.testing.assert_array_equal(first.map, again.map)
    assert (first.completeness is not None) == (method == "integrated-gradients")


def test_seeds_matter_where_chance_does():
    for method, chance in (("smoothgrad", True), ("rise", True), ("gradient", False)):
        maps = [attribute(method, curved(), X, seed=seed).map for seed in (0, 1)]
        assert np.array_equal(*maps) != chance


def test_gradient_is_that_of_finite_differences():
    subject, step = curved((5, 5, 1)), 1e-3
    x = X[:, :5, :5, :1]
    found = attribute("gradient", subject, x).map
    for row, column in ((0, 0), (2, 3), (4, 4)):
        up, down = x.copy(), x.copy()
        up[:, row, column] += step
        down[:, row, column] -= step
        change = np.array(subject.score(up)) - np.array(subject.score(down))
        np.testing.assert_allclose(
            found[:, row, column], change / (2 * step), rtol=2e-2, atol=2e-3
        )


@pytest.mark.parametrize("baseline", [0.0, -1.0, X.mean(0)])
def test_linear_score_has_one_answer(baseline):
    subject, expected = linear(), ((X - baseline) * WEIGHT).sum(-1)
    filled = np.broadcast_to(np.float32(baseline), X.shape)
    maps = [
        attribute("gradient-x-input", subject, X, baseline=baseline).map,
        attribute("integrated-gradients", subject, X, baseline=baseline).map,
        occlusion(subject, X, filled, size=1).map,
    ]
    for found in maps:
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
    gradient = np.broadcast_to(WEIGHT.sum(-1), X.shape[:3])
    for method in ("gradient", "smoothgrad"):
        np.testing.assert_allclose(
            attribute(method, subject, X).map, gradient, rtol=1e-4, atol=1e-5
        )


@pytest.mark.parametrize("method", [m for m in METHODS if m != "guided-backprop"])
def test_negated_score_negates_the_map(method):
    subject = convolutional()
    found = attribute(method, subject, X).map
    opposite = attribute(method, negated(subject), X).map
    np.testing.assert_allclose(opposite, -found, rtol=1e-4, atol=1e-5)


def test_integrated_gradients_are_complete():
    subject = curved()
    found = attribute("integrated-gradients", subject, X, baseline=0.5)
    difference = np.array(subject.score(X)) - np.array(subject.score(0 * X + 0.5))
    assert found.completeness.max() <= 0.02
    np.testing.assert_allclose(found.map.sum((1, 2)), difference, atol=0.05)
    product = attribute("gradient-x-input", subject, X, baseline=0.5).map
    assert np.abs(product.sum((1, 2)) - difference).max() > 0.05


def test_error_of_integrated_gradients_is_reported():
    def jump(x):
        return ops.sum(ops.where(x > 0.123, x + 5.0, x), axis=(1, 2, 3))

    subject = dataclasses.replace(linear(), score=jump)
    assert integrated_gradients(subject, X, X * 0 - 1).completeness.max() > 0.5


def test_occlusion_hides_what_it_says():
    baseline = np.zeros_like(X)
    found = occlusion(linear(), X, baseline, size=4, stride=4).map
    fall = (X * WEIGHT).sum(-1).reshape(3, 2, 4, 2, 4).mean((2, 4))
    np.testing.assert_allclose(found[:, ::4, ::4], fall, rtol=1e-4, atol=1e-5)


def test_occlusion_of_sizes_that_no_stride_divides():
    x, baseline = X[:, :7, :6, :1], np.zeros((3, 7, 6, 1), "float32")
    found = occlusion(curved((7, 6, 1)), x, baseline, size=4, stride=2).map
    assert found.shape == (3, 7, 6) and (found != 0).all()


def test_rise_finds_a_bright_spot():
    def spot(x):
        return ops.sum(x[:, 20:24, 4:8], axis=(1, 2, 3))

    x = np.ones((2, 28, 28, 1), "float32")
    found = rise(dataclasses.replace(linear(), score=spot), x, -x, masks=300).map
    peak = np.unravel_index(found[0].argmax(), found[0].shape)
    assert 18 <= peak[0] < 26 and 2 <= peak[1] < 10


def test_score_gets_whole_copies_of_the_batch():
    labels = ops.convert_to_tensor([[1.0], [0.0], [-1.0]])
    image, label = keras.Input(SHAPE), keras.Input((1,))
    h = layers.Dense(6, activation="leaky_relu")(layers.Flatten()(image))
    h = layers.Concatenate()([h, layers.Dense(6)(label)])
    model = keras.Model([image, label], layers.Dense(1)(h))

    def score(x):  # copies of the batch of three
        tiled = ops.tile(labels, (len(x) // 3, 1))
        return model([x, tiled], training=False)[:, 0]

    subject = Subject(model, score)
    for method in ON_IMAGES:
        found = attribute(method, subject, np.stack([X[0]] * 3)).map
        assert found.shape == (3, 8, 8)


def test_unknown_method_and_no_image():
    with pytest.raises(UserError, match="Did you mean"):
        attribute("integrated-gradient", curved(), X)
    with pytest.raises(ValueError, match="shape"):
        attribute("gradient", curved(), X[0])
