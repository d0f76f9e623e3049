"""The official files themselves, where `TER_GAN_DATA` has them."""

import numpy as np
import pytest

from ter_gan.images.datasets import load

SIZES = {
    "mnist": (55_000, 5_000, 10_000),
    "fashion_mnist": (55_000, 5_000, 10_000),
    "cifar10": (45_000, 5_000, 10_000),
}
SHAPES = {
    "mnist": (28, 28, 1),
    "fashion_mnist": (28, 28, 1),
    "cifar10": (32, 32, 3),
}
MNIST_TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
COUNTS = {
    "mnist": MNIST_TRAIN_COUNTS,
    "fashion_mnist": [6_000] * 10,
    "cifar10": [5_000] * 10,
}


@pytest.mark.parametrize("name", SIZES)
def test_official_files(real_data, name):
    dataset = load(name, real_data)
    train, validation, test = dataset.train, dataset.validation, dataset.test
    assert (len(train), len(validation), len(test)) == SIZES[name]
    assert dataset.shape == SHAPES[name]
    labels = np.concatenate([train.y, validation.y])
    assert np.bincount(labels).tolist() == COUNTS[name]
    assert set(validation.y.tolist()) == set(range(10))
    assert np.bincount(validation.y).min() > 400


def test_the_cache_gives_the_same_as_the_files(real_data, monkeypatch):
    from ter_gan.images.datasets import idx
    from ter_gan.images.datasets.catalogue import FASHION_MNIST
    from ter_gan.sources import places

    arrays = FASHION_MNIST.read(real_data / "fashion_mnist")
    idx.write_folder(places.cache() / "fashion_mnist", arrays)
    kept = load("fashion_mnist")
    assert "cache" in kept.source
    assert kept.content_hash == load("fashion_mnist", real_data).content_hash
