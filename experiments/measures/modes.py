"""A GAN of points, trained for some steps and measured by its modes."""

import math

from experiments.engine import Outcome

SAMPLES = 2_500  # as VEEGAN and PacGAN
OUTCOMES = {
    "modes": Outcome("modes", "", "more", worst=0),
    "high_quality": Outcome("high quality", "%", "more", worst=0.0),
    "divergence": Outcome("reverse KL", "nats", "less", worst=math.log(25), log=True),
    "minutes": Outcome("training time", "minutes", "less"),
}


def measure(settings, seed, film=None):
    """Trains one GAN of a mixture, and counts modes among 2,500 samples.

    Args:
        settings: dict of fields of `ter_gan.recipes.Recipe`; `real`: bool, measure
            as many real points instead; `steps`: int, updates of G.
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name; `nan` where the training diverged.
    """
    import numpy as np

    from ter_gan import points, recipes, training
    from ter_gan.callbacks import Position

    settings = {"real": False} | settings
    real, steps = settings.pop("real"), settings.pop("steps")
    options = {"seed": seed, "epochs": 1, "steps_per_epoch": steps}
    recipe = recipes.resolve(settings | options)
    dataset = points.load(recipe.dataset)
    if real:
        drawn = np.random.default_rng(seed).permutation(len(dataset.test))[:SAMPLES]
        return of(dataset.test.x[drawn], recipe.dataset) | {"minutes": 0.0}
    gan, feed = training.build(recipe, dataset)
    position = Position.of(feed)
    training.fit_to(1, gan, feed, position)
    samples = dataset.from_model(gan.generate(SAMPLES, seed=1))
    if not np.isfinite(samples).all():
        return dict.fromkeys(OUTCOMES, math.nan)
    return of(samples, recipe.dataset) | {"minutes": position.seconds / 60}


def of(samples, name):
    """The outcomes of samples of a mixture, the time excepted."""
    from ter_gan.points import metrics
    from ter_gan.points.datasets import modes

    centres, std = modes(name)
    found = metrics.mode_coverage(samples, centres, std)
    return {
        "modes": found["modes_covered"],
        "high_quality": 100 * found["high_quality_share"],
        "divergence": metrics.mode_divergence(samples, centres),
    }
