"""What can be wrong with generated images, planted into real ones."""

import dataclasses
from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter

from ter_gan.data import Split

SOUND = "real images"
BLUR = 1.0  # pixels, a standard deviation
NOISE = 25.0  # of 255, a standard deviation
SHIFT = 2  # pixels
GARBAGE = 0.1  # of the images
COPIES = 10
RATIO = 5


@dataclasses.dataclass(frozen=True)
class Material:
    """Real images that failures are made of.

    Args:
        fresh: `Split`, in random order; the first `n` are what a perfect
            generator would give.
        memorised: `Split`, what the generator was trained on.
        n: int, how many images are to be given.
    """

    fresh: Split
    memorised: Split
    n: int

    @property
    def sound(self):
        """The first n fresh images."""
        return self.fresh.x[: self.n]

    @property
    def classes(self):
        """Number of classes."""
        return int(self.fresh.y.max()) + 1

    def with_shares(self, shares):
        """n fresh images, no one twice, in which class c has `shares[c]` of them."""
        shares = np.asarray(shares, "float64") / np.sum(shares)
        ends = np.rint(np.cumsum(shares) * self.n).astype(int)
        counts = np.diff(ends, prepend=0)
        chosen = [
            np.flatnonzero(self.fresh.y == c)[:count] for c, count in enumerate(counts)
        ]
        return self.fresh.x[np.concatenate(chosen)]


@dataclasses.dataclass(frozen=True)
class Failure:
    """One way to go wrong.

    Args:
        sentence: str, what was done.
        plant: callable from `Material` and a `numpy.random.Generator` to images.
    """

    sentence: str
    plant: Callable


def dropped_classes(material, rng):
    """Three classes of ten are never given."""
    shares = np.ones(material.classes)
    shares[-max(1, round(0.3 * material.classes)) :] = 0
    return material.with_shares(shares)


def class_imbalance(material, rng):
    """The first half of the classes comes five times as often as the rest."""
    shares = np.ones(material.classes)
    shares[: (material.classes + 1) // 2] = RATIO
    return material.with_shares(shares)


def one_image_per_class(material, rng):
    """Every image of a class is its most typical one."""
    labels = material.fresh.y[: material.n]
    typical = [_most_typical(material.sound[labels == c]) for c in np.unique(labels)]
    return np.array(typical)[np.unique(labels, return_inverse=True)[1]]


def duplicates(material, rng):
    """A tenth of the images, each ten times."""
    few = material.sound[: -(-material.n // COPIES)]
    return np.repeat(few, COPIES, axis=0)[: material.n]


def memorisation(material, rng):
    """Training images, one pixel of each changed."""
    images = material.memorised.x[: material.n].copy()
    n, height, width, channels = images.shape
    places = rng.integers(0, height, n), rng.integers(0, width, n)
    images[np.arange(n), *places] = rng.integers(0, 256, (n, channels), "uint8")
    return images


def blur(material, rng):
    """A Gaussian blur of one pixel."""
    sigma = (0, BLUR, BLUR, 0)
    return _stored(gaussian_filter(material.sound.astype("float32"), sigma))


def noise(material, rng):
    """Gaussian noise on every pixel."""
    images = material.sound
    return _stored(images + NOISE * rng.standard_normal(images.shape, "float32"))


def shift(material, rng):
    """Two pixels to the right, the left edge repeated."""
    images = material.sound
    edge = np.repeat(images[:, :, :1], SHIFT, axis=2)
    return np.concatenate([edge, images[:, :, :-SHIFT]], axis=2)


def inverted(material, rng):
    """Black for white."""
    return 255 - material.sound


def garbage(material, rng):
    """A tenth of the images is uniform noise."""
    images = material.sound.copy()
    bad = images[: round(GARBAGE * len(images))]
    bad[:] = rng.integers(0, 256, bad.shape, "uint8")
    return images


def _most_typical(images):
    """The image that is nearest to the mean of all."""
    far = images - images.mean(axis=0)
    return images[np.einsum("nhwc,nhwc->n", far, far).argmin()]


def _stored(images):
    return np.clip(np.rint(images), 0, 255).astype("uint8")


FAILURES = {
    "dropped classes": Failure("three classes of ten are missing", dropped_classes),
    "class imbalance": Failure(
        "half of the classes come five times as often", class_imbalance
    ),
    "one image per class": Failure(
        "all images of a class are its most typical one", one_image_per_class
    ),
    "duplicates": Failure("a tenth of the images, each ten times", duplicates),
    "memorisation": Failure("training images, one pixel of each changed", memorisation),
    "blur": Failure("Gaussian blur of 1 pixel", blur),
    "noise": Failure("Gaussian noise of 25/255 on every pixel", noise),
    "shift": Failure("moved 2 pixels to the right", shift),
    "inverted": Failure("black for white", inverted),
    "10 % garbage": Failure("a tenth of the images is uniform noise", garbage),
}
