"""The same for what images alone cannot show: paths, discriminators, labels."""

import numpy as np

from experiments.planted_failures.failures import FAILURES
from experiments.planted_failures.tables import Table
from ter_gan.images.metrics import calibration, classes, path

LATENTS = 16  # dimensions
SIDE = 16  # pixels
STEPS = 4  # places that a generator with jumps likes best


def generators(n, seed):
    """Path length of generators that draw one soft dot each.

    The first two latent dimensions say where the dot is; the distance of two
    images is the mean squared difference of their pixels.

    Args:
        n: int, paths.
        seed: int.

    Returns:
        `Table`.
    """
    latents = np.random.default_rng(seed).standard_normal((2 * n, LATENTS))

    def measure(move):
        def decode(z):
            return _dots(move(z[:, :2]))

        return {"ppl": path.path_length(decode, latents, _pixels, seed=seed)}

    failures = {
        "jumps": ("the dot goes from place to place in jumps", _in_jumps),
        "one image": ("the dot stays where it is", np.zeros_like),
        "narrow": ("the dot keeps to the middle", lambda places: places / 4),
    }
    return Table(
        "Generators that draw a dot",
        {"ppl": "less"},
        {name: sentence for name, (sentence, _) in failures.items()},
        measure(lambda places: places),
        {name: measure(move) for name, (_, move) in failures.items()},
    )


def discriminators(n, seed):
    """Calibration of discriminators of two Gaussians, whose log-odds are known.

    Real samples are N(1, 1), generated ones N(-1, 1): the log-odds are 2 x.

    Args:
        n: int, samples of each kind.
        seed: int.

    Returns:
        `Table`.
    """
    rng = np.random.default_rng(seed)
    real, fake = (2 * (mean + rng.standard_normal(n)) for mean in (1, -1))
    failures = {
        "too sure": ("three times the log-odds", lambda x: 3 * x),
        "a bit too sure": ("1.3 times the log-odds", lambda x: 1.3 * x),
        "too unsure": ("a third of the log-odds", lambda x: x / 3),
        "biased": ("the log-odds plus 1", lambda x: x + 1),
        "knows nothing": ("one half everywhere", lambda x: 0 * x),
        "wrong way round": ("the negative log-odds", np.negative),
    }

    def measure(bend):
        return calibration.calibration(bend(real), bend(fake))

    return Table(
        "Discriminators of two Gaussians",
        {"ece": "less", "auc": "more", "brier": "less"},
        {name: sentence for name, (sentence, _) in failures.items()},
        measure(lambda x: x),
        {name: measure(bend) for name, (_, bend) in failures.items()},
    )


def conditional(material, network, seed):
    """Label agreement of generators that are asked for the labels of real images.

    Args:
        material: `Material`.
        network: `ter_gan.images.features.FeatureNetwork` with classes.
        seed: int.

    Returns:
        `Table`.
    """
    n, rng = material.n, np.random.default_rng(seed)
    labels, names = material.fresh.y[:n], [str(c) for c in range(material.classes)]
    swapped = np.array([1, 0, *range(2, material.classes)])
    alike, copies = (FAILURES[name] for name in ("one image per class", "memorisation"))

    def measure(images, labels):
        said = network(images).probabilities
        return {"label_agreement": classes.agreement(said, labels, names)}

    sound, learned = material.sound, material.memorised.y[:n]
    failures = {
        "deaf": ("images of any class", sound, rng.permutation(labels)),
        "swapped": ("two classes in each other's place", sound, swapped[labels]),
        "one image per class": (alike.sentence, alike.plant(material, rng), labels),
        "memorisation": (copies.sentence, copies.plant(material, rng), learned),
    }
    return Table(
        "Conditional generators",
        {"label_agreement": "more"},
        {name: sentence for name, (sentence, *_) in failures.items()},
        measure(sound, labels),
        {name: measure(*player) for name, (_, *player) in failures.items()},
    )


def _dots(places):
    """Images `(n, 16, 16)` of a soft dot at `places` `(n, 2)`, the middle being 0."""
    ticks = np.linspace(-4, 4, SIDE)
    across = np.exp(-((ticks - places[:, :1]) ** 2) / 2)
    down = np.exp(-((ticks - places[:, 1:]) ** 2) / 2)
    return down[:, :, None] * across[:, None, :]


def _in_jumps(places):
    wave = STEPS * np.pi / 2
    return places - 0.95 * np.sin(wave * places) / wave


def _pixels(a, b):
    return ((a - b) ** 2).mean(axis=(1, 2))
