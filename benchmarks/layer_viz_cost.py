"""What layer_viz costs: training time, memory, bytes, and the page's speed.

    python -m benchmarks.layer_viz_cost recorder    # time and memory, ~12 minutes
    python -m benchmarks.layer_viz_cost gallery     # bytes and the page, ~8 minutes

`recorder` trains the default MNIST recipe with and without a recorder, in
processes of their own, in turn, some rounds of three epochs: seconds from one
epoch's end to the next, and peak memory. `gallery` trains short epochs, 30 of
them, on 28x28 and 64x64 images, and opens the page in a headless Chromium.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import chromium

ROUNDS, EPOCHS = 3, 3


# -- the recorder ---------------------------------------------------------------------


def train_once(schedule, epochs, folder):
    """Trains in this process; prints seconds per epoch and peak memory as JSON."""
    import keras

    from ter_gan import recipes, training

    ends = []

    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if not ends:
                ends.append(time.perf_counter())

        def on_epoch_end(self, epoch, logs=None):
            ends.append(time.perf_counter())

    training.Checkpoints = _after(training.Checkpoints, Clock)
    training.inside.show = lambda run, recorder, finished: recorder.close()
    recipe = recipes.resolve({"dataset": "mnist", "epochs": epochs})
    training.train(recipe, run_dir=folder, layer_viz=schedule)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(json.dumps({"epochs": list(np.diff(ends)), "peak_MiB": peak}))


def _after(checkpoints, clock):
    """The checkpoints' callback, which comes last, with a clock behind it."""

    class Timed(checkpoints):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.clock = clock()

        def on_epoch_begin(self, epoch, logs=None):
            super().on_epoch_begin(epoch, logs)
            self.clock.on_epoch_begin(epoch, logs)

        def on_epoch_end(self, epoch, logs=None):
            super().on_epoch_end(epoch, logs)
            self.clock.on_epoch_end(epoch, logs)

    return Timed


def recorder_cost():
    """Paired rounds with and without a recorder."""
    rounds = []
    for _ in range(ROUNDS):
        rounds.append({name: _process(name) for name in ("off", "auto")})
        print(rounds[-1], flush=True)
    # The first epoch compiles the step; the later ones are compared.
    seconds = {
        name: [statistics.median(each[name]["epochs"][1:]) for each in rounds]
        for name in ("off", "auto")
    }
    ratios = [a / b for a, b in zip(seconds["auto"], seconds["off"])]
    memory = [each["auto"]["peak_MiB"] - each["off"]["peak_MiB"] for each in rounds]
    return {
        "rounds": rounds,
        "seconds_per_epoch": seconds,
        "ratio": ratios,
        "median_ratio": statistics.median(ratios),
        "extra_memory_MiB": statistics.median(memory),
        "load_average_at_the_end": os.getloadavg()[0],
    }


def _process(schedule):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.layer_viz_cost", "train"]
        options = ["--schedule", schedule, "--epochs", str(EPOCHS)]
        result = subprocess.run(
            [*command, *options, "--folder", f"{folder}/run"],
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(result.stdout.strip().splitlines()[-1])


# -- the gallery --------------------------------------------------------------------


JOBS = {
    "28x28": ("mnist", "--steps-per-epoch", "60"),
    "64x64": ("FLOWERS", "--steps-per-epoch", "10", "--width", "32"),
}


# Epochs as short as these would be thinned for their time; only bytes shall count.
LONG_EPOCHS = """
import sys
from layer_viz import schedule
from ter_gan import train
schedule.FREE_SECONDS = float("inf")
sys.exit(train.main(sys.argv[1:]))
"""


def gallery_cost(flowers):
    """Bytes of 30-epoch galleries, errors of their values, speed of the page."""
    results = {}
    for name, (dataset, *options) in JOBS.items():
        dataset = dataset.replace("FLOWERS", f"folder:{flowers}?size=64")
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "run"
            command = [sys.executable, "-c", LONG_EPOCHS, "--dataset", dataset]
            subprocess.run(
                [*command, *options, "--epochs", "30", "--run-dir", run], check=True
            )
            results[name] = measure(run)
            print(name, results[name], flush=True)
    return results


def measure(run):
    """The numbers of one run's record and gallery."""
    from layer_viz.gallery.build import PAGE
    from layer_viz.store import Record

    record = Record.find(run)
    files = [p for p in (run / "gallery").rglob("*") if p.is_file()]
    code = [p for p in PAGE.iterdir() if p.suffix in (".js", ".css")]
    exam = record.exam()
    return {
        "recorded_epochs": record.epochs,
        "skipped": len(record.manifest["skipped"]),
        "gallery_MB": round(sum(p.stat().st_size for p in files) / 1e6, 2),
        "record_MB": round(_size(record.path) / 1e6, 2),
        "code_kB": round(sum(p.stat().st_size for p in code) / 1e3, 1),
        "examination_seconds": exam["seconds"],
        "steps_off_by": value_error(record),
        **page_speed(run / "gallery" / "index.html"),
    }


def _size(folder):
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def value_error(record):
    """Largest error of an unclipped value of the last epoch, in steps."""
    from layer_viz import layers, views

    view = views.of_record(record)
    outputs, worst = view.tapped(view.probes), 0.0
    content = record.epoch(record.epochs[-1])
    rows = {row["id"]: row for row in record.manifest["layers"]}
    for stream in view.streams:
        for path, values in outputs[stream.id].items():
            row = rows[f"{stream.network}/{path}"]
            if row["same_as"]:
                continue
            sheet = content["sheets"][f"{stream.id}/{path}"]
            expected = layers.tiles(values, row, stream.plane)
            step = sheet["scale"] / (127 if sheet["zero"] else 255)
            inside = np.abs(expected) <= sheet["scale"]
            error = np.abs(record.values(sheet) - expected)[inside]
            worst = max(worst, float(error.max(initial=0)) / step)
    return round(worst, 4)


def page_speed(page):
    """Milliseconds to the first paint, and from epoch to epoch when warm."""
    from playwright.sync_api import sync_playwright

    paints, drawn, scrubs = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.FLAGS
        )
        for _ in range(5):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri())
            tab.wait_for_function("document.documentElement.dataset.drawn")
            drawn.append(tab.evaluate("performance.now()"))
            tab.wait_for_function(f"{FIRST_PAINT}.length")
            paints.append(tab.evaluate(f"{FIRST_PAINT}[0].startTime"))
            scrubs += tab.evaluate(WARM_SCRUB)
            tab.close()
        browser.close()
    return {
        "first_paint_ms": round(statistics.median(paints)),
        "all_drawn_ms": round(statistics.median(drawn)),
        "warm_scrub_median_ms": round(statistics.median(scrubs), 1),
        "warm_scrub_p95_ms": round(float(np.percentile(scrubs, 95)), 1),
    }


