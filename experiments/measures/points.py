"""One GAN of points, trained and measured through its film.

`measure` is the function of most experiments: the settings are fields of
`ter_gan.recipes.Recipe`, and what is measured are the frames that the film of
the training has, `FRAMES` of them, evenly spaced.
"""

import math

import numpy as np

from experiments.engine import Outcome

BASE = {
    "dataset": "ring",
    "width": 32,
    "batch_size": 128,
    "epochs": 20,
    "steps_per_execution": 50,
}
FRAMES = 21
SMOKE = {"epochs": 1, "steps_per_epoch": 50, "steps_per_execution": 10}
GOOD = 0.02  # an energy distance that looks right on the ring; its floor is 0.0004
NEVER = 40.0  # epochs; twice the training
FAR = 10.0  # stands for the distance of a generator that diverged

DISTANCE = Outcome("energy distance", "data units", "less", worst=FAR, log=True)
OUTCOMES = {
    "energy_distance": DISTANCE,
    "modes_covered": Outcome("modes covered", "", "more", worst=0),
    "high_quality_share": Outcome("high-quality share", "", "more", worst=0),
    "epochs_to_good": Outcome(
        "time until good", f"epochs; {NEVER}: never", "less", worst=NEVER, log=True
    ),
    "wobble": Outcome("wobble of the energy distance", "", "less", worst=100, log=True),
    "last_over_best": Outcome("last over best", "", "less", worst=100, log=True),
    "d_auc": Outcome("pairs that D ranks rightly", "share"),
    "slope": Outcome("gradient that reaches G", "per sample", "more", log=True),
    "early_slope": Outcome("early gradient that reaches G", "per sample", log=True),
    "distance_from_half": Outcome("|D − 0.5|", "probability", "less"),
    "dimension": Outcome("intrinsic dimension of the samples"),
    "tracking": Outcome("rank correlation of D's loss and the distance", ""),
    "minutes": Outcome("training time", "minutes", "less"),
}
CURVES = ("energy_distance", "d_loss", "g_loss", "d_real", "d_fake", "generator_slope")


def measure(settings, seed, film=None):
    """Trains one GAN and sums up its film.

    Args:
        settings: dict of fields of `ter_gan.recipes.Recipe`.
        seed: int.
        film: path without suffix that the film is written to, or `None`.

    Returns:
        dict: `OUTCOMES` by name, and the `CURVES` as lists (`…_curve`), one
        number a frame. Of a training that diverged, `nan`.
    """
    return sum_up(*trained(settings, seed, film))


def trained(settings, seed, film=None):
    """The trained model, its data, where it stands, and its film.

    Args:
        settings, seed, film: as in `measure`.

    Returns:
        (gan, dataset, position, frames): `GAN`, `Dataset`, `Position`, `Film`.
    """
    from ter_gan import recipes
    from ter_gan.film import page

    *result, frames = train(recipes.resolve({**settings, "seed": seed}))
    if film is not None:
        page.write_folder(film.parent, {film.name: frames})
    return *result, frames


def sum_up(gan, dataset, position, frames):
    """The outcomes and curves of what `trained` gave."""
    numbers = {name: np.array(frames.numbers[name], float) for name in CURVES}
    curves = {f"{name}_curve": values.tolist() for name, values in numbers.items()}
    outcomes = _of_film(frames, position.epoch) | _of_players(gan, dataset)
    return outcomes | {"minutes": position.seconds / 60} | curves


def train(recipe):
    """The trained model of a recipe of 2-D points, and its film, as `trained`."""
    from ter_gan import kinds, training
    from ter_gan.callbacks import Position
    from ter_gan.film.recorder import FilmRecorder

    dataset = kinds.package("points").load(recipe.dataset)
    gan, feed = training.build(recipe, dataset)
    position = Position.of(feed)
    camera = FilmRecorder(
        recipe, dataset, position, frames=FRAMES, command=command(recipe)
    )
    callbacks = [camera, _epoch_counter(position)]
    training.fit_to(recipe.epochs, gan, feed, position, callbacks)
    return gan, dataset, position, camera.film


def command(recipe):
    """What a person types to train this GAN and see its film."""
    from ter_gan import recipes

    plain = recipes.resolve({"dataset": recipe.dataset, "model": recipe.model})
    asked = [
        f"--{name.replace('_', '-')} {str(value).lower()}"
        for name, value in recipe.asdict().items()
        if value != getattr(plain, name) or name in ("dataset", "model")
    ]
    return " ".join(["python -m ter_gan.train", *asked])


def _epoch_counter(position):
    from keras.callbacks import LambdaCallback

    def next_epoch(epoch, logs):
        position.begin_next_epoch()

    return LambdaCallback(on_epoch_end=next_epoch)


def _of_film(film, epochs):
    numbers = {k: np.array(v, float) for k, v in film.numbers.items()}
    distance = numbers["energy_distance"]
    late = slice(len(distance) // 2, None)
    early = slice(1, 1 + len(distance) // 4)
    last = float(np.median(distance[-3:]))
    good = np.flatnonzero(distance < GOOD)
    found = {
        "energy_distance": last,
        "epochs_to_good": epochs * good[0] / (len(distance) - 1)
        if len(good)
        else NEVER,
        "wobble": float(np.max(distance[late]) / np.median(distance[late])),
        "last_over_best": last / float(np.min(distance)),
        "slope": float(np.median(numbers["generator_slope"][late])),
        "early_slope": float(np.median(numbers["generator_slope"][early])),
        "tracking": _rank_correlation(numbers["d_loss"][1:], distance[1:]),
    }
    for name in ("modes_covered", "high_quality_share"):
        found[name] = float(np.median(numbers[name][-3:]))
    finite = np.isfinite(distance).all()
    return found if finite else dict.fromkeys(found, math.nan)


def _of_players(gan, dataset, n=2_000):
    """What the trained networks say of real and of generated points."""
    from keras import ops

    from ter_gan.points.metrics import intrinsic_dimension

    real = dataset.to_model(dataset.test.x[:n])
    fake = gan.generate(n, seed=1, averaged=False)
    if not np.isfinite(fake).all():
        return dict.fromkeys(("d_auc", "distance_from_half", "dimension"), math.nan)
    logits = [gan.logits(x)[:, 0] for x in (real, fake)]
    sides = np.sign(logits[0][:, None] - logits[1])
    half = [np.abs(ops.convert_to_numpy(ops.sigmoid(x)) - 0.5) for x in logits]
    return {
        "d_auc": float((1 + sides.mean()) / 2),
        "distance_from_half": float(np.mean(half)),
        "dimension": intrinsic_dimension(fake),
    }


def _rank_correlation(x, y):
    from scipy import stats

    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(stats.spearmanr(x, y).statistic)
