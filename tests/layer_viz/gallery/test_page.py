"""The page in a real browser: what it shows, and how it is steered."""

import shutil

import pytest

CURRENT = "document.documentElement.dataset.drawn"


def records(galleries, name="run"):
    return galleries["records"][name]


def stored(galleries, epoch, stream, layer, probe, unit, y, x):
    """The value of a record, by Python."""
    record = records(galleries)
    row = next(r for r in record.manifest["layers"] if r["path"] == layer)
    values = record.values(record.epoch(epoch)["sheets"][f"{stream}/{layer}"])
    return float(values[probe * len(row["units"]) + unit, y, x])


@pytest.mark.parametrize("name", ["run", "both", "model", "points", "hostile"])
def test_opens_from_a_file_without_errors_or_other_files(page, galleries, name):
    page.open(galleries[name]).tab.wait_for_timeout(100)
    assert page.problems == []
    root = galleries[name].parent.as_uri()
    assert all(url.startswith((root, "data:", "blob:")) for url in page.requests)
    assert page.tab.evaluate("document.querySelectorAll('*').length") < 2500


def test_opens_inside_a_sandbox(page, galleries, tmp_path):
    outer = tmp_path / "notebook.html"
    outer.write_text('<iframe sandbox="allow-scripts" width=900 height=700></iframe>')
    page.tab.goto(outer.as_uri())
    text = galleries["single"].read_text(encoding="utf-8")
    page.tab.evaluate("text => document.querySelector('iframe').srcdoc = text", text)
    frame = page.tab.frame_locator("iframe")
    frame.locator("html[data-drawn='a:5']").wait_for(state="attached")
    frame.locator("#bar button").nth(0).click()
    frame.locator("html[data-drawn='a:2']").wait_for(state="attached")
    page.tab.wait_for_timeout(500)  # the address follows after a while
    assert page.problems == []


@pytest.mark.parametrize("layer, signed", [("d_conv", True), ("d_relu", False)])
@pytest.mark.parametrize("probe, unit, y, x", [(0, 0, 0, 0), (2, 5, 7, 3)])
def test_values_are_read_back_exactly(
    page, galleries, layer, signed, probe, unit, y, x
):
    page.open(galleries["run"], f"layer=D/{layer}&probe={probe}&e=2")
    for row, stream in enumerate(("D.real", "D.fake")):
        wanted = stored(galleries, 2, stream, layer, probe, unit, y, x)
        assert page.hover(unit, row, y, x) == pytest.approx(wanted, rel=1e-6)
    assert (wanted < 0) == (signed and unit % 2 == 1)
    said = page.text("#layer output")
    assert f"unit {unit}" in said and f"row {y}, column {x}" in said and "mean" in said


