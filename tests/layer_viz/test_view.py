"""Views: what the networks are called on, and which number is explained."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from layer_viz import views
from layer_viz.view import Stream, View, linear_head, together

RNG = np.random.default_rng(0)
IMAGES = RNG.random((20, 4, 4, 1), "float32")


def head(last):
    return keras.Sequential([keras.Input((4, 4, 1)), layers.Flatten(), *last])


def logits(model):
    kernel, bias = model.layers[1].get_weights()
    return IMAGES.reshape(20, -1) @ kernel + bias


@pytest.mark.parametrize(
    "last",
    [
        lambda: [layers.Dense(3, activation="softmax")],
        lambda: [layers.Dense(3), layers.Softmax()],
        lambda: [layers.Dense(3), layers.Activation("sigmoid")],
        lambda: [layers.Dense(3)],
    ],
    ids=["fused", "softmax", "activation", "logits"],
)
def test_the_last_softmax_is_left_out_and_comes_back(last):
    model = head(last())
    before = ops.convert_to_numpy(model(IMAGES))
    with linear_head(model):
        inside = ops.convert_to_numpy(model(IMAGES))
    np.testing.assert_allclose(inside, logits(model), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(before, ops.convert_to_numpy(model(IMAGES)))


def test_a_tanh_stays():
    model = head([layers.Dense(3, activation="tanh")])
    with linear_head(model):
        inside = ops.convert_to_numpy(model(IMAGES))
    np.testing.assert_allclose(inside, np.tanh(logits(model)), rtol=1e-4, atol=1e-5)


def test_a_classifier_without_labels_explains_what_it_says():
    model = head([layers.Dense(3, activation="softmax")])
    view = views.classifier(model, IMAGES, n=5)
    said = logits(model).argmax(1)
    for image, label in zip(view.probes["images"], view.probes["labels.real"]):
        place = np.flatnonzero((image == IMAGES).all((1, 2, 3)))[0]
        assert label == said[place]
    scores = view.scores(view.probes)["M"]
    assert scores.shape == (5,)


def test_a_score_of_copies_repeats_the_labels():
    model = head([layers.Dense(3)])
    view = views.classifier(model, IMAGES, n=5)
    x = view.probes["images"]
    score = view.subject(view.streams[0], view.probes).score
    once = ops.convert_to_numpy(score(x))
    thrice = ops.convert_to_numpy(score(np.concatenate([x, x, x])))
    np.testing.assert_allclose(thrice, np.tile(once, 3), rtol=1e-5)


def test_streams_feed_each_other():
    z = keras.Input((2,))
    generator = keras.Model(z, layers.Reshape((4, 4, 1))(layers.Dense(16)(z)))
    discriminator = head([layers.Dense(1)])
    latents = RNG.standard_normal((3, 2)).astype("float32")
    view = View(
        {"G": generator, "D": discriminator},
        [
            Stream("G", "G", "generator", "latents"),
            Stream("D.real", "D", "real", "real"),
            Stream("D.fake", "D", "fake", "G"),
        ],
        {"latents": latents, "real": IMAGES[:3]},
        {"latents": latents, "real": IMAGES[:3]},
    )
    expected = ops.convert_to_numpy(discriminator(generator(latents)))[:, 0]
    np.testing.assert_allclose(
        view.scores(view.probes)["D.fake"], expected, rtol=1e-4, atol=1e-5
    )
    outputs = view.tapped(view.probes)
    assert list(outputs) == ["G", "D.real", "D.fake"]
    assert list(outputs["D.fake"].values())[-1].shape == (3, 1)


def test_packs_are_made_of_a_sample_and_those_that_follow():
    x = np.arange(6.0).reshape(3, 2)
    np.testing.assert_array_equal(
        ops.convert_to_numpy(together(x, 2, 3)),
        [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 0, 1]],
    )
    twice = ops.convert_to_numpy(together(np.concatenate([x, x + 10]), 2, 3))
    np.testing.assert_array_equal(twice[5], [14, 15, 10, 11])  # not of the other copy


def test_the_hash_depends_on_every_input():
    model = head([layers.Dense(3)])
    first, again, other = (
        views.classifier(model, IMAGES, np.arange(20) % 3, seed=seed)
        for seed in (0, 0, 1)
    )
    assert first.sha256 == again.sha256 != other.sha256


def test_a_plane_has_its_top_row_at_the_highest_y():
    points = views.grid({"x": [0, 1], "y": [5, 7], "size": 3}, 2)
    np.testing.assert_array_equal(points[0], [0, 7])
    np.testing.assert_array_equal(points[-1], [1, 5])
    np.testing.assert_array_equal(points[:3, 0], [0, 0.5, 1])
    wide = views.grid({"x": [0, 1], "y": [5, 7], "size": 3}, 4)
    assert not wide[:, 2:].any()
    assert views.grid({"x": [0, 1], "y": [0, 1], "size": 3}, 1).shape == (9, 1)


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        (np.array([0.1, 0.9]), (0.0, 1.0)),
        (np.array([-0.5, 0.9]), (-1.0, 1.0)),
        (np.array([0.0, 200.0]), (0.0, 255.0)),
        (np.array([-3.0, 2.0]), (-3.0, 2.0)),
    ],
)
def test_the_range_of_images_is_recognised(images, expected):
    assert views.value_range(images) == expected
