import numpy as np
import pytest
from PIL import Image

from ter_gan import recipes
from ter_gan.runs import Run
from tests.film.films import known
from tests.helpers import called, ter_gan
from tests.test_train import error, pytestmark

__all__ = ["pytestmark"]


def make_run(path, shape=(2,), **options):
    run = Run.create(path, recipes.resolve({"dataset": "ring"} | options), "tensorflow")
    run.write_json("data.json", {"shape": list(shape)})
    return path


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run folder with a film of known numbers, steps 0, 10 and 20."""
    path = make_run(tmp_path_factory.mktemp("film") / "run")
    known().save(path / "film")
    return path


def test_each_kind_of_film(run, tmp_path):
    for name, options in {
        "a.html": [],
        "a.gif": ["--every", "2", "--fps", "5", "--manifold", "--tracks"],
        "a.png": ["--step", "10", "--heatmap", "off", "--arrows", "slope"],
    }.items():
        result = called("film", run, "--out", tmp_path / name, *options)
        assert result.returncode == 0, result.stderr
        assert str(tmp_path / name) in result.stdout
    assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == 2 and image.info["duration"] == 200
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (960, 640) and np.asarray(image).std() > 10


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["{run}", "--out", "a.avi"], "--out must end in .html, .mp4, .gif, .png"),
        (["{run}", "--out", "no/such/a.gif"], "There is no folder"),
        (["{run}", "--out", "a.gif", "--step", "10"], "needs a .png"),
        (["{run}", "--out", "a.png", "--step", "21"], "step 0 to 20; received 21"),
        (["{run}", "--heatmap", "logits"], "--heatmap"),
        (["{run}", "--every", "0"], "--every"),
        (["nowhere"], "not a run folder"),
        (["{empty}"], "There is no film in"),
        (["{images}"], "run of mnist, whose samples have shape (28, 28, 1)"),
    ],
)
def test_mistakes(arguments, expected, run, tmp_path):
    places = {
        "run": run,
        "empty": make_run(tmp_path / "empty"),
        "images": make_run(tmp_path / "images", (28, 28, 1), dataset="mnist"),
    }
    arguments = [each.format(**places) for each in arguments]
    assert expected in error(called("film", *arguments, cwd=tmp_path))


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path):
    error(ter_gan("film", "nowhere", cwd=tmp_path))
