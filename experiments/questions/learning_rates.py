"""The two learning rates: claims G1, G2, G9 and X10."""

from experiments.engine import (
    AllOf,
    AnyOf,
    Claim,
    Differs,
    Experiment,
    Level,
    Spreads,
)
from experiments.measures import points

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01)


def at(generator, discriminator=0.001):
    """The cell with these learning rates."""
    return {
        "learning_rate": generator,
        "discriminator_learning_rate": discriminator,
    }


EXPERIMENT = Experiment(
    question="What do the learning rates of G and of D decide?",
    measure=points.measure,
    base=points.BASE,
    vary={"learning_rate": RATES, "discriminator_learning_rate": RATES},
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    smoke_cells=1,
    notes="Adam, beta_1 0.5, non-saturating loss, 4,000 updates of each player. Where "
    "only one rate is named, the other is 0.001. Samples that never become good in "
    "the 20 epochs count as good after 40.",
    claims=(
        Claim(
            "G1a",
            "lab report 003",
            "A learning rate of 0.0001 for G is extremely slow (against 0.001: at "
            "least 4 times as long until the samples are good).",
            Differs("epochs_to_good", at(0.0001), at(0.001), by=4, relative=True),
        ),
        Claim(
            "G1b",
            "lab report 003",
            "A learning rate of 0.001 for G is balanced: all 8 modes, and the "
            "distance ends near its best (at most twice).",
            AllOf(
                Level("modes_covered", at(0.001), above=7.5),
                Level("last_over_best", at(0.001), below=2),
            ),
        ),
        Claim(
            "G1c",
            "lab report 003",
            "A learning rate of 0.01 for G is faster than 0.001 (at most 2/3 of the "
            "time until the samples are good).",
            Differs("epochs_to_good", at(0.001), at(0.01), by=1.5, relative=True),
        ),
        Claim(
            "G1d",
            "lab report 003",
            "A learning rate of 0.01 for G is unstable: the distance ends further "
            "above its best than with 0.001 (1.5 times as far).",
            Differs("last_over_best", at(0.01), at(0.001), by=1.5, relative=True),
        ),
        Claim(
            "G1e",
            "lab report 003",
            "A learning rate of 0.01 for G risks mode collapse: at least one mode "
            "fewer than with 0.001.",
            Differs("modes_covered", at(0.001), at(0.01), by=1),
        ),
        Claim(
            "G2a",
            "lab report 003",
            "With a learning rate of 0.0001 D is too slow to react: the samples end "
            "further from the data than with 0.001 (1.5 times).",
            Differs(
                "energy_distance",
                at(0.001, 0.0001),
                at(0.001, 0.001),
                by=1.5,
                relative=True,
            ),
        ),
        Claim(
            "G2b",
            "lab report 003",
            "With 0.001 for D both are in harmony: all 8 modes, and D is right about "
            "50 to 75 % of the pairs.",
            AllOf(
                Level("modes_covered", at(0.001), above=7.5),
                Level("d_auc", at(0.001), above=0.5, below=0.75),
            ),
        ),
        Claim(
            "G2c",
            "lab report 003",
            "With 0.01 for D it becomes too strong: it ranks more of the pairs "
            "rightly than with 0.001 (by 10 percentage points).",
            Differs("d_auc", at(0.001, 0.01), at(0.001, 0.001), by=0.1),
        ),
        Claim(
            "G2d",
            "lab report 003",
            "With 0.01 for D it blocks G: the samples end further from the data than "
            "with 0.001 (1.5 times).",
            Differs(
                "energy_distance",
                at(0.001, 0.01),
                at(0.001, 0.001),
                by=1.5,
                relative=True,
            ),
        ),
        Claim(
            "G9",
            "lab report 003",
            "Small changes of hyper-parameters give radically different behaviour: "
            "some threefold rise of one learning rate between 0.001 and 0.01 makes "
            "the distance at least three times as large.",
            AnyOf(
                *(
                    Differs("energy_distance", more, less, by=3, relative=True)
                    for more, less in (
                        (at(0.003), at(0.001)),
                        (at(0.01), at(0.003)),
                        (at(0.001, 0.003), at(0.001)),
                        (at(0.001, 0.01), at(0.001, 0.003)),
                    )
                )
            ),
        ),
        Claim(
            "X10",
            "this project",
            "With a learning rate of 0.01 for G the result depends on the seed: the "
            "number of modes scatters at least twice as much as with 0.001.",
            Spreads("modes_covered", at(0.01), at(0.001), by=2),
        ),
    ),
)
