"""The sweeps page in a real browser, narrow and wide."""

import pytest

from experiments.engine import build

DRAWN = "Boolean(document.documentElement.dataset.drawn)"
SAND = "light=3,soil=sand"


class Page:
    """A tab that is drawn, and what went wrong in it."""

    def __init__(self, tab):
        self.tab, self.problems, self.requests = tab, [], []
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.on("console", lambda message: self.problems.append(message.text))
        tab.on("request", lambda request: self.requests.append(request.url))

    def open(self, folder, state=""):
        self.tab.goto(f"{(folder / 'index.html').as_uri()}#{state}")
        self.tab.wait_for_function(DRAWN)
        return self

    def cell(self, key=SAND):
        return self.tab.locator(f'[data-cell="{key}"]')

    def hash(self):
        return self.tab.evaluate("decodeURIComponent(location.hash)")


@pytest.fixture
def page(browser):
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    found = Page(context.new_page())
    yield found
    context.close()
    assert not found.problems
    assert all(url.startswith(("file:", "data:")) for url in found.requests)


def test_claims_stand_with_verdict_and_picture(page, finished_run):
    page.open(finished_run)
    assert page.tab.title() == "Do plants need light?"
    badges = page.tab.locator(".badge").all_inner_texts()
    assert badges == ["supported", "not supported", "supported"]
    page.tab.locator("#claims img").last.scroll_into_view_if_needed()
    shown = "[...document.images].every((i) => i.complete && i.naturalWidth === 480)"
    page.tab.wait_for_function(shown)


def test_the_heatmap_has_the_means_and_says_the_spread(page, finished_run, results):
    page.open(finished_run)
    assert page.tab.locator(".square").count() == 6
    heights = [
        trial["outcomes"]["height"]
        for trial in results["trials"]
        if trial["key"].startswith(SAND)
    ]
    mean = sum(heights) / len(heights)
    assert float(page.cell().inner_text()) == pytest.approx(mean, rel=0.01)
    page.cell().hover()
    said = page.tab.inner_text(".readout")
    assert said.startswith("light = 3, soil = sand: mean ")
    assert said.endswith("3 seeds")
    page.cell("light=0,soil=sand").focus()
    assert "light = 0" in page.tab.inner_text(".readout")
    colours = "(e) => getComputedStyle(e).backgroundColor"
    assert page.cell().evaluate(colours) != page.cell("light=0,soil=sand").evaluate(
        colours
    )


def test_what_diverged_counts_with_its_worst_value(page, finished_run):
    page.open(finished_run, "outcome=fell")
    assert page.cell("light=0,soil=sand").inner_text() == "1"
    assert page.cell().inner_text() == "0"
    page.cell("light=0,soil=sand").hover()
    assert page.tab.inner_text(".readout").endswith("3 without a value")
    assert "better" in page.tab.inner_text(".colour-bar span:nth-child(2)")


def test_a_cell_opens_its_seeds_and_a_seed_its_film(page, finished_run):
    page.open(finished_run)
    page.cell().focus()
    page.tab.keyboard.press("Enter")
    assert page.tab.locator("#cell tbody tr").count() == 3
    assert page.cell().get_attribute("aria-pressed") == "true"
    assert page.tab.locator("#cell .chart").count() == 1
    keys = page.tab.locator("#cell .keys span")
    assert keys.all_inner_texts() == ["seed 0", "seed 1", "seed 2"]
    kinds = "(lines) => lines.map((line) => line.getAttribute('class'))"
    drawn = page.tab.locator("#cell .chart .line").evaluate_all(kinds)
    assert drawn == page.tab.locator("#cell .keys .line").evaluate_all(kinds)
    assert len(set(drawn)) == 3
    page.tab.click(f'[data-trial="{SAND},seed=0"]')
    frame = page.tab.frame_locator("iframe")
    assert frame.locator("p").inner_text() == "a film"
    source = page.tab.get_attribute("iframe", "src")
    assert source.startswith("films/film.html#film=light%3D3")
    page.tab.click(f'[data-trial="{SAND},seed=1"]')
    assert page.tab.locator("iframe").count() == 0
    command = f"python -m experiments.run plants --film {SAND},seed=1"
    assert page.tab.inner_text("#film pre") == command


def test_the_film_goes_on_while_another_cell_is_read(page, finished_run):
    page.open(finished_run, f"cell={SAND}&trial={SAND},seed=0")
    page.tab.evaluate("document.querySelector('iframe').mark = 1")
    page.tab.select_option('[data-key="outcome"]', "fell")
    assert page.tab.evaluate("document.querySelector('iframe').mark") == 1


def test_a_claim_leads_to_its_film(page, finished_run):
    page.open(finished_run)
    page.tab.click('[data-key="film X1"]')
    assert f"trial={SAND},seed=0" in page.hash()
    assert page.tab.locator("iframe").count() == 1


