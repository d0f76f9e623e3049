"""The commands on a tiny corpus, in this process: train, go on, generate, report."""

import json

import keras
import numpy as np
import pytest
from PIL import Image

from ter_gan import generate, recipes, train
from ter_gan.commands import run as run_command
from ter_gan.errors import UserError
from tests import helpers
from tests.test_train import rows, state

pytestmark = pytest.mark.skipif(
    keras.backend.backend() == "jax", reason="the command chooses its own backend"
)
TINY = {"width": "8", "embedding_dim": "4", "batch_size": "8", "seed": "1"}
STEPS = ("--steps-per-epoch", "2")


@pytest.fixture(scope="module", autouse=True)
def eager():
    with helpers.eager(but=("gru",)):
        yield


def options(corpus, model, *more):
    small = [
        part
        for name, value in TINY.items()
        if recipes.means(name, model)
        for part in (f"--{name.replace('_', '-')}", value)
    ]
    return ["--dataset", f"file:{corpus}", "--model", model, *small, *STEPS, *more]


@pytest.fixture(scope="module")
def run_of(corpus, tmp_path_factory):
    """Runs of one epoch, by model."""
    runs = {}

    def get(model):
        if model not in runs:
            runs[model] = tmp_path_factory.mktemp("runs") / model
            wanted = options(corpus, model, "--epochs", "1", "--run-dir", runs[model])
            assert train.main(list(map(str, wanted))) == 0
        return runs[model]

    return get


def test_a_run_goes_on_exactly_across_its_phases(corpus, tmp_path):
    """It is stopped where the phases meet."""
    parts, whole = tmp_path / "parts", tmp_path / "whole"
    wanted = options(corpus, "relgan-mini", "--pretrain-epochs", "1", "--run-dir")
    assert train.main([*wanted, str(whole), "--epochs", "2"]) == 0
    assert train.main([*wanted, str(parts), "--epochs", "1"]) == 0
    assert train.main(["--resume", str(parts), "--epochs", "2"]) == 0
    a, b = state(whole), state(parts)
    places = [[name.split()[0] for name in each] for each in (a, b)]
    assert places[0] == places[1] and helpers.same(a.values(), b.values())
    assert rows(whole) == rows(parts)
    assert set(rows(whole)[0]) == {"epoch", "nll", "validation_nll"}
    assert {"d_loss", "diversity"} < set(rows(whole)[1])
    report = (whole / "report.md").read_text()
    assert "after 1 epochs without a discriminator" in report
    assert "different pairs of neighbouring words" in report
    assert "- Words: 14 in the vocabulary (word); 200 training tokens, 0.00%" in report


@pytest.mark.parametrize("model", ["gru", "kneser-ney", "embedding-gan"])
def test_a_report_says_what_fits_the_model(model, run_of):
    text = (run_of(model) / "report.md").read_text()
    counted, gan = model == "kneser-ney", model == "embedding-gan"
    assert ("curves.png" in text) != counted
    assert ("--resume" in text) != counted
    assert ("Learned: at once" in text) == counted
    assert ("Objective: wasserstein, penalty wgan-gp" in text) == gan
    assert ("negative log-likelihood of a validation token" in text) == (model == "gru")
    assert "--out samples.txt" in text and "--out grid.png" not in text
    assert "network" not in text.split("## Samples")[0].split("- Data")[1]
    assert "No epoch has ended" not in text and "dcgan" not in text


def written(run, tmp_path, monkeypatch, *more):
    monkeypatch.chdir(tmp_path)
    assert generate.main([str(run), "--n", "7", *more]) == 0


def test_sentences_are_written_one_per_line(run_of, tmp_path, monkeypatch, capsys):
    run = run_of("gru")
    written(run, tmp_path, monkeypatch)
    lines = (tmp_path / "samples.txt").read_text().split("\n")
    assert len(lines) == 8 and lines[-1] == ""
    told = capsys.readouterr().out.splitlines()
    assert told[-6:-1] == lines[:5] and told[-1] == "7 samples: samples.txt"
    for name in ("a.npy", "b.npy", "c.png"):
        written(run, tmp_path, monkeypatch, "--out", name, "--seed", "3")
    first, second = np.load(tmp_path / "a.npy"), np.load(tmp_path / "b.npy")
    assert first.shape == (7, 5) and first.dtype == np.int32
    np.testing.assert_array_equal(first, second)
    with Image.open(tmp_path / "c.png") as image:
        assert image.size[0] == 960
    assert not list(tmp_path.glob(".part*"))


@pytest.mark.parametrize("model", ["gru", "kneser-ney", "embedding-gan"])
def test_cold_text_is_more_alike(model, run_of, tmp_path, monkeypatch):
    run = run_of(model)
    for name, temperature in (("cold.npy", "0.0001"), ("hot.npy", "90")):
        how = ("--temperature", temperature, "--out", name, "--n", "150")
        written(run, tmp_path, monkeypatch, *how)
    found = [np.load(tmp_path / name)[:, 0] for name in ("cold.npy", "hot.npy")]
    cold, hot = ((np.bincount(x) ** 2).sum() for x in found)
    assert cold > 1.2 * hot


def test_a_prompt_begins_every_sentence(run_of, tmp_path, monkeypatch):
    how = ("--prompt", "The king", "--top-k", "4", "--top-p", "0.9")
    written(run_of("gru"), tmp_path, monkeypatch, *how)
    lines = (tmp_path / "samples.txt").read_text().splitlines()
    assert len(lines) == 7 and all(line.startswith("the king") for line in lines)


