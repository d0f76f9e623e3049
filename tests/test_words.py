import numpy as np
import pytest
from PIL import Image

from ter_gan import words
from ter_gan.errors import UserError


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Lines in which kings do what queens do, and stones do not."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    people, things = ("king", "queen", "monk"), ("stone", "tower", "bridge")
    lines = []
    for _ in range(300):
        lines.append(f"the {rng.choice(people)} sings and dances at night")
        lines.append(f"a {rng.choice(things)} breaks under heavy snow")
    path = tmp_path / "corpus.txt"
    path.write_text("\n".join(dict.fromkeys(lines)) + "\n" + "\n".join(lines))
    return path


def show(capsys, *options):
    assert words.main([str(each) for each in options]) == 0
    return capsys.readouterr().out


def test_neighbours_an_analogy_and_a_map(corpus, capsys):
    source = f"file:{corpus}"
    told = show(capsys, source, "--near", "king", "--dim", "4", "--k", "2")
    line = next(x for x in told.splitlines() if x.startswith("king:"))
    assert "queen" in line and "monk" in line and "stone" not in line
    with Image.open("words.png") as image:
        assert image.size == (900, 900)
    told = show(capsys, source, "--dim", "4", "--analogy", "king", "queen", "monk")
    assert "king : queen = monk :" in told and "dances:" in told


@pytest.mark.parametrize(
    "options, message",
    [
        (("mnist",), "mnist has no words; datasets of text: grammar"),
        (("grammar", "--embeddings", "random"), "has no neighbours"),
        (("grammar", "--near", "kign"), "Did you mean 'king'"),
        (("grammar", "--picture", "map.jpg"), "--picture must be a .png"),
        (("grammar", "--picture", "nowhere/map.png"), "in a folder that is there"),
    ],
)
def test_mistakes(options, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=message):
        words.main(list(options))
    assert not list(tmp_path.iterdir())
