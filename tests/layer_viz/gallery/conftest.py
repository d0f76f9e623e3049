"""One Chromium for a module, records with known values, and the galleries of them."""

import pytest

from benchmarks.chromium import FLAGS, NAMES, executable
from layer_viz.gallery import build, single_file
from layer_viz.store import Record
from tests.layer_viz.gallery.planes import points
from tests.layer_viz.gallery.records import HOSTILE, Synthetic

DRAWN = "document.documentElement.dataset.drawn"


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium, or a skip that says what is missing."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = executable()
    if not found:
        pytest.skip(f"needs a browser: none of {', '.join(NAMES)} is installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


# Where on a canvas of tiles a pixel of a unit's tile is.
PLACE = """([unit, row, y, x, canvas]) => {
  const { plan } = document.querySelector(canvas), { cell, tall, margin, block } = plan;
  const i = plan.order.indexOf(unit), { w, h } = plan.rows[row];
  const left = margin + (i % plan.perLine) * (cell + 2);
  const top = Math.floor(i / plan.perLine) * block + row * (tall + 2);
  return { x: left + (x + 0.5) * cell / w, y: top + (y + 0.5) * tall / h };
}"""


class Page:
    """A page of the gallery that is drawn, and what went wrong in it.

    Args:
        tab: Playwright page.
    """

    def __init__(self, tab):
        self.tab, self.problems, self.requests = tab, [], []
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.on("console", self._said)
        tab.on("request", lambda request: self.requests.append(request.url))

    def _said(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def open(self, path, state=""):
        self.tab.goto(f"{path.as_uri()}#{state}")
        return self.drawn()

    def drawn(self, where=None):
        """Waits until the page, or epoch `where`, is drawn."""
        wanted = "Boolean(" + DRAWN + ")" if where is None else f"{DRAWN} == '{where}'"
        self.tab.wait_for_function(wanted, timeout=8000)
        return self

    def text(self, selector):
        return self.tab.inner_text(selector)

    def hover(self, unit, row, y=0, x=0, canvas="canvas.grid"):
        """The value that the page reads out at a pixel of a tile of the grid."""
        self.tab.locator(canvas).scroll_into_view_if_needed()
        self.tab.wait_for_function(f"document.querySelector('{canvas}').plan")
        place = self.tab.evaluate(PLACE, [unit, row, y, x, canvas])
        self.tab.hover(canvas, position=place)
        return float(self.tab.get_attribute("#layer output", "data-value"))


@pytest.fixture
def page(browser):
    """`Page` in a tab of its own."""
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    yield Page(context.new_page())
    context.close()


@pytest.fixture(scope="session")
def galleries(tmp_path_factory):
    """dict of galleries' `index.html`, and the records they were built from."""
    root = tmp_path_factory.mktemp("galleries")
    records = {
        "run": Synthetic(root / "run/layer_viz").record,
        "other": Synthetic(root / "other/layer_viz", seed=1, exam=False).record,
        "hostile": Synthetic(root / "hostile/layer_viz", hostile=True).record,
        "model": Synthetic(root / "model/layer_viz", model=True).record,
        "points": points(root / "points/layer_viz"),
    }
    records = {name: Record.find(record.path) for name, record in records.items()}
    found = {
        name: build([record], root / name / "gallery")
        for name, record in records.items()
    }
    found["both"] = build([records["run"], records["other"]], root / "both")
    found["single"] = single_file([records["hostile"]], root / "single.html")
    return {"records": records, "hostile text": HOSTILE} | found
