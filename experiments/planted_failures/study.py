"""Loads the images, plants the failures, measures all of them."""

import numpy as np

from experiments.planted_failures import players
from experiments.planted_failures.failures import FAILURES, SOUND, Material
from experiments.planted_failures.panel import DIRECTIONS, Described, Panel
from experiments.planted_failures.tables import Table
from ter_gan.data import split_off
from ter_gan.errors import UserError
from ter_gan.images.metrics import perceptual

EXAMPLES = 8  # images of each failure that are shown
PATHS = 1000
TRAINED_ON = 2  # times as many images as are measured
SPARE = 2  # times as many fresh ones, for other shares of classes


def run(data, network, n, seed=0, report=print):
    """Measures every failure with every metric.

    The real images are those of the test split. The training split is cut in
    two: what a generator was trained on, and fresh images, from which the
    floor and all failures but memorisation are made.

    Args:
        data: `ter_gan.data.Dataset` of images with classes.
        network: `ter_gan.images.features.FeatureNetwork` with classes.
        n: int. Images on each side.
        seed: int. Of what is chosen and what is planted.
        report: callable. Takes one line of text for people.

    Returns:
        (tables, examples): list of `Table`: images, generators, discriminators,
        conditional generators; dict from a failure's name, and `SOUND`, to a few of
        its images.

    Raises:
        UserError: if the data has no classes, or too few images.
    """
    material, real = _material(data, network, n, seed)

    def described(images):
        return Described(images, network(images))

    report(f"features of {n} real and {TRAINED_ON * n} training images")
    trained_on = network(material.memorised.x).vectors
    panel = Panel(described(real), trained_on, seed, _distance(network, report))
    report(SOUND)
    floor, found = panel.measure(described(material.sound)), {}
    examples = {SOUND: _spread_out(material.sound)}
    for i, (name, failure) in enumerate(FAILURES.items()):
        report(name)
        planted = failure.plant(material, np.random.default_rng([seed, i]))
        found[name] = panel.measure(described(planted))
        examples[name] = _spread_out(planted)
    sentences = {name: failure.sentence for name, failure in FAILURES.items()}
    tables = [
        Table(
            f"Images of {data.name}",
            {name: DIRECTIONS[name] for name in DIRECTIONS if name in floor},
            sentences,
            floor,
            found,
        ),
        players.generators(PATHS, seed),
        players.discriminators(n, seed),
        players.conditional(material, network, seed),
    ]
    return tables, examples


def _distance(network, report):
    if network.name in perceptual.LAYERS:
        return perceptual.of_network(network)
    report(f"no perceptual distance on {network.name}: left out")
    return None


def _spread_out(images):
    """A few images from all over the set, the first and the last among them."""
    return images[np.linspace(0, len(images) - 1, EXAMPLES).astype(int)]


def _material(data, network, n, seed):
    """`Material` of the training split, and n images of the test split."""
    if not data.classes or not network.classes:
        raise UserError(
            f"The failures need classes; {data.name} has {data.classes}, the feature "
            f"network {network.name} names {network.classes}."
        )
    needed = (TRAINED_ON + SPARE) * n
    if n > len(data.test) or needed > len(data.train):
        raise UserError(
            f"--n {n} needs {n} test and {needed} training images; {data.name} has "
            f"{len(data.test)} and {len(data.train)}. Ask for fewer."
        )
    memorised, fresh = split_off(data.train, (TRAINED_ON * n, -1), seed)
    order = np.random.default_rng(seed).permutation(len(fresh))
    real, _ = split_off(data.test, (n, -1), seed)
    return Material(fresh[order], memorised, n), real.x
