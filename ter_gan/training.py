"""The main job: data, model, callbacks, `fit`, run folder.

`python -m ter_gan.train` parses options and calls `train`; a notebook can do
the same:

```python
from ter_gan import recipes, training
training.train(recipes.resolve({"dataset": "mnist", "epochs": 2}))
```
"""

import dataclasses
import functools
import importlib.util

import keras

from layer_viz.schedule import Schedule
from ter_gan import backends, inside, kinds, recipes, report
from ter_gan.callbacks import (
    Bar,
    Checkpoints,
    Curves,
    Health,
    Interrupted,
    Log,
    NotFinite,
    Patience,
    Position,
    Samples,
)
from ter_gan.callbacks.samples import film
from ter_gan.errors import UserError
from ter_gan.film import page as film_page
from ter_gan.film import recorder as filming
from ter_gan.runs import Run, command_line


def train(
    recipe,
    dataset=None,
    run=None,
    run_dir=None,
    data_dir=None,
    device="auto",
    max_minutes=None,
    tensorboard=False,
    layer_viz="auto",
):
    """Trains a recipe into a run folder.

    Args:
        recipe: `ter_gan.recipes.Recipe`.
        dataset: `ter_gan.data.Dataset`; `None`: that of the recipe is loaded.
        run: `ter_gan.runs.Run` to go on with, or `None` for a new one.
        run_dir: str. Where a new one goes; `None` numbers one in `runs/`.
        data_dir: str. Where to look for data first.
        device: str. See `ter_gan.backends.devices`.
        max_minutes: float. Then save and stop.
        tensorboard: bool. Write event files too.
        layer_viz: str. What to record of the layers: see
            `layer_viz.schedule.Schedule.parse`.

    Returns:
        int, the exit code: 0, 130 after Ctrl-C, 1 when a number became NaN.
    """
    if tensorboard:
        _check_tensorboard()
    schedule = Schedule.parse(layer_viz)
    kinds.package(recipe.kind).check(recipe)
    with backends.devices(device) as where:
        dataset = dataset or load(recipe, data_dir)
        print(f"training on {where}, backend {backends.name}")
        gan, feed = build(recipe, dataset)
        run, progress = _begin(recipe, dataset, gan, run, run_dir)
        position = Position.of(feed, **progress)
        checkpoints = Checkpoints(run, position, max_minutes)
        health = Health(run, dataset, position, recipe, gan.vital_samples)
        recorder = inside.recorder(run, gan, dataset, position, health, schedule)
        camera = filming.recorder(run, recipe, dataset, position, health)
        samples, log = _samples(run, recipe, dataset), Log(run, position)
        callbacks = [
            Bar(position, recipe.epochs, kinds.package(recipe.kind).NOUN),
            samples,
            health,
            log,
            *_readers(log, recipe, gan),
            *_tensorboard(run, tensorboard),
            *([recorder] if recorder else []),
            *([camera] if camera else []),
            checkpoints,
        ]
        if gan.players:
            code = _fit(gan, feed, position, recipe.epochs, callbacks, checkpoints)
        else:
            code = _learned_at_once(gan, position, [samples, checkpoints])
        _finish(run, gan, recorder, camera, finished=code == 0)
    return code


def read(recipe, data_dir=None):
    """The recipe's `Dataset`."""
    kind = kinds.package(recipe.kind)
    options = {name: getattr(recipe, name) for name in kind.OPTIONS}
    return kind.load(recipe.dataset, data_dir, **options)


def load(recipe, data_dir=None):
    """The recipe's `Dataset`, announced in a line."""
    dataset = read(recipe, data_dir)
    sizes = (len(dataset.train), len(dataset.validation), len(dataset.test))
    print(
        f"{dataset.name}: {dataset.form}, {sizes[0]} train, {sizes[1]} validation, "
        f"{sizes[2]} test; {dataset.source}"
    )
    return dataset


def picture(recipe, facts):
    """The function that shows the recipe's samples to a person.

    Args:
        recipe: `ter_gan.recipes.Recipe`.
        facts: dict, as `ter_gan.data.Dataset.facts`.
    """
    return functools.partial(kinds.package(recipe.kind).picture, **facts)


def build(recipe, dataset):
    """The compiled model and the `Feed` of a recipe."""
    feed = kinds.package(recipe.kind).feed_of(recipe, dataset)
    feed.steps_per_epoch = recipe.steps_per_epoch or feed.steps_per_pass
    together = recipe.steps_per_execution if backends.replicas() == 1 else 1
    feed.steps_per_batch = largest_divisor(feed.steps_per_epoch, together)
    recipe = dataclasses.replace(recipe, steps_per_execution=feed.steps_per_batch)
    return recipes.build(recipe, dataset.shape, dataset.classes, **dataset.facts), feed


def largest_divisor(number, limit):
    """The largest divisor of `number` that is at most `limit`."""
    return max(n for n in range(1, min(limit, number) + 1) if number % n == 0)


def restore(run, data_dir=None):
    """The trained model of a run folder, with its data's facts but no data.

    Returns:
        the model, and the dict of `data.json`.
    """
    facts = run.data
    shape, classes = tuple(facts["shape"]), len(facts["class_names"])
    gan = recipes.build(run.recipe, shape, classes, **facts["facts"])
    run.load_checkpoint(gan)
    return gan, facts


def scaling_of(recipe, facts):
    """The kind's `Scaling` that `data.json` remembers."""
    return kinds.package(recipe.kind).Scaling(**facts["scaling"])


