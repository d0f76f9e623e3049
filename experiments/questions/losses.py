"""Saturating, non-saturating and Wasserstein losses: claims C2, C3, C5."""

from experiments.engine import Claim, Differs, Experiment, Level, Not, Same
from experiments.measures import points

WASSERSTEIN = {"loss": "wasserstein", "penalty": "wgan-gp", "penalty_weight": 0.1}


def at(loss, steps=1):
    """The cell of a loss with so many updates of D for each of G."""
    return {"loss": loss, "critic_steps": steps}


STRONG = 10
EXPERIMENT = Experiment(
    question="Where do the losses differ, and what do they tell of the samples?",
    measure=points.measure,
    base=points.BASE | {"steps_per_epoch": 200, "beta_1": 0.0, "beta_2": 0.9},
    cells=[
        options | {"critic_steps": steps}
        for options in (
            {"loss": "minimax"},
            {"loss": "non-saturating"},
            {"loss": "least-squares"},
            WASSERSTEIN,
        )
        for steps in (1, 3, STRONG)
    ],
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    seeds=10,
    smoke_cells=1,
    notes="4,000 updates of G; 10 updates of D for each bring it near its optimum. "
    "Wasserstein with gradient penalty of weight 0.1: the data are small (radius 1, "
    "standard deviation 0.01), and a weight of 10 would rule the loss. The wobble is "
    "the greatest distance in the second half of the training over the median there: a "
    "distance that still falls counts, too. |D - 0.5| has no meaning for least squares "
    "and Wasserstein.",
    claims=(
        Claim(
            "C2a",
            "course slides 004",
            "D must not be too good: with 10 updates of D for each of G the "
            "saturating loss ends further from the data than with 1 (1.5 times).",
            Differs(
                "energy_distance",
                at("minimax", STRONG),
                at("minimax"),
                by=1.5,
                relative=True,
            ),
        ),
        Claim(
            "C2b",
            "course slides 004",
            "D must not be too good: with 10 updates of D for each of G the "
            "non-saturating loss ends further from the data than with 1 (1.5 times).",
            Differs(
                "energy_distance",
                at("non-saturating", STRONG),
                at("non-saturating"),
                by=1.5,
                relative=True,
            ),
        ),
        Claim(
            "C3a",
            "course slides 004",
            "Minimising log(1 - D(G(z))) and maximising log D(G(z)) are equivalent "
            "where D is balanced: the same distance within a factor of 2.",
            Same(
                "energy_distance",
                at("minimax"),
                at("non-saturating"),
                within=2,
                relative=True,
            ),
        ),
        Claim(
            "C3b",
            "course slides 004",
            "They differ early, while D is sure (10 updates of D): the saturating "
            "gradient that reaches G is at most a third of the other.",
            Differs(
                "early_slope",
                at("non-saturating", STRONG),
                at("minimax", STRONG),
                by=3,
                relative=True,
            ),
        ),
        Claim(
            "C5a",
            "course slides 004",
            "With Wasserstein no gradient vanishes: a D near its optimum (10 updates) "
            "passes on no less than half of what it does after 1 update.",
            Not(
                Differs(
                    "early_slope",
                    at("wasserstein"),
                    at("wasserstein", STRONG),
                    by=2,
                    relative=True,
                )
            ),
        ),
        Claim(
            "C5b",
            "course slides 004",
            "The Wasserstein critic's loss goes with the quality of the samples: "
            "rank correlation with the distance along a training below -0.5 (the "
            "critic's loss is minus its estimate of the distance).",
            Level("tracking", at("wasserstein", (3, STRONG)), below=-0.5),
        ),
        Claim(
            "C5c",
            "course slides 004",
            "D's cross-entropy loss does not go with the quality of the samples: its "
            "rank correlation with the distance lies between -0.5 and 0.5.",
            Level("tracking", at("non-saturating", (1, 3)), above=-0.5, below=0.5),
        ),
        Claim(
            "C5d",
            "course slides 004",
            "Wasserstein with gradient penalty converges more stably than the "
            "non-saturating loss: its distance wobbles less (1.3 times), 3 updates "
            "of D each.",
            Differs(
                "wobble",
                at("non-saturating", 3),
                at("wasserstein", 3),
                by=1.3,
                relative=True,
            ),
        ),
    ),
)
