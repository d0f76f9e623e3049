"""Steps and pictures per second of the live page, in Chromium.

python -m benchmarks.live_page
"""

import tempfile
from pathlib import Path

from benchmarks import records
from benchmarks.chromium import FLAGS, executable

WINDOWS, SECONDS, TARGET = 7, 2, (200, 20)
# Training alone, and training as a person sees it: both from warm code.
ALONE = """(ms) => {
  const { trainer } = TG.view, before = trainer.steps, start = performance.now();
  trainer.run(ms);
  return 1000 * (trainer.steps - before) / (performance.now() - start);
}"""
PLAYING = """(ms) => new Promise((resolve) => {
  const before = TG.view.trainer.steps, start = performance.now();
  let frames = 0;
  const count = () => {
    frames++;
    const passed = performance.now() - start, steps = TG.view.trainer.steps - before;
    if (passed < ms) requestAnimationFrame(count);
    else resolve([1000 * steps / passed, 1000 * frames / passed]);
  };
  requestAnimationFrame(count);
})"""


def measure(address):
    """Rates in several windows: dict of lists."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable(), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(address)
        tab.wait_for_function("document.documentElement.dataset.drawn")
        tab.evaluate(ALONE, 1000)
        alone = [tab.evaluate(ALONE, 1000 * SECONDS) for _ in range(WINDOWS)]
        tab.click("#play")
        tab.wait_for_timeout(2000)
        played = [tab.evaluate(PLAYING, 1000 * SECONDS) for _ in range(WINDOWS)]
        version = browser.version
        browser.close()
    steps, frames = zip(*played)
    return version, {"alone": alone, "playing": steps, "pictures": frames}


def main():
    """Writes `results/live_page`."""
    from ter_gan import lab

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lab.html"
        lab.write(path)
        version, rates = measure(path.as_uri())
    numbers = {name: records.spread(values) for name, values in rates.items()}
    lines = [
        "# The live page: steps and pictures per second",
        "",
        "| per second | median | lowest | target |",
        "|---|---|---|---|",
        *(
            f"| {words} | {numbers[name]['median']:.0f} | {numbers[name]['min']:.0f} | "
            f"{target} |"
            for name, words, target in (
                ("alone", "steps, training alone", ""),
                ("playing", "steps, playing", TARGET[0]),
                ("pictures", "pictures, playing", TARGET[1]),
            )
        ),
        f"\nHidden layers 2 x 32 in both networks, batch 150, Adam, seed 0; "
        f"{WINDOWS} windows of {SECONDS} s in Chromium {version}.",
    ]
    facts = {"seed": 0, "chromium": version, "rates": numbers}
    records.write("live_page", facts, "\n".join(lines))


if __name__ == "__main__":
    main()
