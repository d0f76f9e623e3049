"""Layers and neurons of D: claim G8."""

from experiments.engine import AllOf, Claim, Differs, Experiment, Level
from experiments.measures import points


def at(layers, width, loss="non-saturating"):
    """The cell with a discriminator of this size."""
    return {"discriminator_layers": layers, "discriminator_width": width, "loss": loss}


SMALL, MIDDLE, LARGE = (1, 4), (2, 32), (3, 256)
EXPERIMENT = Experiment(
    question="How strong may D be?",
    measure=points.measure,
    base=points.BASE,
    cells=[
        at(layers, width, loss)
        for loss in ("non-saturating", "minimax")
        for layers, width in (SMALL, (1, 32), MIDDLE, (3, 32), (2, 128), LARGE)
    ],
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    seeds=10,
    smoke_cells=1,
    notes="G has two layers of 32 throughout; the learning rates are equal.",
    claims=(
        Claim(
            "G8a",
            "lab report 001",
            "A small D (one layer of 4) is easily fooled: it ranks fewer than 65 % of "
            "the pairs rightly.",
            Level("d_auc", at(*SMALL), below=0.65),
        ),
        Claim(
            "G8b",
            "lab report 001",
            "With a small D the result is poor: at least three times the distance "
            "that a D of two layers of 32 leads to.",
            Differs("energy_distance", at(*SMALL), at(*MIDDLE), by=3, relative=True),
        ),
        Claim(
            "G8c",
            "lab report 001",
            "A much stronger D (three layers of 256) becomes perfect: it ranks more "
            "than 95 % of the pairs rightly.",
            Level("d_auc", at(*LARGE), above=0.95),
        ),
        Claim(
            "G8d",
            "lab report 001",
            "With a much stronger D the gradients of G vanish, with the saturating "
            "loss: a tenth of those with two layers of 32.",
            Differs(
                "slope",
                at(*MIDDLE, "minimax"),
                at(*LARGE, "minimax"),
                by=10,
                relative=True,
            ),
        ),
        Claim(
            "G8e",
            "lab report 001",
            "With a much stronger D the result is worse than with two layers of 32 "
            "(1.5 times the distance).",
            Differs("energy_distance", at(*LARGE), at(*MIDDLE), by=1.5, relative=True),
        ),
        Claim(
            "G8f",
            "lab report 001",
            "A much stronger D makes G find one flaw and produce only that: at least "
            "one mode fewer than with two layers of 32.",
            Differs("modes_covered", at(*MIDDLE), at(*LARGE), by=1),
        ),
        Claim(
            "X5",
            "this project",
            "D(x) near 0.5 is no proof of good samples: a small D is within 0.1 of it "
            "on average while the distance is above 0.05.",
            AllOf(
                Level("distance_from_half", at(*SMALL), below=0.1),
                Level("energy_distance", at(*SMALL), above=0.05),
            ),
        ),
    ),
)
