"""The command, from a run folder to pages."""

import json
import math
import re

import numpy as np
import pytest
from PIL import Image

from ter_gan import latent
from ter_gan.errors import UserError
from ter_gan.images import features
from ter_gan.images.latent.studies import STUDIES
from tests.helpers import ter_gan
from tests.images.latent.runs import folder_of_images, untrained
from tests.images.latent.spaces import Judge
from tests.layer_viz.gallery import conftest as gallery
from tests.test_train import error

browser = gallery.browser
QUICK = (
    *("--samples", "3", "--steps", "3", "--directions", "2"),
    *("--inversion-steps", "3", "--restarts", "1"),
)


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    return folder_of_images(tmp_path_factory.mktemp("data") / "images")


@pytest.fixture(scope="module")
def run(images, tmp_path_factory):
    return untrained(tmp_path_factory.mktemp("runs") / "run", images)


@pytest.fixture(scope="module")
def conditional(images, tmp_path_factory):
    return untrained(tmp_path_factory.mktemp("runs") / "c", images, model="cgan")


@pytest.fixture
def judged(monkeypatch):
    """A feature network that knows two classes."""
    monkeypatch.setattr(features, "default", lambda name, shape: "judge")
    monkeypatch.setattr(features, "get", lambda name: Judge())


@pytest.fixture(scope="module")
def everything(run):
    """The folder of a call without choices."""
    assert latent.main([str(run.path), *QUICK, "--features", "none"]) == 0
    return run.path / "latent"


def explore(run, *arguments):
    out = run.path / "-".join(arguments[:1])
    assert latent.main([str(run.path), *arguments, "--out", str(out), *QUICK]) == 0
    return out, json.loads((out / "latent.json").read_text())


def test_all_that_the_model_allows(everything):
    result = json.loads((everything / "latent.json").read_text())
    made = ["interpolation", "arithmetic", "truncation", "directions", "inversion"]
    assert list(result["studies"]) == made
    assert "without labels" in result["not_made"]["classes"]
    assert "no latent codes" in result["not_made"]["codes"]
    known = {"seed": 0, "epoch": 1, "averaged_generator": False, "model": "dcgan"}
    assert (
        known.items() <= result.items() and "keras" in result["environment"]["packages"]
    )
    rows = result["studies"]["truncation"]["rows"]
    assert rows[0]["psi"] == 0.25 and rows[-1]["psi"] is None
    assert result["studies"]["interpolation"]["midway_length"]["linear"] < 0.9
    assert math.isfinite(result["studies"]["inversion"]["mean_rmse"]["real"])


def test_the_index_shows_all_files(everything):
    page = (everything / "index.html").read_text()
    named = set(re.findall(r'(?:src|href)="([^"#:]+\.\w+)"', page))
    there = {path.name for path in everything.iterdir()}
    assert named == there - {"index.html"}
    assert "without labels" in page and "http" not in page


def test_the_film_moves(everything):
    with Image.open(everything / "interpolation.gif") as film:
        assert film.n_frames == 48
        first = np.asarray(film.convert("RGB"), int)
        film.seek(6)
        assert np.any(np.asarray(film.convert("RGB"), int) != first)


def test_the_same_seed_gives_the_same(run, everything):
    out, again = explore(run, "directions", "--features", "none")
    assert (out / "directions.html").read_bytes() == (
        everything / "directions.html"
    ).read_bytes()
    first = json.loads((everything / "latent.json").read_text())
    assert first["studies"]["directions"] == again["studies"]["directions"]
    _, other = explore(run, "directions", "--seed", "1", "--features", "none")
    assert other["studies"]["directions"] != again["studies"]["directions"]


