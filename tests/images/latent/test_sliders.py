"""The page with sliders, in a browser."""

import re
import types

import numpy as np
import pytest

from ter_gan.images.latent import sefa, sliders
from tests.film.conftest import Page
from tests.images.latent.spaces import linear, planted
from tests.layer_viz.gallery import conftest as gallery

browser = gallery.browser
PIXELS = """selector => {
  const shown = document.querySelector(selector);
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: shown.width, height: shown.height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(shown, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  return Array.from(data).filter((_, i) => i % 4 === 0);
}"""


@pytest.fixture(scope="module")
def space():
    return linear(planted()[0])


@pytest.fixture(scope="module")
def found(space):
    first = sefa(space, 3)
    return [type(first)("ganspace", first.vectors, first.shares, "x"), first]


@pytest.fixture(scope="module")
def file(space, found, tmp_path_factory):
    path = tmp_path_factory.mktemp("sliders") / "directions.html"
    hostile = "</script><b>run</b>"
    path.write_text(sliders.html(space, found, hostile, 2, samples=4))
    return path


@pytest.fixture(params=[360, 1280])
def page(browser, request):
    view = {"width": request.param, "height": 800}
    context = browser.new_context(locale="en-GB", viewport=view)
    yield Page(context.new_page())
    context.close()


def expected(space, found, method, direction, sample, offset):
    moved = space.draw(4, 0)[sample] + offset * found[method].vectors[direction]
    return space.images(moved[None])[0].ravel()


def test_every_control_shows_the_generators_own_image(page, file, space, found):
    page.open(file)
    tab = page.tab
    np.testing.assert_allclose(
        tab.evaluate(PIXELS, "#large"), expected(space, found, 0, 0, 0, 0), atol=1
    )
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "n", "m"):
        tab.keyboard.press(key)
    page.drawn("sefa:1:1:8")
    np.testing.assert_allclose(
        tab.evaluate(PIXELS, "#large"), expected(space, found, 1, 1, 1, 1.0), atol=1
    )
    tab.focus("#at")
    tab.keyboard.press("ArrowLeft")
    page.drawn("sefa:1:1:7")
    tab.click("#tiles button:nth-child(4)")
    tab.click("#bars button:nth-child(3)")
    tab.click("#stepping button:first-child")
    page.drawn("sefa:2:3:0")
    np.testing.assert_allclose(
        tab.evaluate(PIXELS, "#large"), expected(space, found, 1, 2, 3, -3.0), atol=1
    )
    assert tab.inner_text("#offset") == "−3 σ"
    width = tab.evaluate("document.documentElement.scrollWidth")
    assert width == tab.viewport_size["width"]
    assert page.problems == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.requests)


def test_it_speaks_french_and_texts_are_no_markup(page, file):
    page.open(file, "lang=fr&direction=99&sample=x")
    assert "Un échantillon" in page.text("#walk h2")
    assert ", époque 2." in page.text("#about")
    assert page.text("#bar h1").startswith("</script><b>run</b> : ")
    assert (
        page.tab.evaluate("document.documentElement.dataset.drawn") == "ganspace:2:0:6"
    )
    assert page.problems == []


def test_both_languages_have_the_same_words():
    script = sliders.SCRIPT.read_text()
    words = re.findall(
        r"Object\.assign\(WORDS\.(?:en|fr), \{(.*?)\n\}\);", script, re.S
    )
    keys = [re.findall(r'"([\w-]+)": "', block) for block in words]
    assert len(keys) == 2 and keys[0] == keys[1] and len(keys[0]) > 15


@pytest.mark.parametrize("shape", [(28, 28, 1), (32, 32, 3)])
def test_the_page_stays_below_5_mb(shape, rng):
    """Even where neighbouring pixels have nothing in common."""

    noisy = types.SimpleNamespace(
        generator=types.SimpleNamespace(
            output=types.SimpleNamespace(shape=(None, *shape))
        ),
        draw=lambda n, seed: np.zeros((n, 4), "float32"),
        images=lambda z, labels=None: rng.integers(0, 256, (len(z), *shape), "uint8"),
        **{"law": "normal", "sigma": 1.0, "classes": 0, "dim": 4},
    )
    first = sefa(linear(planted()[0]), 4)
    eight = np.resize(first.vectors, (8, 4))
    both = [type(first)(name, eight, np.ones(8), "x") for name in ("ganspace", "sefa")]
    assert len(sliders.html(noisy, both, "t", 1).encode()) < 5e6
