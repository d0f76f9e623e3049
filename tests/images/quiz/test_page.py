"""The page of a quiz, played by strategies whose scores are known."""

import json

import numpy as np
import pytest

from ter_gan.images import quiz
from ter_gan.images.quiz.answers import statistics
from tests.images.quiz.conftest import ROUNDS, TITLE, images

STRATEGIES = {
    "right": lambda truth: truth,
    "all generated": lambda truth: "generated",
    "all wrong": lambda truth: "real" if truth == "generated" else "generated",
}


def shown(path):
    """The images of a page in their order, and its key."""
    text = path.read_text().rsplit("TG.openQuiz(", 1)[1].split(");", 1)[0]
    content = json.loads(text)
    return content["images"], content["key"]


def test_the_seed_decides_the_images_and_their_order(tmp_path):
    def written(seed):
        return shown(quiz.write(tmp_path, *images(), seed, "title", rounds=6))

    assert written(1) == written(1)
    assert written(1)[0] != written(2)[0] and written(1)[1] != written(2)[1]
    assert len({*written(1)[0]}) == 6


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_play_by_keyboard(page, path, tmp_path, strategy):
    page.start(path)
    truths = page.play(STRATEGIES[strategy])
    assert truths.count("real") == ROUNDS // 2
    play = json.loads(page.download(tmp_path / "a.json").read_text())
    assert [each["truth"] for each in play["answers"]] == truths
    answers = [STRATEGIES[strategy](truth) for truth in truths]
    assert [each["answer"] for each in play["answers"]] == answers
    assert [each["image"] for each in play["answers"]] == list(range(ROUNDS))
    assert all(0 <= each["ms"] < 60_000 for each in play["answers"])
    assert (play["title"], play["seed"], play["limit_ms"]) == (TITLE, 3, 0)
    right, verdict = {
        "right": (6, "You tell them apart."),
        "all generated": (3, "Your answers are consistent with guessing."),
        "all wrong": (0, "You tell them apart, but take one kind for the other."),
    }[strategy]
    assert page.text("h2") == f"{right} of {ROUNDS} right."
    assert page.text(".verdict") == verdict
    fooled = {"right": (0, 0), "all generated": (0, 3), "all wrong": (3, 3)}
    counts = (
        page.tab.locator(f".wrong.{k} img").count() for k in ("generated", "real")
    )
    assert tuple(counts) == fooled[strategy]


def test_python_and_the_page_agree(page, path, tmp_path):
    page.start(path)
    order = iter(["real"] * 2 + ["generated"] * 3 + ["real"])
    page.play(lambda truth: next(order))
    file = page.download(tmp_path / "a.json")
    theirs = page.tab.evaluate("TG.statistics(TG.view.answers)")
    ours = statistics(json.loads(file.read_text())["answers"])
    assert theirs["d_prime"] == pytest.approx(ours["d_prime"], abs=1e-6)
    assert theirs["verdict"] == ours["verdict"]
    for name in ("right", "error", "error_generated", "error_real"):
        assert theirs[name]["interval"] == pytest.approx(ours[name]["interval"])
        assert theirs[name]["count"] == ours[name]["count"]
    pooled = quiz.summarise([file])
    assert (pooled["title"], pooled["seed"]) == (TITLE, 3)
    assert pooled["right"] == ours["right"]


def test_a_play_by_touch_and_by_arrows(page, path):
    def use(kind):
        if kind == "real":
            page.tab.click(".choice .real")
        else:
            page.tab.keyboard.press("ArrowRight")

    page.start(path)
    page.play(lambda truth: truth, use)
    assert page.text("h2") == f"{ROUNDS} of {ROUNDS} right."


def test_a_limited_image_disappears_and_can_still_be_answered(page, path):
    hidden = "document.querySelector('#stimulus').classList.contains('away')"
    page.start(path, "limit=250")
    page.tab.keyboard.press("r")  # before the image was shown: no answer
    assert page.tab.evaluate("[TG.view.shown, TG.view.answers.length]") == [None, 0]
    assert page.tab.evaluate(hidden)
    page.tab.wait_for_function("TG.view.shown !== null && !" + hidden)
    page.tab.wait_for_function(hidden)
    assert page.tab.evaluate("performance.now() - TG.view.shown") >= 240
    page.tab.keyboard.press("r")
    page.drawn(1)
    assert page.tab.evaluate("TG.exported().limit_ms") == 250


def test_titles_are_text_and_nothing_is_fetched(page, path):
    page.open(path)
    assert page.text("h1") == TITLE
    assert page.tab.evaluate("window.hacked") is None
    page.tab.click("#start")
    page.drawn(0)
    assert all(url.startswith(("file:", "data:")) for url in page.requests)


def test_pixels_are_drawn_large_and_crisp(page, path):
    page.start(path)
    page.truth()
    image = page.tab.locator("#stimulus")
    style = "e => getComputedStyle(e).imageRendering"
    assert image.evaluate(style) == "pixelated"
    assert image.bounding_box()["height"] > 300


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe(page, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.tab.emulate_media(color_scheme=scheme)

    def check():
        found = axe.Axe().run(page.tab).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []

    page.start(path)
    check()
    page.play(lambda truth: "generated")
    check()


def test_no_sideways_scrolling(page, path):
    page.tab.set_viewport_size({"width": 360, "height": 700})
    width = "document.documentElement.scrollWidth"
    page.start(path, "lang=fr")
    assert page.tab.evaluate(width) <= 360
    bottom = page.tab.locator(".choice .real").bounding_box()
    assert bottom["y"] + bottom["height"] <= 700  # no scrolling in a round
    page.play(lambda truth: "generated")
    assert page.tab.evaluate(width) <= 360
    assert "compatibles avec le hasard" in page.text(".verdict")


def test_both_languages_have_the_same_words(page, path):
    page.open(path)
    assert (
        page.tab.evaluate(
            "JSON.stringify(Object.keys(WORDS.en)) !== '[]' && Object.keys(WORDS.en)"
            ".filter((key) => !(key in WORDS.fr))"
        )
        == []
    )


@pytest.mark.parametrize(
    "change, words",
    [
        ({"rounds": 7}, "even number.*Received 7"),
        ({"rounds": 0}, "even number.*Received 0"),
        ({"rounds": 18}, "9 images of each kind. Received 8 real"),
        ({"fake": np.zeros((8, 12, 12, 3), "uint8")}, r"one shape.*\(8, 12, 12, 3\)"),
        ({"fake": np.zeros((8, 12, 12, 1))}, "uint8 images.*float64"),
    ],
)
def test_mistakes_are_named(tmp_path, change, words):
    real, fake = images()
    options = {"fake": fake, "rounds": 6} | change
    with pytest.raises(ValueError, match=words):
        quiz.write(tmp_path, real, options["fake"], 0, "t", rounds=options["rounds"])
