"""What D says at the end: claim C1."""

from experiments.engine import AllOf, Claim, Experiment, Level
from experiments.measures import points

ENDS = {
    "constant rates": {},
    "rates fall to 0": {"decay_steps": 12_000},
    "with R1": {"penalty": "r1", "penalty_weight": 0.1},
    "with R1, rates fall to 0": {
        "penalty": "r1",
        "penalty_weight": 0.1,
        "decay_steps": 12_000,
    },
}


def measure(settings, seed, film=None):
    """`points.measure` of a long training, its end named in the settings."""
    settings = dict(settings)
    return points.measure(settings | ENDS[settings.pop("end")], seed, film)


def half(end):
    """The test that D is within 0.05 of one half, on average."""
    return Level("distance_from_half", {"end": end}, below=0.05)


EXPERIMENT = Experiment(
    question="Does D say 0.5 when G has learned the data?",
    measure=measure,
    base=points.BASE | {"dataset": "two_moons", "epochs": 60},
    vary={"end": tuple(ENDS)},
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    smoke_cells=1,
    notes="Two moons, 12,000 updates of each player: three times as long as elsewhere. "
    "|D - 0.5| is the mean over 2,000 real and 2,000 generated points. Near 0.5 "
    "alone proves nothing: see X5.",
    claims=(
        Claim(
            "C1a",
            "course slides 004",
            "At the end of a plain training D says 0.5 everywhere (within 0.05 on "
            "average).",
            half("constant rates"),
        ),
        Claim(
            "C1b",
            "course slides 004",
            "When the learning rates fall to 0, D says 0.5 everywhere (within 0.05 on "
            "average), and the samples are good (below 0.005).",
            AllOf(
                half("rates fall to 0"),
                Level("energy_distance", {"end": "rates fall to 0"}, below=0.005),
            ),
        ),
        Claim(
            "C1c",
            "Mescheder et al. 2018",
            "With R1 the training converges to the equilibrium, also at constant "
            "rates: D says 0.5 everywhere (within 0.05 on average), and the samples "
            "are good (below 0.005).",
            AllOf(
                half("with R1"),
                Level("energy_distance", {"end": "with R1"}, below=0.005),
            ),
        ),
        Claim(
            "C1d",
            "Mescheder et al. 2018",
            "With R1 and rates that fall to 0 the training converges to the "
            "equilibrium: D says 0.5 everywhere (within 0.05 on average), and the "
            "samples are good (below 0.005).",
            AllOf(
                half("with R1, rates fall to 0"),
                Level(
                    "energy_distance", {"end": "with R1, rates fall to 0"}, below=0.005
                ),
            ),
        ),
    ),
)
