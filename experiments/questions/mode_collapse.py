"""Mode collapse and its cures: claims C4, C19 and X2 to X4."""

from experiments.engine import AllOf, AnyOf, Claim, Differs, Experiment, Level
from experiments.measures import points

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
    "two rates": {"learning_rate": 0.001},
    "3 updates of D": {"critic_steps": 3, "steps_per_epoch": 200},
    "larger networks": {"width": 128},
}


def measure(settings, seed, film=None):
    """`points.measure` of a collapsing GAN with a cure, named in the settings."""
    settings = dict(settings)
    return points.measure(settings | CURES[settings.pop("cure")], seed, film)


def cures(name, by=2):
    """The test that a cure brings modes back."""
    return Differs("modes_covered", {"cure": name}, NO, by=by)


EXPERIMENT = Experiment(
    question="What brings the modes of a collapsed GAN back?",
    measure=measure,
    base=points.BASE | {"learning_rate": 0.003, "beta_1": 0.9},
    vary={"cure": tuple(CURES)},
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    smoke_cells=2,
    seeds=10,
    notes="Adam with beta_1 0.9 and a rate of 0.003 collapses on the ring. Each "
    "cell adds one cure. A cure helps when it brings back at least 2 of 8 modes.",
    claims=(
        Claim(
            "C4a",
            "004",
            "Mode collapse: G covers few of the modes (4 of 8 or fewer), with an "
            "unlucky choice of the optimizer.",
            Level("modes_covered", NO, below=4.5),
        ),
        Claim(
            "C4b",
            "004",
            "Regularisation eases collapse: R1, R1 + R2, WGAN-GP or spectral "
            "normalisation bring back at least 2 modes.",
            AnyOf(*map(cures, ("r1", "r1+r2", "wgan-gp", "spectral"))),
        ),
        Claim(
            "C4c",
            "004",
            "A larger architecture eases collapse: at least 2 modes.",
            cures("larger networks"),
        ),
        Claim(
            "C4d",
            "004",
            "Several discriminators ease collapse: at least 2 modes with three.",
            cures("3 discriminators"),
        ),
        Claim(
            "C4e",
            "004",
            "A diversity term eases collapse: the minibatch standard deviation "
            "brings back at least 2 modes.",
            cures("minibatch stddev"),
        ),
        Claim(
            "C19a",
            "004",
            "A dynamic learning rate balances the training: falling to 0, it brings "
            "back at least 2 modes.",
            cures("decay"),
        ),
        Claim(
            "C19b",
            "004",
            "Different update frequencies balance the training: 3 updates of D for "
            "each of G bring back at least 2 modes.",
            cures("3 updates of D"),
        ),
        Claim(
            "C19c",
            "004",
            "Several discriminators balance the training: the distance falls by half.",
            Differs(
                "energy_distance", NO, {"cure": "3 discriminators"}, by=2, relative=True
            ),
        ),
        Claim(
            "C19d",
            "004",
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
            "WGAN-GP brings back at least 2 modes.",
            cures("wgan-gp"),
        ),
    ),
)
