"""Quality against minutes of training on MNIST: our recipe and what a student copies.

    python -m benchmarks.time_to_quality [--minutes 20] [--seeds 1] [--keep FOLDER]
    python -m benchmarks.time_to_quality --contestants ours ours:batch_size=32,width=16

Each contestant (see `benchmarks.time_to_quality_contestants`) trains on the same 55,000
images in a process of its own on one thread, as many side by side as there are cores.
The clock counts the CPU time of the process, from the first step on, so the tracing of
graphs too. At set minutes it generates samples of fixed latents into FOLDER; the clock
stands still meanwhile. A training whose samples are in FOLDER already is not done
again. All are measured afterwards in one process, by the same metrics. Writes
`results/time_to_quality`; with --smoke it takes seconds and writes to FOLDER.
"""

import argparse
import dataclasses
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks import records
from benchmarks import time_to_quality_contestants as contestants
from benchmarks import time_to_quality_report as report
from experiments.engine import workers
from ter_gan import commands, files

NAME = "time_to_quality"
MINUTES = (0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 10, 15, 20)
DEFAULT = ("ours", *contestants.OTHERS)
SMOKE_MINUTES = (0.02, 0.05)
SMOKE_IMAGES = 512  # to train on, and to compare with
SAMPLED = 0  # seed of which real images are compared


# -- training: one process -------------------------------------------------------


class Stopwatch:
    """Counts the CPU seconds and steps of a training, but not those of samples.

    Args:
        minutes: increasing sequence of float: when `save` is called.
        save: function of a minute of these, and of the watch.
    """

    def __init__(self, minutes, save):
        self.ahead, self.save = list(minutes), save
        self.seconds, self.steps = 0.0, 0

    def start(self):
        self._since = time.process_time()

    def look(self, steps=1):
        """Called after each few steps; returns whether the training is over."""
        self.seconds += time.process_time() - self._since
        self.steps += steps
        if self.seconds >= 60 * self.ahead[0]:
            self.save(self.ahead.pop(0), self)
        self.start()
        return not self.ahead


def data(smoke):
    """The MNIST `Dataset`; with `smoke` a little of it."""
    from ter_gan import images

    whole, few = images.load("mnist"), np.arange(SMOKE_IMAGES)
    if not smoke:
        return whole
    return dataclasses.replace(whole, train=whole.train[few], test=whole.test[few])


def train(plan, folder):
    """Trains one contestant; writes a file of samples for each planned minute."""
    name, seed = plan["contestant"], plan["seed"]
    workers.share_cores(jobs=os.cpu_count())  # one thread, whatever runs beside it
    commands.use_backend("torch" if name == "pytorch" else "tensorflow")
    contestant = contestants.make(name, data(plan["smoke"]), seed)

    def save(minute, watch):
        with files.replacing(place(folder, minute)) as part:
            np.savez_compressed(
                part,
                samples=stored(contestant.samples(plan["n"]), name),
                minutes=watch.seconds / 60,
                steps=watch.steps,
                images=watch.steps * contestant.images_per_step,
                **contestant.parameters,
            )
        print(
            f"{name}, seed {seed}: minute {minute:g}, {watch.steps} steps", flush=True
        )

    contestant.train(Stopwatch(plan["minutes"], save))


def stored(values, name):
    """uint8 images of values from 0 to 1."""
    if not np.isfinite(values).all():
        raise SystemExit(f"{name} diverged: its samples are not finite.")
    return np.rint(255 * np.clip(values, 0, 1)).astype("uint8")


def place(folder, minute):
    """The file of the samples that are due at a minute."""
    return folder / f"minute_{minute:g}.npz"


# -- all trainings ---------------------------------------------------------------


def plan_of(name, seed, arguments):
    """dict: all that decides what the files of one training hold."""
    recipe = contestants.recipe(name, seed)
    return {
        "contestant": name,
        "seed": seed,
        "minutes": minutes(arguments),
        "n": arguments.n,
        "smoke": arguments.smoke,
        "recipe": recipe and recipe.asdict(),
    }


def minutes(arguments):
    """list of float: when samples are taken, to the last minute."""
    known = SMOKE_MINUTES if arguments.smoke else MINUTES
    last = SMOKE_MINUTES[-1] if arguments.smoke else arguments.minutes
    return [*(minute for minute in known if minute < last), last]


def folder_of(plan, root):
    return root / re.sub(r"[^\w.=-]+", "_", f"{plan['contestant']} seed {plan['seed']}")


def complete(plan, folder):
    """Whether a folder holds all that was planned, and by this plan."""
    saved = folder / "plan.json"
    if not saved.exists() or json.loads(saved.read_text()) != plan:
        return False
    return all(place(folder, minute).exists() for minute in plan["minutes"])


def train_all(plans, root):
    """Trains what is not in `root` yet, a process for each core."""
    missing = [plan for plan in plans if not complete(plan, folder_of(plan, root))]
    folders = [folder_of(plan, root) for plan in missing]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(train_apart, missing, folders))


