"""Training of the shipped classifiers, at a size of seconds."""

import json

import numpy as np
import pytest

from ter_gan.data import Dataset, Split
from ter_gan.errors import UserError
from ter_gan.images.features import classifier, train, training
from ter_gan.images.features.training import BATCH, Plan, Shifted

STILL = Plan(epochs=1, shift=0, flip=False)


@pytest.fixture
def split(rng):
    """Dark pictures, each with one bright pixel of a value of its own."""
    x = np.zeros((BATCH + 3, 28, 28, 1), "uint8")
    rows, columns = rng.integers(5, 23, (2, len(x)))
    x[np.arange(len(x)), rows, columns, 0] = 50 + np.arange(len(x))
    return Split(x, np.arange(len(x), dtype="int32"))


def test_without_shifts_the_images_are_as_stored(split):
    x, y = Shifted(split, STILL, seed=0)[0]
    assert x.dtype == "float32" and len(x) == BATCH
    assert np.array_equal(x, split.x[y])


def test_shifts_go_all_ways_and_not_too_far(split):
    x, y = Shifted(split, Plan(1, shift=2, flip=False), seed=0)[0]
    assert np.array_equal(x.max(axis=(1, 2, 3)), 50 + y)
    moves = np.argwhere(x)[:, 1:3] - np.argwhere(split.x[y])[:, 1:3]
    assert {*moves[:, 0]} == {*moves[:, 1]} == {-2, -1, 0, 1, 2}


def test_half_of_the_images_are_flipped(split):
    x, y = Shifted(split, Plan(1, shift=0, flip=True), seed=0)[0]
    stored = split.x[y]
    same = (x == stored).all(axis=(1, 2, 3))
    mirrored = (x == stored[:, :, ::-1]).all(axis=(1, 2, 3))
    assert (same | mirrored).all()
    assert 0.3 < mirrored.mean() < 0.7


def test_each_pass_has_another_order(split):
    batches = Shifted(split, STILL, seed=0)
    first, again = batches[0][1], Shifted(split, STILL, seed=0)[0][1]
    batches.on_epoch_end()
    assert np.array_equal(first, again)
    assert not np.array_equal(first, batches[0][1])
    assert len(set(batches[0][1])) == BATCH


def test_one_cycle_rises_and_falls():
    rates = [float(training.one_cycle(1.0, 100)(step)) for step in range(101)]
    top = int(np.argmax(rates))
    assert rates[0] == pytest.approx(0.1) and rates[top] == pytest.approx(1.0)
    assert top == 20 and rates[-1] == pytest.approx(0, abs=1e-6)
    assert sorted(rates[:top]) == rates[:top]
    assert sorted(rates[top:], reverse=True) == rates[top:]


def bars(rng, n):
    """Ten classes: how far down a bright bar is; with noise."""
    y = rng.integers(0, 10, n).astype("int32")
    x = rng.integers(0, 120, (n, 28, 28, 1), dtype="uint8")
    for image, label in zip(x, y):
        image[2 * label + 4 : 2 * label + 6] = 255
    return Split(x, y)


def test_what_is_stored_is_what_was_judged(rng, tmp_path, capsys):
    data = Dataset("mnist", bars(rng, 5 * BATCH), bars(rng, 50), bars(rng, 200))
    data = Dataset(**vars(data) | {"class_names": tuple("0123456789")})
    facts = training.run(data, Plan(epochs=3, shift=0, flip=False), 0, tmp_path)
    assert facts["test_accuracy"] > 0.4  # by chance: 0.1
    assert "right in the test" in capsys.readouterr().out
    assert json.loads((tmp_path / "mnistcnn.json").read_text()) == facts
    network = classifier.load("mnist", tmp_path)
    assert training.accuracy(network, data.test) == facts["test_accuracy"]
    assert network.sha256 == facts["weights_sha256"]


def test_the_command_knows_its_datasets():
    with pytest.raises(UserError, match="Unknown dataset 'mnits'. Did you mean mnist"):
        train.main(["mnits"])
    with pytest.raises(UserError, match="--epochs"):
        train.main(["mnist", "--epochs", "0"])