def _begin(recipe, dataset, gan, run, run_dir):
    """A new run, or one to go on with, and how far it has come."""
    if run is None:
        gan.prepare(dataset)
        run, progress = _start(recipe, dataset, run_dir), {}
    else:
        progress = _resume(run, recipe, dataset, gan)
    run.add_command(command_line())
    print(f"run folder: {run.path}")
    return run, progress


def _samples(run, recipe, dataset):
    shown = kinds.package(recipe.kind).SHOWN
    show = picture(recipe, dataset.facts)
    return Samples(run, dataset, show, shown, recipe.seed, recipe.epochs)


def _start(recipe, dataset, run_dir):
    run = Run.create(run_dir, recipe, backends.name)
    run.write_json("data.json", facts(dataset))
    return run


def facts(dataset):
    """dict: what a run folder's `data.json` remembers of its data."""
    splits = ("train", "validation", "test")
    return {
        "name": dataset.name,
        "shape": list(dataset.shape),
        "form": dataset.form,
        "class_names": list(dataset.class_names or ()),
        "sizes": {name: len(getattr(dataset, name)) for name in splits},
        "scaling": dataclasses.asdict(dataset.scaling),
        "facts": dataset.facts,
        "content_hash": dataset.content_hash,
        "source": dataset.source,
        "licence": dataset.licence,
    }


def _resume(run, recipe, dataset, gan):
    before = run.data["content_hash"]
    if before != dataset.content_hash:
        raise UserError(
            f"{recipe.dataset} is not the data that {run.path} was trained on: "
            f"content hash {dataset.content_hash[:12]}, there {before[:12]}. "
            f"Restore the files, or start a new run."
        )
    progress = run.load_checkpoint(gan)
    run.write_json("config.json", recipe.asdict() | {"backend": backends.name})
    print(f"going on after epoch {progress['epoch']}, step {progress['step']}")
    return progress


def _tensorboard(run, wanted):
    return (
        [keras.callbacks.TensorBoard(str(run.path / "tensorboard"))] if wanted else []
    )


def _readers(log, recipe, gan):
    """Callbacks that look at what the log has written."""
    yield Curves(log, recipe.epochs)
    if recipe.patience and gan.players:
        yield Patience(log, gan.held_out, recipe.patience)


def _check_tensorboard():
    if importlib.util.find_spec("tensorboard") is None:
        raise UserError("--tensorboard needs its package: pip install tensorboard")


def _fit(gan, feed, position, epochs, callbacks, checkpoints):
    """Runs `fit`, again for each phase; returns the exit code."""
    try:
        with checkpoints.catching_interrupts():
            fit(epochs, gan, feed, position, callbacks)
    except Interrupted as reason:
        path = checkpoints.run.path
        print(
            f"\nStopped by {reason} at epoch {position.epoch + 1}, step "
            f"{position.step}; saved. To go on:\n"
            f"  python -m ter_gan.train --resume {path}"
        )
        return 130 if str(reason) == "Ctrl-C" else 0
    except NotFinite as error:
        print(f"\n{error} The last good state is that of epoch {position.epoch}.")
        return 1
    return 0


def _learned_at_once(gan, position, callbacks):
    """The one epoch of a model that has learned already; returns the exit code."""
    for callback in callbacks:
        callback.set_model(gan)
        callback.on_epoch_end(position.epoch, {})
    return 0


def fit(epochs, gan, feed, position, callbacks=()):
    """Trains from where `position` stands until `epochs` epochs are done.

    It stops and goes on where a phase ends. The arguments are those of `fit_to`, but
    a callback must count the epochs: `ter_gan.callbacks.Checkpoints` does.
    """
    if position.step:
        fit_to(position.epoch + 1, gan, feed, position, callbacks)
    while position.epoch < epochs:
        phases = [first for first in gan.phases.values() if first > position.epoch]
        fit_to(min([*phases, epochs]), gan, feed, position, callbacks)
        if gan.stop_training:
            break


def fit_to(epochs, gan, feed, position, callbacks=()):
    """Trains from where `position` stands until `epochs` epochs are done.

    It may stand inside an epoch only if that is the last one.

    Args:
        epochs: int. Counted from the beginning of the training.
        gan, feed: as `build` gave them.
        position: `Position`, as `Position.of` makes it.
        callbacks: list of Keras callbacks that run after `position`.
    """
    gan.enter(position.epoch)
    feed.first_step = position.epoch * feed.steps_per_epoch + position.step
    gan.fit(
        feed,
        initial_epoch=position.epoch,
        epochs=epochs,
        steps_per_epoch=(feed.steps_per_epoch - position.step) // feed.steps_per_batch,
        callbacks=[position, *callbacks],
        shuffle=False,  # the feed's order is fixed by the seed
        verbose=0,
    )


def _finish(run, gan, recorder, camera, finished):
    if gan.players:
        with run.replacing("generator.keras") as path:
            gan.export(path)
    film(run)
    run.write("report.md", report.markdown(run))
    print(f"samples: {run.path}/samples   film: {run.path}/film.gif")
    if camera is not None:
        camera.save()
        film_page.write(camera.film, run.path / "film.html")
        print(f"watch:   {run.path}/film.html, step by step")
    print(f"report:  {run.path}/report.md")
    if recorder is not None:
        inside.show(run, recorder, finished)


def dry_run(recipe, data_dir=None, device="auto"):
    """Prints what `train` would do; returns the exit code 0."""
    kinds.package(recipe.kind).check(recipe)
    with backends.devices(device) as where:
        dataset = load(recipe, data_dir)
        print(f"would train on {where}, backend {backends.name}")
        gan, feed = build(recipe, dataset)
        print(report.plan(recipe, gan, feed, dataset))
    return 0
