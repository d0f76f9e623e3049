"""The recorder: what it writes, what it must not change, what a kill leaves."""

import keras
import numpy as np
import pytest
from keras import layers

from layer_viz import views
from layer_viz.recorder import Recorder
from layer_viz.store import Record
from tests.helpers import same

RNG = np.random.default_rng(0)
X = RNG.random((96, 8, 8, 1), "float32")
Y = RNG.integers(0, 3, 96)


def model(seed=0):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, name="conv"),
            layers.BatchNormalization(name="norm"),
            layers.ReLU(name="relu"),
            layers.Flatten(name="flatten"),
            layers.Dropout(0.5, name="dropout"),
            layers.Dense(3, activation="softmax", name="classes"),
        ]
    )
    network.compile(keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
    return network


def train(network, path=None, epochs=2, callbacks=(), **options):
    recorders = []
    if path is not None:
        view = views.classifier(network, X, Y, n=6)
        recorders = [Recorder(path, view, **options)]
    network.fit(
        X,
        Y,
        epochs=epochs,
        batch_size=32,
        verbose=0,
        callbacks=[*recorders, *callbacks],
    )
    return recorders[0] if recorders else None


def state(network):
    return [
        keras.ops.convert_to_numpy(v.value)
        for v in [*network.variables, *network.optimizer.variables]
    ]


def test_recording_changes_nothing(tmp_path):
    plain = model()
    train(plain)
    watched = model()
    train(watched, tmp_path)
    assert len(state(plain)) > 10
    assert same(state(plain), state(watched))


def test_every_epoch_is_there_with_the_one_before_training(tmp_path):
    train(model(), tmp_path)
    record = Record.find(tmp_path)
    assert record.epochs == [0, 1, 2] and record.manifest["complete"]
    assert [each["step"] for each in record.manifest["epochs"]] == [0, 3, 6]
    assert [row["epoch"] for row in record.manifest["timeline"]] == [1, 2]
    assert record.manifest["timeline"][0]["loss"] > 0


class Enough(keras.callbacks.Callback):
    """Stops after three epochs."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = epoch == 2


def test_the_last_epoch_is_there_where_training_stops_early(tmp_path):
    network = model()
    view = views.classifier(network, X, Y, n=6)
    watch = [Enough(), Recorder(tmp_path, view, "every=5")]
    network.fit(X, Y, epochs=9, verbose=0, callbacks=watch)
    assert Record.find(tmp_path).epochs == [0, 3]


def test_sheets_hold_what_the_layers_put_out(tmp_path):
    network = model()
    recorder = train(network, tmp_path)
    record, view = Record.find(tmp_path), recorder.view
    outputs = view.tapped(view.probes)["M"]
    content = record.epoch(2)
    for row in record.manifest["layers"]:
        if row["same_as"] or row["layout"] != "maps":
            continue
        sheet = content["sheets"][f"M/{row['path']}"]
        expected = np.moveaxis(outputs[row["path"]], -1, 1)[:, row["units"]]
        found = record.values(sheet).reshape(expected.shape)
        step = sheet["scale"] / (127 if sheet["zero"] else 255)
        inside = np.abs(expected) <= sheet["scale"]
        assert np.abs(found - expected)[inside].max() <= step / 2 * 1.001
        assert sheet["low"] == pytest.approx(min(expected.min(), 0), abs=1e-6)


def test_layers_without_values_of_their_own_are_linked(tmp_path):
    train(model(), tmp_path, epochs=1)
    rows = {row["path"]: row for row in Record.find(tmp_path).manifest["layers"]}
    assert rows["flatten"]["same_as"] == rows["dropout"]["same_as"] == "M/relu"
    assert rows["relu"]["same_as"] is None
    assert rows["norm"]["inputs"] == ["M/conv"]
    assert rows["conv"]["tile"] == [6, 6] and rows["classes"]["layout"] == "vector"


def test_the_score_is_the_logit_of_the_class(tmp_path):
    network = model()
    recorder = train(network, tmp_path, epochs=1)
    probes = recorder.view.probes
    network.layers[-1].activation = keras.activations.linear
    logits = keras.ops.convert_to_numpy(network(probes["images"], training=False))
    expected = logits[np.arange(6), probes["labels.real"]]
    scores = Record.find(tmp_path).epoch(1)["scores"]["M"]
    np.testing.assert_allclose(scores, expected, rtol=1e-3, atol=1e-4)


def test_probes_are_balanced_over_the_classes():
    labels = np.repeat(np.arange(10), 30)
    chosen = labels[views.balanced(labels, 20)]
    np.testing.assert_array_equal(chosen, np.repeat(np.arange(10), 2))
    np.testing.assert_array_equal(
        views.balanced(labels, 20), views.balanced(labels, 20)
    )


def test_skipped_epochs_are_listed_with_their_reason(tmp_path):
    train(model(), tmp_path, epochs=5, schedule="every=2")
    record = Record.find(tmp_path)
    assert record.epochs == [0, 2, 4, 5]
    assert record.manifest["skipped"] == [
        {"epoch": 1, "reason": "every=2"},
        {"epoch": 3, "reason": "every=2"},
    ]
    assert [row["epoch"] for row in record.manifest["timeline"]] == [1, 2, 3, 4, 5]


def test_a_budget_is_kept(tmp_path):
    train(model(), tmp_path, epochs=6, schedule="budget-mb=0.05")
    record = Record.find(tmp_path)
    used = sum(each["bytes"] for each in record.manifest["epochs"])
    assert used <= 50_000 and record.manifest["skipped"]
    assert len(record.epochs) + len(record.manifest["skipped"]) == 7


class Kill(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            raise KeyboardInterrupt


def test_a_killed_training_leaves_a_readable_record(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        train(model(), tmp_path, epochs=5, callbacks=[Kill()])
    record = Record.find(tmp_path)
    assert not record.manifest["complete"]
    assert record.epochs[:2] == [0, 1]
    assert record.epoch(1)["sheets"]


def test_going_on_forgets_what_came_after(tmp_path):
    network = model()
    train(network, tmp_path, epochs=3)
    view = views.classifier(network, X, Y, n=6)
    recorder = Recorder(tmp_path, view, first_epoch=2)
    network.fit(
        X, Y, initial_epoch=2, epochs=4, batch_size=32, verbose=0, callbacks=[recorder]
    )
    record = Record.find(tmp_path)
    assert record.epochs == [0, 1, 2, 3, 4]
    assert [row["epoch"] for row in record.manifest["timeline"]] == [1, 2, 3, 4]


def test_weights_gradients_and_updates_are_those_of_the_optimizer(tmp_path):
    network = model()
    network.optimizer = keras.optimizers.SGD(0.5)
    network.optimizer.build(network.trainable_variables)
    recorder = train(network, tmp_path, epochs=1)
    rows = Record.find(tmp_path).epoch(1)["weights"]
    conv = network.get_layer("conv")
    norm = np.sqrt(sum((w**2).sum() for w in conv.get_weights()))
    assert rows["M/conv"]["norm"] == pytest.approx(norm, rel=1e-3)
    assert rows["M/conv"]["update"] == pytest.approx(
        0.5 * rows["M/conv"]["gradient"] / norm, rel=1e-3
    )
    assert "M/relu" not in rows and recorder.view.losses


def test_similarity_of_a_layer_that_stands_still_is_one(tmp_path):
    network = model()
    network.optimizer.learning_rate = 0.0
    train(network, tmp_path, epochs=1)
    similarity = Record.find(tmp_path).epoch(1)["similarity"]
    assert similarity["M/conv"] == pytest.approx(1, abs=1e-3)


def test_a_training_that_diverges_is_recorded_all_the_same(tmp_path):
    network = model()
    network.get_layer("conv").kernel.assign(np.full((3, 3, 1, 4), np.nan))
    train(network, tmp_path, epochs=1)
    record = Record.find(tmp_path)
    assert record.epochs == [0, 1]
    content = record.epoch(1)
    assert content["stats"]["M/conv"]["units"]["std"][0] is None
    assert not record.values(content["sheets"]["M/conv"]).any()
