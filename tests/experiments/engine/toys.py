"""Experiments without a GAN, which worker processes can import."""

import math
import os
import time
from pathlib import Path

import numpy as np

from experiments.engine import Claim, Differs, Experiment, Level, Outcome

OUTCOMES = {
    "height": Outcome("height", "cm", "more"),
    "fell": Outcome("fell over", "share", "less", worst=1.0, event=True),
}


def measure(settings, seed, film):
    """Plants grow with light; `fail` and `pause` are for tests of the engine."""
    if log := os.environ.get("TOY_LOG"):
        with open(log, "a") as file:
            file.write(f"{settings['light']} {settings['soil']} {seed}\n")
    time.sleep(settings["pause"])
    if settings["soil"] == settings.get("fails"):
        raise RuntimeError("no plant grows here")
    rng = np.random.default_rng([seed, settings["light"], len(settings["soil"])])
    height = 10.0 * settings["light"] + rng.normal()
    if film:
        Path(f"{film}.js").write_text("TG.film({});")
    fell = math.nan if settings["light"] == 0 else 0.0
    return {"height": height, "fell": fell, "growth": [0.0, height / 2, height]}


CLAIMS = (
    Claim(
        "X1",
        "a gardener",
        "Plants grow higher with more light.",
        Differs("height", more={"light": 3}, less={"light": 1}, by=5.0),
    ),
    Claim(
        "X2",
        "a sceptic",
        "Plants grow higher with less light.",
        Differs("height", more={"light": 1}, less={"light": 3}, by=5.0),
    ),
    Claim(
        "X10",
        "a gardener",
        "Without light a plant falls over.",
        Level("fell", {"light": 0}, above=0.5),
    ),
)

EXPERIMENT = Experiment(
    question="Do plants need light?",
    measure=measure,
    outcomes=OUTCOMES,
    vary={"light": (0, 1, 3), "soil": ("sand", "moist clay")},
    base={"pause": 0.0},
    claims=CLAIMS,
    smoke={"pause": 0.0},
    backend=None,
)
