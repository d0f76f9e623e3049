"""What layer_viz looks at in a GAN, and how a run records it."""

import numpy as np

from layer_viz import views
from layer_viz.examination import conclude
from layer_viz.recorder import Recorder
from layer_viz.view import Stream, View
from ter_gan.film.look import LATENT_EXTENT
from ter_gan.losses import raw

MARGIN = 0.25  # of the data's extent, around a plane
POINTS = 256  # drawn on a plane


def recorder(run, gan, dataset, position, health, schedule):
    """The `layer_viz.Recorder` of a run, or `None` if it shall record nothing.

    Args:
        run: `ter_gan.runs.Run`; the record goes to its folder `layer_viz`.
        gan: `ter_gan.models.gan.GAN`.
        dataset: `ter_gan.data.Dataset`.
        position: `ter_gan.callbacks.Position`.
        health: `ter_gan.callbacks.Health`.
        schedule: `layer_viz.schedule.Schedule`.
    """
    if schedule.off:
        return None
    recipe = run.recipe
    kind = recipe.kind
    if kind == "points" and (gan.pack > 1 or gan.classes):
        print("layer_viz: packs and labels are not points on a plane: nothing recorded")
        return None
    if not gan.players:
        print("layer_viz: this model has no layers: nothing recorded")
        return None
    view = VIEWS[kind](gan, dataset)
    return Recorder(
        run.path / "layer_viz",
        view,
        schedule,
        id=run.path.name,
        title=f"{dataset.name}, {recipe.model}, seed {recipe.seed}",
        facts=facts(recipe, run.environment),
        to_picture=dataset.from_model,
        events=lambda: health.findings,
        first_epoch=position.epoch,
        steps_per_epoch=position.steps_per_epoch,
    )


def show(run, recorder, finished):
    """Ends a record: the examination if training is finished, the gallery."""
    record = recorder.record if finished else recorder.close()
    conclude(record, recorder.view, run.path, examined=finished)


def facts(recipe, environment):
    """dict: what the gallery says of the training."""
    names = ("dataset", "model", "network", "loss", "penalty", "batch_size", "epochs")
    settings = recipe.asdict()
    packages = environment["packages"]
    return {name: settings[name] for name in (*names, "learning_rate", "seed")} | {
        name: packages[name] for name in ("keras", "tensorflow") if name in packages
    }


def images(gan, dataset, seed=0):
    """The view of a GAN of images: G, and D on real and on generated ones.

    The networks are those that train, in inference mode: not the averaged
    generator. Real images come from the validation split; latents, labels and
    images depend on the dataset and `seed` only.

    Args:
        gan: `ter_gan.models.gan.GAN`.
        dataset: `ter_gan.data.Dataset` of images.
        seed: int. Of the choice.
    """
    few, rest = (
        _inputs(gan, dataset, n, seed + i)
        for i, n in enumerate((views.PROBES, views.MANY))
    )
    of_real, of_fake = ("labels.real", "labels.fake") if gan.classes else (None, None)
    judged = (of_real, of_fake) if gan.judges_labels else (None, None)
    view = View(
        {"G": gan.generator, "D": gan.discriminator},
        [
            Stream("G", "G", "generator", "latents", labels=of_fake),
            Stream("D.real", "D", "real", "real", labels=judged[0], pack=gan.pack),
            Stream("D.fake", "D", "fake", "G", labels=judged[1], pack=gan.pack),
        ],
        few,
        rest,
        probability=gan.loss_fn.score is not raw,
        class_names=dataset.class_names or (),
    )
    return _with_losses(gan, view)


def _inputs(gan, dataset, n, seed):
    split = dataset.validation
    n = min(n, len(split))
    labels = np.zeros(len(split), "int32") if split.y is None else split.y
    chosen = views.balanced(labels, n, seed)
    inputs = {
        "latents": gan.latents.array(n, seed),
        "real": dataset.to_model(split.x[chosen]),
    }
    if split.y is not None:
        inputs["labels.real"] = split.y[chosen].astype("int32")
    if gan.classes:
        inputs["labels.fake"] = inputs["labels.real"]
    return inputs


def _with_losses(gan, view):
    """The view, of streams of G, of real and of generated samples, with its losses."""
    view.losses = lambda arrays: _losses_of_streams(gan, view, arrays)
    view.optimizers = _optimizers(gan)
    return view


def _losses_of_streams(gan, view, arrays):
    generator, real, fake = view.streams

    def logits(stream, samples=None):
        return view.call(stream, view.input(stream, arrays, {"G": samples}))

    return losses(
        gan.loss_fn,
        generate=lambda: view.call(generator, view.input(generator, arrays, {})),
        real_logits=lambda: logits(real),
        fake_logits=lambda samples: logits(fake, samples),
    )


def losses(loss_fn, generate, real_logits, fake_logits):
    """dict: `"G"` and `"D"` to their adversarial losses on fixed inputs.

    As callables without arguments; penalties and noise are left out. In each
    player's loss what the other one puts out is a constant.

    Args:
        loss_fn: the adversarial loss.
        generate: callable without arguments to samples.
        real_logits: callable without arguments to the logits of real samples.
        fake_logits: callable from samples to their logits.
    """
    fixed_samples, fixed_logits = generate(), real_logits()
    return {
        "G": lambda: loss_fn(fixed_logits, fake_logits(generate()))[1],
        "D": lambda: loss_fn(real_logits(), fake_logits(fixed_samples))[0],
    }


def points(gan, dataset):
    """The view of a GAN of points: both networks' units as heatmaps.

    Args:
        gan: `ter_gan.models.gan.GAN` without labels.
        dataset: `ter_gan.data.Dataset` of points.
    """
    real = dataset.to_model(dataset.train.x)
    low, high = real.min(axis=0), real.max(axis=0)
    margin = MARGIN * (high - low)
    sides = [[float(a), float(b)] for a, b in zip(low - margin, high + margin)]
    extent = LATENT_EXTENT[gan.latent]
    latents = gan.latents.array(POINTS, seed=0)
    shown = dataset.to_model(dataset.validation.x[:POINTS])
    view = views.planes(
        {"G": gan.generator, "D": gan.discriminator},
        {
            "G": {"x": [-extent, extent], "y": [-extent, extent], "axes": ["z1", "z2"]},
            "D": {"x": sides[0], "y": sides[-1], "axes": ["x1", "x2"]},
        },
        points=lambda: {"real": shown, "fake": gan.decode(latents, averaged=False)},
    )
    view.optimizers = _optimizers(gan)
    view.losses = lambda arrays: losses(
        gan.loss_fn,
        generate=lambda: gan.generator(latents, training=False),
        real_logits=lambda: gan.judge(shown),
        fake_logits=gan.judge,
    )
    return view


def text(gan, dataset):
    """The view of a model of text; see `ter_gan.text.inside.view`."""
    from ter_gan.text import inside  # not where text is not the matter

    return inside.view(gan, dataset)


def tables(gan, dataset):
    """The view of a model of tables; see `ter_gan.tables.inside.view`."""
    from ter_gan.tables import inside  # not where tables are not the matter

    view = inside.view(gan, dataset)
    return _with_losses(gan, view) if "D" in view.networks else view


VIEWS = {"images": images, "points": points, "text": text, "tables": tables}


def _optimizers(gan):
    return {"G": gan.generator_optimizer, "D": gan.discriminator_optimizer}
