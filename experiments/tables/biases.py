"""Is what is rare in the data rarer still in the samples? C17."""

import dataclasses

import numpy as np

from experiments.engine import AllOf, Claim, Comparison, Experiment, Level, Outcome
from experiments.measures import quality
from experiments.measures.arms import of_arm
from experiments.measures.classifiers import RARE

SAMPLES = 10_000
ARMS = {
    "DCGAN": {"model": "dcgan"},
    "PacGAN2": {"model": "pacgan", "pack": 2},
    "LSGAN": {"model": "lsgan"},
}
OUTCOMES = {
    "share": Outcome("rare classes among the samples", "%"),
    "ratio": Outcome("their share over that in the data", "", log=True),
    "fd": Outcome("Fréchet distance", "", "less", worst=1000.0, log=True),
}


def measure(settings, seed, film=None):
    """Trains a GAN on data with rare classes, and counts them in its samples.

    Args:
        settings: dict of fields of the recipe; `arm`; `steps`; `less`: int, how many
            times fewer images the rare classes have.
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name.
    """
    from ter_gan.images import features

    settings = of_arm(settings, ARMS)
    less = settings.pop("less")

    def uneven(dataset):
        return dataclasses.replace(
            dataset,
            train=with_rare(dataset.train, less, seed),
            test=with_rare(dataset.test, less, seed),
        )

    gan, dataset, own, _ = quality.trained(settings, seed, uneven)
    images = dataset.from_model(gan.generate(SAMPLES, seed=1))
    named = features.get("mnistcnn")(images).probabilities.argmax(axis=1)
    share = float(np.isin(named, RARE).mean())
    in_data = float(np.isin(dataset.train.y, RARE).mean())
    n = min(own["n"], len(dataset.test))
    fd = quality.evaluate(gan, dataset, ("fd",), n)["fd"]
    return {"share": 100 * share, "ratio": share / in_data, "fd": fd}


def with_rare(split, less, seed):
    """A `Split` that keeps one of `less` images of each rare class."""
    rng = np.random.default_rng(seed)
    return split[~np.isin(split.y, RARE) | (rng.random(len(split)) < 1 / less)]


def all_arms(**limits):
    """The test that the ratio keeps within limits in every arm."""
    tests = [Level("ratio", {"arm": arm, "less": 10}, **limits) for arm in ARMS]
    return AllOf(*tests)


EXPERIMENT = Experiment(
    question="Is what is rare in the data rarer still in the samples?",
    measure=measure,
    base={"dataset": "mnist", "steps": 1_500, "width": 16, "hidden": 64},
    vary={"less": (1, 10), "arm": tuple(ARMS)},
    outcomes=OUTCOMES,
    seeds=5,
    backend="tensorflow",
    films=False,
    smoke={"steps": 2, "width": 4, "hidden": 0, "n": 150},
    smoke_cells=1,
    comparison=Comparison(
        "Rare classes of the data among the samples",
        tuple(OUTCOMES),
        protocol="GANs with 16 filters in the first layer, 1,500 updates of G. The "
        "rare classes are MNIST's digits 7, 8 and 9. The shipped classifier names "
        "10,000 samples. A ratio of 1: the samples have the shares of the data; "
        "below 1: what is rare became rarer. Fréchet distances compare only within a "
        "table: the test images differ. LSGAN, at a distance of 24, has hardly "
        "learned.",
        why="",
        split="less",
        headings={
            "1": "All images of 7, 8 and 9",
            "10": "A tenth of the images of 7, 8 and 9: 4 % of the data",
        },
    ),
    claims=(
        Claim(
            "C17a",
            "course slides 004",
            "Models reproduce the biases of their data: in the samples rare classes "
            "stay rare, at most 1.5 times as frequent as in the data.",
            all_arms(below=1.5),
        ),
        Claim(
            "C17b",
            "course slides 004",
            "Models amplify the biases of their data: rare classes have at most 0.9 of "
            "their share in it.",
            all_arms(below=0.9),
        ),
    ),
)
