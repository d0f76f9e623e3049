"""The gallery of tables in a real browser: rows on their evidence, shares of values."""

import pytest

from layer_viz.gallery import build
from layer_viz.panels import About, Panel, Share, Shares, Strip, Strips
from layer_viz.store import Record, quantise
from tests.layer_viz.store.test_schema import check_record

EVIL = "<img src=x onerror=alert(1)>"
NAMES = ["age", EVIL, *(f"a_long_name_of_a_column_{i}" for i in range(10))]

LEAD = "Drawn are the 24 of 100 columns."
ABOUT = {  # the second panel is of a record from before panels spoke French
    "evidence-d": {
        "en": About("Why?", LEAD, "logit"),
        "fr": About("Pourquoi « faux » ?", "24 colonnes sur 100.", "logit de D"),
    },
    "marginals": {"en": About("Each column", LEAD, "share")},
}


def evidence(epoch):
    """Two real and two generated rows; what the second column adds grows."""
    values = [1.0, -0.25 * (epoch + 1), *[0.0] * 9, None]
    said = ["41", EVIL, *["missing"] * 10]
    roles = ["real", "real", "fake", "fake"]
    return Strips([Strip(role, said, values, "logit 0.5") for role in roles], NAMES)


def shares(epoch):
    names = [EVIL, "others"]
    return Shares(
        [
            Share("sex", [0.75, 0.25], [0.25 * (epoch + 1), 0.5], names=names),
            Share("age", [0.1, 0.9], [0.5, 0.5], ends=["18", "90"], note=EVIL),
        ]
    )


def table_record(path):
    """A record of a GAN of rows with one layer and two epochs."""
    takes = {"evidence-d": evidence, "marginals": shares}
    layer = {
        **{"id": "D/d", "network": "D", "path": "d", "type": "Dense", "shape": [2]},
        **{"parameters": 5, "layout": "vector", "tile": [1, 2], "units": [0, 1]},
        **{"of": 2, "same_as": None, "inputs": []},
    }
    streams = [
        {"id": f"D.{role}", "network": "D", "role": role, "source": role}
        for role in ("real", "fake")
    ]
    manifest = {
        **{"id": "table", "title": EVIL, "kind": "tables", "facts": {}},
        "probes": {"sha256": "0" * 64, "n": 2, "shape": [3], "sheets": {}},
        "networks": [{"id": "D", "name": "discriminator", "parameters": 5}],
        "streams": streams,
        **{"target": "realness", "probability": True, "layers": [layer]},
        "methods": [],
        "panels": [
            Panel(name, ABOUT[name], take).entry() for name, take in takes.items()
        ],
    }
    record = Record.create(path, manifest)
    for epoch in (0, 1):
        sheet = record.write_sheet(f"e{epoch:04d}/D.png", quantise([[[1, -1]]] * 2))
        content = {"epoch": epoch, "step": epoch, "scores": {}}
        content["sheets"] = {f"{each['id']}/d": sheet for each in streams}
        content["panels"] = {k: take(epoch).entry(None) for k, take in takes.items()}
        record.add_epoch(epoch, epoch, content, 0.1)
    record.manifest["complete"] = True
    record.save()
    return record


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    root = tmp_path_factory.mktemp("tables")
    record = table_record(root / "layer_viz")
    check_record(Record.find(root))
    return build([record], root / "gallery")


def cell(page, row, column):
    """The text and the colour of a value."""
    found = page.tab.locator(f".cells tbody tr:nth-child({row}) td").nth(column)
    return found.inner_text().split(), found.evaluate("x => x.style.backgroundColor")


def test_rows_stand_on_colours_that_follow_the_slider(page, gallery):
    page.open(gallery, "e=0&probe=1")
    assert page.tab.locator("#samples").is_hidden()
    assert page.text("#panels h2") == "Rows, and what the networks make of them"
    assert page.text(".cells tbody tr:nth-child(2) th") == EVIL
    text, first = cell(page, 2, 0)
    assert text == [*EVIL.split(), "−0.3"]
    assert cell(page, 12, 0) == (["missing", "–"], "")
    chosen = page.tab.locator(".cells thead .chosen").all_inner_texts()
    assert [each.split()[:2] for each in chosen] == [["real", "1"], ["fake", "1"]]
    page.tab.keyboard.press("ArrowRight")
    page.drawn("a:1")
    text, second = cell(page, 2, 0)
    assert text[-1] == "−0.5" and second != first


def test_shares_of_generated_values_lie_over_real_ones(page, gallery):
    page.open(gallery, "e=1")
    figures = page.tab.locator(".shares figure")
    assert figures.count() == 2
    line = figures.nth(0).locator(".line").nth(0).get_attribute("style")
    bar = figures.nth(0).locator(".bar").nth(0).get_attribute("style")
    assert (bar, line) == ("width:75%", "width:50%")
    assert "90" in figures.nth(1).inner_text() and EVIL in figures.nth(1).inner_text()
    assert page.problems == [] and page.tab.locator("main img").count() == 0


def test_a_french_page_shows_the_french_of_a_panel_where_it_has_some(page, gallery):
    page.open(gallery, "e=1&lang=fr")
    panel = "[data-panel=evidence-d]"
    assert page.text(f"{panel} h3") == "Pourquoi «\xa0faux\xa0»\xa0?"
    assert page.text(f"{panel} .lead") == "24 colonnes sur 100."
    assert page.text(f"{panel} .legend .quiet") == "logit de D"
    region = page.tab.locator(f"{panel} .scroll").get_attribute("aria-label")
    assert region == page.text(f"{panel} h3")
    assert cell(page, 1, 0)[0] == ["41", "+1.0"]
    assert page.text("[data-panel=marginals] h3") == "Each column"
    assert page.text("[data-panel=marginals] .lead") == LEAD
    assert page.problems == []


def test_it_fits_a_telephone(page, gallery):
    page.tab.set_viewport_size({"width": 360, "height": 800})
    page.open(gallery)
    assert page.tab.evaluate("document.documentElement.scrollWidth") == 360
    name = page.tab.locator(".cells tbody th").nth(4)
    page.tab.locator(".scroll.all").evaluate("x => x.scrollTo(200, 0)")
    assert 0 <= name.bounding_box()["x"] < 60  # names stay while rows scroll
