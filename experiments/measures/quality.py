"""A GAN of images, trained for some steps and measured as by `ter_gan.evaluate`."""

import dataclasses

from experiments.engine import Outcome
from experiments.measures import cost

METRICS = ("fd", "kid", "precision", "recall", "density", "coverage")
OUTCOMES = {
    "fd": Outcome("Fréchet distance", "", "less", worst=1000.0, log=True),
    "kid": Outcome("KID", "", "less", worst=1000.0),
    "is": Outcome("classifier score", "", "more", worst=1.0),
    "precision": Outcome("precision", "", "more", worst=0.0),
    "recall": Outcome("recall", "", "more", worst=0.0),
    "density": Outcome("density", "", "more", worst=0.0),
    "coverage": Outcome("coverage", "", "more", worst=0.0),
    "modes": Outcome("classes found", "", "more", worst=0.0),
    "class_tv": Outcome("error of the shares of classes", "", "less", worst=1.0),
    "copy_rate": Outcome("copies of training images", "share"),
    "ssim": Outcome("likeness of pairs", "SSIM"),
    "label_agreement": Outcome("label agreement", "share", "more", worst=0.0),
}
COSTS = {  # real data have none
    "generator_parameters": Outcome("parameters of G", optional=True),
    "discriminator_parameters": Outcome("parameters of D", optional=True),
    "steps": Outcome("updates of G", optional=True),
} | cost.OUTCOMES
OWN = ("n", "train_images", "real", "steps")  # settings that no recipe has
SMOKE = {"steps": 2, "width": 4, "hidden": 0, "n": 150}


def outcomes(*metrics):
    """dict of `Outcome`: those of the metrics, and what the training cost."""
    return {name: OUTCOMES[name] for name in metrics} | COSTS


def measure(settings, seed, metrics=METRICS):
    """Trains one GAN and measures it.

        Args:
            settings: dict of fields of `ter_gan.recipes.Recipe`, and
                `steps`: int, updates of G;
                `n`: int, samples on each side [10,000];
                `train_images`: int, keep so many training images, drawn by the seed;
                `real`: bool. Train nothing, and measure real training images instead
    of generated ones: the floor.
            seed: int, of the training; what is drawn to measure is always the same.
            metrics: sequence of str, keys of `OUTCOMES`.

        Returns:
            dict: `outcomes(*metrics)` by name; metrics are `nan` where the training
            diverged.
    """
    gan, dataset, settings, costs = trained(settings, seed)
    found = evaluate(gan, dataset, metrics, settings["n"], floor=settings["real"])
    return found | costs


def trained(settings, seed, change=None):
    """A trained GAN, its data, and what that cost.

    Args:
        settings, seed: as in `measure`.
        change: function of a `Dataset` that gives the one to train on, or `None`.

    Returns:
        (gan, dataset, settings, costs): `GAN`, `Dataset`, the dict of settings that
        are no fields of the recipe, dict of the `COSTS`.
    """
    from ter_gan import images, recipes, training
    from ter_gan.callbacks import Position

    settings = {"n": 10_000, "train_images": 0, "real": False} | settings
    own = {name: settings.pop(name) for name in OWN}
    recipe = recipes.resolve(
        settings | {"seed": seed, "epochs": 1, "steps_per_epoch": own["steps"] or 1}
    )
    dataset = images.load(recipe.dataset)
    dataset = fewer(dataset, own["train_images"], seed)
    dataset = change(dataset) if change else dataset
    gan, feed = training.build(recipe, dataset)
    if own["real"]:
        return gan, dataset, own, dict.fromkeys(COSTS, float("nan"))
    spent = cost.clock()
    if own["steps"]:
        training.fit_to(1, gan, feed, Position.of(feed))
    costs = {
        "generator_parameters": gan.generator.count_params(),
        "discriminator_parameters": gan.full_discriminator.count_params(),
        "steps": own["steps"],
        "cpu_minutes": spent(),
    }
    return gan, dataset, own, costs


def fewer(dataset, n, seed):
    """The dataset with n training images, drawn by a seed; 0: all of them."""
    from ter_gan.data import split_off

    if not n:
        return dataset
    kept, _ = split_off(dataset.train, (n, -1), seed)
    return dataclasses.replace(dataset, train=kept)


def evaluate(gan, dataset, metrics, n=10_000, floor=False):
    """dict from metrics to floats: what `ter_gan.evaluate` says of a GAN.

    `nan` where its samples are not finite. With `floor`: what it says of real
    images instead of generated ones.
    """
    import numpy as np

    from ter_gan.images.evaluation import Evaluator

    if not np.isfinite(gan.generate(64, seed=0)).all():
        return dict.fromkeys(metrics, float("nan"))
    judge = Evaluator(dataset, ",".join(metrics), n)
    results = judge.results(judge.bench(gan))
    return {
        row.name: result.floor if floor else result.value
        for row, result in zip(judge.rows, results)
    }
