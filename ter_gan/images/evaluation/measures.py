"""How each metric of images is measured, and what it needs."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation import frechet, manifold
from ter_gan.images.metrics import (
    calibration,
    classes,
    kernel,
    originality,
    path,
    perceptual,
    score,
    sliced,
    ssim,
)
from ter_gan.losses import raw

PAIRS = 1000  # of latents


# -- what a metric may need ----------------------------------------------------


def names_classes(bench):
    """The feature network must know classes."""
    if not bench.network.classes:
        raise UserError(
            f"{bench.network.name} names no classes. Choose another network with "
            "--features."
        )


def knows_these_classes(bench):
    """The feature network must know the dataset's own classes."""
    network, data = bench.network, bench.dataset
    if not data.classes:
        raise UserError(f"{data.name} has no labels.")
    if network.class_names != data.class_names:
        raise UserError(
            f"{network.name} does not know the classes of {data.name}: "
            f"{', '.join(data.class_names[:3])} …"
        )


def conditional(bench):
    """The generator must take labels."""
    if not bench.gan.classes:
        raise UserError("the generator takes no labels.")


def compared_with_unseen(bench):
    """The real images must not be those of training."""
    if bench.split == "train":
        raise UserError(
            "it compares with real images that were not trained on. Use --split test."
        )


def log_odds(bench):
    """The logit of the discriminator must be the log-odds of "real"."""
    gan = bench.gan
    loss = gan.rules.loss
    if gan.loss_fn.score is raw:
        raise UserError(f"the logit of the loss {loss} is no log-odds.")
    if gan.rules.label_smoothing:
        raise UserError("with label smoothing the logit is no log-odds.")
    if gan.pack > 1:
        raise UserError("the discriminator judges packs, not single images.")


def in_colour(bench):
    """The images must have three channels."""
    if bench.dataset.shape[-1] != 3:
        raise UserError("it compares colour images only.")


# -- measures: of a bench and one of its sides ---------------------------------


def frechet_distance(bench, side):
    return frechet.frechet_distance(bench.real.vectors, side.vectors)


def kernel_distance(bench, side):
    return kernel.kernel_distance(bench.real.vectors, side.vectors, seed=bench.seed)


def classifier_score(bench, side):
    return score.classifier_score(side.probabilities, seed=bench.seed)


def prdc(bench, side):
    return manifold.prdc(bench.real.vectors, side.vectors)


def sliced_wasserstein(bench, side):
    return sliced.sliced_wasserstein(bench.real.samples, side.samples, seed=bench.seed)


def similarity_of_pairs(bench, side):
    return ssim.pairwise_similarity(side.samples, seed=bench.seed)


def histogram(bench, side):
    return classes.histogram(bench.real.probabilities, side.probabilities)


def copy_rate(bench, side):
    return originality.copy_rate(bench.train.vectors, side.vectors, bench.real.vectors)


def label_agreement(bench, side):
    """Share of images that the network takes for what they were asked to be."""
    names = bench.dataset.class_names
    return classes.agreement(side.probabilities, side.labels, names)


def path_length(bench, side):
    return _path_length(bench, perceptual.of_network(bench.network))


def path_length_lpips(bench, side):
    return _path_length(bench, bench.lpips)


def _path_length(bench, distance):
    latents, classes = bench.gan.latents, bench.gan.classes
    bent = latents.law == "normal" and not latents.structured
    return path.path_length(
        bench.decode,
        latents.array(2 * PAIRS, bench.seed),
        distance,
        how="spherical" if bent else "linear",
        seed=bench.seed,
        labels=np.arange(PAIRS) % classes if classes else None,
    )


def distance_of_pairs(bench, side):
    distance = perceptual.of_network(bench.network)
    return perceptual.pairwise_distance(distance, side.samples, seed=bench.seed)


def lpips_of_pairs(bench, side):
    return perceptual.pairwise_distance(bench.lpips, side.samples, seed=bench.seed)


def discriminator(bench, side):
    return calibration.calibration(bench.logits(bench.real), bench.logits(side))
