"""What FID-like distances and the Inception score see of mode collapse: C7 and W3."""

import numpy as np

from experiments.engine import AllOf, Claim, Experiment, Level, Outcome

N = 2_000
OUTCOMES = {
    "fd_real": Outcome("Fréchet distance of real images", "", "less", log=True),
    "fd_dropped": Outcome("… of three classes missing", "", "less", log=True),
    "fd_single": Outcome("… of one image per class", "", "less", log=True),
    "fd_blur": Outcome("… of blurred images", "", "less", log=True),
    "is_real": Outcome("classifier score of real images", "", "more"),
    "is_dropped": Outcome("… of three classes missing", "", "more"),
    "is_single": Outcome("… of one image per class", "", "more"),
    "fd_dropped_ratio": Outcome("FD, three classes missing over real", "", log=True),
    "fd_single_ratio": Outcome("FD, one image per class over real", "", log=True),
    "is_dropped_ratio": Outcome("score, three classes missing over real"),
    "is_single_ratio": Outcome("score, one image per class over real"),
    "fd_order": Outcome("rank correlation of FD and blur"),
    "is_order": Outcome("rank correlation of the score and blur"),
    "perceptual_order": Outcome("rank correlation of perceptual distance and blur"),
}
BLURS = (0.3, 0.5, 0.7, 1.0, 1.4, 2.0)  # pixels


def measure(settings, seed, film=None):
    """Plants failures into real images and asks the metrics.

    Args:
        settings: dict with `dataset` and `n`, int, images on each side.
        seed: int, of what is drawn.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name.
    """
    from scipy import stats
    from scipy.ndimage import gaussian_filter

    from experiments.planted_failures import failures
    from ter_gan import images
    from ter_gan.data import split_off
    from ter_gan.evaluation import frechet
    from ter_gan.images import features
    from ter_gan.images.metrics import perceptual, score

    data, n = images.load(settings["dataset"]), settings["n"]
    network = features.get(features.default(data.name, data.shape))
    distance = perceptual.of_network(network)
    real = network(split_off(data.test, (n, -1), seed)[0].x)
    memorised, fresh = split_off(data.train, (n, -1), seed)
    order = np.random.default_rng(seed).permutation(len(fresh))
    material = failures.Material(fresh[order], memorised, n)

    def ask(made):
        found = network(made)
        return (
            frechet.frechet_distance(real.vectors, found.vectors).value,
            score.classifier_score(found.probabilities, seed=seed).value,
        )

    rng = np.random.default_rng(seed)
    found = {}
    for name, made in (
        ("real", material.sound),
        ("dropped", failures.dropped_classes(material, rng)),
        ("single", failures.one_image_per_class(material, rng)),
    ):
        found[f"fd_{name}"], found[f"is_{name}"] = ask(made)
    blurred = [gaussian_filter(material.sound, (0, sigma, sigma, 0)) for sigma in BLURS]
    fds, scores = zip(*map(ask, blurred))
    changes = [distance(material.sound, each).mean() for each in blurred]
    orders = {"fd": fds, "is": scores, "perceptual": changes}
    found |= {
        f"{name}_order": float(stats.spearmanr(BLURS, values).statistic)
        for name, values in orders.items()
    }
    found |= {
        f"{metric}_{name}_ratio": found[f"{metric}_{name}"] / found[f"{metric}_real"]
        for metric in ("fd", "is")
        for name in ("dropped", "single")
    }
    return found | {"fd_blur": fds[BLURS.index(1.0)]}


EXPERIMENT = Experiment(
    question="What do the Fréchet distance and the Inception score see?",
    measure=measure,
    base={"n": N},
    vary={"dataset": ("mnist", "fashion_mnist")},
    outcomes=OUTCOMES,
    seeds=5,
    backend="tensorflow",
    films=False,
    smoke={"n": 300},
    smoke_cells=1,
    notes="Real images with planted failures, 2,000 on each side, against as many test "
    "images; the features and classes are those of the shipped classifiers. Blur: six "
    "strengths from 0.3 to 2 pixels. LPIPS needs weights that must be downloaded; the "
    "perceptual distance here has its form on the classifier's own features.",
    claims=(
        Claim(
            "C7a",
            "course slides 004",
            "The Fréchet distance sees mode collapse: three missing classes of ten, "
            "and one image per class, multiply it by at least 5.",
            AllOf(
                Level("fd_dropped_ratio", {}, above=5),
                Level("fd_single_ratio", {}, above=5),
            ),
        ),
        Claim(
            "C7b",
            "course slides 004",
            "The Inception score measures diversity between classes: three missing "
            "classes of ten cost at least a fifth of it.",
            Level("is_dropped_ratio", {}, below=0.8),
        ),
        Claim(
            "C7c",
            "course slides 004",
            "The Inception score does not handle mode collapse: with one image per "
            "class it is at least that of real images.",
            Level("is_single_ratio", {}, above=1.0),
        ),
        Claim(
            "W3",
            "rules of practical work 000",
            "FID, IS and LPIPS judge images: a Fréchet distance, a classifier score "
            "and a perceptual distance, which stand in for them on the features of our "
            "classifier, put six strengths of blur into the right order (rank "
            "correlations of at least 0.9, of the score of at most −0.9).",
            AllOf(
                Level("fd_order", {}, above=0.9),
                Level("is_order", {}, below=-0.9),
                Level("perceptual_order", {}, above=0.9),
            ),
        ),
    ),
)
