"""The page of a film: what it shows, and how it is steered."""

import re

import numpy as np
import pytest

from ter_gan.callbacks.health import RULES, advice
from ter_gan.film import page as pages
from ter_gan.film.page import write, write_folder
from ter_gan.film.record import Film
from tests.film.films import (
    BOX,
    FACTS,
    HOSTILE,
    STEPS,
    WARNING,
    sloping,
)

# -- what is drawn and read out -------------------------------------------------------


@pytest.mark.parametrize("x, y", [(0.0, 0.0), (1.5, -1.0), (-1.9, 1.9)])
def test_pointing_reads_what_d_says(page, tmp_path, x, y):
    page.open(write(sloping(), tmp_path / "film.html"), "step=10")
    told = page.point(x, y)
    assert told["x"] == pytest.approx(x, abs=0.02)
    assert told["y"] == pytest.approx(y, abs=0.02)
    logit = told["x"] + 2 * told["y"] + 1
    assert told["logit"] == pytest.approx(logit, abs=12 / 254 / 2 + 1e-5)
    assert told["probability"] == pytest.approx(1 / (1 + np.exp(-told["logit"])))
    assert "D(x) =" in page.tab.inner_text(".plane-readout")
    page.tab.mouse.move(1, 1)
    assert page.tab.get_attribute(".plane-readout", "data-logit") is None


