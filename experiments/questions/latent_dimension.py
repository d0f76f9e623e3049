"""The size of the noise: claims G4 and G5."""

from experiments.engine import AllOf, Claim, Differs, Experiment, Level, Same
from experiments.measures import points


def at(*dimensions):
    """The cells with these numbers of latents."""
    return {"latent_dim": dimensions}


EXPERIMENT = Experiment(
    question="How many latents does G need?",
    measure=points.measure,
    base=points.BASE | {"dataset": "grid", "width": 64},
    vary={"latent_dim": (1, 2, 10, 20, 50, 100, 200)},
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    smoke_cells=1,
    seeds=10,
    notes="25 modes on a grid. The reports looked at images; on points only the "
    "first sentences about diversity can be tested.",
    claims=(
        Claim(
            "G4a",
            "lab report 003",
            "10 to 20 latents limit the diversity: at least one mode fewer than with "
            "50 to 100.",
            Differs("modes_covered", at(50, 100), at(10, 20), by=1),
        ),
        Claim(
            "G4b",
            "lab report 003",
            "50 to 100 latents are enough: at least 20 of 25 modes.",
            Level("modes_covered", at(50, 100), above=19.5),
        ),
        Claim(
            "G4c",
            "lab report 003",
            "200 latents bring no benefit: the distance is that of 50 to 100, within "
            "a factor of 1.5.",
            Same("energy_distance", at(200), at(50, 100), within=1.5, relative=True),
        ),
        Claim(
            "G5",
            "lab report 001",
            "With one-dimensional noise the points lie on a line, although the data "
            "have two dimensions: near each other they fill 1 dimension (at most "
            "1.2), with two latents more (1.5).",
            AllOf(
                Level("dimension", at(1), below=1.2),
                Level("dimension", at(2), above=1.5),
            ),
        ),
    ),
)
