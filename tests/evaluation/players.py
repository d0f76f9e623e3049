"""Generators whose quality is known, and small data for them."""

import numpy as np

from ter_gan import losses
from ter_gan.data import Dataset, Scaling, Split
from ter_gan.evaluation import samples
from ter_gan.evaluation.report import Evaluated, Report
from ter_gan.evaluation.result import Result
from ter_gan.images.features import Features
from ter_gan.models.noise import Latents
from ter_gan.models.rules import Rules

CLASSES = 4
NAMES = ("first", "second", "third", "fourth")


def images(n, seed):
    """Images of 16x16 pixels: class c has a bright bar at one of 4 heights."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, n).astype("int32")
    x = rng.integers(0, 60, (n, 16, 16, 1), "uint8")
    for c in range(CLASSES):
        bar = rng.integers(100, 190, ((y == c).sum(), 1, 1, 1), "uint8")
        x[y == c, 4 * c : 4 * c + 2] += bar
    return Split(x, y)


def dataset(train=600, validation=200, test=300):
    """Bars in four places, with labels."""
    parts = [images(n, seed) for seed, n in enumerate((train, validation, test))]
    return Dataset("bars", *parts, Scaling(127.5, 1.0, "uint8"), NAMES)


class Network:
    """A feature network that needs no training: the means of four stripes."""

    name, classes, class_names = "stripes", CLASSES, NAMES
    shape, sha256 = (16, 16, 1), "ab" * 32

    def __call__(self, images, batch_size=None, progress=None):
        means = images.reshape(len(images), CLASSES, -1).mean(axis=2)
        odds = np.exp((means - means.max(axis=1, keepdims=True)) / 10)
        p = odds / odds.sum(axis=1, keepdims=True)
        return Features(means.astype("float32"), p.astype("float32"))


class Player:
    """Stands in for a `GAN`.

    Args:
        data: `Dataset`, for its scaling.
        draw: function of latents `(n, 2)` in [0, 1] and labels to stored samples.
        **rules: as for `GAN`.
    """

    averaged_generator = None

    def __init__(self, data, draw, **rules):
        self.data, self.draw, self.rules = data, draw, Rules(**rules)
        self.classes, self.pack = self.rules.classes, self.rules.pack
        self.latents = Latents(2, "uniform")
        self.loss_fn = losses.get(self.rules.loss)

    def decode(self, latents, labels=None):
        return self.data.to_model(self.draw((latents + 1) / 2, labels))

    def parts(self, n, labels=None, seed=0):
        latents = self.latents.array(n, seed)
        for start in range(0, n, samples.CHUNK):
            part = slice(start, start + samples.CHUNK)
            yield self.decode(latents[part], None if labels is None else labels[part])

    def logits(self, samples, labels=None):
        return np.mean(samples, axis=(1, 2))


def among(split):
    """Draws samples of a split: the first latent number says which."""
    return lambda z, labels: split.x[(z[:, 0] * len(split)).astype(int)]


def report(**runs):
    """A `Report` of runs by name, each a tuple of `Result`s."""
    numbers = dict(n=5, d_loss=1.5, g_loss=1, d_real=0, d_fake=0, d_auc=0.5)
    evaluated = [
        Evaluated(name, {"model": "gan"}, results, [], {"test": numbers})
        for name, results in runs.items()
    ]
    facts = {"dataset": "bars", "command": "python -m ter_gan.evaluate a b", "n": 300}
    return Report(evaluated, facts, [])


def result(value, error=0.1, direction="less", floor=0.5, name="fd_bars_300", **rest):
    """A `Result` of made-up numbers."""
    return Result(name, direction, "What it means.", value, error, floor, **rest)
