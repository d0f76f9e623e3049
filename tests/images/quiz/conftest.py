"""A quiz whose real images are bright, and a browser that plays it."""

import numpy as np
import pytest

from ter_gan.images import quiz
from tests.layer_viz.gallery.conftest import Page, browser

__all__ = ["browser"]

ROUNDS = 6
TITLE = "</script><img src=x onerror=window.hacked=1>"
KEYS = {"real": "r", "generated": "f"}


def images(n=8, channels=1):
    """(real, generated): bright images and dark ones, no two of them equal."""
    rng = np.random.default_rng(0)
    shape = (n, 12, 12, channels)
    real = rng.integers(200, 256, shape, dtype="uint8")
    return real, rng.integers(0, 50, shape, dtype="uint8")


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    """The page of a quiz of six rounds."""
    folder = tmp_path_factory.mktemp("quiz")
    return quiz.write(folder, *images(), seed=3, title=TITLE, rounds=ROUNDS)


class Quiz(Page):
    """The page of a quiz, and what a test asks of it."""

    def start(self, path, state=""):
        self.open(path, state)
        self.tab.click("#start")
        return self.drawn(0)

    def truth(self):
        """The kind of the image that is shown, from its pixels."""
        bright = self.tab.evaluate(
            """async () => {
              const image = document.getElementById("stimulus");
              await image.decode();
              const canvas = document.createElement("canvas");
              const context = canvas.getContext("2d");
              context.drawImage(image, 0, 0);
              return context.getImageData(3, 3, 1, 1).data[0];
            }"""
        )
        return "real" if bright > 128 else "generated"

    def play(self, strategy, use=None):
        """Answers all rounds; returns the kinds of the images in their order."""
        use = use or (lambda kind: self.tab.keyboard.press(KEYS[kind]))
        truths = []
        for i in range(ROUNDS):
            truths.append(self.truth())
            use(strategy(truths[-1]))
            self.drawn(i + 1 if i + 1 < ROUNDS else "score")
        return truths

    def download(self, path):
        """Takes the answers as a file."""
        with self.tab.expect_download() as found:
            self.tab.click("#download")
        found.value.save_as(path)
        return path


@pytest.fixture(scope="module")
def context(browser):
    """Tabs that speak English, of a laptop's size."""
    view = {"width": 1280, "height": 900}
    context = browser.new_context(locale="en-GB", viewport=view)
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A tab for a quiz, in which nothing may go wrong."""
    page = Quiz(context.new_page())
    yield page
    page.tab.close()
    assert page.problems == []
