"""Feature networks by name."""

import pytest

from ter_gan.errors import UserError
from ter_gan.images import features


@pytest.mark.parametrize(
    ("dataset", "shape", "name"),
    [
        ("mnist", (28, 28, 1), "mnistcnn"),
        ("fashion_mnist", (28, 28, 1), "fashioncnn"),
        ("cifar10", (32, 32, 3), "cifarresnet56"),
        ("folder:photos", (64, 48, 3), "efficientnetb0"),
        ("tfds:kmnist", (28, 28, 1), "efficientnetb0_grey"),
    ],
)
def test_default(dataset, shape, name):
    assert features.default(dataset, shape) == name
    assert name in features.NETWORKS


@pytest.mark.parametrize("name", ["mnistcnn", "fashioncnn"])
def test_get(name):
    network = features.get(name)
    assert isinstance(network, features.FeatureNetwork)
    assert network.name == name


def test_an_unknown_name():
    with pytest.raises(UserError, match="Unknown feature network 'mnistcn'. Did you"):
        features.get("mnistcn")
