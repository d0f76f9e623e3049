"""Every metric of a set of images, against real images."""

import dataclasses
from collections.abc import Callable

import numpy as np

from ter_gan.evaluation import frechet, manifold
from ter_gan.images.evaluation.table import METRICS
from ter_gan.images.features import Features
from ter_gan.images.metrics import (
    classes,
    kernel,
    originality,
    perceptual,
    score,
    sliced,
    ssim,
)

NAMES = (
    *("fd", "kid", "is", "precision", "recall", "density", "coverage"),
    *("modes", "class_tv", "copy_rate", "swd", "ssim", "perceptual"),
)
DIRECTIONS = {row.name: row.direction for row in METRICS if row.name in NAMES}


@dataclasses.dataclass(frozen=True)
class Described:
    """Images with what the feature network says of them."""

    images: np.ndarray
    features: Features


@dataclasses.dataclass(frozen=True)
class Panel:
    """All metrics against one set of real images.

    Args:
        real: `Described`, images that were not trained on.
        train: float array `(n, d)`, features of the images that were trained on.
        seed: int, of what the metrics draw.
        distance: a perceptual distance of the feature network, or `None`.
    """

    real: Described
    train: np.ndarray
    seed: int
    distance: Callable | None = None

    def measure(self, fake):
        """dict of `Estimate` by the names of `DIRECTIONS`, as far as possible.

        Args:
            fake: `Described`.
        """
        real, seed = self.real, self.seed
        vectors, p = fake.features.vectors, fake.features.probabilities
        known = real.features.vectors
        found = {
            "fd": frechet.frechet_distance(known, vectors),
            "kid": kernel.kernel_distance(known, vectors, seed=seed),
            "is": score.classifier_score(p, seed=seed),
            **manifold.prdc(known, vectors),
            **classes.histogram(real.features.probabilities, p),
            "copy_rate": originality.copy_rate(self.train, vectors, known),
            "swd": sliced.sliced_wasserstein(real.images, fake.images, seed=seed),
            "ssim": ssim.pairwise_similarity(fake.images, seed=seed),
        }
        if self.distance:
            found["perceptual"] = perceptual.pairwise_distance(
                self.distance, fake.images, seed=seed
            )
        return found
