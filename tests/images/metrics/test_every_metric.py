"""What holds of every metric: order, mistakes, and the size of its error."""

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation import frechet, manifold
from ter_gan.images.metrics import (
    calibration,
    classes,
    kernel,
    originality,
    path,
    score,
    sliced,
    ssim,
)


def squares(a, b):
    return ((a - b) ** 2).sum(axis=1)


def vectors(rng, n=200, d=6):
    return rng.standard_normal((n, d)).astype("float32")


def images(rng, n=60):
    return rng.integers(0, 256, (n, 16, 16, 1), "uint8")


def rows(rng, n=200):
    return rng.dirichlet(np.ones(4), n)


# Each metric from two sets of samples, as one number.
METRICS = {
    "frechet": (vectors, frechet.frechet_distance),
    "kernel": (vectors, kernel.kernel_distance),
    "score": (rows, lambda real, fake: score.classifier_score(fake)),
    "precision": (vectors, lambda r, f: manifold.prdc(r, f)["precision"]),
    "recall": (vectors, lambda r, f: manifold.prdc(r, f)["recall"]),
    "density": (vectors, lambda r, f: manifold.prdc(r, f)["density"]),
    "coverage": (vectors, lambda r, f: manifold.prdc(r, f)["coverage"]),
    "sliced": (images, sliced.sliced_wasserstein),
    "ssim": (images, lambda real, fake: ssim.pairwise_similarity(fake)),
    "path": (
        vectors,
        lambda r, f: path.path_length(lambda z: z, f, squares, epsilon=0.01),
    ),
    "class_tv": (rows, lambda r, f: classes.histogram(r, f)["class_tv"]),
    "copies": (
        vectors,
        lambda r, f: originality.copy_rate(r, f, np.sort(r, axis=0), level=0.1),
    ),
    "auc": (
        lambda rng: rng.standard_normal(200),
        lambda r, f: calibration.calibration(r, f)["auc"],
    ),
}


@pytest.mark.parametrize("name", METRICS)
def test_order_of_samples_changes_nothing(name, rng):
    draw, metric = METRICS[name]
    real, fake = draw(rng), draw(rng)
    there = metric(real, fake)
    back = metric(real[::-1], fake[rng.permutation(len(fake))])
    assert back.value == pytest.approx(there.value, rel=1e-9)
    assert back.error == pytest.approx(there.error, rel=1e-9)
    assert metric(real, draw(rng)).value != there.value


@pytest.mark.parametrize("name", METRICS)
def test_too_few_samples_are_named(name, rng):
    draw, metric = METRICS[name]
    real = draw(rng)
    with pytest.raises(UserError, match="needs at least .* received 1. Take more"):
        metric(real, real[:1])


@pytest.mark.parametrize("name", sorted(METRICS.keys() - {"sliced", "ssim"}))
def test_nan_is_named(name, rng):
    draw, metric = METRICS[name]
    real = draw(rng)
    fake = real.copy()
    fake[3] = np.nan
    with pytest.raises(UserError, match="1 of 200 .* NaN or infinite"):
        metric(real, fake)


def spread_and_error(draw, metric, repeats, seed=0):
    """Standard deviation over repeated draws, and the mean error claimed."""
    rng = np.random.default_rng(seed)
    found = [metric(draw(rng), draw(rng, other=True)) for _ in range(repeats)]
    errors = [each.error for each in found]
    return np.std([each.value for each in found], ddof=1), np.mean(errors)


def gaussians(rng, other=False):
    return rng.standard_normal((250, 4)) * (1.3 if other else 1.0) + 0.3 * other


def names(rng, other=False):
    return rng.dirichlet([1, 1, 2] if other else [1, 1, 1], 400)


def textures(rng, other=False):
    noise = rng.integers(0, 256, (60, 16, 16, 1))
    scale = rng.uniform(0, 1, (60, 1, 1, 1)) ** (2 if other else 1)
    return (noise * scale).astype("uint8")


def logits(rng, other=False):
    return 2 * rng.standard_normal(300) + (-0.5 if other else 0.5)


REPEATED = {
    "frechet": (gaussians, frechet.frechet_distance),
    "kernel": (gaussians, kernel.kernel_distance),
    "score": (names, lambda r, f: score.classifier_score(f)),
    "precision": (gaussians, lambda r, f: manifold.prdc(r, f)["precision"]),
    "recall": (gaussians, lambda r, f: manifold.prdc(f, r)["recall"]),
    "density": (gaussians, lambda r, f: manifold.prdc(r, f)["density"]),
    "coverage": (gaussians, lambda r, f: manifold.prdc(r, f)["coverage"]),
    "sliced": (
        textures,
        lambda r, f: sliced.sliced_wasserstein(r, f, projections=32, patches=8),
    ),
    "ssim": (textures, lambda r, f: ssim.pairwise_similarity(f)),
    "path": (
        gaussians,
        lambda r, f: path.path_length(
            np.sin, f, squares, epsilon=0.01, how="linear", trim=0
        ),
    ),
    "class_tv": (names, lambda r, f: classes.histogram(r, f)["class_tv"]),
    "copies": (
        gaussians,
        lambda r, f: originality.copy_rate(r[:125], f, r[125:], level=0.1),
    ),
    "ece": (logits, lambda r, f: calibration.calibration(r, f)["ece"]),
    "auc": (logits, lambda r, f: calibration.calibration(r, f)["auc"]),
    "brier": (logits, lambda r, f: calibration.calibration(r, f)["brier"]),
}


@pytest.mark.parametrize("name", REPEATED)
def test_error_is_near_the_spread_of_repeated_draws(name):
    spread, error = spread_and_error(*REPEATED[name], repeats=25)
    assert 0.5 * spread < error < 2 * spread
