"""Uniform against Gaussian noise: claim G6."""

import numpy as np

from experiments.engine import Claim, Differs, Experiment, Outcome, Same
from experiments.measures import points

PAIRS, BETWEEN = 500, 9


def measure(settings, seed, film=None):
    """`points.measure`, and how the way between two samples leads.

    `bridge`: how far points on the straight way between two latents lie from
    the data, over what ordinary samples do. `evenness`: the spread of the
    distances from latents to their nearest neighbours, over their mean.
    """
    from scipy.spatial import cKDTree

    from ter_gan import recipes
    from ter_gan.models.noise import draw_latents

    recipe = recipes.resolve({**settings, "seed": seed})
    gan, dataset, _, frames = points.train(recipe)
    if film is not None:
        from ter_gan.points.film import page

        page.write_folder(film.parent, {film.name: frames})
    ends = [draw_latents(gan.latent, PAIRS, gan.latent_dim, i) for i in (1, 2)]
    shares = np.linspace(0, 1, BETWEEN + 2)[1:-1, None, None]
    ways = ((1 - shares) * ends[0] + shares * ends[1]).reshape(-1, gan.latent_dim)
    data = cKDTree(dataset.to_model(dataset.train.x))
    off_way, off = (
        data.query(gan.decode(z.astype("float32"), averaged=False))[0].mean()
        for z in (ways, ends[0])
    )
    many = draw_latents(gan.latent, 5_000, gan.latent_dim, 3)
    nearest = cKDTree(many).query(many, k=2)[0][:, 1]
    return {
        "energy_distance": float(np.median(frames.numbers["energy_distance"][-3:])),
        "bridge": float(off_way / off),
        "evenness": float(nearest.std() / nearest.mean()),
    }


def at(latent, dimensions=(2, 10)):
    """The cells with this law of the noise."""
    return {"latent": latent, "latent_dim": dimensions}


EXPERIMENT = Experiment(
    question="Uniform or Gaussian noise?",
    measure=measure,
    base=points.BASE | {"dataset": "two_moons"},
    vary={"latent": ("normal", "uniform"), "latent_dim": (2, 10)},
    outcomes={
        "energy_distance": points.DISTANCE,
        "bridge": Outcome("off the data between samples", "ratio", "less", log=True),
        "evenness": Outcome("unevenness of the latents", "ratio", log=True),
    },
    smoke=points.SMOKE,
    smoke_cells=1,
    seeds=10,
    notes="Two moons have a gap, so that ways between samples can leave the data. "
    "Ways are straight; each has 9 points between its ends.",
    claims=(
        Claim(
            "G6a",
            "003",
            "Gaussian noise interpolates better: with uniform noise the ways between "
            "samples lead 1.2 times as far off the data.",
            Differs("bridge", at("uniform"), at("normal"), by=1.2, relative=True),
        ),
        Claim(
            "G6b",
            "003",
            "Gaussian noise suits better: with uniform noise the samples end further "
            "from the data (1.2 times).",
            Differs(
                "energy_distance", at("uniform"), at("normal"), by=1.2, relative=True
            ),
        ),
        Claim(
            "G6c",
            "001",
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
            "same distance within a factor of 1.5.",
            Same(
                "energy_distance",
                at("uniform"),
                at("normal"),
                within=1.5,
                relative=True,
            ),
        ),
    ),
)
