"""How the shipped classifiers are trained and judged."""

import dataclasses
import json
import shlex
import time
from pathlib import Path

import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ter_gan import files, runs
from ter_gan.images.features import classifier, weight_files
from ter_gan.images.features.network import FeatureNetwork

BATCH = 128
RATE = 4e-3  # the highest learning rate of Adam
STORED = "float16"


@dataclasses.dataclass(frozen=True)
class Plan:
    """How a dataset is learned.

    Args:
        epochs: int.
        shift: int. Pixels by which images are moved, at most, in each direction.
        flip: bool. Whether the mirror image of a sample is as good a sample.
    """

    epochs: int
    shift: int
    flip: bool


PLANS = {
    "mnist": Plan(epochs=6, shift=2, flip=False),
    "fashion_mnist": Plan(epochs=8, shift=1, flip=True),
}


class Shifted(keras.utils.PyDataset):
    """Batches of labelled images, moved by a few pixels at random, and flipped.

    Args:
        split: `ter_gan.data.Split` of grey images with black edges.
        plan: `Plan`.
        seed: int. Of order, shifts and flips.
    """

    def __init__(self, split, plan, seed):
        super().__init__()
        edge = (plan.shift, plan.shift)
        images = np.pad(split.x, ((0, 0), edge, edge, (0, 0)))
        size = split.x.shape[1:3]
        self.places = sliding_window_view(images, size, axis=(1, 2))
        self.labels, self.plan = split.y, plan
        self.rng = np.random.default_rng(seed)
        self.on_epoch_end()

    def __len__(self):
        return len(self.labels) // BATCH

    def __getitem__(self, index):
        rows = self.order[index * BATCH : (index + 1) * BATCH]
        down, right = self.rng.integers(2 * self.plan.shift + 1, size=(2, BATCH))
        moved = np.moveaxis(self.places[rows, down, right], 1, -1)
        if self.plan.flip:
            mirrored = self.rng.random(BATCH) < 0.5
            moved[mirrored] = moved[mirrored][:, :, ::-1]
        return moved.astype("float32"), self.labels[rows]

    def on_epoch_end(self):
        self.order = self.rng.permutation(len(self.labels))


def run(dataset, plan, seed, out):
    """Trains a classifier, stores it, and judges what was stored.

    Args:
        dataset, plan, seed: as for `train`.
        out: str or path of a folder, for `NAME.npz` and `NAME.json`.

    Returns:
        dict, the content of the JSON file.
    """
    start = time.monotonic()
    model, validation_accuracy = train(dataset, plan, seed)
    minutes = (time.monotonic() - start) / 60
    name, out = classifier.NAMES[dataset.name], Path(out)
    weights = [array.astype(STORED) for array in model.get_weights()]
    weights_sha256 = weight_files.sha256(weights)
    weight_files.write(out / f"{name}.npz", weights)
    model.set_weights(weight_files.read(out / f"{name}.npz", weights_sha256))
    facts = {
        "network": name,
        "weights_sha256": weights_sha256,
        "test_accuracy": accuracy(FeatureNetwork(name, model), dataset.test),
        "validation_accuracy": round(validation_accuracy, 4),
        "parameters": model.count_params(),
        "command": shlex.join(runs.command_line()),
        "seed": seed,
        "plan": dataclasses.asdict(plan),
        "minutes": round(minutes, 1),
        "data": {"name": dataset.name, "sha256": dataset.content_hash},
        "environment": runs.environment(),
    }
    with files.replacing(out / f"{name}.json") as path:
        path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    print(f"{out / name}.npz: {facts['test_accuracy']:.2%} right in the test")
    return facts


def accuracy(network, split):
    """The share of images whose likeliest class is the true one."""
    said = network(split.x).probabilities.argmax(axis=1)
    return round(float((said == split.y).mean()), 4)


def train(dataset, plan, seed=0):
    """Trains a classifier on the training split.

    Adam warms up and then slows down along a cosine ("1cycle", Smith & Topin
    2018, https://arxiv.org/abs/1708.07120).

    Args:
        dataset: `ter_gan.data.Dataset` of grey images with classes; its test
            split is not looked at.
        plan: `Plan`.
        seed: int. Of weights, order, shifts and flips.

    Returns:
        `keras.Model` as `classifier.build` makes it, and its accuracy on the
        validation split.
    """
    keras.utils.set_random_seed(seed)
    model = classifier.build(dataset.shape, dataset.classes)
    learner = keras.Model(model.input, model.get_layer("logits").output)
    batches = Shifted(dataset.train, plan, seed)
    learner.compile(
        keras.optimizers.Adam(one_cycle(RATE, plan.epochs * len(batches))),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    held_out = (dataset.validation.x.astype("float32"), dataset.validation.y)
    history = learner.fit(
        batches, epochs=plan.epochs, validation_data=held_out, verbose=2
    ).history
    return model, history["val_accuracy"][-1]


def one_cycle(rate, steps):
    """A learning rate that rises to `rate` for a fifth of the steps, then falls."""
    rising = max(1, steps // 5)
    return keras.optimizers.schedules.CosineDecay(
        rate / 10, max(1, steps - rising), warmup_target=rate, warmup_steps=rising
    )
