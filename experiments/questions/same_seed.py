"""The same seed, the same samples: claim C22."""

import numpy as np

from experiments.engine import AllOf, Claim, Experiment, Level, Outcome
from experiments.measures import points


def measure(settings, seed, film=None):
    """Trains twice with one seed and once with another, and compares samples."""
    from ter_gan import recipes

    def samples(seed, latents=1):
        recipe = recipes.resolve({**settings, "seed": seed})
        gan, *_ = points.train(recipe)
        return [gan.generate(500, seed=z) for z in (latents, latents, latents + 1)]

    first, again, other_latents = samples(seed)
    second, *_ = samples(seed)
    stranger, *_ = samples(seed + 1000)
    return {
        "drawn_twice": float(np.array_equal(first, again)),
        "trained_twice": float(np.array_equal(first, second)),
        "other_latents": float(np.array_equal(first, other_latents)),
        "other_seed": float(np.array_equal(first, stranger)),
    }


FILM = "python -m ter_gan.train --dataset ring --width 32 --epochs 4 --seed 0"
EXPERIMENT = Experiment(
    question="Does the same seed give the same samples?",
    measure=measure,
    base=points.BASE | {"epochs": 4},
    cells=[{"loss": "non-saturating"}, {"loss": "hinge"}],
    outcomes={
        "drawn_twice": Outcome(
            "drawn twice with one seed", "1: bit-identical", event=True
        ),
        "trained_twice": Outcome(
            "trained twice with one seed", "1: bit-identical", event=True
        ),
        "other_latents": Outcome(
            "drawn with another seed", "1: bit-identical", event=True
        ),
        "other_seed": Outcome(
            "trained with another seed", "1: bit-identical", event=True
        ),
    },
    smoke={"epochs": 1},
    smoke_cells=1,
    notes="On one machine and one backend. Other machines, backends and devices round "
    "otherwise, and a training magnifies that.",
    claims=(
        Claim(
            "C22a",
            "lab report 001",
            "The same seed gives the same samples from one model, another seed others.",
            AllOf(
                Level("drawn_twice", {}, above=0.5),
                Level("other_latents", {}, below=0.5),
            ),
            film=FILM,
        ),
        Claim(
            "C22b",
            "lab report 001",
            "The same seed gives the same samples also from a model trained anew, to "
            "the last bit; another seed others.",
            AllOf(
                Level("trained_twice", {}, above=0.5),
                Level("other_seed", {}, below=0.5),
            ),
            film=FILM,
        ),
    ),
)
