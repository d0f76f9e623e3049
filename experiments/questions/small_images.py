"""What concerns images of the usual advice: C6a, C6i and C6m to C6o."""

from experiments.engine import Claim, Differs, Experiment, Not
from experiments.measures import images

PLAIN = {"change": "none"}
CHANGES = {
    "none": {},
    "max pooling": {"downsampling": "max"},
    "average pooling": {"downsampling": "average"},
    "no normalisation in D": {"normalisation": "none"},
    "instance norm in D": {"normalisation": "instance"},
    "spectral norm in D": {"normalisation": "spectral"},
    "real in [0, 1], G in [-1, 1]": {"real_range": "[0, 1]"},
}


def measure(settings, seed, film=None):
    """`images.measure` with one change, named in the settings."""
    settings = dict(settings)
    return images.measure(settings | CHANGES[settings.pop("change")], seed, film)


def worse(change, by=1.2):
    """The test that a change leads away from the data."""
    return Differs("energy_distance", {"change": change}, PLAIN, by=by, relative=True)


FILM = "python -m ter_gan.train --dataset mnist --width 16 --hidden 0 --epochs 1"
EXPERIMENT = Experiment(
    question="Which of the usual advice holds for a small convolutional GAN?",
    measure=measure,
    base={
        "dataset": "mnist",
        "model": "dcgan",
        "width": 16,
        "hidden": 0,
        "average": 0.99,
        "epochs": 1,
        "steps_per_epoch": 500,
        "steps_per_execution": 1,
    },
    vary={"change": tuple(CHANGES)},
    outcomes=images.OUTCOMES,
    smoke={"steps_per_epoch": 4, "width": 4},
    smoke_cells=1,
    backend="tensorflow",
    notes="MNIST, 500 updates of each player with 64 images: a short training of a "
    "small DCGAN with batch normalisation. The distance is between the pixels of 2,000 "
    "generated and 2,000 test images. The network with instance normalisation lacks "
    "the dense layers at the ends.",
    claims=(
        Claim(
            "C6a",
            "course slides 004",
            "Strided convolutions are better than max pooling in D: with pooling the "
            "samples end 1.2 times as far from the data.",
            worse("max pooling"),
            film=FILM,
        ),
        Claim(
            "C6i",
            "course slides 004",
            "The range of the inputs must be consistent: with real images in [0, 1] "
            "and generated ones in [-1, 1] the samples end 1.5 times as far.",
            worse("real in [0, 1], G in [-1, 1]", by=1.5),
            film=FILM,
        ),
        Claim(
            "C6m",
            "course slides 004",
            "Batch normalisation in D helps images: without it the samples end 1.2 "
            "times as far.",
            worse("no normalisation in D"),
            film=FILM,
        ),
        Claim(
            "C6n",
            "course slides 004",
            "Spectral normalisation in D is no worse than batch normalisation: it "
            "does not end 1.2 times as far.",
            Not(worse("spectral norm in D")),
            film=FILM,
        ),
        Claim(
            "C6o",
            "course slides 004",
            "Instance normalisation in D is no worse than batch normalisation: it "
            "does not end 1.2 times as far.",
            Not(worse("instance norm in D")),
            film=FILM,
        ),
    ),
)
