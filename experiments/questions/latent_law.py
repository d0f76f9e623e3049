"""Uniform against Gaussian noise: claim G6."""

import numpy as np

from experiments.engine import AllOf, Claim, Differs, Experiment, Outcome, Same
from experiments.measures import points

PAIRS, BETWEEN = 500, 9


def measure(settings, seed, film=None):
    """`points.measure`, and how the way between two samples leads.

    `bridge`: how far points on the straight way between two latents lie from
    the data, over what ordinary samples do. `evenness`: the spread of the
    distances from latents to their nearest neighbours, over their mean.
    """
    from scipy.spatial import cKDTree

    gan, dataset, _, frames = points.trained(settings, seed, film)

    def latents(n, number):
        return gan.latents.array(n, 10 * seed + number)

    ends = latents(PAIRS, 1), latents(PAIRS, 2)
    shares = np.linspace(0, 1, BETWEEN + 2)[1:-1, None, None]
    ways = ((1 - shares) * ends[0] + shares * ends[1]).reshape(-1, gan.latent_dim)
    data = cKDTree(dataset.to_model(dataset.train.x))
    off_way, off = (
        data.query(gan.decode(z.astype("float32"), averaged=False))[0].mean()
        for z in (ways, ends[0])
    )
    many = latents(5_000, 3)
    nearest = cKDTree(many).query(many, k=2)[0][:, 1]
    return {
        "energy_distance": float(np.median(frames.numbers["energy_distance"][-3:])),
        "bridge": float(off_way / off),
        "evenness": float(nearest.std() / nearest.mean()),
    }


SIZES = (2, 10)


def at(latent, size):
    """The cell with this law and this number of latents."""
    return {"latent": latent, "latent_dim": size}


def farther(outcome, by=1.2):
    """The test that uniform noise leads farther off, with few and many latents."""
    return AllOf(
        *(
            Differs(outcome, at("uniform", n), at("normal", n), by=by, relative=True)
            for n in SIZES
        )
    )


EXPERIMENT = Experiment(
    question="Uniform or Gaussian noise?",
    measure=measure,
    base=points.BASE | {"dataset": "two_moons"},
    vary={"latent": ("normal", "uniform"), "latent_dim": SIZES},
    outcomes={
        "energy_distance": points.DISTANCE,
        "bridge": Outcome("off the data between samples", "ratio", "less", log=True),
        "evenness": Outcome("unevenness of the latents", "ratio", log=True),
    },
    smoke=points.SMOKE,
    smoke_cells=1,
    seeds=10,
    notes="Two moons have a gap, so that ways between samples can leave the data. "
    "Ways are straight; each has 9 points between its ends. The latents of the ways "
    "and of the unevenness are the same in all seeds, which so show how trainings "
    "differ, not draws.",
    claims=(
        Claim(
            "G6a",
            "lab report 003",
            "Gaussian noise interpolates better: with uniform noise the ways between "
            "samples lead 1.2 times as far off the data, with 2 latents and with 10.",
            farther("bridge"),
        ),
        Claim(
            "G6b",
            "lab report 003",
            "Gaussian noise suits better: with uniform noise the samples end further "
            "from the data (1.2 times), with 2 latents and with 10.",
            farther("energy_distance"),
        ),
        Claim(
            "G6c",
            "lab report 001",
            "Uniform noise spreads its starting points evenly, Gaussian noise "
            "concentrates them: in two dimensions its distances between neighbours "
            "vary 1.3 times as much.",
            Differs(
                "evenness", at("normal", 2), at("uniform", 2), by=1.3, relative=True
            ),
        ),
        Claim(
            "X7",
            "this project",
            "For the quality of the samples the law of the noise does not matter: the "
            "same distance within a factor of 1.5, with 2 latents and with 10.",
            AllOf(
                *(
                    Same(
                        "energy_distance",
                        at("uniform", n),
                        at("normal", n),
                        within=1.5,
                        relative=True,
                    )
                    for n in SIZES
                )
            ),
        ),
    ),
)
