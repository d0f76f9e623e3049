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
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROUNDS, EPOCHS = 3, 3
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


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
    "28x28": ("mnist", "--steps-per-epoch", "150"),
    "64x64": ("FLOWERS", "--steps-per-epoch", "15", "--width", "32"),
}


def gallery_cost(flowers):
    """Bytes of 30-epoch galleries, errors of their values, speed of the page."""
    results = {}
    for name, (dataset, *options) in JOBS.items():
        dataset = dataset.replace("FLOWERS", f"folder:{flowers}?size=64")
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "run"
            command = [sys.executable, "-m", "ter_gan.train", "--dataset", dataset]
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

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    paints, scrubs = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(5):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri())
            tab.wait_for_function("window.TG && TG.painted")
            paints.append(tab.evaluate("performance.timeOrigin && TG.painted"))
            scrubs += tab.evaluate(SCRUB)
            tab.close()
        browser.close()
    return {
        "first_paint_ms": [round(value) for value in paints],
        "median_first_paint_ms": round(statistics.median(paints)),
        "median_warm_scrub_ms": round(statistics.median(scrubs), 1),
        "p95_warm_scrub_ms": round(float(np.percentile(scrubs, 95)), 1),
    }


SCRUB = ""
