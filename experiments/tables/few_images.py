"""100 and 1,000 training images, with and without augmentation; C15 and W2."""

from experiments.engine import (
    AllOf,
    Claim,
    Comparison,
    Differs,
    Experiment,
    Level,
)
from experiments.measures import quality
from experiments.measures.arms import of_arm

METRICS = ("fd", "precision", "recall", "coverage", "copy_rate")
ARMS = {
    "real data": {"real": True},
    "DCGAN": {"model": "dcgan"},
    "DiffAugment": {"model": "diffaugment"},
    "ADA": {"model": "ada", "ada_images": 50_000},
}


def measure(settings, seed, film=None):
    """`quality.measure` of a model that the settings name, on few images."""
    return quality.measure(of_arm(settings, ARMS), seed, METRICS)


def on(arm, images):
    """The cell of an arm and a number of training images; 0: all."""
    return {"arm": arm, "train_images": images}


EXPERIMENT = Experiment(
    question="What do DiffAugment and ADA bring with few training images?",
    measure=measure,
    base={"dataset": "mnist", "steps": 3_000},
    cells=(
        on("real data", 0),
        *(on(arm, n) for n in (100, 1000) for arm in ("DCGAN", "DiffAugment", "ADA")),
        on("DCGAN", 0),
    ),
    outcomes=quality.outcomes(*METRICS),
    seeds=3,
    more_seeds=(({"arm": "real data"}, 1), ({"arm": "DCGAN"}, 5)),
    backend="tensorflow",
    films=False,
    smoke=quality.SMOKE | {"train_images": 200},
    smoke_cells=2,
    comparison=Comparison(
        "Few training images",
        (*METRICS, "steps", "cpu_minutes"),
        protocol="100 or 1,000 images of MNIST to learn from, drawn by the seed, or "
        "all 55,000; 3,000 updates of G with 64 images; ADA changes "
        "its strength by at most 1 within 50,000 images. 10,000 samples against the "
        "10,000 test images by `fd_mnistcnn_10k`; a copy is nearer to one of the "
        "images it was trained on than all but 1 % of unseen real images are.",
        why="No published table has these data. Without augmentation 100 images teach "
        "nothing (precision 0), so the missing copies there are noise, not "
        "originality: W2 could not be tested by a GAN that learned nothing. With 1,000 "
        "images DiffAugment is worse than no augmentation; ADA has more recall and "
        "coverage, its Fréchet distance is within the errors. Of all images 1.8 % of "
        "the samples count as copies, of real images 1.2 %.",
        floor={"arm": "real data"},
        split="train_images",
        headings={
            "0": "All 55,000 images",
            "100": "100 images",
            "1000": "1,000 images",
        },
    ),
    claims=(
        Claim(
            "X14",
            "Zhao et al. 2020",
            "With 100 training images DiffAugment halves the Fréchet distance.",
            Differs(
                "fd", on("DCGAN", 100), on("DiffAugment", 100), by=2, relative=True
            ),
        ),
        Claim(
            "X15",
            "Karras et al. 2020",
            "With 100 training images ADA halves the Fréchet distance.",
            Differs("fd", on("DCGAN", 100), on("ADA", 100), by=2, relative=True),
        ),
        Claim(
            "C15",
            "course slides 004",
            "Generated samples resemble the data but are no copies: trained on all of "
            "MNIST, a DCGAN has a precision of at least 0.7, and at most 2 % of its "
            "samples are nearer to a training image than unseen images mostly are.",
            AllOf(
                Level("precision", on("DCGAN", 0), above=0.7),
                Level("copy_rate", on("DCGAN", 0), below=0.02),
            ),
        ),
        Claim(
            "W2",
            "rules of practical work 000",
            "The nearest training neighbour tells originality: with 100 training "
            "images the copy rate is at least 0.1 above that with all.",
            Differs("copy_rate", on("DCGAN", 100), on("DCGAN", 0), by=0.1),
        ),
    ),
)