def train_apart(plan, folder):
    """Trains one contestant in a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    files.write_text(folder / "plan.json", json.dumps(plan, indent=2))
    command = [sys.executable, "-m", f"benchmarks.{NAME}", "--only", str(folder)]
    subprocess.run(command, check=True)


# -- measuring -------------------------------------------------------------------


class Judge:
    """Measures samples against test images, as `ter_gan.evaluate` does.

    Args:
        dataset: `ter_gan.data.Dataset`.
        n: int. Real images; generated ones should be as many.
    """

    def __init__(self, dataset, n):
        from ter_gan.evaluation import samples
        from ter_gan.evaluation.metric import count_name
        from ter_gan.images import features

        self.network = features.get(features.default(dataset.name, dataset.shape))
        self.protocol = f"{self.network.name}_{count_name(n)}"
        self.real = self.network(samples.real(dataset, "test", n, SAMPLED).samples)
        stand_in = samples.stand_in(dataset, "test", n, SAMPLED).samples
        self.floor = self.measure(stand_in)
        self.real_is = self._score(self.real)

    def measure(self, images):
        """dict: `value` and standard `error` of each metric of uint8 images."""
        from ter_gan.evaluation import frechet, manifold

        seen = self.network(images)
        found = {
            "fd": frechet.frechet_distance(self.real.vectors, seen.vectors),
            "is": self._score(seen),
            **manifold.prdc(self.real.vectors, seen.vectors),
        }
        return {
            f"{name}_{self.protocol}": {"value": each.value, "error": each.error}
            for name, each in found.items()
        }

    @staticmethod
    def _score(seen):
        from ter_gan.images.metrics import score

        return score.classifier_score(seen.probabilities, seed=SAMPLED)


def measure(plans, root, judge):
    """list of dicts: a point for each file of samples."""
    points = []
    for plan in plans:
        for minute in plan["minutes"]:
            held = files.read_arrays(place(folder_of(plan, root), minute))
            found = judge.measure(held.pop("samples"))
            facts = {key: value.item() for key, value in held.items()}
            print(f"{plan['contestant']}, seed {plan['seed']}, minute {minute:g}")
            points.append(
                {"contestant": plan["contestant"], "seed": plan["seed"]}
                | {"planned_minutes": minute, **facts, "metrics": found}
            )
    return points


def facts_of(plans, points, judge):
    """dict for JSON: everything that the table and the picture show."""
    fd, is_ = f"fd_{judge.protocol}", f"is_{judge.protocol}"
    real_is = judge.real_is.value
    return {
        "n": plans[0]["n"],
        "minutes": plans[0]["minutes"],
        "seeds": sorted({plan["seed"] for plan in plans}),
        "metrics": {"fd": fd, "is": is_},
        "floor": judge.floor,
        "real_test_images": {is_: {"value": real_is, "error": judge.real_is.error}},
        "contestants": {
            plan["contestant"]: _contestant(plan, points) for plan in plans
        },
        "curves": curves(points, {"fd": (fd, 1.0), "is_share": (is_, real_is)}),
        "points": points,
    }


def _contestant(plan, points):
    name = plan["contestant"]
    own = [point for point in points if point["contestant"] == name]
    last = [p for p in own if p["planned_minutes"] == plan["minutes"][-1]]
    rates = [point["images"] / point["minutes"] / 60 for point in last]
    recipe = {k: v for k, v in (plan["recipe"] or {}).items() if k != "seed"}
    return {
        "parameters": {key: last[0][key] for key in ("generator", "discriminator")},
        "images_per_second": records.spread(rates),
        "recipe": recipe or None,
    }


def curves(points, wanted):
    """dict: contestant to curve to minute to the spread over the seeds.

    Args:
        points: list of dicts, as `measure` gives them.
        wanted: dict from curves to (name of the metric, what is 1).
    """
    found = {}
    for point in points:
        for curve, (metric, one) in wanted.items():
            places = found.setdefault(point["contestant"], {}).setdefault(curve, {})
            values = places.setdefault(f"{point['planned_minutes']:g}", [])
            values.append(point["metrics"][metric]["value"] / one)
    return {
        name: {
            curve: {minute: records.spread(values) for minute, values in places.items()}
            for curve, places in each.items()
        }
        for name, each in found.items()
    }


# -- the command -----------------------------------------------------------------


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=MINUTES[-1])
    parser.add_argument("--contestants", nargs="+", default=list(DEFAULT))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--n", type=int, default=10_000, help="samples, at each minute")
    parser.add_argument("--keep", metavar="FOLDER", help="of the samples")
    parser.add_argument("--smoke", action="store_true", help="needs --keep")
    parser.add_argument("--only", metavar="FOLDER", help=argparse.SUPPRESS)
    return parser


def main():
    """Trains, measures, writes."""
    parser = options()
    arguments = parser.parse_args()
    if arguments.only:
        folder = Path(arguments.only)
        return train(json.loads((folder / "plan.json").read_text()), folder)
    if arguments.smoke and not arguments.keep:
        parser.error("--smoke needs --keep FOLDER, where it writes its result")
    if "pytorch" in arguments.contestants and not importlib.util.find_spec("torch"):
        parser.error("pytorch is not here: pip install torch==2.13.0")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(arguments.keep or temporary)
        plans = [
            plan_of(name, seed, arguments)
            for seed in range(arguments.seeds)
            for name in arguments.contestants
        ]
        train_all(plans, root)
        commands.use_backend("tensorflow")
        judge = Judge(data(arguments.smoke), arguments.n)
        facts = facts_of(plans, measure(plans, root, judge), judge)
    facts["verdicts"] = report.verdicts(facts)
    folder = root if arguments.smoke else records.RESULTS
    report.picture(facts, folder / f"{NAME}.png")
    records.write(NAME, facts, report.markdown(facts), folder)


if __name__ == "__main__":
    main()
