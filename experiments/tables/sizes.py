"""Architectures at equal size, one architecture over sizes and latents: W0 and W1."""

from experiments.engine import (
    AllOf,
    Claim,
    Comparison,
    Differs,
    Experiment,
    Same,
    Trend,
)
from experiments.measures import quality
from experiments.measures.arms import of_arm

# About 120,000 parameters of each player.
MLP = {
    "network": "mlp",
    "model": "gan",
    "generator_width": 128,
    "discriminator_width": 128,
}
PLAIN = {"normalisation": "none", "generator_normalisation": "none"}
CONVOLUTIONS = {"width": 16, "hidden": 64}
RESIDUAL = {"network": "resnet", "generator_width": 23, "discriminator_width": 52}
WIDTHS, LATENTS = (4, 8, 16, 32), (2, 8, 20, 64, 200)
ARMS = {
    "real data": {"real": True},
    "MLP": MLP | {"dropout": 0.0} | PLAIN,
    "MLP, normalised": MLP | {"dropout": 0.0, "normalisation": "batch"},
    "convolutions": CONVOLUTIONS | PLAIN,
    "convolutions, normalised": CONVOLUTIONS,
    "residual, normalised": RESIDUAL,
    **{f"{width} filters": {"width": width, "hidden": 8 * width} for width in WIDTHS},
    **{f"{n} latents": {"latent_dim": n, **CONVOLUTIONS} for n in LATENTS},
}
EQUAL = tuple(ARMS)[:6]
CELLS = (
    *({"sweep": "equal size", "arm": arm} for arm in EQUAL),
    *({"sweep": "filters", "arm": f"{n} filters", "filters": n} for n in WIDTHS),
    *({"sweep": "latents", "arm": f"{n} latents", "latents": n} for n in LATENTS),
)


def measure(settings, seed, film=None):
    """`quality.measure` of an architecture that the settings name."""
    settings = of_arm(settings, ARMS)
    for name in ("sweep", "filters", "latents"):
        settings.pop(name, None)
    return quality.measure({"model": "dcgan"} | settings, seed)


def better(good, bad, by):
    """The test that an architecture is nearer to the data than another."""
    return Differs("fd", {"arm": bad}, {"arm": good}, by=by, relative=True)


EXPERIMENT = Experiment(
    question="Which architecture, how many parameters and latents suit MNIST?",
    measure=measure,
    base={
        "dataset": "mnist",
        "steps": 1_500,
        "learning_rate": 1e-3,
        "discriminator_learning_rate": 3e-4,
        "average": 0.999,
    },
    cells=CELLS,
    outcomes=quality.outcomes(*quality.METRICS),
    seeds=3,
    more_seeds=(
        ({"arm": "real data"}, 1),
        ({"arm": ("64 latents", "200 latents")}, 7),
    ),
    backend="tensorflow",
    films=False,
    smoke={"steps": 2, "n": 150},
    smoke_cells=2,
    comparison=Comparison(
        "Architectures, sizes and latents",
        (
            *("generator_parameters", "discriminator_parameters", "fd", "precision"),
            *("recall", "coverage", "cpu_minutes"),
        ),
        protocol="MNIST, 1,500 updates of G with 64 images, the same learning rates "
        "for all; 10,000 samples against the 10,000 test images by `fd_mnistcnn_10k`. "
        "Equal size: about 120,000 parameters in each player. Filters: of the first "
        "layer of a DCGAN whose dense layers grow alike. Latents: of the DCGAN of "
        "equal size. The learning rates were chosen for the DCGAN; normalised "
        "perceptrons get worse by them, and equal size is not equal cost: the "
        "residual network takes twenty times the minutes.",
        why="",
        floor={"arm": "real data"},
        split="sweep",
    ),
    claims=(
        Claim(
            "W0a",
            "rules of practical work 000",
            "At equal size convolutions suit images better than perceptrons: half the "
            "Fréchet distance, both normalised.",
            better("convolutions, normalised", "MLP, normalised", 2),
        ),
        Claim(
            "W0b",
            "rules of practical work 000",
            "At equal size normalisation helps a convolutional GAN: half the Fréchet "
            "distance.",
            better("convolutions, normalised", "convolutions", 2),
        ),
        Claim(
            "W0c",
            "rules of practical work 000",
            "At equal size residual connections help: the Fréchet distance falls by a "
            "tenth.",
            better("residual, normalised", "convolutions, normalised", 1.1),
        ),
        Claim(
            "W1a",
            "rules of practical work 000",
            "Over parameter counts: the more filters, the smaller the distance.",
            Trend("fd", "filters", rising=False, where={"sweep": "filters"}, by=0.5),
        ),
        Claim(
            "W1b",
            "rules of practical work 000",
            "Over latent dimensions: two latents cost recall, 200 bring nothing more "
            "than 64 (recall within 0.05).",
            AllOf(
                Differs("recall", {"latents": 64}, {"latents": 2}, by=0.05),
                Same("recall", {"latents": 200}, {"latents": 64}, within=0.05),
            ),
        ),
    ),
)
