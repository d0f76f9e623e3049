import keras
import numpy as np
import pytest
from PIL import Image

from tests.helpers import called, ter_gan
from tests.test_train import error, pytestmark, train_little

__all__ = ["pytestmark"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A conditional run on points."""
    path = tmp_path_factory.mktemp("generate") / "run"
    train_little("--model", "cgan", "--run-dir", path)
    return path


def generate(run, tmp_path, name, *options, command=called):
    result = command("generate", run, "--out", tmp_path / name, *options)
    assert result.returncode == 0, result.stderr
    return tmp_path / name


def test_samples_are_those_of_the_seed(run, tmp_path):
    """Also in a process of its own."""
    files = [
        generate(run, tmp_path, f"{i}.npy", "--n", 5, "--seed", seed, command=command)
        for i, (seed, command) in enumerate(((3, called), (3, ter_gan), (4, called)))
    ]
    first, again, other = (np.load(file) for file in files)
    assert first.shape == (5, 2)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_labels_by_name_or_number(run, tmp_path):
    by_number = generate(run, tmp_path, "a.npy", "--labels", "3", "--n", "4")
    name = called("generate", run, "--labels", "nowhere")
    assert "There is no class 'nowhere'. Classes: 0 (" in error(name)
    in_turn = generate(run, tmp_path, "b.npy", "--labels", "0,3", "--n", "4")
    a, b = np.load(by_number), np.load(in_turn)
    np.testing.assert_allclose(a[1], b[1], rtol=1e-6)
    assert not np.allclose(a[0], b[0])


def test_a_picture(run, tmp_path):
    with Image.open(generate(run, tmp_path, "grid.png")) as image:
        assert image.size[0] > 100


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (
            ["{run}", "--out", "x.gif"],
            "--out must end in .png or .npy, received",
        ),
        (["{run}", "--out", "no/such/folder/x.png"], "There is no folder"),
        (["{run}", "--out", "x.txt"], "--out must end in .png or .npy, received"),
        (["{run}", "--n", "0"], "--n"),
        (["{run}", "--temperature", "2"], "--temperature belongs to models of text"),
        (["{run}", "--labels", "8"], "There is no class '8'"),
        (["nowhere"], "not a run folder"),
        (["nowhere.keras"], "There is no file"),
    ],
)
def test_mistakes(arguments, expected, run, tmp_path):
    arguments = [each.format(run=run) for each in arguments]
    assert expected in error(called("generate", *arguments, cwd=tmp_path))


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path):
    error(ter_gan("generate", "nowhere", cwd=tmp_path))


def test_an_exported_file_generates_without_its_run(tmp_path):
    """It knows its latents: uniform ones that begin with an InfoGAN's codes."""
    run = tmp_path / "run"
    train_little("--model", "infogan", "--latent", "uniform", "--run-dir", run)
    from_run = np.load(generate(run, tmp_path, "a.npy"))
    from_file = np.load(generate(run / "generator.keras", tmp_path, "b.npy"))
    np.testing.assert_allclose(from_run, from_file, rtol=1e-6)


def test_unsafe_keras_files_are_not_loaded(tmp_path):
    inputs = keras.Input((3,))
    trap = tmp_path / "trap.txt"
    name = str(trap)
    outputs = keras.layers.Lambda(lambda x: (open(name, "w").close(), x)[1])(inputs)
    keras.Model(inputs, outputs).save(tmp_path / "unsafe.keras")
    trap.unlink(missing_ok=True)
    message = error(called("generate", tmp_path / "unsafe.keras"))
    assert "was not loaded" in message and "unsafe" in message.lower()
    assert not trap.exists()


def test_a_file_that_is_no_model(tmp_path):
    (tmp_path / "broken.keras").write_bytes(b"not a zip")
    message = error(called("generate", tmp_path / "broken.keras"))
    assert "was not loaded" in message