FIRST_PAINT = 'performance.getEntriesByName("first-contentful-paint")'
WARM_SCRUB = """async () => {
    const times = [];
    for (const warm of [false, true])
        for (const epoch of TG.runs[0].epochs) {
            await TG.set({ e: String(epoch) }, 0);
            if (warm) times.push(TG.drawnAfter);
        }
    return times;
}"""


# -- the results ----------------------------------------------------------------


def recorder_text(found):
    """Markdown of what recording costs a training."""
    off, auto = (found["seconds_per_epoch"][name] for name in ("off", "auto"))
    rows = "\n".join(
        f"| {i} | {a:.1f} | {b:.1f} | {b / a:.3f} |"
        for i, (a, b) in enumerate(zip(off, auto), 1)
    )
    return f"""# What recording costs: default MNIST recipe

Seconds from one epoch's end to the next, all callbacks included; median of epochs 2 to
{EPOCHS} of a process, processes in turn. The examination at the end is not in it.

| round | without | with | ratio |
|---|---|---|---|
{rows}

Median ratio {found["median_ratio"]:.3f}; extra peak memory \
{found["extra_memory_MiB"]:.0f} MiB. Load average at the end \
{found["load_average_at_the_end"]:.1f}."""


def gallery_text(results):
    """Markdown of bytes and page speed."""
    names = list(results)
    lines = [
        ("epochs recorded of 31", lambda r: len(r["recorded_epochs"])),
        ("gallery", lambda r: f"{r['gallery_MB']} MB"),
        ("record", lambda r: f"{r['record_MB']} MB"),
        ("scripts and style", lambda r: f"{r['code_kB']} kB"),
        ("largest error of an unclipped value", lambda r: f"{r['steps_off_by']} steps"),
        ("first paint", lambda r: f"{r['first_paint_ms']} ms"),
        ("everything in view drawn", lambda r: f"{r['all_drawn_ms']} ms"),
        ("warm scrub, median", lambda r: f"{r['warm_scrub_median_ms']} ms"),
        ("warm scrub, 95th percentile", lambda r: f"{r['warm_scrub_p95_ms']} ms"),
        (
            "examination",
            lambda r: f"{sum(r['examination_seconds'].values()):.0f} s",
        ),
    ]
    rows = [f"| | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    rows += [
        f"| {text} | {' | '.join(str(get(results[n])) for n in names)} |"
        for text, get in lines
    ]
    table = "\n".join(rows)
    return f"""# The gallery of 30 epochs: bytes and speed

Short epochs of the default recipes (28x28: MNIST, 60 steps; 64x64: flowers, 10 steps);
recorded as epochs of full length would be. Medians of five openings in headless
Chromium at 1280 x 900, from `file://`.

{table}"""


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["recorder", "gallery", "train"])
    parser.add_argument("--flowers", help="folder of images for 64x64")
    parser.add_argument("--schedule", default="auto")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--folder")
    options = parser.parse_args()
    if options.what == "train":
        train_once(options.schedule, options.epochs, options.folder)
        return
    from benchmarks import records

    if options.what == "recorder":
        found = recorder_cost()
        records.write("layer_viz_recorder", found, recorder_text(found))
    else:
        found = gallery_cost(options.flowers)
        records.write("layer_viz_gallery", {"runs": found}, gallery_text(found))


if __name__ == "__main__":
    main()
