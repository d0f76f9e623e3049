"""Planted failures: what is planted, how it is judged, and the whole command."""

import json
import math
import sys

import numpy as np
import pytest
from PIL import Image

from experiments.planted_failures import __main__ as command
from experiments.planted_failures import failures, panel, players, report
from experiments.planted_failures.failures import FAILURES, Material
from experiments.planted_failures.tables import verdict, worsening
from ter_gan import commands, images
from ter_gan.data import Dataset, Split
from ter_gan.images import features
from ter_gan.images.features import Features
from ter_gan.images.metrics import Estimate, perceptual

CLASSES = 4


def split(n, seed):
    """Images of 12x12 pixels: class c has a bright bar in one of 4 places."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, n).astype("int32")
    x = rng.integers(0, 60, (n, 12, 12, 1), "uint8")
    for c in range(CLASSES):
        x[y == c, 3 * c : 3 * c + 2] += 150
    return Split(x, y)


class Network:
    """What a feature network is to the command: the means of four stripes."""

    name, classes, dimensions, sha256 = "stripes", CLASSES, 4, "ab" * 32

    def __call__(self, images):
        means = images.reshape(len(images), CLASSES, -1).mean(axis=2)
        odds = np.exp((means - means.max(axis=1, keepdims=True)) / 10)
        p = odds / odds.sum(axis=1, keepdims=True)
        return Features(means.astype("float32"), p.astype("float32"))


@pytest.fixture(scope="module")
def material():
    return Material(split(600, 0), split(400, 1), 200)


def planted(name, material):
    return FAILURES[name].plant(material, np.random.default_rng(0))


def shares(chosen, material):
    """Shares of the classes of images that were chosen unchanged, and copies."""
    known = {x.tobytes(): y for x, y in zip(material.fresh.x, material.fresh.y)}
    labels = [known[x.tobytes()] for x in chosen]
    distinct = len({x.tobytes() for x in chosen})
    return np.bincount(labels, minlength=CLASSES) / len(labels), distinct


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_gives_as_many_images_and_leaves_the_real_ones(name, material):
    before = material.fresh.x.copy(), material.memorised.x.copy()
    found = planted(name, material)
    assert found.shape == material.sound.shape and found.dtype == np.uint8
    assert (found != material.sound).any()
    assert (material.fresh.x == before[0]).all()
    assert (material.memorised.x == before[1]).all()


def test_shares_of_classes(material):
    missing, distinct = shares(planted("dropped classes", material), material)
    assert missing == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0], abs=0.01)
    assert distinct == 200
    uneven, distinct = shares(planted("class imbalance", material), material)
    assert uneven == pytest.approx([5 / 12, 5 / 12, 1 / 12, 1 / 12], abs=0.01)
    assert distinct == 200


def test_copies(material):
    sound, _ = shares(material.sound, material)
    same, distinct = shares(planted("one image per class", material), material)
    assert (same == sound).all() and distinct == CLASSES
    assert shares(planted("duplicates", material), material)[1] == 20


def test_memorised_images_differ_in_one_pixel(material):
    found = planted("memorisation", material)
    changed = (found != material.memorised.x[:200]).any(axis=3).sum(axis=(1, 2))
    assert changed.max() == 1 and changed.mean() > 0.9


def test_changes_of_pixels(material):
    sound = material.sound.astype(float)
    assert (planted("inverted", material) == 255 - material.sound).all()
    moved = planted("shift", material)
    assert (moved[:, :, 2:] == material.sound[:, :, :-2]).all()
    assert (moved[:, :, 0] == material.sound[:, :, 0]).all()
    noise = planted("noise", material)[sound > 100] - sound[sound > 100]
    assert noise.std() == pytest.approx(failures.NOISE, rel=0.05)
    assert np.diff(planted("blur", material)[:, 0, :, 0].astype(float)).std() < 0.5 * (
        np.diff(sound[:, 0, :, 0]).std()
    )
    other = (planted("10 % garbage", material) != material.sound).any(axis=(1, 2, 3))
    assert other.sum() == 20


@pytest.mark.parametrize(
    "direction, value, worse",
    [
        ("less", 5, 2),
        ("less", 1, -2),
        ("more", 1, 2),
        ("equal to floor", 1, 2),
        ("equal to floor", 5, 2),
    ],
)
def test_worse_is_positive(direction, value, worse):
    floor, found = Estimate(3.0, 0.6), Estimate(float(value), 0.8)
    assert worsening(direction, floor, found) == pytest.approx(worse)


def test_counts_have_no_error_and_a_verdict():
    seven, ten = Estimate(7.0), Estimate(10.0)
    assert worsening("more", ten, seven) == math.inf
    assert worsening("more", seven, ten) == -math.inf
    assert worsening("more", ten, ten) == 0
    verdicts = [verdict(each) for each in (math.inf, 4.1, 3.9, -3.9, -4.1)]
    assert verdicts == ["worse", "worse", "same", "same", "better"]


def test_path_length_sees_jumps_and_is_fooled_by_one_image():
    table = players.generators(1500, 0)
    cells = {name: table.cell("ppl", name) for name in table.found}
    assert cells["jumps"]["verdict"] == "worse"
    assert cells["one image"]["verdict"] == cells["narrow"]["verdict"] == "better"


def test_calibration_sees_what_ranking_misses():
    table = players.discriminators(8000, 0)
    for name in ("too sure", "too unsure", "biased", "a bit too sure"):
        assert table.cell("ece", name)["verdict"] == "worse"
        assert table.cell("auc", name)["verdict"] == "same"
    assert table.cell("ece", "knows nothing")["verdict"] != "worse"
    assert table.cell("auc", "knows nothing")["verdict"] == "worse"


def test_label_agreement_hears_the_deaf_and_misses_copies(material):
    table = players.conditional(material, Network(), 0)
    verdicts = {
        name: table.cell("label_agreement", name)["verdict"] for name in table.found
    }
    assert verdicts == {
        "deaf": "worse",
        "swapped": "worse",
        "one image per class": "same",
        "memorisation": "same",
    }


# -- the whole ----------------------------------------------------------------------


def squares(a, b):
    return ((a / 255.0 - b / 255.0) ** 2).mean(axis=(1, 2, 3))


@pytest.fixture
def plain(monkeypatch):
    """The command with small images and a network that needs no training."""
    data = Dataset(
        "stripes", split(600, 0), split(0, 1), split(150, 2), class_names=tuple("abcd")
    )
    monkeypatch.setattr(images, "load", lambda name, data_dir=None: data)
    monkeypatch.setattr(features, "get", lambda name: Network())
    monkeypatch.setitem(perceptual.LAYERS, Network.name, ())
    monkeypatch.setattr(perceptual, "of_network", lambda network: squares)
    return data


def test_the_command_writes_what_it_found(plain, tmp_path, monkeypatch, capsys):
    assert command.main(["--smoke", "--out", str(tmp_path)]) == 0
    found = json.loads((tmp_path / "planted_failures.json").read_text("utf-8"))
    table = found["tables"][0]["metrics"]
    assert found["n"] == 108 and found["features"]["network"] == "stripes"

    def said(metric, failure):
        return table[metric]["failures"][failure]["verdict"]

    assert table["modes"]["floor"] == {"value": 4.0, "error": None}
    assert table["modes"]["failures"]["dropped classes"]["value"] == 3
    assert said("recall", "one image per class") == "worse"
    assert said("recall", "memorisation") == "same"
    assert said("swd", "inverted") == "worse"
    assert list(table["fd"]["failures"]) == list(FAILURES)
    assert sorted(table) == sorted(panel.NAMES)
    text = (tmp_path / "planted_failures.md").read_text("utf-8")
    assert "A smoke run" in text and "| fd | less |" in text
    for name in (report.PICTURE, report.SAMPLES):
        with Image.open(tmp_path / name) as picture:
            assert min(picture.size) > 400
    block = report.seen_and_missed(found)
    assert "| modes | 4 | dropped classes: 3 | " in block
    assert block.count("\n| ") == 1 + len(table) + 1 + 3 + 1


def test_a_block_is_replaced_and_nothing_else():
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    once = report.replaced(page, "new")
    assert once == f"before\n{report.BEGIN}\n\nnew\n\n{report.END}\nafter\n"
    assert report.replaced(once, "new") == once
    with pytest.raises(ValueError, match="missing"):
        report.replaced("no marks", "new")


def test_the_page_holds_the_numbers_of_the_committed_result():
    result = command.RESULTS / "planted_failures.json"
    found = json.loads(result.read_text("utf-8"))
    page = command.PAGE.read_text("utf-8")
    assert report.replaced(page, report.seen_and_missed(found)) == page
    assert not found["smoke"] and found["n"] == 10_000
    text = (command.RESULTS / "planted_failures.md").read_text("utf-8")
    assert report.markdown(found) == text


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--n", "151"], "151 test and 604 training images"),
        (["--n", "0"], "--n"),
        (["--smoke", "--commit-results"], "not worth"),
    ],
)
def test_mistakes_end_in_one_line_and_code_2(
    arguments, words, plain, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(sys, "argv", ["", *arguments, "--out", str(tmp_path / "o")])
    with pytest.raises(SystemExit) as stopped:
        commands.run(command.main)
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert stopped.value.code == 2 and last.startswith("error: ") and words in last
    assert not (tmp_path / "o").exists()
