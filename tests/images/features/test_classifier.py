"""The classifiers that come with the project."""

import json
import shutil

import numpy as np
import pytest

from ter_gan import images
from ter_gan.errors import UserError
from ter_gan.images.features import classifier, weight_files
from ter_gan.sources import places

TARGETS = {"mnist": 0.993, "fashion_mnist": 0.92}
SEEN = 2_000  # test images
DATASETS = pytest.mark.parametrize("dataset", TARGETS)


def facts(dataset):
    path = classifier.SHIPPED / f"{classifier.NAMES[dataset]}.json"
    return json.loads(path.read_text())


@DATASETS
def test_the_record_beside_the_weights(dataset):
    found = facts(dataset)
    assert found["test_accuracy"] >= TARGETS[dataset]
    assert found["network"] == classifier.NAMES[dataset]
    assert dataset in found["command"]


def test_size_of_what_is_shipped():
    assert sum(path.stat().st_size for path in classifier.SHIPPED.iterdir()) <= 1e6


@DATASETS
def test_accuracy_on_real_images(dataset):
    root = places.data_directory()
    if not (root and (root / dataset).is_dir()):
        pytest.skip(f"no {dataset} in a data directory")
    test = images.load(dataset).test[:SEEN]
    network = classifier.load(dataset)
    right = network(test.x).probabilities.argmax(axis=1) == test.y
    claimed = facts(dataset)["test_accuracy"]
    error = (claimed * (1 - claimed) / SEEN) ** 0.5
    assert abs(right.mean() - claimed) < 4 * error


@DATASETS
def test_what_it_says_of_itself(dataset):
    network = classifier.load(dataset)
    assert network.name == classifier.NAMES[dataset]
    assert network.shape == (28, 28, 1)
    assert (network.dimensions, network.classes) == (64, 10)
    assert len(network.class_names) == 10
    assert network.sha256 == facts(dataset)["weights_sha256"]


def test_vectors_are_not_cut_at_zero(rng):
    vectors = classifier.load("mnist")(
        rng.integers(0, 256, (50, 28, 28, 1), dtype="uint8")
    ).vectors
    assert (vectors < 0).any() and (vectors > 0).any()
    assert (vectors == 0).sum() == 0


def test_changed_weights_are_refused(tmp_path):
    shutil.copy(classifier.SHIPPED / "mnistcnn.json", tmp_path)
    arrays = classifier.load("mnist").model.get_weights()
    arrays[0][0, 0, 0, 0] += np.float32(0.01)
    weight_files.write(tmp_path / "mnistcnn.npz", arrays)
    with pytest.raises(UserError, match="mnistcnn.npz are not the known ones"):
        classifier.load("mnist", tmp_path)


def test_missing_weights(tmp_path):
    with pytest.raises(UserError, match="features.train fashion_mnist --out"):
        classifier.load("fashion_mnist", tmp_path)
    shutil.copy(classifier.SHIPPED / "mnistcnn.json", tmp_path)
    with pytest.raises(UserError, match="mnistcnn.npz cannot be read"):
        classifier.load("mnist", tmp_path)
