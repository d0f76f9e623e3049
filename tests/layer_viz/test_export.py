import numpy as np
import pytest
from PIL import Image

from layer_viz import export
from layer_viz.pictures import choice, files
from ter_gan.errors import UserError
from tests.layer_viz.pictures import known


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    path = tmp_path_factory.mktemp("run")
    known.write(path / "layer_viz")
    return path


def command(run, *words):
    return export.main([str(run), *map(str, words)])


def test_a_sheet(run, tmp_path):
    out = tmp_path / "a.png"
    assert command(run, "--layer", "g_relu", "d_conv", "--out", out) == 0
    with Image.open(out) as image:
        assert image.width == 1340 and round(image.info["dpi"][0]) == 200
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


def test_a_film_has_a_frame_for_each_epoch_and_one_palette(run, tmp_path):
    out = tmp_path / "a.gif"
    command(run, "--layer", "g_relu", "--out", out)
    with Image.open(out) as film:
        assert film.n_frames == len(known.EPOCHS)
        times, frames = [], []
        for i in range(film.n_frames):
            film.seek(i)
            times.append(film.info["duration"])
            frames.append(np.asarray(film.convert("RGB")).astype(int))
    assert times == [600, 600, 2500]
    assert (frames[0][0, 0] == 255).all()
    bar = [frame[-80:-40] for frame in frames]  # the colour bar stays
    assert np.array_equal(bar[0], bar[1]) and np.array_equal(bar[0], bar[2])
    assert not np.array_equal(frames[0], frames[2])


def test_colours_of_a_film_follow_the_fixed_scale(run, tmp_path):
    """The values of epoch 5 are 6 times those of epoch 0: brighter, unless each
    epoch has its own scale."""
    bright = {}
    for scale in ("fixed", "epoch"):
        out = tmp_path / f"{scale}.gif"
        command(run, "--layer", "g_relu", "--scale", scale, "--out", out)
        with Image.open(out) as film:
            film.seek(0)
            first = np.asarray(film.convert("RGB"))[..., 0].astype(int).mean()
            film.seek(2)
            bright[scale] = np.asarray(film.convert("RGB"))[..., 0].mean() - first
    assert bright["fixed"] > 20 and abs(bright["epoch"]) < 5


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        (["--layer", "g_relu", "--units", "top:2"], 3),
        (["--samples", "--epochs", "0,5"], 2),
        (["--map", "gradient", "--overlay", "--epochs", "last"], 1),
        (["--overview", "--epochs", "0,1"], 2),
        (["--stats"], 1),
    ],
)
def test_a_pdf_has_a_page_for_each_epoch(run, tmp_path, words, pages):
    out = tmp_path / "a.pdf"
    command(run, *words, "--out", out)
    content = out.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") == pages
    assert b"/Font" in content  # text is text


def test_without_a_figure_it_says_what_there_is(run, capsys):
    assert command(run) == 0
    assert "G/g_relu" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--layer", "g_relo"], "Did you mean .*G/g_relu"),
        (["--layer", "g_relu", "--epochs", "7"], "Epoch 7 .*recorded: 0, 1, 5"),
        (["--layer", "g_relu", "--epochs", "first"], "all, last or numbers"),
        (["--layer", "g_relu", "--stream", "D.reel"], "Did you mean D.real"),
        (["--layer", "g_relu", "--stream", "D.real"], "not in the stream D.real"),
        (["--layer", "g_relu", "--sort", "size"], "Unknown sort"),
        (["--layer", "g_relu", "--scale", "fix"], "Did you mean fixed"),
        (["--layer", "g_relu", "--units", "top:x"], "0,3,7, or top:16"),
        (["--layer", "g_relu", "--units", "top:0"], "0,3,7, or top:16"),
        (["--layer", "g_relu", "--probes", "9"], "no probe 9; recorded: 0 to 2"),
        (["--map", "gradien"], "Did you mean gradient"),
        (["--map", "gradient", "--samples"], "name one"),
        (["--samples", "--layer", "g_relu"], "--samples has no --layer"),
        (["--stats", "--units", "top:3"], "--units is for --layer"),
        (["--map", "gradient", "--scale", "unit"], "--scale unit is for --layer"),
        (["--layer", "g_relu", "--overlay"], "--overlay is for --map"),
        (["--samples", "--colour"], "Unknown option '--colour'"),
        ([], "Say what to draw"),
    ],
)
def test_mistakes_are_one_line(run, tmp_path, words, message):
    with pytest.raises(UserError, match=message) as error:
        command(run, *words, "--out", tmp_path / "a.png")
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.jpg", "a", "none/a.png"])
def test_files_that_cannot_be_written(run, tmp_path, name):
    with pytest.raises(UserError, match="must end in|no folder"):
        command(run, "--samples", "--out", tmp_path / name)


def test_curves_are_no_film(run, tmp_path):
    with pytest.raises(UserError, match="a .png or .pdf"):
        command(run, "--stats", "--out", tmp_path / "a.gif")
    with pytest.raises(UserError, match="--out figure.png"):
        command(run, "--stats")


def test_a_failure_leaves_the_old_file(tmp_path):
    out = tmp_path / "a.png"
    out.write_text("old")

    def fail(epochs):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        files.save(fail, [0], out)
    assert out.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_units_as_they_are_written():
    assert choice.find_units("0") == "0" and choice.find_units("top:16") == "top:16"
    for wrong in ("top:1,2", "top:0", "a", ""):
        with pytest.raises(UserError):
            choice.find_units(wrong)


def test_help_has_five_examples(capsys):
    with pytest.raises(SystemExit):
        export.main(["--help"])
    assert capsys.readouterr().out.count("python -m layer_viz.export runs/") == 5
