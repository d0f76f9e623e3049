"""What the latent space of an image GAN is like: C8 and C18."""

import itertools

import numpy as np

from experiments.engine import AllOf, Claim, Experiment, Level, Outcome
from experiments.measures import quality
from experiments.measures.arms import of_arm

STEPS = 16  # of a path
GROUP = 10  # latents of a class whose mean is taken
BINS = 10  # of a latent's values
ARMS = {
    "DCGAN": {"model": "dcgan"},
    "InfoGAN": {"model": "infogan", "auxiliary_weight": 0.2},
}
OUTCOMES = {
    "nearness": Outcome("rank correlation of latent and image distance"),
    "largest_step": Outcome("largest step of a path over its mean step", "", "less"),
    "arithmetic": Outcome("sums of the wanted class", "share", "more"),
    "one_latent": Outcome("information of the best latent about the class", "share"),
    "category": Outcome("information of the category about the class", "share"),
}
DCGAN, INFOGAN = {"arm": "DCGAN"}, {"arm": "InfoGAN"}


def measure(settings, seed, film=None):
    """Trains a GAN of digits and walks through its latent space.

    Args:
        settings: dict of fields of the recipe; `arm`; `steps`; `draws`: int, latents.
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name; `category` is `nan` where there is none.
    """
    from ter_gan.images import features
    from ter_gan.images.metrics import perceptual

    settings = of_arm(settings, ARMS)
    draws = settings.pop("draws")
    gan, dataset, *_ = quality.trained(settings, seed)
    network = features.get("mnistcnn")
    distance = perceptual.of_network(network)
    latents = gan.latents.array(draws, seed=1)

    def decode(z):
        return dataset.from_model(gan.decode(z.astype("float32")))

    named = network(decode(latents)).probabilities
    classes = named.argmax(axis=1)
    information = [
        shared(binned(column), classes)
        for column in latents[:, gan.latents.categories :].T
    ]
    return {
        "nearness": nearness(decode, distance, latents),
        "largest_step": largest_step(decode, distance, latents),
        "arithmetic": arithmetic(decode, network, latents, named),
        "one_latent": max(information),
        "category": category(gan.latents, latents, classes),
    }


def nearness(decode, distance, latents):
    """Spearman's correlation of the distances of latents and of their images."""
    from scipy import stats

    start, end = np.split(latents[: len(latents) // 4 * 2], 2)
    t = np.random.default_rng(0).random((len(start), 1))
    moved = start + t * (end - start)
    apart = np.linalg.norm(moved - start, axis=1)
    return float(
        stats.spearmanr(apart, distance(decode(start), decode(moved))).statistic
    )


def largest_step(decode, distance, latents):
    """Median over paths: the largest perceptual step, over the mean one."""
    from ter_gan.images.latent.interpolation import interpolate

    start, end = np.split(latents[: len(latents) // 20 * 2], 2)
    path = interpolate(start, end, STEPS + 1, "spherical")
    images = [decode(each) for each in path]
    steps = np.array([distance(a, b) for a, b in zip(images, images[1:])]) ** 0.5
    return float(np.median(steps.max(axis=0) / steps.mean(axis=0)))


def arithmetic(decode, network, latents, named):
    """How often base − class a + class b is of class b: Radford's averaged groups."""
    from ter_gan.images.latent.arithmetic import choose, combine

    classes = named.shape[1]
    order = [choose(named[:, c], 2 * GROUP) for c in range(classes)]
    groups, others = (latents[np.array(order)[:, i::2]] for i in range(2))
    asked, made = [], []
    for a, b in itertools.permutations(range(classes), 2):
        made.append(combine(groups[b], groups[a], others[a, b % GROUP][None]))
        asked.append(b)
    found = network(decode(np.stack(made))).probabilities.argmax(axis=1)
    return float((found == asked).mean())


def binned(values):
    """int array: the tenth of the values that each belongs to."""
    edges = np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1])
    return np.digitize(values, edges)


def shared(a, b):
    """Mutual information of two int arrays over the entropy of the second, 0 to 1."""
    joint = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(joint, (a, b), 1 / len(a))
    outer = joint.sum(1, keepdims=True) * joint.sum(0)
    known = joint > 0
    information = np.sum(joint[known] * np.log(joint[known] / outer[known]))
    shares = joint.sum(axis=0)
    shares = shares[shares > 0]
    entropy = -np.sum(shares * np.log(shares))
    return float(information / entropy) if entropy > 1e-9 else 0.0


def category(law, latents, classes):
    """What the category of an InfoGAN says about the class."""
    if not law.categories:
        return float("nan")
    return shared(latents[:, : law.categories].argmax(axis=1), classes)


EXPERIMENT = Experiment(
    question="Is the latent space smooth, and do single latents mean something?",
    measure=measure,
    base={"dataset": "mnist", "steps": 1_500, "draws": 4_000},
    vary={"arm": tuple(ARMS)},
    outcomes=OUTCOMES,
    seeds=5,
    backend="tensorflow",
    films=False,
    smoke={"steps": 2, "width": 4, "hidden": 0, "draws": 80},
    smoke_cells=1,
    notes="MNIST, 1,500 updates. Distances of images are those of the shipped "
    "classifier's activations. Paths: 200 of 16 steps on great circles; a path of "
    "equal steps has 1. Arithmetic: a latent of class a, less the mean of ten latents "
    "of class a, plus that of class b, for all 90 pairs. Information: mutual "
    "information with the class that the classifier names, over that class's entropy; "
    "a latent's values in ten equal groups.",
    claims=(
        Claim(
            "C8a",
            "course slides 004",
            "Nearby points give similar images: the distances of latents and of images "
            "have a rank correlation of at least 0.5.",
            Level("nearness", DCGAN, above=0.5),
        ),
        Claim(
            "C8b",
            "course slides 004",
            "Interpolation is smooth: the largest of 16 steps is at most 3 times the "
            "mean one.",
            Level("largest_step", DCGAN, below=3.0),
        ),
        Claim(
            "C8c",
            "course slides 004",
            "Vector arithmetic edits attributes: at least half of the sums show the "
            "digit that was added.",
            Level("arithmetic", DCGAN, above=0.5),
        ),
        Claim(
            "C18a",
            "course slides 004",
            "Some latents of a DCGAN correspond to semantic attributes: one of them "
            "alone has a tenth of the information about the digit.",
            Level("one_latent", DCGAN, above=0.1),
        ),
        Claim(
            "C18b",
            "Chen et al. 2016",
            "An InfoGAN's category corresponds to the digit: half of the information, "
            "and more than any other latent.",
            AllOf(
                Level("category", INFOGAN, above=0.5),
                Level("one_latent", INFOGAN, below=0.5),
            ),
        ),
    ),
)
