"""The study: train both networks, judge them once, look inside, write it down."""

import dataclasses
import time
from pathlib import Path

import keras

import layer_viz
from experiments.cnn_classifier import networks, pictures, report, scores
from layer_viz.examination import conclude
from layer_viz.recorder import Recorder
from ter_gan import images
from ter_gan.errors import UserError

BATCH = 128
STEPS_PER_EXECUTION = 32
LEAST_SIDE = 2**networks.BLOCKS  # pixels
SMOKE = {"train": 256, "validation": 64, "test": 128}  # images


@dataclasses.dataclass(frozen=True)
class Plan:
    """How a dataset is learned.

    Args:
        epochs: int.
        width: int. Maps of the CNN's first block.
        flip: bool. Whether the mirror image of a sample is as good a sample.
        rate: float. The highest learning rate of Adam.
    """

    epochs: int = 8
    width: int = 32
    flip: bool = False
    rate: float = 2e-3


PLANS = {
    "mnist": Plan(epochs=8, width=16, flip=False, rate=4e-3),
    "fashion_mnist": Plan(epochs=6, flip=True),
    "cifar10": Plan(epochs=6, flip=True),
}


def run(dataset, out, epochs=None, seed=0, data_dir=None, smoke=False):
    """Trains a CNN and an MLP on the same images and compares them.

    Args:
        dataset: str, the name of an image dataset with classes.
        out: str or path of a new folder.
        epochs: int. By default that of `PLANS`.
        seed: int. Of weights, order and dropout.
        data_dir: str or path, as for `ter_gan.images.load`.
        smoke: bool. A few images and two epochs, no examination.

    Returns:
        dict, the content of `results.json`.

    Raises:
        UserError: for data without classes, or a folder that is in use.
    """
    out, start = new_folder(out), time.perf_counter()
    data = load(dataset, data_dir, smoke)
    plan = PLANS.get(dataset, Plan())
    plan = dataclasses.replace(plan, epochs=epochs or (2 if smoke else plan.epochs))
    trained = [
        train(model, data, plan, seed, record_path(out, model.name))
        for model in build(data, plan, seed)
    ]
    verdicts = {t.model.name: scores.judge(t.model, data.test) for t in trained}
    for each in trained:
        each.model.save(out / f"{each.model.name}.keras")
    pictures.write(out, data, verdicts, [t.history for t in trained])
    results = report.results(data, plan, seed, trained, verdicts)
    results["seconds"] = round(time.perf_counter() - start, 1)
    report.write(out, results)
    cnn = trained[0].recorder
    conclude(cnn.record, cnn.view, out, examined=not smoke)
    print(f"report:  {out / 'report.md'}")
    return results


def record_path(out, name):
    """The CNN's record is the run's own, the MLP's is in a folder below."""
    return out / "layer_viz" if name == "cnn" else out / name / "layer_viz"


def new_folder(path):
    """The folder, made; one with something in it is refused."""
    path = Path(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"Cannot make the folder {path}: {error.strerror}. Name another --out."
        ) from error
    if any(path.iterdir()):
        raise UserError(f"{path} is not empty; delete it or name another --out.")
    return path


def load(name, data_dir=None, smoke=False):
    """The `ter_gan.data.Dataset`, or a few images of each of its splits."""
    data = images.load(name, data_dir)
    if data.classes < 2:
        raise UserError(
            f"{name} has {data.classes or 'no'} class names, a classifier needs two; "
            f"in a folder, each sub-folder is a class."
        )
    if min(data.shape[:2]) < LEAST_SIDE:
        raise UserError(
            f"Images of {name} are {data.shape[0]}x{data.shape[1]} pixels; the CNN "
            f"needs sides of at least {LEAST_SIDE}."
        )
    if smoke:
        parts = {k: getattr(data, k)[slice(n)] for k, n in SMOKE.items()}
        data = dataclasses.replace(data, **parts)
    return data


def build(data, plan, seed):
    """The CNN, and the MLP with as many parameters."""
    keras.utils.set_random_seed(seed)
    cnn = networks.cnn(data.shape, data.classes, plan.width, plan.flip)
    size = cnn.count_params()
    return cnn, networks.mlp(data.shape, data.classes, size, plan.flip)


@dataclasses.dataclass
class Trained:
    """A trained network, with what `fit` reported.

    Args:
        model: `keras.Model`.
        history: dict from a metric to its values, one per epoch.
        seconds: float, of training and recording.
        recorder: `layer_viz.Recorder`.
    """

    model: keras.Model
    history: dict
    seconds: float
    recorder: Recorder


def train(model, data, plan, seed, record):
    """Trains a classifier with `fit` and records what its layers do.

    Adam warms up and then slows down along a cosine ("1cycle", Smith & Topin
    2018, https://arxiv.org/abs/1708.07120).

    Args:
        model: `keras.Model` from stored images to logits.
        data: `ter_gan.data.Dataset`; its test split is not looked at.
        plan: `Plan`.
        seed: int.
        record: path of the record's folder.

    Returns:
        `Trained`.
    """
    print(f"{model.name}: {model.count_params():,} parameters")
    keras.utils.set_random_seed(seed)
    train, validation, start = data.train, data.validation, time.perf_counter()
    steps_per_epoch = -(-len(train) // BATCH)
    model.compile(
        keras.optimizers.Adam(one_cycle(plan.rate, plan.epochs * steps_per_epoch)),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=min(STEPS_PER_EXECUTION, steps_per_epoch),
    )
    view = layer_viz.classifier(
        model, validation.x, validation.y, class_names=data.class_names
    )
    title = f"{model.name} on {data.name}, seed {seed}"
    name = f"{model.name}-{data.name}"
    recorder = Recorder(record, view, id=name, title=title)
    history = model.fit(
        train.x,
        train.y,
        batch_size=BATCH,
        epochs=plan.epochs,
        validation_data=(validation.x, validation.y),
        callbacks=[recorder],
    ).history
    return Trained(model, history, time.perf_counter() - start, recorder)


def one_cycle(rate, steps):
    """A learning rate that rises to `rate` for a fifth of the steps, then falls."""
    rising = max(1, steps // 5)
    return keras.optimizers.schedules.CosineDecay(
        rate / 10, max(1, steps - rising), warmup_target=rate, warmup_steps=rising
    )
