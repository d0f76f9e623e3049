"""One Chromium for a module, and a tab that shows the page of a film."""

import pytest

from tests.layer_viz.gallery import conftest as gallery

browser = gallery.browser

COLOUR = """([x, y]) => {
  const { canvas, pixel } = TG.drawings.plane;
  const scale = canvas.width / canvas.clientWidth;
  const [px, py] = pixel(x, y).map((place) => Math.floor(place * scale));
  return Array.from(canvas.getContext("2d").getImageData(px, py, 1, 1).data);
}"""
VARIABLE = """name => {
  const hex = TG.colour(name);
  return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
}"""


class Page(gallery.Page):
    """The page of a film that is drawn."""

    def frame(self):
        """Number of the frame that is shown."""
        return self.tab.evaluate("TG.view.frame")

    def point(self, x, y):
        """What the page reads out when the mouse is at a place of the plane."""
        place = self.tab.evaluate("([x, y]) => TG.drawings.plane.pixel(x, y)", [x, y])
        self.tab.hover(".plane-canvas", position=dict(zip("xy", place)))
        data = self.tab.evaluate(
            "({...document.querySelector('.plane-readout').dataset})"
        )
        return {name: float(value) for name, value in data.items()}

    def colour_at(self, x, y):
        """Red, green and blue of the canvas at a place; `None` where it is empty."""
        *colour, opacity = self.tab.evaluate(COLOUR, [x, y])
        return colour if opacity else None

    def has_colour(self, x, y, name):
        """Whether the canvas has a colour of the page's style at a place."""
        found = self.colour_at(x, y)
        return found is not None and found == pytest.approx(self.variable(name), abs=4)

    def variable(self, name):
        """A colour of the page's style, as red, green, blue."""
        return self.tab.evaluate(VARIABLE, name)


@pytest.fixture
def page(browser):
    """`Page` in a tab of its own."""
    view = {"width": 1280, "height": 900}
    context = browser.new_context(locale="en-GB", viewport=view)
    yield Page(context.new_page())
    context.close()
