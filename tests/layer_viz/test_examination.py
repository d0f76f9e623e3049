"""The examination of a small classifier, and again from its saved networks."""

import keras
import numpy as np
import pytest
from keras import layers

from layer_viz import examination, examine, proofs, views
from layer_viz.attribution import Explanation, Method
from layer_viz.proofs import sobel_map
from layer_viz.recorder import Recorder
from layer_viz.store import Record
from ter_gan.errors import UserError
from tests.helpers import same, weights
from tests.layer_viz.store.test_schema import check_record

RNG = np.random.default_rng(0)
Y = np.arange(80) % 2
X = RNG.random((80, 12, 12, 1)).astype("float32") * 0.2
X[Y == 1, 3:9, 3:9] += 0.8  # class 1 has a bright square


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "layer_viz"
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            layers.Conv2D(4, 3, 2, activation="relu", name="conv"),
            layers.Flatten(),
            layers.Dense(6, activation="relu", name="hidden"),
            layers.Dense(2, activation="softmax", name="classes"),
        ],
        name="small",
    )
    model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
    view = views.classifier(model, X, Y, n=6)
    model.fit(X, Y, epochs=4, verbose=0, callbacks=[Recorder(path, view)])
    record, before = Record.find(path), weights(model)
    exam = examination.examine(record, view, progress=lambda line: None)
    assert same(before, weights(model))
    return record, view, exam


def test_every_method_has_its_checks(found):
    _, _, exam = found
    names = {entry["id"] for entry in exam["methods"]}
    assert {"gradient", "integrated-gradients", "grad-cam", "guided-backprop"} <= names
    for entry in exam["methods"]:
        checks = {check["name"] for check in entry["checks"]}
        assert {"randomisation", "deletion", "insertion"} <= checks
        assert entry["passed"] == all(check["passed"] for check in entry["checks"])


def test_right_maps_pass_on_a_trained_network_and_edges_fail(found):
    _, view, exam = found
    passed = {entry["id"] for entry in exam["methods"] if entry["passed"]}
    assert {"gradient", "gradient-x-input", "integrated-gradients"} <= passed
    edges = Method("sobel", lambda subject, x: Explanation(sobel_map(x)), signed=False)
    subject = view.subject(view.streams[0], view.probes)
    x, baseline = view.probes["images"], view.baseline
    entry, _ = proofs.examine(edges, subject, x, baseline)
    failed = {check["name"] for check in entry["checks"] if not check["passed"]}
    assert failed == {"randomisation", "deletion", "insertion"}


def test_maps_of_all_methods_are_there(found):
    record, _, exam = found
    for entry in exam["methods"]:
        values = record.values(exam["maps"][f"M/{entry['id']}"])
        assert values.shape == (6, 12, 12) and np.abs(values).max() > 0


def test_the_record_is_what_the_format_says(found):
    check_record(Record.find(found[0].path))


def test_the_last_layer_of_each_size_is_dissected(found):
    record, _, exam = found
    assert set(exam["dissection"]) == {"M/conv", "M/hidden"}
    conv = exam["dissection"]["M/conv"]
    assert [row["unit"] for row in conv["units"]] == [0, 1, 2, 3]
    assert all(row["image"] is None for row in conv["units"])
    samples = record.values(conv["samples"])
    assert samples.shape == (64, 12, 12)
    assert all(len(set(row["top"])) == 9 for row in conv["units"])
    assert record.values(conv["maximised"]).shape == (4, 12, 12)


def test_the_unit_that_sees_the_square_tells_the_classes_apart(found):
    _, _, exam = found
    concepts = [r["concept"] for r in exam["dissection"]["M/hidden"]["units"]]
    assert max(concept["auc"] for concept in concepts) > 0.95


def test_settling_compares_all_recorded_epochs(found):
    record, _, exam = found
    assert exam["similarity"]["epochs"] == record.epochs
    matrix = np.array(exam["similarity"]["layers"]["M/conv"])
    np.testing.assert_allclose(matrix, matrix.T)
    np.testing.assert_allclose(np.diag(matrix), 1, atol=1e-3)


def test_the_command_repeats_it_from_the_saved_networks(found, capsys):
    record, _, exam = found
    assert examine.main([str(record.path)]) == 0
    again = record.exam()
    assert again["methods"] == exam["methods"]
    assert again["dissection"].keys() == exam["dissection"].keys()
    assert "layer_viz.gallery" in capsys.readouterr().out


def test_without_networks_the_command_says_what_to_do(found, tmp_path):
    with pytest.raises(UserError, match="holds no record"):
        examine.main([str(tmp_path)])
    bare = Record.create(tmp_path / "bare", dict(found[0].manifest))
    bare.manifest["epochs"] = []
    bare.write_arrays("probes.npz", {"probes/images": X[:2], "many/images": X[:4]})
    bare.save()
    with pytest.raises(UserError, match="resume the training"):
        examine.main([str(tmp_path / "bare")])
