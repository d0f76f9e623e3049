"""Mode collapse and its cures: claims C4, C19, X2 to X4 and X8."""

import numpy as np

from experiments.engine import AllOf, AnyOf, Claim, Differs, Experiment, Level, Outcome
from experiments.measures import points

NEAR, SHARE = 0.25, 0.01  # neighbouring modes are 0.77 apart
NO = {"cure": "none"}
CURES = {
    "none": {},
    "pack 2": {"pack": 2},
    "pack 4": {"pack": 4},
    "r1": {"penalty": "r1", "penalty_weight": 0.1},
    "r1+r2": {"penalty": "r1+r2", "penalty_weight": 0.1},
    "wgan-gp": {
        "loss": "wasserstein",
        "penalty": "wgan-gp",
        "penalty_weight": 0.1,
        "critic_steps": 3,
        "steps_per_epoch": 200,
    },
    "unrolled": {"unrolled_steps": 5, "unrolled_rate": 0.5},
    "3 discriminators": {"discriminators": 3},
    "minibatch stddev": {"minibatch_stddev": True},
    "spectral": {"normalisation": "spectral"},
    "decay": {"decay_steps": 4000},
    "lower rate": {"learning_rate": 0.001},
    "3 updates of D": {"critic_steps": 3, "steps_per_epoch": 200},
    "larger networks": {"width": 128},
}


def measure(settings, seed, film=None):
    """`points.measure` of a collapsing GAN with a cure, named in the settings."""
    from ter_gan.points.datasets import modes

    settings = dict(settings)
    result = points.trained(settings | CURES[settings.pop("cure")], seed, film)
    centres, _ = modes("ring")
    last = [reached(samples, centres) for samples in result[-1].generated[-3:]]
    return points.sum_up(*result) | {"modes_reached": float(np.median(last))}


def reached(samples, centres):
    """How many centres have at least `SHARE` of the samples within `NEAR`."""
    distances = np.linalg.norm(samples[:, None] - centres, axis=2)
    return int(((distances < NEAR).mean(axis=0) >= SHARE).sum())


def cures(name, by=2):
    """The test that a cure brings modes back."""
    return Differs("modes_reached", {"cure": name}, NO, by=by)


EXPERIMENT = Experiment(
    question="What brings the modes of a collapsed GAN back?",
    measure=measure,
    base=points.BASE | {"learning_rate": 0.003, "beta_1": 0.9},
    vary={"cure": tuple(CURES)},
    outcomes=points.OUTCOMES
    | {"modes_reached": Outcome("modes reached", "of 8", "more", worst=0)},
    smoke=points.SMOKE,
    smoke_cells=1,
    seeds=20,
    notes="Adam with beta_1 0.9 and a rate of 0.003 collapses on the ring. Each "
    "cell adds one cure. A cure helps when it brings back at least 2 of 8 modes. A "
    "mode is reached when 1 % of the samples lie within 0.25 of its centre; that is "
    "milder than “covered” (one of 5,000 samples within 0.03), because a G that is "
    "imprecise but everywhere has not collapsed. “Lower rate”: 0.001 for both players.",
    claims=(
        Claim(
            "C4a",
            "course slides 004",
            "Mode collapse: G reaches few of the modes (4 of 8 or fewer), with an "
            "unlucky choice of the optimizer.",
            Level("modes_reached", NO, below=4.5),
        ),
        Claim(
            "C4b",
            "course slides 004",
            "Regularisation eases collapse: R1, R1 + R2, WGAN-GP or spectral "
            "normalisation bring back at least 2 modes.",
            AnyOf(*map(cures, ("r1", "r1+r2", "wgan-gp", "spectral"))),
        ),
        Claim(
            "C4c",
            "course slides 004",
            "A larger architecture eases collapse: at least 2 modes.",
            cures("larger networks"),
        ),
        Claim(
            "C4d",
            "course slides 004",
            "Several discriminators ease collapse: at least 2 modes with three.",
            cures("3 discriminators"),
        ),
        Claim(
            "C4e",
            "course slides 004",
            "A diversity term eases collapse: the minibatch standard deviation "
            "brings back at least 2 modes.",
            cures("minibatch stddev"),
        ),
        Claim(
            "C19a",
            "course slides 004",
            "A dynamic learning rate balances the training: falling to 0, it brings "
            "back at least 2 modes.",
            cures("decay"),
        ),
        Claim(
            "C19b",
            "course slides 004",
            "Different update frequencies balance the training: 3 updates of D for "
            "each of G bring back at least 2 modes.",
            cures("3 updates of D"),
        ),
        Claim(
            "C19c",
            "course slides 004",
            "Several discriminators balance the training: the distance falls by half.",
            Differs(
                "energy_distance", NO, {"cure": "3 discriminators"}, by=2, relative=True
            ),
        ),
        Claim(
            "C19d",
            "course slides 004",
            "Gradient penalties balance the training: with R1 + R2 the distance falls "
            "by half.",
            Differs("energy_distance", NO, {"cure": "r1+r2"}, by=2, relative=True),
        ),
        Claim(
            "X2",
            "Lin et al. 2018",
            "PacGAN: judging packs of 2 and of 4 brings back at least 2 modes each.",
            AllOf(cures("pack 2"), cures("pack 4")),
        ),
        Claim(
            "X3",
            "Metz et al. 2017",
            "Unrolling D for 5 steps brings back at least 2 modes.",
            cures("unrolled"),
        ),
        Claim(
            "X4",
            "Gulrajani et al. 2017",
            "WGAN-GP, with 3 updates of D for each of G, brings back at least 2 modes.",
            cures("wgan-gp"),
        ),
        Claim(
            "X8",
            "this project",
            "A lower learning rate (0.001 for both players) brings back at least 2 "
            "modes.",
            cures("lower rate"),
        ),
    ),
)
