"""The gallery of text in a real browser: sentences, words, attention, drift."""

import numpy as np
import pytest

from layer_viz.gallery import build
from layer_viz.panels import About, Choices, Heatmaps, Panel, Strip, Strips
from layer_viz.store import Record, quantise
from tests.layer_viz.store.test_schema import check_record

EVIL = "<img src=x onerror=alert(1)>"
WORDS = ["the", EVIL, "cat"]


def panels(epoch):
    """The three forms; their values grow with the epoch."""
    strip = Strip("real", WORDS, [0.5 * (epoch + 1), -0.5, None], EVIL)
    choice = [("cat", 0.25, [("cat", 0.25), (EVIL, 0.125 * (epoch + 1))])]
    maps = np.tile(np.eye(3), (2, 2, 1, 1))
    names = [WORDS, WORDS[:2]]
    return {
        "strips": Strips([strip]),
        "choices": Choices([choice, choice]),
        "maps": Heatmaps(maps, ["head 1", EVIL], names, names, ("word", "looks at")),
    }


def text_record(path):
    """A record of a language model with one layer and two epochs."""
    about = [{"id": k, "title": k, "lead": EVIL, "unit": "nats"} for k in panels(0)]
    french = About("Où regarde-t-il ?", f"En français : {EVIL}", "part")
    english = About("maps", EVIL, "share")
    about[-1] = Panel("maps", {"en": english, "fr": french}, take=None).entry()
    layer = {
        **{"id": "G/g", "network": "G", "path": "g", "type": "GRU", "shape": [3, 2]},
        **{"parameters": 5, "layout": "maps", "tile": [1, 3], "units": [0, 1]},
        **{"of": 2, "same_as": None, "inputs": []},
    }
    probes = {"sha256": "0" * 64, "n": 2, "shape": [3], "sheets": {}}
    manifest = {
        **{"id": "text", "title": EVIL, "kind": "text", "facts": {}},
        "probes": probes | {"sentences": [EVIL, "the cat"]},
        "networks": [{"id": "G", "name": "generator", "parameters": 5}],
        "streams": [{"id": "G", "network": "G", "role": "generator", "source": "real"}],
        **{"target": "realness", "probability": True, "layers": [layer]},
        **{"methods": [], "panels": about, "words": WORDS},
    }
    record = Record.create(path, manifest)
    for epoch in (0, 1):
        folder = f"e{epoch:04d}"
        sheet = record.write_sheet(f"{folder}/G.png", quantise(np.ones((4, 1, 3))))
        content = {
            "epoch": epoch,
            "step": epoch,
            "scores": {},
            "sheets": {"G/g": sheet},
        }
        content["panels"] = {
            name: taken.entry(
                lambda tiles: record.write_sheet(f"{folder}/maps.png", tiles)  # noqa: B023
            )
            for name, taken in panels(epoch).items()
        }
        record.add_epoch(epoch, epoch, content, 0.1)
    places = [
        [[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]],
        [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]],
    ]
    table = {"places": places, "shares": [0.5, 0.25], "moved": [0.0, 1.5]}
    drift = {"epochs": [0, 1], "words": WORDS, "tables": {"G/g_embedding": table}}
    record.write_json("exam.json", {"epoch": 1, "drift": drift})
    record.manifest |= {"exam": "exam.json", "complete": True}
    record.save()
    return record


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    root = tmp_path_factory.mktemp("text")
    record = text_record(root / "layer_viz")
    check_record(Record.find(root))
    return build([record], root / "gallery")


def colours(page):
    return page.tab.eval_on_selector_all(
        ".words .word:not(.asked)", "all => all.map(x => x.style.backgroundColor)"
    )


def test_words_stand_on_colours_that_follow_the_slider(page, gallery):
    page.open(gallery, "e=0")
    assert page.tab.locator("#samples").is_hidden()
    assert page.text(".words").split() == " ".join(WORDS).split()
    first = colours(page)
    page.tab.keyboard.press("ArrowRight")
    page.drawn("a:1")
    assert colours(page)[0] == first[0]  # both are the end of their epoch's scale
    assert colours(page)[1] != first[1]  # -0.5 is half of it now
    page.open(gallery, "e=0&scale=fixed").drawn("a:0")
    page.tab.wait_for_function(
        "before => document.querySelector('.word').style.backgroundColor !== before",
        arg=first[0],
    )


def test_likely_words_maps_and_drift_are_drawn(page, gallery):
    page.open(gallery, "e=1&probe=1")
    assert page.tab.locator(".likely .right").inner_text().startswith("cat")
    assert "0.25" in page.text(".likely tbody") and EVIL in page.text(".likely")
    assert page.tab.locator(".map").count() == 2
    page.tab.locator(".map").nth(1).click()
    page.tab.wait_for_function("location.hash.includes('map=1')")
    assert page.text("[data-panel=maps] h4") == EVIL
    figure = page.tab.locator("figure.drift")
    figure.scroll_into_view_if_needed()
    assert "50 %" in figure.inner_text() and figure.locator("canvas").count() == 1
    assert page.problems == [] and page.tab.locator("main img").count() == 0


def test_panels_speak_the_language_of_the_page(page, gallery):
    page.open(gallery, "e=1")
    panel = "[data-panel=maps]"
    assert page.text(f"{panel} h3") == "maps"
    assert page.text(f"{panel} .legend .quiet") == "share"
    page.tab.select_option("[data-key=lang]", "fr")
    page.tab.wait_for_function("document.documentElement.lang === 'fr'")
    page.drawn("a:1")
    assert page.text(f"{panel} h3") == "Où regarde-t-il\xa0?"
    assert page.text(f"{panel} .lead") == f"En français\xa0: {EVIL}"
    assert page.text(f"{panel} .legend .quiet") == "part"
    shown = page.tab.locator(f"{panel} > .panel-body > canvas")
    assert shown.get_attribute("aria-label").startswith("Où regarde-t-il")
    assert page.text("[data-panel=strips] h3") == "strips"  # it has no French
    page.tab.select_option("[data-key=lang]", "en")
    page.tab.wait_for_function("document.documentElement.lang === 'en'")
    assert page.text(f"{panel} h3") == "maps"
    assert page.problems == [] and page.tab.locator("main img").count() == 0


def test_it_fits_a_telephone(page, gallery):
    page.tab.set_viewport_size({"width": 360, "height": 800})
    page.open(gallery)
    assert page.tab.evaluate("document.documentElement.scrollWidth") == 360
