"""The classifier study: closed forms, and the whole of it on a few images."""

import json
import sys

import keras
import numpy as np
import pytest
from PIL import Image

from experiments.cnn_classifier import networks, pictures, scores, study
from experiments.cnn_classifier.__main__ import main
from layer_viz.store import Record
from ter_gan import commands
from ter_gan.data import Split
from ter_gan.errors import UserError


@pytest.fixture(scope="module")
def bars(tmp_path_factory):
    """90 images of 12x12 pixels in two classes: a bar lies, or stands."""
    rng, folder = np.random.default_rng(0), tmp_path_factory.mktemp("bars")
    for i in range(90):
        picture = rng.integers(0, 60, (12, 12), "uint8")
        picture[5:7] = 255
        name = ("lying", "standing")[i % 2]
        (folder / name).mkdir(exist_ok=True)
        picture = picture.T if name == "standing" else picture
        Image.fromarray(picture).save(folder / name / f"{i}.png")
    return folder


@pytest.fixture(scope="module")
def done(bars, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "study"
    assert main(["--dataset", f"folder:{bars}", "--smoke", "--out", str(out)]) == 0
    return out


# -- networks -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape, width", [((28, 28, 1), 16), ((28, 28, 1), 32), ((32, 32, 3), 32)]
)
def test_both_networks_have_as_many_parameters(shape, width):
    cnn = networks.cnn(shape, 10, width)
    mlp = networks.mlp(shape, 10, cnn.count_params())
    assert mlp.count_params() == pytest.approx(cnn.count_params(), rel=0.02)
    assert cnn.output_shape == mlp.output_shape == (None, 10)


def test_parameters_of_the_cnn_are_those_of_the_formula():
    w = 4
    convolutions = (9 * 1 + 1) * w + (9 * w + 1) * 2 * w + (9 * 2 * w + 1) * 4 * w
    dense = (3 * 3 * 4 * w + 1) * 10
    assert networks.cnn((28, 28, 1), 10, w).count_params() == convolutions + dense


@pytest.mark.parametrize("a, b", [(30, 30), (30, 34)])
def test_widths_solve_the_equation(a, b):
    parameters = (100 + 1) * a + (a + 1) * b + (b + 1) * 5
    assert networks.widths(100, 5, parameters) == (a, b)


def test_learning_rate_rises_and_falls():
    rate = study.one_cycle(1e-2, 100)
    values = [float(rate(step)) for step in range(101)]
    assert np.argmax(values) == 20
    assert max(values) == pytest.approx(1e-2)
    assert values[0] == pytest.approx(1e-3) and values[-1] == pytest.approx(0, abs=1e-6)


# -- scores -------------------------------------------------------------------------


def verdict():
    probabilities = [[0.9, 0.1, 0], [0.2, 0.8, 0], [0.4, 0.6, 0], [0, 0.1, 0.9]]
    return scores.Verdict(np.array(probabilities), np.array([0, 0, 0, 1]))


def test_confusion_has_true_classes_in_rows():
    assert verdict().confusion.tolist() == [[1, 2, 0], [0, 0, 1], [0, 0, 0]]
    summary = verdict().summary()
    assert (summary["right"], summary["n"], summary["accuracy"]) == (1, 4, 0.25)


def test_worst_are_the_surest_wrong_ones():
    assert verdict().worst(10).tolist() == [3, 1, 2]
    assert verdict().worst(1).tolist() == [3]


def test_judge_gives_softmax_in_order():
    model = networks.cnn((8, 8, 1), 3, 2)
    images = np.random.default_rng(0).integers(0, 256, (7, 8, 8, 1), "uint8")
    judged = scores.judge(model, Split(images, np.zeros(7, int)))
    logits = keras.ops.convert_to_numpy(model(images)).astype("float64")
    expected = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    assert np.allclose(judged.probabilities, expected, atol=1e-5)


def shown(figure):
    return [axes for axes in figure.axes if axes.images]


def test_mistakes_show_the_wrong_images_alone():
    images = np.arange(4, dtype="uint8")[:, None, None, None] * np.ones((8, 8, 1), int)
    names = ["a", "b", "c"]
    found = shown(pictures.mistakes(images, {"cnn": verdict()}, names))
    assert [axes.images[0].get_array().max() for axes in found] == [3, 1, 2]
    assert [axes.get_title() for axes in found] == ["true: b", "true: a", "true: a"]
    assert found[0].get_xlabel() == "cnn says c, 90%"
    right = scores.Verdict(np.eye(3), np.arange(3))
    assert not shown(pictures.mistakes(images, {"cnn": right}, names))


# -- the whole ----------------------------------------------------------------------


def test_folder_holds_what_it_promises(done):
    for name in ("curves.png", "confusion.png", "mistakes.png"):
        with Image.open(done / name) as image:
            assert min(image.size) > 200
    assert (done / "gallery" / "index.html").is_file()
    report = (done / "report.md").read_text(encoding="utf-8")
    for name in ("confusion.png", "95 %", "--seed 0", "keras 3", "| mlp |"):
        assert name in report


def test_results_are_those_of_the_saved_networks(done, bars):
    results = json.loads((done / "results.json").read_text())
    test = study.load(f"folder:{bars}", smoke=True).test
    for name, facts in results["networks"].items():
        model = keras.saving.load_model(done / f"{name}.keras")
        assert scores.judge(model, test).summary() == facts["test"]
        assert model.count_params() == facts["parameters"]
        assert len(facts["history"]["val_loss"]) == results["plan"]["epochs"] == 2


@pytest.mark.parametrize("folder", ["", "mlp"])
def test_every_epoch_of_both_is_recorded(done, folder):
    record = Record.find(done / folder)
    assert record.epochs == [0, 1, 2] and record.manifest["complete"]
    assert record.manifest["probes"]["range"] == [0, 255]
    assert record.manifest["probes"]["class_names"] == ["lying", "standing"]


def test_both_records_have_the_same_probes(done):
    hashes = [Record.find(done / f).manifest["probes"]["sha256"] for f in ("", "mlp")]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--dataset", "mnits"], "Did you mean mnist"),
        (["--dataset", "folder:{flat}"], "each sub-folder is a class"),
        (["--dataset", "folder:{tiny}"], "at least 8"),
        (["--dataset", "folder:{bars}", "--out", "{bars}"], "not empty"),
        (["--dataset", "mnist", "--epochs", "0"], "--epochs"),
        ([], "required: dataset"),
    ],
)
def test_mistakes_end_in_one_line_and_code_2(
    arguments, words, bars, tmp_path, monkeypatch, capsys
):
    for name, side in (("tiny/a", 4), ("tiny/b", 4), ("flat", 12)):
        (tmp_path / name).mkdir(parents=True)
        for i in range(3):
            image = Image.new("L", (side, side), 40 * i + len(name))
            image.save(tmp_path / name / f"{i}.png")
    places = {"bars": bars, "flat": tmp_path / "flat", "tiny": tmp_path / "tiny"}
    monkeypatch.setattr(sys, "argv", ["", *(a.format(**places) for a in arguments)])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        commands.run(main)
    lines = capsys.readouterr().err.strip().splitlines()
    assert stopped.value.code == 2
    assert words in lines[-1] and lines[-1].startswith("error: ")


def test_a_folder_in_use_stays_as_it_was(done):
    before = sorted(done.rglob("*"))
    with pytest.raises(UserError):
        study.run("mnist", done)
    assert sorted(done.rglob("*")) == before