def test_a_conditional_model_walks_over_classes(conditional, judged):
    out, result = explore(
        conditional, "classes", "--from-class", "1", "--to-class", "0"
    )
    assert 0 <= result["studies"]["classes"]["agreement"]["share"] <= 1
    assert {"classes.png", "class_walk.png", "class_walk.gif"} <= {
        path.name for path in out.iterdir()
    }
    out, _ = explore(conditional, "inversion")
    assert (out / "inversion_path.png").exists()


def test_a_feature_network_gives_classes_and_precision(run, judged):
    _, result = explore(run, "truncation")
    assert all(
        0 <= row["precision"] <= 1 for row in result["studies"]["truncation"]["rows"]
    )
    _, result = explore(run, "arithmetic")
    first, second = result["studies"]["arithmetic"]["equations"]
    assert (first["plus"], first["minus"]) == ("bright", "dark")
    assert first["after"] > first["before"]
    groups = [set(second[f"{name}_samples"]) for name in ("plus", "minus", "base")]
    assert second["plus"] != second["minus"] and len(set.union(*groups)) == 30


def test_few_test_images_are_said(tmp_path, judged):
    few = untrained(tmp_path / "run", folder_of_images(tmp_path / "images", 20))
    out, result = explore(few, "truncation", "inversion")
    page, studies = (out / "index.html").read_text(), result["studies"]
    real = studies["inversion"]["test_images"]
    assert real < 3 and f"There are only {real} test images" in page
    assert studies["truncation"]["features"] is None
    assert "precision" not in studies["truncation"]["rows"][0]
    assert "Precision and recall needs at least 20" in page


def test_groups_of_ones_own(run):
    chosen = ("--plus", "3,7,12", "--minus", "4,5", "--features", "none")
    _, result = explore(run, "arithmetic", *chosen)
    (equation,) = result["studies"]["arithmetic"]["equations"]
    assert equation["plus_samples"] == [3, 7, 12]
    assert equation["base_samples"] == equation["minus_samples"] == [4, 5]
    assert equation["after"] is None


def test_codes_of_an_infogan(images, tmp_path):
    run = untrained(tmp_path / "run", images, categories=2, codes=1)
    out, result = explore(run, "codes")
    assert result["studies"]["codes"] == {"categories": 2, "codes": 1}
    assert (out / "categories.png").exists() and (out / "code_1.png").exists()


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["classes"], "trained without labels"),
        (["codes"], "no latent codes"),
        (["direction"], "Did you mean directions"),
        (["directions", "--directions", "7"], "at most 6 directions"),
        (["directions", "--layer", "nowhere"], "no layer 'nowhere'"),
        (["interpolation", "--steps", "1"], "--steps must be at least 2"),
        (["arithmetic", "--plus", "64", "--minus", "1"], "from 0 to 63"),
        (["arithmetic", "--plus", "red", "--minus", "1"], "from 0 to 63"),
        (["arithmetic", "--plus", "class:0", "--minus", "1"], "No feature network"),
        (["arithmetic", "--minus", "1"], "--plus and --minus"),
    ],
)
def test_mistakes(run, tmp_path, arguments, expected):
    everywhere = ["--features", "none", "--out", str(tmp_path / "out")]
    with pytest.raises(UserError, match=expected):
        latent.main([str(run.path), *arguments, *everywhere])


def test_a_class_that_is_not_there(conditional, tmp_path):
    wanted = ("classes", "--to-class", "2", "--features", "none")
    with pytest.raises(UserError, match="The classes are 0 … 1; received 2"):
        latent.main([str(conditional.path), *wanted, "--out", str(tmp_path)])


def test_a_folder_that_cannot_be_made(run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Cannot write into"):
        latent.main([str(run.path), "directions", "--out", str(tmp_path / "file")])


def test_every_study_has_a_name():
    assert tuple(STUDIES) == latent.WHAT


def test_points_are_no_images(tmp_path):
    (tmp_path / "config.json").write_text('{"dataset": "ring"}')
    message = error(ter_gan("latent", tmp_path))
    assert "which are points" in message and "ter_gan.film" in message