def test_shift_and_arrows_point_too(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"), "step=0")
    page.tab.focus(".plane-canvas")
    for key in ("Shift+ArrowRight", "Shift+ArrowUp", "Shift+ArrowUp"):
        page.tab.keyboard.press(key)
    data = page.tab.evaluate("({...document.querySelector('.plane-readout').dataset})")
    assert (float(data["x"]), float(data["y"])) == pytest.approx((0.1, 0.2))
    assert float(data["logit"]) == pytest.approx(0.5, abs=12 / 254 / 2)
    assert page.frame() == 0  # Shift and arrows do not move the film


def test_points_are_drawn_where_they_lie(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"), "heat=off&contour=&step=0")
    assert page.has_colour(1, 1, "--real")
    assert page.has_colour(-1, 0.5, "--fake")
    assert page.colour_at(0, 0) is None
    page.tab.uncheck("[data-layer=real]")
    assert page.colour_at(1, 1) is None
    page.tab.keyboard.press("ArrowRight")
    assert page.has_colour(-0.9, 0.5, "--fake")
    assert page.colour_at(-1, 0.5) is None


def test_the_heatmap_has_the_colours_of_its_scale(page, tmp_path):
    address = "contour=&real=&fake=&step=0&heat="
    page.open(write(sloping(), tmp_path / "film.html"), address + "probability")
    low, middle, high = (
        page.variable(f"--heat-{name}") for name in ("low", "middle", "high")
    )
    assert page.colour_at(0, 0) == pytest.approx(middle, abs=2)
    chance = 1 / (1 + np.exp(-1.5))
    expected = np.add(middle, (2 * chance - 1) * np.subtract(high, middle))
    assert page.colour_at(1.5, 0) == pytest.approx(expected, abs=3)
    page.tab.select_option("[data-key=heat]", "logit")
    page.tab.select_option("[data-key=scale]", "frame")
    # The largest distance from 0 is 6, so that ±10 have the full colours.
    expected = np.add(middle, 0.3 * np.subtract(low, middle))
    assert page.colour_at(-1, -1) == pytest.approx(expected, abs=3)
    assert "−10 looks generated" in page.tab.inner_text(".heat-bar")


def test_the_contour_lies_where_d_cannot_tell(page, tmp_path):
    film = write(sloping(), tmp_path / "film.html")
    page.open(film, "heat=off&real=&fake=&step=0")
    assert page.colour_at(1, -0.5)  # x + 2y = 0
    assert page.colour_at(1, 0.5) is None
    page.tab.keyboard.press("ArrowRight")
    assert page.colour_at(1, -0.5) is None
    assert page.colour_at(1, -1)
    segments = "TG.contour({n: 2, values: [1, -1, -1, 1]}, 0).length"
    assert page.tab.evaluate(segments) == 8  # a saddle has two lines
    assert page.tab.evaluate("TG.contour({n: 2, values: [1, 2, 2, 1]}, 0)") == []


def test_arrows_grid_and_tracks(page, tmp_path):
    film = write(sloping(), tmp_path / "film.html")
    page.open(film, "heat=off&real=&fake=&contour=&step=100")
    assert page.colour_at(-0.5, 0.5) is None
    page.tab.select_option("[data-key=arrows]", "descent")
    assert page.colour_at(-0.5, 0.5)  # to the right
    assert page.tab.locator(".arrow-key").count() == 1
    page.tab.select_option("[data-key=arrows]", "slope")
    assert page.colour_at(-0.5, 0.5) is None
    assert page.colour_at(-0.7, 0.3)  # down
    page.tab.select_option("[data-key=arrows]", "off")
    page.tab.check("[data-layer=tracks]")
    assert page.colour_at(-0.75, 0.5)
    page.tab.uncheck("[data-layer=tracks]")
    page.tab.check("[data-layer=manifold]")
    assert page.colour_at(0.5, 0.52)
    assert page.colour_at(1.5, 1.5) is None


def test_the_numbers_of_the_frame_are_shown(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"), "step=25")
    said = page.tab.get_attribute(".overview svg", "aria-label")
    for text in ("D(x), real 2.1", "loss of G 2.1", "slope that reaches G: 2.1"):
        assert text in said
    values = page.tab.locator(".curve figcaption b").all_inner_texts()
    assert set(values) == {"2.1"}
    line = "document.querySelector('.curve .line:not([x1])').getAttribute('d')"
    assert page.tab.evaluate(line).count("L") == len(STEPS) - 1
    top = "[...document.querySelectorAll('.curve')[2].querySelectorAll('text')][0]"
    before = page.tab.evaluate(f"{top}.textContent")
    page.tab.locator(".curve").nth(2).locator("input").check()
    assert page.tab.evaluate(f"{top}.textContent") != before
    assert page.tab.evaluate("TG.ticks(-2.1, 2.9, 5)") == [-2, -1, 0, 1, 2]
    assert page.tab.evaluate("[0.011, 2, 30].map(TG.nice)") == [0.02, 2, 50]


# -- steering -------------------------------------------------------------------------


def test_opens_without_errors_or_requests(page, tmp_path):
    path = write(sloping(), tmp_path / "film.html")
    page.open(path, "arrows=descent&tracks=1&manifold=1&help=1")
    page.tab.wait_for_timeout(100)
    assert page.problems == []
    assert [u for u in page.requests if not u.startswith("data:")] == [path.as_uri()]
    assert page.tab.inner_text("h1") == "known film"
    for text in ("--seed 7", "dense 32 relu", "D at equilibrium 1.39", "[-3, 3]²"):
        assert text in page.tab.content()


def test_slider_keys_buttons_and_charts_move_the_film(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"))
    assert page.frame() == 3
    moves = [("Home", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", 0)]
    for key, frame in [*moves, ("End", 3)]:
        page.tab.keyboard.press(key)
        assert page.frame() == frame
    page.tab.fill("#frame", "2")
    assert (page.frame(), page.tab.inner_text("#step")) == (2, str(STEPS[2]))
    page.tab.click("[data-key='Previous frame']")
    assert page.frame() == 1
    assert "step 10" in page.tab.get_attribute("#frame", "aria-valuetext")
    assert "1.1" in page.tab.get_attribute(".curve svg[role=img]", "aria-label")
    page.tab.click(".flag-button")
    assert page.frame() == 2
    chart = page.tab.locator(".curve svg[role=img]").first
    box = chart.bounding_box()
    chart.click(position={"x": box["width"] - 10, "y": box["height"] / 2})
    assert page.frame() == 3
    assert page.tab.inner_text("#announcer") == "step 100"


def test_playing_stops_and_begins_again(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"), "speed=20&step=0")
    page.tab.locator("body").press("Space")
    page.tab.wait_for_function("TG.view.frame === 2")
    page.tab.wait_for_function("TG.view.frame === 0")
    page.tab.locator("body").press("Space")
    stopped = page.frame()
    page.tab.wait_for_timeout(250)
    assert page.frame() == stopped
    assert page.tab.get_attribute("#play", "aria-label") == "Play"


def test_less_motion_means_no_film(page, tmp_path):
    page.tab.emulate_media(reduced_motion="reduce")
    page.open(write(sloping(), tmp_path / "film.html"), "step=0&speed=20")
    page.tab.click("#play")
    page.tab.wait_for_timeout(200)
    assert page.frame() == 0
    assert "less motion" in page.tab.inner_text("#announcer")


def test_warnings_are_flags_with_their_sentence(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"), "step=10")
    assert page.tab.inner_text("#latest") == ""
    assert WARNING in page.tab.get_attribute(".flag-button", "aria-label")
    page.tab.click("#warnings button")
    assert page.frame() == 2
    assert page.tab.inner_text("#latest") == f"⚠ step 25: {WARNING}"
    page.tab.keyboard.press("End")
    assert WARNING in page.tab.inner_text("#latest")  # it stays


def test_the_address_restores_the_page(page, tmp_path):
    path = write(sloping(), tmp_path / "film.html")
    page.open(path)
    page.tab.select_option("[data-key=lang]", "fr")
    page.tab.select_option("[data-key=heat]", "logit")
    page.tab.select_option("[data-key=arrows]", "slope")
    page.tab.select_option("[data-key=theme]", "dark")
    page.tab.check("[data-layer=manifold]")
    page.tab.uncheck("[data-layer=real]")
    page.tab.keyboard.press("ArrowLeft")
    page.tab.wait_for_function("location.hash.includes('step=25')")
    address, state = page.tab.url, page.tab.evaluate("JSON.stringify(TG.state)")
    page.tab.goto("about:blank")
    page.tab.goto(address)
    page.drawn()
    assert page.tab.evaluate("JSON.stringify(TG.state)") == state
    assert page.frame() == 2
    assert page.tab.inner_text("#picture h2") == "Le plan"
    assert page.tab.input_value("[data-key=heat]") == "logit"
    assert page.tab.input_value("[data-key=arrows]") == "slope"
    assert page.tab.is_checked("[data-layer=manifold]")
    assert not page.tab.is_checked("[data-layer=real]")
    assert page.tab.evaluate("document.documentElement.dataset.theme") == "dark"


def test_every_sentence_has_both_languages(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"))
    keys = page.tab.evaluate("[WORDS.en, WORDS.fr].map(w => Object.keys(w).sort())")
    rules = {f"{kind}-{rule.name}" for rule in RULES for kind in ("rule", "try")}
    assert set(keys[1]) - set(keys[0]) == rules | {"try"}
    assert set(keys[0]) <= set(keys[1])
    blanks = """Object.keys(WORDS.en).map(key => [WORDS.en, WORDS.fr]
        .map(words => (words[key].match(/\\{\\d\\}/g) || []).sort().join()))"""
    assert all(english == french for english, french in page.tab.evaluate(blanks))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_warning_is_said_in_french_with_its_numbers(page, tmp_path, rule):
    film, number = sloping(), re.compile(r"\d[\d.]*(?:e-\d+)?")
    said = rule.finding(0.0123)
    sentence = f"{said}; try: {advice(rule.remedies)}."
    film.health = [{"step": 25, "name": rule.name, "sentence": sentence}]
    path = write(film, tmp_path / "film.html")
    page.open(path, "step=25")
    assert page.tab.inner_text("#warnings li").endswith(sentence)
    page.open(path, "step=25&lang=fr")
    shown = page.tab.inner_text("#warnings li").removeprefix("pas 25")
    assert "essayez" in shown and "try" not in shown
    shown = shown.split("; essayez")[0].replace(",", ".").replace("−", "-")
    assert number.findall(shown) == number.findall(said)
    options = re.compile(r"--[\w-]+")
    wanted = set(options.findall(advice(rule.remedies)))
    assert set(options.findall(page.tab.inner_text("#warnings li"))) == wanted


def test_numbers_have_the_marks_of_the_language(page, tmp_path):
    numbers = "[TG.number(-0.25), TG.number(1.5e-7), TG.local('99.5%'), TG.number(3)]"
    film = write(sloping(), tmp_path / "film.html")
    page.open(film)
    assert page.tab.evaluate(numbers) == ["−0.25", "1.50e−7", "99.5%", "3"]
    page.open(film, "lang=fr")
    assert page.tab.evaluate(numbers) == ["−0,25", "1,50e−7", "99,5\u00a0%", "3"]


def test_the_colours_say_when_values_lie_beyond_them(page, tmp_path):
    page.open(write(sloping(), tmp_path / "film.html"), "heat=logit")
    bar = page.tab.inner_text(".heat-bar")
    assert "≤ −10 looks generated" in bar and "≥ 10 looks real" in bar
    page.tab.select_option("[data-key=scale]", "frame")
    bar = page.tab.inner_text(".heat-bar")
    assert "≤" not in bar and "≥" not in bar
    page.tab.select_option("[data-key=heat]", "probability")
    assert "≤" not in page.tab.inner_text(".heat-bar")


def test_names_of_reference_lines_hide_no_line(page, tmp_path):
    film = sloping()
    film.numbers["d_real"] = [0.1, 0.1, 0.55, 0.55]  # just above "cannot tell"
    film.numbers["d_fake"] = [0.1, 0.1, 0.2, 0.2]
    page.open(write(film, tmp_path / "film.html"))
    height = "e => Number(e.getAttribute('y'))"
    chart = page.tab.locator(".curve").nth(1)
    name = chart.locator(".reference-name").evaluate(height)
    line = chart.locator(".reference").evaluate("e => Number(e.getAttribute('y1'))")
    assert name > line + 8  # below its line, not where the other one runs


def test_a_critic_has_no_probability(page, tmp_path):
    facts = {"probability": False, "indifferent_logit": 0.5}
    page.open(write(sloping(facts), tmp_path / "film.html"))
    options = page.tab.locator("[data-key=heat] option")
    assert options.all_inner_texts() == ["off", "logit"]
    assert "logit = 0.5" in page.tab.inner_text(".plane-legend")
    assert "probability" not in page.point(0, 0)
    assert "score of real" in page.tab.inner_text("#numbers")


def test_a_film_may_lack_layers(page, tmp_path):
    film = Film(FACTS, BOX, np.zeros((4, 2)))
    film.append(1, {"generated": np.ones((4, 2))}, {"d_loss": 1.0})
    path = write(film, tmp_path / "film.html")
    page.open(path, "manifold=1&tracks=1&arrows=n&heat=logit&help=1&step=x")
    assert page.problems == []
    assert page.tab.locator("[data-key=heat], [data-key=arrows]").count() == 0
    assert page.tab.locator(".curve:visible").count() == 1
    assert set(page.point(0, 0)) == {"x", "y"}


def test_opens_inside_a_sandbox(page, tmp_path):
    outer = tmp_path / "notebook.html"
    outer.write_text('<iframe sandbox="allow-scripts" width=640 height=700></iframe>')
    page.tab.goto(outer.as_uri())
    page.tab.evaluate(
        "text => document.querySelector('iframe').srcdoc = text", pages.html(sloping())
    )
    frame = page.tab.frame_locator("iframe")
    frame.locator("html[data-drawn='film:3']").wait_for(state="attached")
    frame.locator("#bar button").first.click()
    frame.locator("html[data-drawn='film:2']").wait_for(state="attached")
    page.tab.wait_for_timeout(500)  # the address follows after a while
    assert page.problems == []


# -- many films -----------------------------------------------------------------------


def test_a_folder_shows_the_film_of_its_address(page, tmp_path):
    films = {"a-1": sloping({"title": "first"}), "b.2": sloping({"title": "second"})}
    path = write_folder(tmp_path / "films", films)
    names = sorted(each.name for each in path.parent.iterdir())
    assert names == ["a-1.js", "b.2.js", "film.html"]
    page.open(path, "film=a-1&step=10")
    assert page.tab.inner_text("h1") == "first"
    page.tab.evaluate("location.hash = '#film=b.2&step=25'")
    page.tab.wait_for_function("document.querySelector('h1').textContent === 'second'")
    assert page.frame() == 2
    assert page.problems == []


@pytest.mark.parametrize(
    "key, said",
    [("", "#film=NAME"), ("none", "none.js is missing"), ("../a", "not the name")],
)
def test_a_film_that_is_not_there_is_named(page, tmp_path, key, said):
    path = write_folder(tmp_path, {"a": sloping()})
    page.open(path, f"film={key}")
    assert said in page.tab.inner_text("[role=alert]")
    page.tab.evaluate("location.hash = '#film=a'")
    page.tab.wait_for_function("document.documentElement.dataset.drawn === 'a:3'")
    assert page.tab.locator("[role=alert]").count() == 0


def test_a_damaged_film_is_named(page, tmp_path):
    path = write_folder(tmp_path, {})
    (tmp_path / "bad.js").write_text("TG.film('other', 1")
    page.open(path, "film=bad")
    assert "bad.js is damaged" in page.tab.inner_text("[role=alert]")


def test_hostile_strings_stay_text(page, tmp_path):
    facts = dict.fromkeys(["title", "dataset", "loss", "command"], HOSTILE)
    facts["networks"] = {"G": [HOSTILE] * 3, "D": [HOSTILE] * 3}
    facts["manifold"] = {"kind": HOSTILE, "text": HOSTILE}
    film = sloping(facts)
    film.health = [{"step": 100, "name": HOSTILE, "sentence": HOSTILE}]
    page.open(write(film, tmp_path / "film.html"), "help=1&manifold=1")
    assert page.tab.inner_text("h1") == HOSTILE
    assert page.tab.evaluate("document.querySelectorAll('img').length") == 0
    assert page.tab.evaluate("window.hacked") is None
    assert page.problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_axe(page, tmp_path, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.tab.emulate_media(color_scheme=theme)
    path = write(sloping(), tmp_path / "film.html")
    page.open(path, "help=1&step=25&arrows=slope&manifold=1")
    found = axe.Axe().run(page.tab).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in serious] == []


@pytest.mark.parametrize("width", [360, 640, 1280, 1920])
def test_no_sideways_scrolling(page, tmp_path, width):
    page.tab.set_viewport_size({"width": width, "height": 800})
    page.open(write(sloping(), tmp_path / "film.html"), "lang=fr&help=1&arrows=slope")
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
    assert page.tab.locator(".plane-canvas").bounding_box()["width"] >= 280
