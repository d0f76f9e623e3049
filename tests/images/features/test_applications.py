"""Networks of Keras applications, with random weights: none is downloaded."""

import inspect
import sys

import keras
import numpy as np
import pytest
from keras import layers

from ter_gan.errors import UserError
from ter_gan.images import features
from ter_gan.images.features import applications
from ter_gan.sources import watchdog
from ter_gan.sources.ways import Unavailable

NAMES = pytest.mark.parametrize("name", applications.APPLICATIONS)


@pytest.fixture
def photos(rng):
    return rng.integers(0, 256, (3, 20, 30, 3), dtype="uint8")


def tiny(weights, input_shape):
    """As small as a network of Keras applications can be."""
    keras.utils.set_random_seed(0)
    images = keras.Input(input_shape)
    x = layers.Conv2D(5, 3, activation="relu")(images)
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    return keras.Model(images, layers.Dense(1000, activation="softmax")(x))


@pytest.fixture
def small(monkeypatch):
    """Lets `efficientnetb0` be `tiny`."""
    application = applications.Application(tiny, 16, (1 / 255, -0.5), "", 0)
    monkeypatch.setitem(applications.APPLICATIONS, "efficientnetb0", application)


def same(first, second):
    scale = np.abs(first).max()
    np.testing.assert_allclose(first, second, rtol=1e-4, atol=1e-5 * scale)


def test_a_real_network(photos):
    network = applications.load("efficientnetb0", weights=None)
    assert network.name == "efficientnetb0" and network.shape == (None, None, 3)
    found = network(photos, batch_size=2)
    assert found.vectors.shape == (3, 1280) and found.probabilities.shape == (3, 1000)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-4)
    last = network(photos[::-1], batch_size=2)  # what was last is in the first batch
    same(last.vectors[::-1], found.vectors)
    assert np.ptp(found.vectors, axis=0).max() > 1e-3 * np.abs(found.vectors).max()


def test_inception_of_keras():
    network = applications.load("inceptionv3", weights=None)
    assert network.shape == (None, None, 3)
    assert (network.dimensions, network.classes) == (2048, 1000)
    resized = network.model.get_layer("resized").output
    assert resized.shape[1:] == (299, 299, 3)


def test_images_of_any_size(small):
    network = applications.load("efficientnetb0", weights=None)
    plain = [np.full((1, *size, 3), 77, "uint8") for size in ((16, 16), (9, 40))]
    first, second = (network(image, 1).vectors for image in plain)
    same(first, second)
    assert not np.allclose(first, network(plain[0] + 50, 1).vectors, rtol=1e-2)


def test_grey_images_are_seen_as_colour_ones(small, photos):
    grey = applications.load("efficientnetb0_grey", weights=None)
    colour = applications.load("efficientnetb0", weights=None)
    assert grey.name == "efficientnetb0_grey" and grey.shape == (None, None, 1)
    one = photos[..., :1]
    same(grey(one, 3).vectors, colour(one.repeat(3, axis=-1), 3).vectors)
    with pytest.raises(UserError, match="takes colour images, not grey ones"):
        colour(one)
    with pytest.raises(UserError, match="takes grey images, not colour ones"):
        grey(photos)


@NAMES
def test_the_scaling_is_that_of_keras(name):
    application = applications.APPLICATIONS[name]
    module = sys.modules[application.make.__module__]
    values = np.linspace(0, 255, 12, dtype="float32").reshape(1, 2, 2, 3)
    scale, offset = application.scaling
    expected = module.preprocess_input(values.copy())
    np.testing.assert_allclose(values * scale + offset, expected, atol=1e-6)


@NAMES
def test_the_address_is_that_of_keras(name):
    application = applications.APPLICATIONS[name]
    source = inspect.getsource(sys.modules[application.make.__module__])
    base, file = application.url.rsplit("/", 1)
    assert file in source or f'name="{file.removesuffix(".h5")}"' in source
    assert base.split("/")[3] in source


@pytest.fixture
def keras_home(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path / "models"


@pytest.mark.parametrize("name", applications.NETWORKS)
def test_without_a_network_there_is_one_line(name, keras_home, monkeypatch):
    def unreachable(command, *_):
        assert applications.APPLICATIONS[name.removesuffix("_grey")].url in command
        raise Unavailable("no progress for 10 s")

    monkeypatch.setattr(watchdog, "run", unreachable)
    with pytest.raises(UserError) as caught:
        features.get(name)
    message = str(caught.value)
    assert message.startswith(f"The weights of {name} cannot be downloaded (no progr")
    assert str(keras_home) in message and "\n" not in message
    assert not keras_home.exists()


def test_a_download_goes_where_keras_looks(keras_home, monkeypatch):
    def download(command, *_):
        with open(command[-1], "wb") as file:
            file.write(b"weights")

    monkeypatch.setattr(watchdog, "run", download)
    application = applications.APPLICATIONS["efficientnetb0"]
    applications.provide("efficientnetb0", application)
    assert (keras_home / "efficientnetb0.h5").read_bytes() == b"weights"
    monkeypatch.setattr(watchdog, "run", None)  # it is not asked again
    applications.provide("efficientnetb0", application)
