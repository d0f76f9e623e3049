"""A model of the family is measured again alone; the others stay as they are."""

import json

import numpy as np
from PIL import Image

from benchmarks import family


def row(model, images):
    nothing = dict.fromkeys(family.COLUMNS)
    return {"model": model, "images": images, "steps": 1, "results": nothing}


def line(grey):
    return Image.new("L", (20, 3), grey)


def test_one_model_again_leaves_the_others(tmp_path):
    facts = {"epochs": 1, "n": 10, "seed": 0}
    first = facts | {"rows": [row("dcgan", 1), row("wgan", 2)]}
    family.write(first, {"dcgan": line(0), "wgan": line(85)}, False, tmp_path)
    second = facts | {"rows": [row("wgan", 3), row("gan", 4)]}
    family.write(second, {"wgan": line(170), "gan": line(255)}, True, tmp_path)
    found = json.loads((tmp_path / "family_mnist.json").read_text())
    rows = [(each["model"], each["images"]) for each in found["rows"]]
    assert rows == [("gan", 4), ("dcgan", 1), ("wgan", 3)]
    text = (tmp_path / "family_mnist.md").read_text()
    assert "later than the others: `wgan`, `gan`." in text
    drawn = np.asarray(Image.open(tmp_path / family.PICTURE).convert("L"))
    assert [*drawn[::3, 0]] == [255, 0, 170]
