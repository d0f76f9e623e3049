"""The live page in a real browser: what each control changes, and going back."""

import re

import numpy as np
import pytest

from ter_gan.callbacks.health import RULES
from ter_gan.lab import build
from tests.lab.conftest import set_control


def test_opens_from_a_file_without_errors_or_requests(lab, path):
    lab.open(path).train(3)
    assert lab.requests == [path.as_uri()]
    assert lab.steps == 3


def test_same_seed_same_weights_and_another_seed_others(lab, path):
    lab.open(path, "seed=5").train(4)
    first = lab.weights()
    lab.tab.click("#restart")
    assert lab.steps == 0
    lab.train(4)
    assert lab.weights() == first
    set_control(lab.tab, "seed", "6")
    lab.train(4)
    assert lab.weights() != first


def test_rewinding_and_going_on_gives_the_same_weights(lab, path):
    lab.open(path, "penalty=wgan-gp&loss=wasserstein").train(50)
    weights = lab.weights()
    lab.tab.fill("#time", "20")
    assert lab.steps == 20 and lab.weights() != weights
    assert lab.tab.get_attribute("#time", "max") == "50"
    lab.train(30)
    assert lab.steps == 50 and lab.weights() == weights


def test_rewinding_works_when_snapshots_are_thinned(lab, path):
    lab.open(path, "layersG=1&unitsG=2&layersD=1&unitsD=2&batch=8")
    lab.train(450)
    weights = lab.weights()
    stride = lab.tab.evaluate("TG.view.trainer.stride")
    assert stride == 2
    lab.tab.fill("#time", "101")
    assert lab.steps in (100, 102)
    lab.train(450 - lab.steps)
    assert lab.weights() == weights


def test_what_came_after_is_forgotten_when_training_goes_on(lab, path):
    lab.open(path)
    for _ in range(4):
        lab.train(5)
    lab.tab.fill("#time", "10")
    lab.train(1)
    assert lab.tab.evaluate("TG.view.trainer.series.x") == [0, 5, 10, 11]
    assert lab.tab.get_attribute("#time", "max") == "11"


def test_a_link_restores_everything_and_repeats_the_training(lab, path, context):
    lab.open(path)
    for key, value in (("data", "two_moons"), ("loss", "hinge"), ("lrD", 12)):
        set_control(lab.tab, key, value)
    for key, value in (("dim", "3"), ("seed", "9"), ("manifold", True), ("lang", "fr")):
        set_control(lab.tab, key, value)
    lab.tab.click("#copy-link")
    link = lab.tab.input_value("#link")
    lab.train(3)
    other = type(lab)(context.new_page())
    other.tab.goto(link)
    other.drawn()
    other.train(3)
    assert other.weights() == lab.weights()
    assert other.settings() == lab.settings()
    assert other.hash() == lab.hash()
    assert other.tab.inner_text("#settings") == lab.tab.inner_text("#settings")
    assert other.text("html") != "" and "Réglages" in other.text("#settings")
    other.tab.close()


def test_a_wrong_link_opens_the_default(lab, path):
    lab.open(path, "loss=nothing&dim=1e9&lrG=NaN&points=<b>&layersG=-1&heat=7")
    assert lab.settings()["loss"] == "non-saturating"
    assert lab.settings()["latentDim"] == 2 and lab.settings()["rateG"] == 0.001


def test_eight_phases_make_one_step(lab, path):
    lab.open(path)
    lab.tab.click("#one-step")
    weights = lab.weights()
    lab.tab.click("#restart")
    start, seen, pictures = lab.weights(), [], set()
    moved = []
    for _ in range(8):
        lab.tab.click("#one-phase")
        seen.append(lab.tab.get_attribute("#phases li.current", "data-phase"))
        pictures.add(lab.ink())
        moved.append(lab.weights() != start)
        assert lab.tab.get_attribute("#graph", "data-lit")
    assert seen == lab.tab.evaluate("[...TG.CRITIC_PHASES, ...TG.GENERATOR_PHASES]")
    assert moved == [False] * 4 + [True] * 4
    assert len(pictures) >= 6
    assert lab.weights() == weights and lab.steps == 1


def test_equations_and_numbers_follow_the_settings(lab, path):
    lab.open(path, "loss=least-squares&opt=sgd&lrG=0.02&ratio=3")
    said = lab.text("#phases")
    assert "½E[(D(x) − 1)²]" in said and "0.02" in said and "3 times" in said
    assert "√v" not in said
    for _ in range(4):
        lab.tab.click("#one-phase")
    shown = lab.text("#phases li.current .phase-numbers")
    loss = lab.tab.evaluate("TG.view.trainer.gan.logs.d_loss")
    assert float(re.search(r"loss ([\d.]+)", shown)[1]) == pytest.approx(loss, rel=0.01)
    assert shown in lab.text("#picture-note") and "g = ∂L" in lab.text("#picture-note")


