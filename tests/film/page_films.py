"""Films with known points and values, and a browser's page that shows them."""

import numpy as np

from ter_gan.film.record import NUMBERS, Film

BOX = (-2.0, 2.0, -2.0, 2.0)
STEPS = (0, 10, 25, 100)
HOSTILE = "</script><img src=x onerror=window.hacked=1>"
WARNING = "The generator hardly gets a gradient any more: 1.0e-04 per sample"
FACTS = {
    "title": "known film",
    "dataset": "ring",
    "model": "gan",
    "loss": "non-saturating",
    "penalty": "none",
    "latent": "normal",
    "latent_dim": 2,
    "seed": 7,
    "pack": 1,
    "probability": True,
    "indifferent_logit": 0.0,
    "equilibrium": [2 * np.log(2), np.log(2)],
    "networks": {
        "G": ["noise 2", "dense 32 relu", "points 2"],
        "D": ["points 2", "dense 32 relu", "logit"],
    },
    "manifold": {"kind": "plane", "text": "Latents over [-3, 3]²."},
    "modes": 8,
    "floor": {"energy_distance": 0.01, "high_quality_share": 0.99},
    "command": "python -m ter_gan.train --dataset ring --seed 7",
}


def known(facts=None):
    """A film of four frames: D's logit is x + 2y, and rises with the frame.

    One real point lies at (1, 1), the generated ones at (-1, 0.5) and so on
    along a line; the first moves by 0.1 to the right in each frame.
    """
    film = Film(FACTS | (facts or {}), BOX, np.full((512, 2), 1.0))
    x, y = np.meshgrid(*[np.linspace(-2, 2, 40)] * 2)
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 21)] * 2), axis=-1)
    for index, step in enumerate(STEPS):
        generated = np.full((512, 2), (-1.0 + 0.1 * index, 0.5))
        arrays = {
            "generated": generated,
            "logits": x + 2 * y + index,
            "manifold": grid,
            "descent": np.tile([1.0, 0.0], (128, 1)),
            "slope": np.tile([0.0, -2.0], (128, 1)),
        }
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
