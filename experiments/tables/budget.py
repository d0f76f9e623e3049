"""All losses under an equal budget on MNIST and Fashion-MNIST, after Lucic et al."""

from experiments.engine import Comparison, Experiment, Published
from experiments.measures import quality
from experiments.measures.arms import of_arm

# What 10 minutes of one core allow: `python -m benchmarks.step_costs budget`. WGAN had
# 9,300 before its critic was batch-normalised, which costs 1.3 times as much.
ARMS = {
    "real data": {"real": True, "steps": 0},
    "MM GAN": {"model": "dcgan", "loss": "minimax", "steps": 21_000},
    "NS GAN": {"model": "dcgan", "steps": 21_000},
    "LSGAN": {"model": "lsgan", "steps": 21_000},
    "hinge": {"model": "dcgan", "loss": "hinge", "steps": 21_000},
    "WGAN": {"model": "wgan", "steps": 7_150},
    "WGAN-GP": {"model": "wgan-gp", "steps": 4_150},
    "DRAGAN": {"model": "dragan", "steps": 14_800},
    "R3GAN": {
        "model": "r3gan",
        "network": "dcgan",
        "learning_rate": 2e-3,
        "steps": 12_500,
    },
}
LUCIC = "Lucic et al. 2018, best FID after a wide search, as quoted in later papers"
FID = {
    "mnist": (
        "9.8 ± 0.9",
        "6.8 ± 0.5",
        "7.8 ± 0.6",
        "6.7 ± 0.4",
        "20.3 ± 5.0",
        "7.6 ± 0.4",
    ),
    "fashion_mnist": (
        *("29.6 ± 1.6", "26.5 ± 1.6", "30.7 ± 2.2"),
        *("21.5 ± 1.6", "24.5 ± 2.1", "27.7 ± 1.2"),
    ),
}
NAMES = ("MM GAN", "NS GAN", "LSGAN", "WGAN", "WGAN-GP", "DRAGAN")
BEGAN = {"mnist": "13.1 ± 1.0", "fashion_mnist": "22.9 ± 0.9"}


def measure(settings, seed, film=None):
    """`quality.measure` of a loss that the settings name."""
    return quality.measure(of_arm(settings, ARMS), seed)


EXPERIMENT = Experiment(
    question="Which loss is best on MNIST and Fashion-MNIST in ten minutes?",
    measure=measure,
    base={"batch_size": 64, "width": 16, "hidden": 64},
    vary={"dataset": ("mnist", "fashion_mnist"), "arm": tuple(ARMS)},
    outcomes=quality.outcomes(*quality.METRICS),
    seeds=1,
    more_seeds=(  # of the baseline and of the best
        ({"arm": "NS GAN"}, 3),
        ({"dataset": "mnist", "arm": ("LSGAN", "DRAGAN", "R3GAN")}, 3),
    ),
    backend="tensorflow",
    films=False,
    smoke=quality.SMOKE,
    smoke_cells=2,
    comparison=Comparison(
        "All losses under an equal budget",
        ("fd", "kid", "precision", "recall", "coverage", "steps", "cpu_minutes"),
        protocol="As many updates of G as ten minutes of one core allowed when "
        "their cost was measured (processors differ: the last column), one "
        "network for all (DCGAN, 16 filters, a dense layer at both ends), the recipe "
        "of each loss's preset (R3GAN's with a learning rate of 0.002, tried on MNIST; "
        "G's of the others is 0.001), G averaged over its last steps. 10,000 samples "
        "against the 10,000 test images. Ours is `fd_mnistcnn_10k` or "
        "`fd_fashioncnn_10k`: the features of a classifier of these images. The "
        "published number is FID, of Inception's features: the two have other units, "
        "and only their order compares.",
        why="another feature network, another unit; and one recipe for each loss, "
        "where the paper takes the best of a hundred. In this time the losses with one "
        "cheap update of D lead, R3GAN on MNIST, and the cross entropies and LSGAN on "
        "Fashion-MNIST, where DRAGAN falls behind; the Wasserstein ones take five and "
        "get a fifth to a third of the updates.",
        rows=(
            *(
                Published({"dataset": dataset, "arm": arm}, {"fd": value}, LUCIC)
                for dataset, values in FID.items()
                for arm, value in zip(NAMES, values)
            ),
            *(
                Published({"dataset": dataset}, {"fd": value}, LUCIC, "BEGAN")
                for dataset, value in BEGAN.items()
            ),
        ),
        floor={"arm": "real data"},
        scatter=("coverage", "fd"),
        split="dataset",
    ),
)
