"""A short-budget ranking on CIFAR-10."""

from experiments.engine import Comparison, Experiment, Published
from experiments.measures import quality
from experiments.measures.arms import of_arm

# What 25 minutes of one core allow: `python -m benchmarks.step_costs cifar10`.
ARMS = {
    "real data": {"real": True, "steps": 0},
    "DCGAN": {"model": "dcgan", "steps": 4_100},
    "SNGAN": {"model": "sngan", "network": "dcgan", "steps": 1_270},
    "WGAN-GP": {"model": "wgan-gp", "steps": 760},
    "R3GAN": {"model": "r3gan", "network": "dcgan", "steps": 2_180},
}
STUDIO = "StudioGAN's benchmark 2022, FID of 50,000 samples, read from its figure"
MIMICRY = "mimicry's README, residual networks, 100,000 updates of G"


def measure(settings, seed, film=None):
    """`quality.measure` of a model that the settings name."""
    return quality.measure(of_arm(settings, ARMS), seed)


def studio(arm, fid, precision, recall, coverage):
    """A row of StudioGAN's benchmark."""
    names = ("fd", "precision", "recall", "coverage")
    return Published(
        {"arm": arm}, dict(zip(names, (fid, precision, recall, coverage))), STUDIO
    )


EXPERIMENT = Experiment(
    question="Which GAN is best on CIFAR-10 in 25 minutes of one core?",
    measure=measure,
    base={"dataset": "cifar10", "batch_size": 64, "width": 64, "hidden": 0},
    vary={"arm": tuple(ARMS)},
    outcomes=quality.outcomes(*quality.METRICS),
    seeds=1,
    more_seeds=(({"arm": "DCGAN"}, 3),),  # the baseline, and the best
    backend="tensorflow",
    films=False,
    smoke=quality.SMOKE,
    smoke_cells=1,
    comparison=Comparison(
        "CIFAR-10 at an equal small budget",
        ("fd", "kid", "precision", "recall", "coverage", "steps", "cpu_minutes"),
        protocol="As many updates of G as 25 minutes of one core allowed when "
        "their cost was measured (processors differ: the last column); the "
        "convolutional networks of DCGAN, 64 filters in the first layer, for all. "
        "10,000 samples against the 10,000 test images by `fd_cifarresnet56_10k`, the "
        "features of a ResNet-56 that was trained on CIFAR-10. The published numbers, "
        "FID, precision, recall and coverage, are of Inception's features: another "
        "unit. G's learning rate is 0.001 for DCGAN and WGAN-GP; SNGAN and R3GAN have "
        "their papers' 0.0002, which is slow for so few updates: on MNIST quicker ones "
        "were better for both.",
        why="only the order can be compared, and it is another one: after minutes the "
        "recipe with one quick update of D for each of G leads, after the published "
        "days SNGAN and R3GAN do. One seed but for DCGAN.",
        rows=(
            studio("DCGAN", "48.3", "0.61", "0.21", "0.28"),
            studio("SNGAN", "9.0", "0.70", "0.62", "0.75"),
            studio("WGAN-GP", "54.0", "0.68", "0.26", "0.27"),
            Published({"arm": "SNGAN"}, {"fd": "16.8"}, MIMICRY),
            Published({"arm": "WGAN-GP"}, {"fd": "22.3"}, MIMICRY),
            Published(
                {"arm": "R3GAN"},
                {"fd": "1.96"},
                "Huang et al. 2024 (R3GAN), not checked again",
            ),
        ),
        floor={"arm": "real data"},
        scatter=("coverage", "fd"),
    ),
)
