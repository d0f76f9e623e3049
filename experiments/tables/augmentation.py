"""Do generated images help a classifier that has few real ones? C10 and C16."""

import dataclasses

import numpy as np

from experiments.engine import Claim, Comparison, Experiment, Level, Outcome
from experiments.measures import classifiers, quality
from experiments.measures.classifiers import RARE

LESS = 10  # how many times fewer images rare classes have
GENERATED = 5_000
SHIFT = 2  # pixels
OUTCOMES = {
    "real": Outcome("accuracy, real images only", "%", "more"),
    "generated": Outcome("accuracy, real and generated images", "%", "more"),
    "shifted": Outcome("accuracy, real images moved by up to 2 pixels", "%", "more"),
    "gain": Outcome("gain by generated images", "points", "more"),
    "shift_gain": Outcome("gain by moving", "points", "more"),
    "rare_gain": Outcome("gain of rare classes", "points", "more"),
    "other_gain": Outcome("gain of the other classes", "points", "more"),
    "rare_advantage": Outcome("gain of rare classes less that of others", "points"),
    "label_agreement": Outcome("label agreement of G", "share", "more"),
}
FEW, ENOUGH = {"images": 100, "rare": False}, {"images": 1000, "rare": False}


def measure(settings, seed, film=None):
    """Trains a conditional GAN on few labelled images, then three classifiers.

    Args:
        settings: dict of fields of the recipe; `images`: int, labelled ones in all;
            `rare`: bool, whether the last three classes have a tenth of the images
            of each other; `steps`: int, updates of G; `classifier_steps`: int.
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name; accuracies on the official test images, the mean
        of the classes' ones.
    """
    from ter_gan.images import features
    from ter_gan.images.metrics import classes

    settings = dict(settings)
    images, rare = settings.pop("images"), settings.pop("rare")
    steps = settings.pop("classifier_steps")

    def few(dataset):
        return dataclasses.replace(
            dataset, train=labelled(dataset.train, images, rare, seed)
        )

    gan, dataset, *_ = quality.trained(settings, seed, few)
    asked = np.arange(GENERATED, dtype="int32") % dataset.classes
    made = dataset.from_model(gan.generate(GENERATED, asked, seed=1))
    real = (dataset.train.x, dataset.train.y)
    found = {}
    for name, parts, shift in (
        ("real", [real], 0),
        ("generated", [real, (made, asked)], 0),
        ("shifted", [real], SHIFT),
    ):
        model = classifiers.train(parts, dataset.classes, seed, steps, shift)
        found[name] = 100 * classifiers.recall_of_classes(
            model, dataset.test, dataset.classes
        )
    named = features.get("mnistcnn")(made).probabilities
    share = classes.agreement(named, asked, dataset.class_names).value
    return sum_up(found) | {"label_agreement": share}


def labelled(split, n, rare, seed):
    """About n images of a `Split`, as many of each class, or fewer of `RARE` ones."""
    classes = int(split.y.max()) + 1
    weights = np.array([1 / LESS if rare and c in RARE else 1 for c in range(classes)])
    counts = np.maximum(np.rint(n * weights / weights.sum()), 1).astype(int)
    order = np.random.default_rng(seed).permutation(len(split))
    chosen = [order[split.y[order] == c][:count] for c, count in enumerate(counts)]
    return split[np.sort(np.concatenate(chosen))]


def sum_up(found):
    """The outcomes of each classifier's accuracies by class, in per cent."""
    gains = found["generated"] - found["real"]
    rare = np.isin(np.arange(len(gains)), RARE)
    return {
        **{name: float(values.mean()) for name, values in found.items()},
        "gain": float(gains.mean()),
        "shift_gain": float((found["shifted"] - found["real"]).mean()),
        "rare_gain": float(gains[rare].mean()),
        "other_gain": float(gains[~rare].mean()),
        "rare_advantage": float(gains[rare].mean() - gains[~rare].mean()),
    }


EXPERIMENT = Experiment(
    question="Do generated images help a classifier that has few real ones?",
    measure=measure,
    base={
        "dataset": "mnist",
        "model": "cgan",
        "augment": "color+translation+cutout",
        "width": 16,
        "hidden": 64,
        "steps": 3_000,
        "classifier_steps": 800,
    },
    cells=(
        *({"images": n, "rare": False} for n in (100, 500, 1000)),
        {"images": 500, "rare": True},
    ),
    outcomes=OUTCOMES,
    seeds=5,
    backend="tensorflow",
    films=False,
    smoke={"steps": 2, "classifier_steps": 2, "width": 4, "hidden": 0},
    smoke_cells=1,
    comparison=Comparison(
        "Generated images for a classifier",
        tuple(name for name in OUTCOMES if name != "rare_advantage"),
        protocol="The GAN sees the same few labelled images as the classifier, no "
        "others: it is a conditional DCGAN with 16 filters in the first layer and "
        "DiffAugment, 3,000 updates; it generates 5,000. The classifier takes 800 "
        "steps of 64 images, half of them real and half generated, so it sees fewer "
        "real ones than without. Rare classes: 7, 8 and 9. Beside it the same "
        "classifier on real images moved by up to two pixels, which costs nothing. "
        "Accuracy: on the official test images, averaged over the classes. Label "
        "agreement: how often the shipped classifier names the digit that was asked "
        "for.",
        why="",
        name="images",
        split="rare",
        headings={
            "False": "Equally many labelled images of each class",
            "True": "7, 8 and 9 have a tenth of the images of the others",
        },
    ),
    claims=(
        Claim(
            "C10a",
            "course slides 004",
            "With 100 labelled images, generated ones raise the accuracy by at least a "
            "point.",
            Level("gain", FEW, above=1.0),
        ),
        Claim(
            "C10b",
            "this project",
            "With 1,000 labelled images, generated ones do not help: they bring less "
            "than half a point.",
            Level("gain", ENOUGH, below=0.5),
        ),
        Claim(
            "C10c",
            "this project",
            "With 100 labelled images, moving them by two pixels brings at least a "
            "point.",
            Level("shift_gain", FEW, above=1.0),
        ),
        Claim(
            "C16",
            "course slides 004",
            "Generated images help rare classes most: with 500 labelled images these "
            "gain at least a point more than the others.",
            Level("rare_advantage", {"images": 500, "rare": True}, above=1.0),
        ),
    ),
)
