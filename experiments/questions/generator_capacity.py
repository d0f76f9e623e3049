"""Layers and neurons of G: claim G7."""

from experiments.engine import AllOf, Claim, Differs, Experiment, Level, Not
from experiments.measures import points


def at(layers, width):
    """The cell with a generator of this size."""
    return {"generator_layers": layers, "generator_width": width}


SMALL, MIDDLE, LARGE = at(1, 2), at(2, 32), at(3, 128)
EXPERIMENT = Experiment(
    question="How large must G be?",
    measure=points.measure,
    base=points.BASE,
    vary={"generator_layers": (1, 2, 3), "generator_width": (2, 8, 32, 128)},
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    smoke_cells=1,
    notes="D has two layers of 32 throughout; 4,000 updates of each player in 20 "
    "epochs. Samples that never become good count as good after 40.",
    claims=(
        Claim(
            "G7a",
            "lab report 001",
            "A G of one layer with two neurons makes a blob or a line: fewer than 4 "
            "of 8 modes.",
            Level("modes_covered", SMALL, below=4),
        ),
        Claim(
            "G7b",
            "lab report 001",
            "A large G makes complex shapes: all 8 modes with three layers of 128.",
            Level("modes_covered", LARGE, above=7.5),
        ),
        Claim(
            "G7c",
            "lab report 001",
            "A large G trains longer: at least 1.5 times the time of two layers of "
            "32, for as many updates.",
            Differs("minutes", LARGE, MIDDLE, by=1.5, relative=True),
        ),
        Claim(
            "G7d",
            "lab report 001",
            "A large G is less stable than two layers of 32: its distance ends "
            "further above its best (1.3 times).",
            Differs("last_over_best", LARGE, MIDDLE, by=1.3, relative=True),
        ),
        Claim(
            "G7e",
            "lab report 001",
            "A large G needs more updates: at least 1.5 times as many as two layers "
            "of 32 until the samples are good.",
            Differs("epochs_to_good", LARGE, MIDDLE, by=1.5, relative=True),
        ),
        Claim(
            "C6d",
            "course slides 004",
            "Not too deep at first: three layers of 32 in G bring nothing over two "
            "(two do not end 1.3 times as far), while one layer of 8 is too little "
            "(it does).",
            AllOf(
                Not(
                    Differs("energy_distance", MIDDLE, at(3, 32), by=1.3, relative=True)
                ),
                Differs("energy_distance", at(1, 8), MIDDLE, by=1.3, relative=True),
            ),
        ),
    ),
)
