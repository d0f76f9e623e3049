"""A GAN of stacked MNIST: how many of 1,000 kinds of images it makes."""

import math

from experiments.engine import Outcome
from experiments.measures import quality

SAMPLES = 26_000  # as VEEGAN and PacGAN
CHUNK = 2_000
OUTCOMES = {
    "modes": Outcome("modes", "of 1,000", "more", worst=0),
    "divergence": Outcome("reverse KL", "nats", "less", worst=math.log(1000), log=True),
} | quality.COSTS


def measure(settings, seed, film=None):
    """Trains one GAN, and counts the numbers that its digits make.

    Each colour of a sample is a digit, which the project's MNIST classifier names.

    Args:
        settings: as for `quality.measure`; `n`: samples [26,000].
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name; `nan` where the training diverged.
    """
    import numpy as np

    settings = {"dataset": "stacked_mnist", "n": SAMPLES} | settings
    gan, dataset, own, costs = quality.trained(settings, seed)
    counts = np.zeros(1000, int)
    for start in range(0, own["n"], CHUNK):
        n = min(CHUNK, own["n"] - start)
        if own["real"]:
            images = dataset.test.x[start : start + n]
        else:
            values = gan.generate(n, seed=1 + start)
            if not np.isfinite(values).all():
                return dict.fromkeys(OUTCOMES, math.nan)
            images = dataset.from_model(values)
        counts += np.bincount(numbers(images), minlength=1000)
    shares = counts[counts > 0] / counts.sum()
    divergence = float(np.sum(shares * np.log(1000 * shares)))
    return {"modes": int((counts > 0).sum()), "divergence": divergence} | costs


def numbers(images):
    """int array `(n,)`: what the three digits of images `(n, 28, 28, 3)` make."""
    from ter_gan.images import features

    network = features.get("mnistcnn")
    digits = [
        network(images[..., [colour]]).probabilities.argmax(axis=1)
        for colour in range(3)
    ]
    return 100 * digits[0] + 10 * digits[1] + digits[2]
