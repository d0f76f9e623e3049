"""Films of known numbers, and a small GAN to film."""

import numpy as np

from ter_gan import recipes, training
from ter_gan.callbacks import Position
from ter_gan.film.record import NUMBERS, Film

BOX = (-2.0, 2.0, -2.0, 2.0)
STEPS = (0, 10, 25, 100)  # of `sloping`
HOSTILE = "</script><img src=x onerror=window.hacked=1>"
WARNING = "The generator hardly gets a gradient any more: 1.0e-04 per sample"

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
    "equilibrium": [2 * np.log(2), np.log(2)],
    "networks": {
        "G": ["noise 2", "dense 32 relu", "points 2"],
        "D": ["points 2", "dense 32 relu", "logit"],
    },
    "heatmap": "Heatmap: D's logit.",
    "manifold": {"kind": "plane", "text": "Manifold: a grid."},
    "modes": 8,
    "floor": {"energy_distance": 0.01, "high_quality_share": 0.99},
    "command": "python -m ter_gan.train --dataset ring",
}


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


def sloping(facts=None):
    """A film of four frames: D's logit is x + 2y, and rises with the frame.

    One real point lies at (1, 1), the generated ones at (-1, 0.5) and so on
    along a line; the first moves by 0.1 to the right in each frame.
    """
    about = {
        "title": "known film",
        "manifold": {"kind": "plane", "text": "Latents over [-3, 3]²."},
        "command": "python -m ter_gan.train --dataset ring --seed 7",
    }
    film = Film(FACTS | about | (facts or {}), BOX, np.full((512, 2), 1.0))
    x, y = np.meshgrid(*[np.linspace(-2, 2, 40)] * 2)
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 21)] * 2), axis=-1)
    for index, step in enumerate(STEPS):
        arrays = frame((-1.0 + 0.1 * index, 0.5), logits=x + 2 * y + index)
        arrays |= {"manifold": grid}
        arrays |= {"descent": np.tile([1.0, 0.0], (128, 1))}
        arrays |= {"slope": np.tile([0.0, -2.0], (128, 1))}
        film.append(step, arrays, {name: 0.1 + index for name in NUMBERS})
    film.health = [{"step": 25, "name": "vanishing-gradient", "sentence": WARNING}]
    return film


def noise(frames=200, seed=0):
    """A film of the usual size that no code can make smaller."""
    rng = np.random.default_rng(seed)
    film = Film(FACTS, BOX, rng.uniform(-2, 2, (512, 2)))
    shapes = {"logits": (40, 40), "manifold": (21, 21, 2)}
    shapes |= {"descent": (128, 2), "slope": (128, 2)}
    for step in range(frames):
        arrays = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        arrays["generated"] = rng.uniform(-5, 5, (512, 2))
        film.append(step, arrays, {name: rng.random() for name in NUMBERS})
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
    return gan, feed, dataset, Position.of(feed)