def test_a_critic_has_no_probability(lab, path):
    lab.open(path, "loss=wasserstein")
    assert lab.tab.input_value("[data-key=heat]") == "logit"
    assert "D’s logit" in lab.text("#picture") or "logit of D" in lab.text("#picture")
    lab.tab.select_option("[data-key=loss]", "hinge")
    lab.tab.select_option("[data-key=loss]", "minimax")
    assert lab.tab.input_value("[data-key=heat]") == "probability"


def test_keyboard(lab, path):
    lab.open(path)
    press = lab.tab.keyboard.press
    press("ArrowRight")
    press("ArrowRight")
    assert lab.steps == 2
    press("ArrowLeft")
    assert lab.steps == 1
    press("Home")
    assert lab.steps == 0
    press(".")
    assert lab.tab.locator("#phases li.current").count() == 1
    press(" ")
    lab.tab.wait_for_function("TG.view.trainer.steps > 3")
    press(" ")
    steps = lab.steps
    lab.tab.wait_for_timeout(150)
    assert lab.steps == steps


@pytest.mark.parametrize("speed", ["phases", "slow", "medium", "full"])
def test_it_plays_at_each_speed(lab, path, speed):
    lab.open(path, f"speed={speed}")
    lab.tab.click("#play")
    if speed == "phases":
        lab.tab.wait_for_selector("#phases li.current")
    else:
        lab.tab.wait_for_function("TG.view.trainer.steps >= 2")
    assert "Pause" in lab.text("#play")