def test_the_address_keeps_the_state(page, finished_run):
    page.open(finished_run)
    page.tab.select_option('[data-key="outcome"]', "fell")
    page.tab.select_option('[data-key="x"]', "soil")
    page.cell().click()
    address = page.hash()
    assert f"outcome=fell&x=soil&cell={SAND}" in address
    other = page.tab.context.new_page()
    other.goto(page.tab.url)
    other.wait_for_function(DRAWN)
    assert other.input_value('[data-key="x"]') == "soil"
    assert other.locator("#cell tbody tr").count() == 3
    page.tab.go_back()
    page.tab.wait_for_function("document.getElementById('cell').hidden")
    assert page.tab.input_value('[data-key="outcome"]') == "fell"


def test_cells_one_by_one_are_dots(page, finished_run):
    page.open(finished_run, "x=one")
    assert page.tab.locator(".column").count() == 6
    assert page.tab.locator(".column circle").count() == 18
    page.cell().focus()
    assert "mean" in page.tab.inner_text(".readout")
    page.tab.keyboard.press("Enter")
    assert page.tab.locator("#cell tbody tr").count() == 3


def test_more_settings_make_small_multiples(page, results, tmp_path):
    cells = [
        {"light": light, "soil": soil, "pot": pot}
        for light in (0, 3)
        for soil in ("sand", "clay")
        for pot in (1, 2)
    ]
    keys = [",".join(f"{k}={c[k]}" for k in sorted(c)) for c in cells]
    definition = results["definition"] | {
        "cells": cells,
        "keys": keys,
        "varied": {"light": [0, 3], "soil": ["sand", "clay"], "pot": [1, 2]},
    }
    trials = [results["trials"][-1] | {"key": f"{key},seed=0"} for key in keys]
    found = results | {"definition": definition, "trials": trials, "claims": []}
    build.write(tmp_path, found)
    page.open(tmp_path)
    captions = page.tab.locator(".heatmap caption").all_inner_texts()
    assert captions == ["pot = 1", "pot = 2"]
    page.tab.select_option('[data-key="y"]', "pot")
    captions = page.tab.locator(".heatmap caption").all_inner_texts()
    assert captions == ["soil = sand", "soil = clay"]


def test_hostile_names_stay_text(page, results, tmp_path):
    hostile = "</script><img src=x onerror=alert(1)>"
    build.write(tmp_path, results | {"question": hostile, "claims": []})
    page.open(tmp_path)
    assert page.tab.inner_text("h1") == hostile
    assert page.tab.locator("img").count() == 0


def test_ticks_are_round_numbers_on_their_scale(page, finished_run):
    page.open(finished_run)
    ticks = "([v, log]) => TG.ticks(TG.scale(v, log)).map((tick) => TG.number(tick))"
    for values, log, wanted in [
        ([0.017, 5.19], False, ["1", "2", "3", "4", "5"]),
        ([0.011, 4.8], True, ["0.03", "0.1", "0.3", "1", "3"]),
        ([3, 700000], True, ["10", "100", "1000", "10000", "100000"]),
        ([-0.4, 0.1], False, ["−0.4", "−0.3", "−0.2", "−0.1", "0", "0.1"]),
        ([2, 2], False, ["2"]),
    ]:
        assert page.tab.evaluate(ticks, [values, log]) == wanted


def test_a_film_has_the_language_and_the_colours_of_the_page(page, finished_run):
    page.open(finished_run, f"cell={SAND}&trial={SAND},seed=0&lang=fr&theme=dark")
    source = page.tab.get_attribute("iframe", "src")
    assert source.endswith("&lang=fr&theme=dark")
    assert page.tab.get_attribute("#film a", "href") == source
    assert "moyenne" in page.cell().get_attribute("aria-label")
    assert "," in page.cell().inner_text()  # a decimal comma


def test_french_and_dark(page, finished_run):
    page.open(finished_run)
    light = page.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    page.tab.select_option('[data-key="language"]', "fr")
    page.tab.select_option('[data-key="theme"]', "dark")
    assert page.tab.inner_text("#claims h2") == "Affirmations"
    assert page.tab.get_attribute("html", "lang") == "fr"
    dark = page.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark


def test_both_languages_have_the_same_sentences(page, finished_run):
    page.open(finished_run)
    keys = page.tab.evaluate("[WORDS.en, WORDS.fr].map((w) => Object.keys(w).sort())")
    assert keys[0] == keys[1]


@pytest.mark.parametrize("state", ["", "x=one", f"cell={SAND}&trial={SAND},seed=1"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_nothing_scrolls_sideways(page, finished_run, width, state):
    page.tab.set_viewport_size({"width": width, "height": 800})
    page.open(finished_run, state)
    assert page.tab.evaluate("document.documentElement.scrollWidth") == width
