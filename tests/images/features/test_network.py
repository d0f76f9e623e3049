"""What all feature networks share, on a network of a few numbers."""

import keras
import numpy as np
import pytest
from keras import layers

from ter_gan.errors import UserError
from ter_gan.images.features.network import FeatureNetwork


@pytest.fixture
def network():
    keras.utils.set_random_seed(0)
    images = keras.Input((6, 5, 1))
    x = layers.Conv2D(4, 3, activation="relu")(images)
    x = layers.BatchNormalization()(x)
    x = layers.Dropout(0.5)(layers.Flatten()(x))
    vectors = layers.Dense(7)(x)
    probabilities = layers.Dense(3, activation="softmax")(vectors)
    return FeatureNetwork("tiny", keras.Model(images, [vectors, probabilities]))


@pytest.fixture
def images(rng):
    return rng.integers(0, 256, (11, 6, 5, 1), dtype="uint8")


def equal(first, second):
    np.testing.assert_allclose(first.vectors, second.vectors, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(first.probabilities, second.probabilities, atol=1e-5)


def test_what_it_says_of_itself(network):
    assert network.shape == (6, 5, 1)
    assert (network.dimensions, network.classes) == (7, 3)


def test_features(network, images):
    features = network(images)
    assert features.vectors.shape == (11, 7) and features.vectors.dtype == "float32"
    assert features.probabilities.shape == (11, 3)
    np.testing.assert_allclose(features.probabilities.sum(axis=1), 1, atol=1e-5)
    vectors, _ = network.model(images.astype("float32"), training=False)
    np.testing.assert_allclose(
        features.vectors, keras.ops.convert_to_numpy(vectors), rtol=1e-5, atol=1e-4
    )


@pytest.mark.parametrize("batch_size", [1, 4, 11, 64])
def test_batch_size_does_not_matter(network, images, batch_size):
    equal(network(images), network(images, batch_size=batch_size))


def test_order_does_not_matter(network, images, rng):
    order, features = rng.permutation(len(images)), network(images, batch_size=4)
    moved = network(images[order], batch_size=4)
    np.testing.assert_allclose(moved.vectors, features.vectors[order], atol=1e-4)
    assert not np.allclose(moved.vectors, features.vectors, atol=1)


def test_all_batches_have_one_shape(network, images, monkeypatch):
    shapes, predict = [], network.model.predict_on_batch

    def record(batch):
        shapes.append(batch.shape)
        return predict(batch)

    monkeypatch.setattr(network.model, "predict_on_batch", record)
    network(images, batch_size=4)
    assert shapes == [(4, 6, 5, 1)] * 3
    shapes.clear()
    network(images, batch_size=64)
    assert shapes == [(11, 6, 5, 1)]  # nothing is computed in vain


def test_progress(network, images):
    seen = []
    network(images, batch_size=4, progress=lambda *state: seen.append(state))
    assert seen == [(4, 11), (8, 11), (11, 11)]


def test_a_network_without_classes(network, images):
    model = keras.Model(network.model.input, network.model.outputs[0])
    alone = FeatureNetwork("vectors", model)
    assert alone.classes == 0
    assert alone(images).probabilities is None
    assert np.array_equal(alone(images).vectors, network(images).vectors)


def test_the_hash_tells_weights_apart(network):
    before = network.sha256
    assert FeatureNetwork("again", network.model).sha256 == before
    weights = network.model.get_weights()
    weights[0][0, 0, 0, 0] += 1e-3
    network.model.set_weights(weights)
    assert FeatureNetwork("other", network.model).sha256 != before


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        ((2, 6, 5, 3), "tiny takes grey images, not colour ones"),
        ((2, 5, 6, 1), "tiny takes images of 6x5 pixels, not 5x6"),
        ((0, 6, 5, 1), "at least one image"),
    ],
)
def test_images_that_do_not_fit(network, shape, says):
    with pytest.raises(UserError, match=says):
        network(np.zeros(shape, "uint8"))


def test_grey_images_in_a_colour_network():
    images = keras.Input((None, None, 3))
    model = keras.Model(images, layers.GlobalAveragePooling2D()(images))
    network = FeatureNetwork("colourful", model)
    with pytest.raises(UserError, match="takes colour images, not grey ones.*--feat"):
        network(np.zeros((2, 8, 8, 1), "uint8"))
    assert network(np.zeros((2, 8, 9, 3), "uint8")).vectors.shape == (2, 3)


def test_arrays_that_are_no_stored_images(network, images):
    with pytest.raises(ValueError, match=r"\(n, height, width, channels\), not"):
        network(images[..., 0])
    with pytest.raises(ValueError, match="uint8 in .0, 255., not float32"):
        network(images / np.float32(255))
