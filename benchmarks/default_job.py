"""The README's job, measured as a newcomer meets it.

    python -m benchmarks.default_job [--dataset fashion_mnist]

Runs `python -m ter_gan.train --dataset …` in a process of its own and notes
wall minutes, peak memory, and the seconds to the first line of progress; then
lets a classifier name the 64 sample digits.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

JUDGED = ("mnist", "fashion_mnist")  # whose classifier comes with the project
CONFIDENT = 0.9


def run(dataset, folder, options):
    """Trains; returns the measurements of the process."""
    command = [sys.executable, "-m", "ter_gan.train", "--dataset", dataset]
    start, first = time.perf_counter(), None
    process = subprocess.Popen(
        [*command, "--run-dir", folder, *options],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        text=True,
    )
    for line in process.stdout:
        print(line, end="")
        if first is None and line.startswith("epoch 1/"):
            first = time.perf_counter() - start
    if process.wait():
        raise SystemExit(f"the job failed with exit code {process.returncode}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "wall_minutes": round((time.perf_counter() - start) / 60, 2),
        "first_progress_line_seconds": round(first, 1),
        "peak_memory_GiB": round(peak / 2**20, 2),
    }


def judged(folder, dataset):
    """What the shipped classifier makes of the samples of the run."""
    from ter_gan import training
    from ter_gan.images import features
    from ter_gan.images.features.training import accuracy
    from ter_gan.runs import Run

    data = training.load(Run.find(folder).recipe)
    network = features.get(features.default(dataset, data.shape))
    gan, _ = training.restore(Run.find(folder))

    def readable(n, seed):
        images = data.from_model(gan.generate(n, seed=seed))
        odds = network(images).probabilities
        names = np.bincount(odds.argmax(1), minlength=odds.shape[1])
        confident = int((odds.max(1) >= CONFIDENT).sum())
        return {"n": n, "confident": confident, "classes": names.tolist()}

    return {
        "judge": network.name,
        "judge_test_accuracy": accuracy(network, data.test),
        "shown_64": readable(64, seed=0),
        "fresh_2048": readable(2048, seed=1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dataset", default="mnist")
    parser.add_argument("--keep", help="keep the run folder here")
    arguments, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments.keep or f"{temporary}/run")
        numbers = run(arguments.dataset, folder, options)
        from ter_gan import commands

        commands.use_backend("tensorflow")
        if arguments.dataset in JUDGED:
            numbers |= judged(folder, arguments.dataset)
        write(arguments.dataset, folder, numbers)


def write(dataset, folder, numbers):
    from benchmarks import records
    from ter_gan.runs import Run

    opened = Run.find(folder)
    name = f"default_job_{dataset}"
    numbers["seed"] = opened.recipe.seed
    numbers["last_epoch"] = opened.metrics()[-1]
    picture = records.RESULTS / f"{name}.png"
    picture.parent.mkdir(exist_ok=True)
    with Image.open(
        opened.path / f"samples/epoch_{opened.recipe.epochs:04d}.png"
    ) as image:
        image.quantize(128).save(picture, optimize=True)  # small enough to commit
    text = (
        f"# The default job on {dataset}\n\n![samples]({name}.png)\n\n"
        f"- {numbers['wall_minutes']} minutes of wall time for {opened.recipe.epochs} "
        f"epochs, {numbers['last_epoch']['images_per_second']:.0f} images/s\n"
        f"- first line of progress after {numbers['first_progress_line_seconds']} s\n"
        f"- peak memory {numbers['peak_memory_GiB']} GiB\n"
        + (_judgement(numbers) if "shown_64" in numbers else "")
        + f"- seed {numbers['seed']}"
    )
    records.write(name, numbers, text)


def _judgement(numbers):
    lines = ""
    for which, words in (
        ("shown_64", "of the picture's samples"),
        ("fresh_2048", "fresh samples"),
    ):
        found = numbers[which]
        classes = sum(count > 0 for count in found["classes"])
        lines += (
            f"- {found['confident']} of {found['n']} {words} are named with ≥ "
            f"{CONFIDENT} confidence by {numbers['judge']}, a classifier of "
            f"{numbers['judge_test_accuracy']:.2%} test accuracy; {classes} classes "
            "appear\n"
        )
    return lines


if __name__ == "__main__":
    main()
