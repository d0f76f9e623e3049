"""A film of known numbers, and a small GAN to film."""

import numpy as np

from ter_gan import recipes, training
from ter_gan.callbacks import Position
from ter_gan.film.record import Film

FACTS = {
    "title": "ring, gan, seed 3",
    "dataset": "ring",
    "model": "gan",
    "loss": "non-saturating",
    "penalty": "none",
    "latent": "normal",
    "latent_dim": 2,
    "seed": 3,
    "pack": 1,
    "probability": True,
    "indifferent_logit": 0.0,
    "equilibrium": [1.386, 0.693],
    "networks": {"G": ["noise 2", "points 2"], "D": ["points 2", "logit"]},
    "heatmap": "Heatmap: D's logit.",
    "manifold": {"kind": "plane", "text": "Manifold: a grid."},
    "modes": 8,
    "floor": {"energy_distance": 0.001},
    "command": "python -m ter_gan.train --dataset ring",
}
BOX = (-2.0, 2.0, -2.0, 2.0)


def frame(generated=(1.0, 0.5), direction=(0.0, 0.0), logits=None):
    """The arrays of a frame whose generated points all lie at one place."""
    if logits is None:
        logits = np.zeros((40, 40))
    return {
        "generated": np.full((512, 2), generated),
        "logits": logits,
        "manifold": np.zeros((21, 21, 2)) + generated,
        "descent": np.full((128, 2), direction),
        "slope": np.full((128, 2), direction),
    }


def known(frames=3, **options):
    """A film whose frame i stands at step 10 i and has the losses i and -i."""
    film = Film(FACTS, BOX, np.full((512, 2), [-1.0, -1.0]))
    for i in range(frames):
        numbers = {"d_loss": i, "g_loss": -i, "energy_distance": 1 / (1 + i)}
        film.append(10 * i, frame(**options), numbers | {"modes_covered": i})
    film.health = [{"step": 10, "name": "loss-of-diversity", "sentence": "Few."}]
    return film


def equal(first, second):
    """Whether two films are the same to the last bit."""
    arrays = ("steps", "real", "generated", "logits", "manifold", "descent", "slope")
    words = ("facts", "box", "numbers", "health")
    return all(
        np.array_equal(getattr(first, name), getattr(second, name)) for name in arrays
    ) and all(getattr(first, name) == getattr(second, name) for name in words)


def tiny(**options):
    """A small recipe on the ring: two epochs of 20 steps, 5 a batch of `fit`."""
    small = {"dataset": "ring", "width": 8, "batch_size": 16, "epochs": 2}
    small |= {"steps_per_epoch": 20, "steps_per_execution": 5}
    return recipes.resolve(small | options)


def built(recipe):
    """(gan, feed, dataset, position) of a recipe, ready to train."""
    dataset = training.load(recipe)
    gan, feed = training.build(recipe, dataset)
    position = Position(feed.steps_per_epoch, feed.batch_size, feed.steps_per_batch)
    return gan, feed, dataset, position