@pytest.mark.parametrize(
    "model, how, expected",
    [
        ("gru", ["--prompt", "the kign"], "'kign' is not in.*mean 'king'"),
        ("gru", ["--prompt", "the " * 9], "The prompt has 9 tokens"),
        ("gru", ["--top-p", "1.5"], r"--top-p must lie in \(0, 1\]"),
        ("gru", ["--temperature", "0"], "--temperature"),
        ("gru", ["--temperature", "inf"], "--temperature"),
        ("gru", ["--labels", "0"], "without labels, so --labels cannot be obeyed"),
        ("gru", ["--out", "x.csv"], "--out must end in .txt, .png or .npy"),
        ("embedding-gan", ["--prompt", "the"], "--prompt belongs.*takes --temperature"),
        ("kneser-ney", ["--top-k", "3"], "--top-k belongs.*it takes --temperature"),
    ],
)
def test_what_a_model_cannot_do_is_refused(
    model, how, expected, run_of, tmp_path, monkeypatch
):
    with pytest.raises(UserError, match=expected):
        written(run_of(model), tmp_path, monkeypatch, *how)
    assert list(tmp_path.iterdir()) == []


def test_an_exported_network_alone_writes_nothing(run_of, tmp_path, monkeypatch):
    file = run_of("gru") / "generator.keras"
    with pytest.raises(UserError, match="part of a model of text.*generate /"):
        written(file, tmp_path, monkeypatch)
    stray = tmp_path / "stray.keras"
    stray.write_bytes(file.read_bytes())
    with pytest.raises(UserError, match="part of a model of text"):
        written(stray, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "model, parts",
    [
        ("kneser-ney", ["learns at once", "memory: about"]),
        ("gru", ["g_gru_1", "time: 8 epochs of 2 steps\n"]),
        ("mini-gpt", ["g_block_3", "time: "]),
        ("mini-bert", ["TransformerEncoder", "time: "]),
        ("autoencoder", ["encoder", "decoder"]),
        ("latent-text-gan", ["autoencoder", "d_logit"]),
        ("embedding-gan", ["d_embedding", "on this CPU"]),
        ("seqgan", ["generator and likelihood", "d_conv_5"]),
        ("discriminator-guided", ["Expectation"]),
    ],
)
def test_a_dry_run_trains_nothing(model, parts, corpus, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ter_gan.report.matrix_rate", lambda: 1e10)
    assert train.main([*options(corpus, model), "--dry-run"]) == 0
    text = capsys.readouterr().out
    for part in parts:
        assert part in text
    assert ("on this CPU" in text) == (model == "embedding-gan")
    assert ("other work on the machine" in text) == (model == "embedding-gan")
    assert list(tmp_path.iterdir()) == []


OF_FILE = {"empty": "", "one": "a b c\n", "alike": "a\n" * 9, "word": "a\na a\n" * 9}


@pytest.mark.parametrize(
    "wanted, expected",
    [
        (["--model", "dcgan", "--dataset", "grammar"], "dcgan is made for images"),
        (["--model", "gru", "--dataset", "mnist"], "gru is made for text.*mnist"),
        (["--dataset", "{corpus}", "--pack", "2"], "--pack has no meaning for gru"),
        (["--dataset", "mnist", "--temperature", "2"], "--temperature has no meaning"),
        (["--dataset", "{corpus}", "--max-length", "2"], "--max-length 2 is too small"),
        (["--dataset", "{corpus}", "--batch-size", "99"], "smaller --batch-size"),
        (["--dataset", "{corpus}", "--tokeniser", "wrod"], "--tokeniser"),
        (["--dataset", "file:empty"], "empty has no text in it"),
        (["--dataset", "file:one"], "3 different samples or more"),
        (["--dataset", "file:alike"], "3 different samples or more"),
        (["--dataset", "file:word"], "one word, 'a'|3 different"),
        (["--dataset", "file:nowhere"], "no file or folder nowhere"),
    ],
)
def test_a_mistake_is_named_and_writes_nothing(
    wanted, expected, corpus, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for name, text in OF_FILE.items():
        (tmp_path / name).write_text(text)
    wanted = [each.format(corpus=f"file:{corpus}") for each in wanted]
    with pytest.raises(UserError, match=expected) as error:
        train.main([*wanted, "--epochs", "1"])
    assert "\n" not in str(error.value)
    assert {path.name for path in tmp_path.iterdir()} == set(OF_FILE)


@pytest.mark.parametrize(
    "start, expected",
    [("glvoe", "Did you mean glove"), ("glove:vectors.txt", "have 3 numbers, .* 4")],
)
def test_word_vectors_that_do_not_fit_leave_no_run_behind(
    start, expected, corpus, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vectors.txt").write_text("king 1 2 3\nqueen 1 2 4\nthe 0 0 1\n")
    with pytest.raises(UserError, match=expected):
        train.main(options(corpus, "gru", "--embeddings", start))
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.txt"]


def test_a_mistake_is_one_line_and_exit_code_2(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["train", "--model", "gru", "--dataset", "mnist"])
    with pytest.raises(SystemExit) as end:
        run_command(train.main)
    assert end.value.code == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("error: gru is made for text")


def test_what_a_run_was_told_stands_in_its_config(run_of):
    config = json.loads((run_of("gru") / "config.json").read_text())
    assert config["model"] == "gru" and config["embedding_dim"] == 4


def test_help_names_the_models_of_each_kind():
    text = train.parser().format_help()
    images, of_text = text.split("models of text:")
    assert "  dcgan " in images and "  gru " not in images
    assert "  gru " in of_text and "  kneser-ney " in of_text
    assert "  text     grammar" in images
    assert '--prompt "the king"' in generate.parser().format_help()