def test_drawing_with_the_pointer_and_by_coordinates(lab, path):
    lab.open(path, "data=drawn")
    assert "Draw at least one point" in lab.text("#notes")
    lab.tab.keyboard.press("ArrowRight")
    assert lab.steps == 0  # there is nothing to learn yet
    canvas = lab.tab.locator("#picture canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.tab.mouse.move(*middle)
    lab.tab.mouse.down()
    lab.tab.mouse.move(middle[0] + 100, middle[1], steps=5)
    lab.tab.mouse.up()
    drawn = lab.tab.evaluate("[...TG.pointsOf(TG.state.points)]")
    assert len(drawn) >= 8 and "points=" in lab.hash()
    assert np.ptp(drawn[1::2]) < 0.02 < 0.3 < np.ptp(drawn[::2])
    lab.tab.click("#draw-clear")
    lab.tab.fill("#draw-x", "1.5")
    lab.tab.fill("#draw-y", "-1")
    lab.tab.click("#draw-add")
    real = np.reshape(lab.tab.evaluate("[...TG.view.trainer.observer.real]"), (-1, 2))
    assert real.mean(0) == pytest.approx([1.5, -1], abs=0.01)
    lab.train(1)
    assert lab.steps == 1
    lab.tab.click("#draw-undo")
    assert lab.tab.evaluate("TG.state.points") == ""


def test_presets_set_everything_and_begin_anew(lab, path):
    lab.open(path, "data=spiral&lang=fr").train(2)
    names = lab.tab.evaluate("TG.PRESETS.map(([name]) => name)")
    assert len(names) >= 7
    for name in names:
        lab.tab.click(f"[data-preset={name}]")
        wanted = lab.tab.evaluate("(n) => Object.fromEntries(TG.PRESETS)[n]", name)
        state = lab.tab.evaluate("() => ({ ...TG.state })")
        assert wanted.items() <= state.items() and state["lang"] == "fr"
        assert state["data"] == wanted.get("data", "ring") and lab.steps == 0
        assert lab.tab.locator("[data-preset][aria-pressed=true]").count() == 1
        watch = lab.tab.evaluate("(n) => WORDS.fr[`watch-${n}`]", name)
        assert lab.tab.locator(".watch").text_content() == watch
    set_control(lab.tab, "seed", "3")  # what to watch stays while it is mended
    assert lab.tab.locator(".watch").text_content() == watch


def test_the_controls_stay_where_they_are_when_a_rule_fires(lab, path):
    place = "() => document.getElementById('settings').getBoundingClientRect().top"
    lab.open(path, "lrG=1&lrD=1&batch=16&unitsG=4&unitsD=4&opt=sgd")
    before = lab.tab.evaluate(place)
    lab.train(100)
    assert lab.tab.locator("[data-rule]").count()
    assert lab.tab.evaluate(place) == before


def test_each_layer_is_explained(lab, path):
    lab.open(path)
    lab.tab.click(".explain summary")
    assert lab.tab.locator(".explanations dd").count() == 7
    assert lab.tab.locator(".explanations dd:visible").count() == 7


def fired(lab):
    return lab.tab.evaluate("TG.view.trainer.findings.map(({ rule }) => rule.name)")


def test_the_vanishing_gradient_vanishes_and_is_mended(lab, path):
    lab.open(path)
    lab.tab.click("[data-preset=vanishing]")
    lab.train(500)
    assert {"vanishing-gradient", "discriminator-too-strong"} <= set(fired(lab))
    short = lab.ink()
    set_control(lab.tab, "scale", "own")
    assert lab.ink() != short  # arrows as long as ever, of another scale
    set_control(lab.tab, "loss", "non-saturating")
    lab.train(100)
    assert "vanishing-gradient" not in fired(lab)
    assert lab.tab.evaluate("TG.view.trainer.measured.generator_slope") > 1


def test_large_steps_lose_diversity_and_the_healthy_ones_do_not(lab, path):
    lab.open(path)
    lab.train(300)
    assert fired(lab) == []
    lab.tab.click("[data-preset=fast]")
    lab.train(300)
    assert "loss-of-diversity" in fired(lab)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_warning_has_the_sentence_of_the_callback(lab, path, language):
    lab.open(path, f"lang={language}&lrG=1&lrD=1&batch=16&unitsG=4&unitsD=4&opt=sgd")
    assert lab.tab.locator("[data-rule]").count() == 0
    lab.train(100)
    found = lab.tab.evaluate(
        "TG.view.trainer.findings.map(({ rule, value }) => [rule.name, value])"
    )
    assert found
    rules = {rule.name: rule for rule in RULES}
    for name, value in found:
        shown = lab.text(f"[data-rule={name}] .sentence")
        if language == "en":
            assert shown == rules[name].finding(value) + "."
        else:
            assert shown != rules[name].finding(value) + "." and "(limite" in shown
            assert not re.search(r"\d\.\d", shown)  # decimal commas
        assert lab.text(f"[data-rule={name}] .advice")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_sentences_are_filled_as_python_fills_them(lab, path, rule):
    lab.open(path)
    for value in (1.26e-4, 0.123456, 0.99876, 1.0, 0.0):
        shown = lab.tab.evaluate(
            "([text, value, limit]) => TG.fill(text, { value, limit })",
            [rule.sentence, value, rule.limit],
        )
        assert shown == rule.finding(value)
    fires = "([rules, numbers]) => TG.findings(rules, numbers, TG.LOSSES.hinge).length"
    table = [{name: getattr(rule, name) for name in build.WATCHED}]
    for factor in (0.99, 1, 1.01):
        value = rule.limit * factor
        found = lab.tab.evaluate(fires, [table, {rule.number: value}])
        assert bool(found) == (value < rule.limit if rule.below else value > rule.limit)


def test_numbers_that_explode_stop_the_training_with_a_reason(lab, path):
    lab.open(path, "opt=sgd&lrG=1&lrD=1&loss=least-squares")
    lab.tab.click("#play")
    lab.tab.wait_for_selector("#notes .bad", timeout=8000)
    assert "is not finite (limit: any finite number)" in lab.text("#notes")
    assert "Play" in lab.text("#play")
    lab.tab.keyboard.press("Home")
    lab.tab.wait_for_selector("#notes .bad", state="detached")


def test_changes_while_training_are_said(lab, path):
    lab.open(path).train(3)
    assert "changed" not in lab.text("#notes")
    set_control(lab.tab, "lrG", 0)
    assert "changed at step 3" in lab.text("#notes") and lab.steps == 3


def test_every_word_exists_in_both_languages(lab, path):
    lab.open(path)
    english, french = lab.tab.evaluate("[Object.keys(WORDS.en), Object.keys(WORDS.fr)]")
    extra = {f"rule-{rule.name}" for rule in RULES}
    assert set(french) - extra == set(english) and extra <= set(french)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe(lab, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    lab.tab.emulate_media(color_scheme=scheme)
    lab.open(path, "data=drawn&lrG=1&lrD=1&points=1.1&unitsG=4&unitsD=4").train(101)
    assert lab.tab.locator("[data-rule]").count()
    found = axe.Axe().run(lab.tab).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in serious] == []


@pytest.mark.parametrize("width", [360, 640, 1000, 1920])
def test_no_sideways_scrolling(lab, path, width):
    lab.tab.set_viewport_size({"width": width, "height": 800})
    lab.open(path, "lang=fr&data=drawn&points=1.1_-100.50").train(3)
    assert lab.tab.evaluate("document.documentElement.scrollWidth") <= width


def test_opens_inside_a_sandbox(lab, tmp_path):
    outer = tmp_path / "notebook.html"
    outer.write_text('<iframe sandbox="allow-scripts" width=900 height=700></iframe>')
    lab.tab.goto(outer.as_uri())
    lab.tab.evaluate(
        "text => document.querySelector('iframe').srcdoc = text", build.html()
    )
    frame = lab.tab.frame_locator("iframe")
    frame.locator("html[data-drawn='0']").wait_for(state="attached")
    frame.locator("#one-step").click()
    frame.locator("html[data-drawn='1']").wait_for(state="attached")
    frame.locator("[data-key=loss]").select_option("hinge")
    assert "changed at step 1" in frame.locator("#notes").inner_text()
