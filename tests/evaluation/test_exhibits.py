"""Pictures, small multiples and texts on a page."""

import numpy as np
from PIL import Image

from ter_gan.evaluation.exhibits import exhibit
from ter_gan.evaluation.metric import Picture, Texts, Tiles

HOSTILE = '"><script>alert(1)</script>\x00'
IMAGE = Image.fromarray(np.zeros((20, 30, 3), "uint8"))


def test_tiles_are_as_many_images_that_say_what_they_are():
    shown = exhibit(Tiles("Columns", {"age": IMAGE, HOSTILE: IMAGE}, "Of all.", 240, 2))
    assert shown.count("<img ") == 2 and 'alt="age"' in shown
    assert "minmax(min(240px, 47%), 1fr)" in shown
    assert "<script" not in shown and "\x00" not in shown


def test_one_tile_abreast_has_the_whole_width():
    shown = exhibit(Tiles("Columns", {"age": IMAGE}, "Of all.", 320, 1))
    assert "minmax(min(320px, 97%), 1fr)" in shown


def test_a_picture_and_texts_have_titles_and_captions():
    assert "<figcaption>Of all.<" in exhibit(Picture("One", IMAGE, "Of all."))
    rows = ((((HOSTILE, True),),),)
    shown = exhibit(Texts("Two", (HOSTILE,), rows, "Of all.", short=True))
    assert 'class="texts short"' in shown and "<figcaption>Of all.<" in shown
    assert "<script" not in shown and "\x00" not in shown
