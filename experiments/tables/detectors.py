"""Can generated images be told, and their generator? C14."""

import numpy as np

from experiments.engine import Claim, Experiment, Level, Outcome
from experiments.measures import classifiers, quality

TESTED = 4  # times fewer images than a detector learns from
ARMS = {
    "DCGAN": {"model": "dcgan"},
    "LSGAN": {"model": "lsgan"},
    "nearest": {"model": "dcgan", "upsampling": "nearest"},
}
OUTCOMES = {
    "own_auc": Outcome("AUC on its own generator's samples", "", worst=1.0),
    "other_seed_auc": Outcome("AUC on the same recipe's, other seed", "", worst=1.0),
    "other_auc": Outcome("AUC on other generators' samples", "", worst=1.0),
    "specific": Outcome("own AUC less that of others", ""),
    "floor_auc": Outcome("AUC between real images", ""),
}


def measure(settings, seed, film=None):
    """Trains generators, and for each a detector that is tried on all.

    Args:
        settings: dict of fields of the recipe; `steps`; `n`: int, images that a
            detector learns from, of each side; `detector_steps`.
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name, means over the detectors.
    """
    settings = dict(settings)
    steps, n = settings.pop("detector_steps"), settings.pop("n")
    tested = n // TESTED
    made, dataset = {}, None
    for name, arm in {**ARMS, "DCGAN again": ARMS["DCGAN"]}.items():
        other = 1000 if name == "DCGAN again" else 0
        gan, dataset, *_ = quality.trained(arm | settings, seed + other)
        images = dataset.from_model(gan.generate(n + tested, seed=1))
        made[name] = (images[:n], images[n:])
    real = dataset.train.x[:n], dataset.test.x[:tested]
    aucs = {}
    for name in ARMS:
        judge = detector(real[0], made[name][0], steps, seed)
        aucs[name] = {each: judge(real[1], new) for each, (_, new) in made.items()}
    blank = detector(real[0], dataset.train.x[n : 2 * n], steps, seed)
    return sum_up(aucs) | {"floor_auc": blank(real[1], dataset.validation.x[:tested])}


def detector(real, fake, steps, seed):
    """A classifier of real and generated images.

    Returns:
        callable of real and generated images to the AUC.
    """
    from ter_gan.evaluation.held_out import auc

    parts = [(x, np.full(len(x), label)) for label, x in enumerate((fake, real))]
    model = classifiers.train(parts, 2, seed, steps)

    def judge(real, fake):
        scores = [np.diff(classifiers.logits(model, x))[:, 0] for x in (real, fake)]
        return float(auc(*scores))

    return judge


def sum_up(aucs):
    """The outcomes of a dict from a detector's generator to AUCs by generator."""
    own = np.mean([aucs[name][name] for name in ARMS])
    others = np.mean([aucs[a][b] for a in ARMS for b in ARMS if a != b])
    return {
        "own_auc": float(own),
        "other_seed_auc": aucs["DCGAN"]["DCGAN again"],
        "other_auc": float(others),
        "specific": float(own - others),
    }


EXPERIMENT = Experiment(
    question="Can generated images be told, and by what their own generator left?",
    measure=measure,
    base={"dataset": "mnist", "steps": 900, "detector_steps": 400, "n": 8_000},
    cells=({},),
    outcomes=OUTCOMES,
    seeds=5,
    backend="tensorflow",
    films=False,
    smoke={"steps": 2, "detector_steps": 2, "n": 40, "width": 4, "hidden": 0},
    notes="Three generators of MNIST (DCGAN, LSGAN, and a DCGAN that upsamples by "
    "repetition), each with a detector: a small CNN that learns real from generated "
    "images (8,000 each, 400 steps), and is tried on 2,000 new samples of each "
    "generator against test images. The generators are weak: 900 updates, about one "
    "pass. AUC 0.5 is guessing, 1 is certainty. The floor is a detector of two halves "
    "of the training images, tried on test against validation images: its mean AUC is "
    "0.44, so MNIST's two parts differ a little, which is small beside 0.957.",
    claims=(
        Claim(
            "C14a",
            "course slides 004",
            "Generated images are detected: a detector tells new samples of its "
            "generator from real images with an AUC of at least 0.9.",
            Level("own_auc", {}, above=0.9),
        ),
        Claim(
            "C14b",
            "course slides 004",
            "Generators leave specific signatures: the AUC falls by at least 0.05 on "
            "samples of other generators.",
            Level("specific", {}, above=0.05),
        ),
    ),
)
