"""The command that records saved models: images, epochs, mistakes."""

import sys

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image

from layer_viz import imagefolder, saved
from layer_viz.record import main
from layer_viz.store import Record
from ter_gan import commands

RNG = np.random.default_rng(0)


def classifier(outputs=2, shape=(8, 8, 1), seed=0, filters=3, scale=False):
    keras.utils.set_random_seed(seed)
    images = keras.Input(shape)
    x = layers.Rescaling(1 / 255)(images) if scale else images
    x = layers.Conv2D(filters, 3, activation="relu", name="conv")(x)
    x = layers.Flatten(name="flat")(x)
    return keras.Model(images, layers.Dense(outputs, name="logits")(x))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Models and images: two classes of five grey images each."""
    root = tmp_path_factory.mktemp("work")
    for name in ("cats", "dogs"):
        (root / "images" / name).mkdir(parents=True)
        for i in range(5):
            pixels = RNG.integers(0, 256, (16, 16), "uint8")
            Image.fromarray(pixels).save(root / "images" / name / f"{i}.png")
    (root / "empty").mkdir()
    (root / "text.keras").write_text("no model")
    models = {
        "first": classifier(),
        "second": classifier(seed=1),
        "wide": classifier(filters=4),
        "ten": classifier(outputs=10),
        "judge": classifier(outputs=1),
        "five": classifier(shape=(8, 8, 5)),
        "any": keras.Sequential([keras.Input((None, None, 1)), layers.Conv2D(1, 3)]),
        "painter": keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(1, 3)]),
        "numbers": keras.Sequential([keras.Input((4,)), layers.Dense(2)]),
    }
    for name, model in models.items():
        model.save(root / f"{name}.keras")
    return root


def record(folder, out, *models, options=()):
    paths = [str(folder / f"{name}.keras") for name in models]
    images = ["--images", str(folder / "images"), "--out", str(out), "--no-exam"]
    assert main(["--model", *paths, *images, *options]) == 0
    return Record.find(out)


# -- images -------------------------------------------------------------------------


def save(path, pixels):
    Image.fromarray(np.asarray(pixels, "uint8")).save(path)
    return path


def test_pixels_that_fall_into_one_are_averaged(tmp_path):
    blocks = np.array([[10, 200], [60, 90]])
    large = np.kron(blocks, np.ones((2, 2))) + [[0, 4, 0, 8], [4, 0, 8, 0]] * 2
    file = save(tmp_path / "a.png", large)
    found = imagefolder.read(file, (2, 2, 1))
    assert found[..., 0].tolist() == [[12, 204], [62, 94]]


def test_the_centre_is_kept(tmp_path):
    wide = np.tile(np.arange(8, dtype="uint8"), (4, 1))
    found = imagefolder.read(save(tmp_path / "a.png", wide), (4, 4, 1))
    assert found[0, :, 0].tolist() == [2, 3, 4, 5]


def test_grey_and_colour_become_what_the_network_takes(tmp_path):
    grey = save(tmp_path / "grey.png", [[7, 250], [0, 255]])
    assert (imagefolder.read(grey, (2, 2, 3)) == [[[7], [250]], [[0], [255]]]).all()
    red = save(tmp_path / "red.png", np.full((2, 2, 3), [255, 0, 0]))
    luma = round(0.299 * 255)
    assert (imagefolder.read(red, (2, 2, 1)) == luma).all()
    assert (imagefolder.read(red, (2, 2, 3)) == [255, 0, 0]).all()


@pytest.mark.parametrize("low, high", [(0, 1), (-1, 1), (0, 255)])
def test_black_is_low_and_white_is_high(low, high):
    found = imagefolder.scaled(np.array([0, 51, 255], "uint8"), (low, high))
    assert found.dtype == np.float32
    assert found == pytest.approx([low, low + 0.2 * (high - low), high])


def test_sub_folders_are_classes(folder, tmp_path):
    files, labels, names = imagefolder.listed(folder / "images")
    assert names == ["cats", "dogs"] and labels.tolist() == [0] * 5 + [1] * 5
    assert [file.parent.name for file in files] == ["cats"] * 5 + ["dogs"] * 5
    for name in ("b.PNG", "a.png", ".hidden.png", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "nothing").mkdir()
    files, labels, names = imagefolder.listed(tmp_path)
    assert [file.name for file in files] == ["a.png", "b.PNG"]
    assert labels is names is None


def test_range_follows_the_models_own_scaling():
    assert saved.value_range(classifier()) == (0, 1)
    assert saved.value_range(classifier(scale=True)) == (0, 255)
    nested = keras.Sequential([keras.Input((8, 8, 1)), classifier(scale=True)])
    assert saved.value_range(nested) == (0, 255)


# -- records ------------------------------------------------------------------------


def test_each_model_is_an_epoch(folder, tmp_path):
    found = record(folder, tmp_path, "first", "second", "first")
    assert found.manifest["title"] == "first, second, first"
    assert found.epochs == [1, 2, 3] and found.manifest["complete"]
    assert (tmp_path / "gallery" / "index.html").is_file()
    probes = found.arrays("probes.npz")
    for number, name in enumerate(("first", "second"), 1):
        model = keras.saving.load_model(folder / f"{name}.keras")
        logits = keras.ops.convert_to_numpy(model(probes["probes/images"]))
        labels = probes["probes/labels.real"]
        scores = logits[np.arange(len(labels)), labels]
        assert found.epoch(number)["scores"]["M"] == pytest.approx(scores, abs=1e-3)
        sheet = found.epoch(number)["sheets"]["M/conv"]
        maps = keras.ops.convert_to_numpy(model.layers[1](probes["probes/images"]))
        tiles = np.moveaxis(maps, -1, 1).reshape(-1, 6, 6)
        shown = np.minimum(tiles, sheet["scale"])
        assert np.abs(found.values(sheet) - shown).max() <= sheet["scale"] / 500
    assert found.epoch(1)["sheets"] == found.epoch(3)["sheets"] | {
        key: sheet | {"file": sheet["file"].replace("e0003", "e0001")}
        for key, sheet in found.epoch(3)["sheets"].items()
    }


def test_images_are_scaled_as_asked(folder, tmp_path):
    found = record(folder, tmp_path, "first", options=["--range", "-1,1"])
    images = found.arrays("probes.npz")["probes/images"]
    assert images.min() < -0.5 and images.max() > 0.5
    assert found.manifest["probes"]["range"] == [-1, 1]
    assert found.manifest["probes"]["labels"]["real"] == [0] * 5 + [1] * 5
    assert found.manifest["probes"]["class_names"] == ["cats", "dogs"]


def test_without_labels_the_models_own_answer_is_explained(folder, tmp_path):
    found = record(folder, tmp_path, "ten", options=["--labels", "none"])
    model = keras.saving.load_model(folder / "ten.keras")
    logits = model(found.arrays("probes.npz")["probes/images"])
    said = keras.ops.convert_to_numpy(logits).argmax(-1)
    assert found.manifest["probes"]["labels"]["real"] == said.tolist()
    assert len(found.manifest["probes"]["class_names"]) == 10


def test_a_single_logit_is_realness(folder, tmp_path):
    found = record(folder, tmp_path, "judge")
    assert found.manifest["target"] == "realness"
    assert found.manifest["probes"]["labels"] == {}
    model = keras.saving.load_model(folder / "judge.keras")
    logits = model(found.arrays("probes.npz")["probes/images"])
    expected = keras.ops.convert_to_numpy(logits)[:, 0]
    assert found.epoch(1)["scores"]["M"] == pytest.approx(expected, abs=1e-3)


# -- mistakes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "models, images, words",
    [
        (["nothing"], "images", "There is no file"),
        (["text"], "images", "was not loaded"),
        (["numbers"], "images", "not images"),
        (["any"], "images", "any size"),
        (["five"], "images", "5 channels"),
        (["painter"], "images", "not one score per class"),
        (["ten"], "images", "10 outputs, the images are in 2 sub-folders"),
        (["first", "wide"], "images", "different layers"),
        (["first"], "empty", "no images"),
        (["first"], "nowhere", "no folder"),
        (["first"], "images --range 0,2", "--range"),
        (["first"], "images --import no.such", "--import no.such"),
    ],
)
def test_mistakes_end_in_one_line_and_code_2(
    folder, tmp_path, monkeypatch, capsys, models, images, words
):
    images, *options = images.split()
    paths = [str(folder / f"{name}.keras") for name in models]
    arguments = ["--model", *paths, "--images", str(folder / images), *options]
    out = tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["", *arguments, "--out", str(out)])
    with pytest.raises(SystemExit) as stopped:
        commands.run(main)
    lines = capsys.readouterr().err.strip().splitlines()
    assert stopped.value.code == 2 and len(lines) == 1
    assert words in lines[0]
    assert not out.exists()


def test_a_damaged_image_is_named(folder, tmp_path):
    (tmp_path / "broken.png").write_text("no image")
    with pytest.raises(ValueError, match="broken.png cannot be read"):
        imagefolder.read(tmp_path / "broken.png", (8, 8, 1))