def test_values_of_a_vector_are_read_back(page, galleries):
    page.open(galleries["run"], "layer=G/g_dense&probe=1&e=5")
    record = records(galleries)
    values = record.values(record.epoch(5)["sheets"]["G/g_dense"])
    height, width = values.shape[1:]
    for unit in (0, 13, 23):
        wanted = float(values[1, unit // width, unit % width])
        assert page.hover(unit, 0) == pytest.approx(wanted, rel=1e-6)


def test_the_keyboard_reads_the_same_values(page, galleries):
    page.open(galleries["run"], "layer=D/d_conv&e=1")
    pointed = page.hover(2, 1, 1, 3)
    page.tab.mouse.move(5, 5)
    page.tab.focus("canvas.grid")
    for key in ["ArrowLeft"] * 5 + ["ArrowRight"] * 2:
        page.tab.keyboard.press(key)
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_selector("#drawer:not([hidden])")
    assert float(page.tab.get_attribute("#layer output", "data-value")) == pointed
    assert "Unit 2 of d_conv" in page.text("#drawer h2")
    page.tab.keyboard.press("Escape")
    page.tab.wait_for_selector("#drawer", state="hidden")


def test_a_difference_is_exact(page, galleries):
    page.open(galleries["run"], "layer=D/d_conv&e=5&cmp=a:1")
    first, second = (
        stored(galleries, e, "D.real", "d_conv", 0, 3, 2, 2) for e in (5, 1)
    )
    assert page.hover(3, 2, 2, 2) == pytest.approx(first - second, rel=1e-6)
    assert page.hover(3, 1, 2, 2) == pytest.approx(second, rel=1e-6)
    assert abs(first - second) > 0.1
    assert "A − B" in page.text("#layer output") or "real B" in page.text(
        "#layer output"
    )


def test_slider_and_keys_move_the_epoch(page, galleries):
    page.open(galleries["run"], "e=0")
    page.tab.keyboard.press("ArrowRight")
    page.drawn("a:1")
    page.tab.keyboard.press("End")
    page.drawn("a:5")
    page.tab.fill("#epoch", "2")
    page.drawn("a:2")
    assert page.text("#epoch-number") == "2"
    assert page.tab.get_attribute("#epoch", "aria-valuetext") == "epoch 2"
    page.tab.wait_for_function("location.hash.includes('e=2')")
    assert "epoch 2" in page.text("#announcer")


def test_playing(page, galleries):
    page.open(galleries["run"], "e=0")
    page.tab.select_option("[data-key=speed]", "5")
    page.tab.locator("body").press("Space")
    page.drawn("a:2")
    page.tab.locator("body").press("Space")
    page.tab.wait_for_timeout(300)
    stopped = page.tab.evaluate(CURRENT)
    page.tab.wait_for_timeout(400)
    assert page.tab.evaluate(CURRENT) == stopped


def test_less_motion_means_no_film(page, galleries):
    page.tab.emulate_media(reduced_motion="reduce")
    page.open(galleries["run"], "e=0")
    page.tab.click("#play")
    page.tab.wait_for_timeout(600)
    assert page.tab.evaluate(CURRENT) == "a:0"
    assert "less motion" in page.text("#announcer")


def test_the_address_restores_the_page_and_back_goes_back(page, galleries):
    page.open(galleries["run"], "e=0")
    page.tab.select_option("[data-key=pick]", "D/d_relu")
    page.tab.select_option("[data-key=sort]", "difference")
    page.tab.click("[data-key='falseD.fake2']")
    page.tab.click("input[value='guided-backprop']")
    page.tab.wait_for_function("location.hash.includes('why=guided')")
    address, state = page.tab.url, "JSON.stringify(TG.state)"
    wanted, heading = page.tab.evaluate(state), page.text("#layer h2")
    page.tab.goto("about:blank")
    page.tab.goto(address)
    page.drawn()
    assert page.tab.evaluate(state) == wanted
    assert page.text("#layer h2") == heading == "Layer d_relu"
    assert page.tab.get_attribute("[data-key='falseD.fake2']", "aria-pressed") == "true"
    page.tab.select_option("[data-key=pick]", "D/d_conv")
    page.tab.wait_for_function("location.hash.includes('layer=D/d_conv')")
    page.tab.go_back()
    page.tab.wait_for_function("TG.state.layer === 'D/d_relu'")


def test_sorting_and_hiding_units(page, galleries):
    page.open(galleries["run"], "layer=D/d_conv&sort=difference")
    page.hover(4, 0)
    order = "document.querySelector('canvas.grid').plan?.order"
    assert page.tab.evaluate(order)[0] == 4
    page.tab.select_option("[data-key=show]", "dead")
    page.tab.wait_for_function(f"{order}?.length === 1")
    assert page.tab.evaluate(order) == [0]


def test_badges_and_their_proofs(page, galleries):
    page.open(galleries["run"])
    badges = page.tab.locator(".method > label .badge").all_inner_texts()
    assert badges == ["✓ passed", "✓ passed", "✗ failed", "✓ passed"]
    page.tab.click("[data-key='proof-guided-backprop'] summary")
    page.tab.wait_for_selector("[data-key='proof-guided-backprop'] .checks")
    proof = page.text("[data-key='proof-guided-backprop']")
    for part in ("0.93", "limit 0.5", "random map 0.55", "edge filter 0.4", "example"):
        assert part in proof


def test_settling_and_one_real_step(page, galleries):
    page.open(galleries["run"], "layer=D/d_conv")
    assert "When did it settle?" in page.text("#layer")
    assert "cosine is 0.5" in page.text("#arriving")
    page.open(galleries["run"], "layer=D/d_relu")
    page.tab.wait_for_function("TG.state.layer === 'D/d_relu'")
    assert "When did it settle?" not in page.text("#layer")


def test_without_an_examination(page, galleries):
    page.open(galleries["other"], "layer=G/g_relu&unit=1")
    badges = page.tab.locator(".method > label .badge").all_inner_texts()
    assert set(badges) == {"not checked"}
    page.tab.wait_for_selector("#drawer:not([hidden])")
    assert "python -m layer_viz.examine RUN" in page.text("#drawer")
    assert "ends before the training did" in page.text("#notes")


def test_the_drawer_tells_a_units_story(page, galleries):
    page.open(galleries["run"], "layer=G/g_relu&unit=3")
    page.tab.wait_for_selector("#drawer table")
    page.tab.wait_for_selector("#drawer .chart")
    text = page.text("#drawer")
    for part in (
        "Unit 3 of g_relu",
        "-0.3",
        "0.02",
        "stroke, IoU 0.21",
        "Switched off",
    ):
        assert part in text


def test_french(page, galleries):
    page.open(galleries["run"])
    page.tab.select_option("[data-key=lang]", "fr")
    page.tab.wait_for_function("document.documentElement.lang === 'fr'")
    assert "Pourquoi « faux » ?" in page.text("#why h2")
    assert "Start here" not in page.text("body")


def test_other_probes_are_warned_of(page, galleries):
    page.open(galleries["both"], "cmp=b:1")
    assert "different probes" in page.text("#notes .bad")
    page.open(galleries["both"], "cmp=a:1")
    page.tab.wait_for_function("!document.querySelector('#notes .bad')")


def test_hostile_names_stay_text(page, galleries):
    page.open(galleries["hostile"], "layer=D/d_conv&unit=1")
    page.tab.wait_for_selector("#drawer .chart")
    assert galleries["hostile text"] in page.text("h1")
    assert page.tab.evaluate("document.querySelectorAll('img').length") == 0
    assert page.tab.evaluate("window.hacked") is None
    assert page.problems == []


@pytest.mark.parametrize("content", [None, "TG.chunk('a/e0002', 'AAAA');", "rubbish("])
def test_a_lost_chunk_is_named_and_the_page_goes_on(page, galleries, tmp_path, content):
    copy = tmp_path / "gallery"
    shutil.copytree(galleries["run"].parent, copy)
    chunk = copy / "c/a/e0002.js"
    chunk.unlink() if content is None else chunk.write_text(content)
    page.open(copy / "index.html", "e=2")
    page.tab.wait_for_selector("#notes .bad")
    said = page.text("#notes .bad")
    assert "Epoch 2 cannot be shown" in said and "c/a/e0002.js" in said
    page.tab.keyboard.press("ArrowLeft")
    page.drawn("a:1")
    page.tab.wait_for_function("!document.querySelector('#notes .bad')")
    assert page.hover(1, 0) != 0


def test_points_and_classes(page, galleries):
    page.open(galleries["points"])
    assert "x1 from -2 to 2" in page.text("#layer")
    assert abs(page.hover(0, 0, 0, 0) + 2) < 0.05  # x is lowest at the left
    assert abs(page.hover(1, 0, 0, 0) - 1) < 0.05  # y is highest at the top
    page.open(galleries["model"])
    page.tab.wait_for_function(
        "document.querySelector('#why h2').textContent.includes('class')"
    )
    assert "against this class" in page.text("#why")
    assert "two" in page.text("#samples")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["", "layer=G/g_relu&unit=2"])
def test_nothing_serious_for_axe(page, galleries, theme, state):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.tab.emulate_media(color_scheme=theme)
    page.open(galleries["run"], state)
    if state:
        page.tab.wait_for_selector("#drawer table")
    found = axe.Axe().run(page.tab).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    nodes = [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in serious]
    assert nodes == []


@pytest.mark.parametrize("width", [360, 640, 1280, 1920])
def test_no_sideways_scrolling(page, galleries, width):
    page.tab.set_viewport_size({"width": width, "height": 800})
    page.open(galleries["run"], "lang=fr&layer=G/g_relu&unit=2&cmp=a:1")
    page.tab.wait_for_selector("#drawer table")
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
