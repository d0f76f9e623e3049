"""One small GAN of images, trained for a minute and measured on its pixels."""

import dataclasses

import numpy as np

from experiments.engine import Outcome

SAMPLES = 2_000
DISTANCE = Outcome("energy distance of the pixels", "", "less", worst=20.0, log=True)
OUTCOMES = {
    "energy_distance": DISTANCE,
    "diversity": Outcome("diversity", "of real images", "more", worst=0.0),
    "minutes": Outcome("training time", "minutes", "less"),
}


def measure(settings, seed, film=None):
    """Trains a GAN of images and compares pixels with those of test images.

    Args:
        settings: dict of fields of `ter_gan.recipes.Recipe`, and `real_range`:
            `"[-1, 1]"`, what G gives, or `"[0, 1]"`, a common mistake.
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name; `nan` of a training that diverged.
    """
    from ter_gan import images, recipes, training
    from ter_gan.callbacks import Position
    from ter_gan.data import Scaling
    from ter_gan.models.vital_signs import spread

    settings = dict(settings)
    real_range = settings.pop("real_range", "[-1, 1]")
    recipe = recipes.resolve({**settings, "seed": seed})
    dataset = images.load(recipe.dataset)
    pixels = dataset.scaling  # from 0 … 255 to [-1, 1], whatever D is shown
    real = pixels.to_model(dataset.test.x[:SAMPLES])
    if real_range == "[0, 1]":
        dataset = dataclasses.replace(dataset, scaling=Scaling(255.0, 0.0, "uint8"))
    gan, feed = training.build(recipe, dataset)
    position = Position.of(feed)
    training.fit_to(recipe.epochs, gan, feed, position)
    fake = gan.generate(SAMPLES, seed=1)
    if not np.isfinite(fake).all():
        return dict.fromkeys(OUTCOMES, float("nan"))
    fake = pixels.to_model(dataset.from_model(fake))
    return {
        "energy_distance": energy_distance(fake, real),
        "diversity": spread(fake[:500]) / spread(real[:500]),
        "minutes": position.seconds / 60,
    }


def energy_distance(x, y):
    """2 E|X-Y| - E|X-X'| - E|Y-Y'| of flattened samples, over all pairs."""
    from scipy.spatial.distance import cdist

    x, y = (np.asarray(a, "float64").reshape(len(a), -1) for a in (x, y))
    return float(2 * cdist(x, y).mean() - cdist(x, x).mean() - cdist(y, y).mean())
