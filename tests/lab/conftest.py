"""The engine and the live page in Chromium."""

import pytest

from ter_gan.lab import build
from tests.layer_viz.gallery.conftest import Page, browser

__all__ = ["Page", "browser"]

# Training in the page without its loop: a test that waits for pictures is slow.
TRAIN = """(steps) => {
  const { trainer } = TG.view;
  for (let i = 0; i < steps; i++) trainer.step();
  trainer.record();
  TG.render();
}"""
WEIGHTS = """() => {
  const { G, D } = TG.view.trainer.gan;
  return [...G.parameters, ...D.parameters];
}"""


@pytest.fixture(scope="module")
def engine(browser):
    """A blank tab that holds the engine and nothing else."""
    tab = browser.new_page()
    tab.add_script_tag(content="const TG = {};")
    for path in build.ENGINE:
        tab.add_script_tag(content=path.read_text(encoding="utf-8"))
    yield tab
    tab.close()


def set_control(tab, key, value):
    """Uses a control as a person would."""
    control = tab.locator(f"[data-key='{key}']").first
    kind = control.get_attribute("type")
    if kind == "checkbox":
        control.set_checked(value)
    elif kind == "range":
        control.fill(str(value))
    elif kind == "number":
        control.fill(value)
        control.press("Enter")
    else:
        control.select_option(value)


class Lab(Page):
    """The live page in a tab, and what a test asks of it."""

    def train(self, steps):
        self.tab.evaluate(TRAIN, steps)

    def weights(self):
        return self.tab.evaluate(WEIGHTS)

    def settings(self):
        """What the running GAN was told, not what the controls show."""
        return self.tab.evaluate("() => ({ ...TG.view.trainer.gan.settings })")

    @property
    def steps(self):
        return self.tab.evaluate("TG.view.trainer.steps")

    def ink(self, selector="#picture canvas"):
        """A number that changes with the picture."""
        return self.tab.evaluate(
            "(s) => document.querySelector(s).toDataURL()", selector
        )

    def hash(self):
        return self.tab.evaluate("location.hash")


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    """The live page as a file."""
    out = tmp_path_factory.mktemp("lab") / "lab.html"
    build.write(out)
    return out


@pytest.fixture(scope="module")
def context(browser):
    """Tabs that speak English, of a laptop's size."""
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    yield context
    context.close()


@pytest.fixture
def lab(context):
    """A tab for the live page, in which nothing may go wrong."""
    page = Lab(context.new_page())
    yield page
    page.tab.close()
    assert page.problems == []
