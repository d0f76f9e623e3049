"""A classifier that names generated digits: how readable are they?

Trained on the real training split until it is good enough on the test split,
then kept in the cache. It is a yardstick of the benchmarks, no metric of the
product.
"""

import keras
import numpy as np
from keras import layers

from ter_gan.images.datasets.places import cache


def judge(dataset, accuracy=0.99, epochs=6, seed=0):
    """A classifier of a dataset's images.

    Args:
        dataset: `ter_gan.data.Dataset` with classes.
        accuracy: float. The least share of right names on the test split.
        epochs: int. At most so many passes.
        seed: int.

    Returns:
        (model, accuracy): `keras.Model` from images in model scale to logits.

    Raises:
        RuntimeError: if it does not become good enough.
    """
    path = cache() / "benchmarks" / f"judge_{dataset.name}.keras"
    if path.exists():
        model = keras.models.load_model(path)
    else:
        model = _train(dataset, epochs, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        model.save(path)
    right = probabilities(model, dataset.to_model(dataset.test.x)).argmax(1)
    share = float((right == dataset.test.y).mean())
    if share < accuracy:
        raise RuntimeError(
            f"The judge names {share:.2%} rightly, {accuracy:.0%} needed."
        )
    return model, share


def _train(dataset, epochs, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([layers.Input(dataset.shape)])
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.BatchNormalization())
        model.add(layers.MaxPooling2D())
    for layer in (
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(dataset.classes),
    ):
        model.add(layer)
    steps = epochs * (len(dataset.train) // 128)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.compile(
        keras.optimizers.Adam(rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    model.fit(
        dataset.to_model(dataset.train.x),
        dataset.train.y,
        batch_size=128,
        epochs=epochs,
        verbose=2,
    )
    return model


def probabilities(model, images, batch=500):
    """float array `(n, classes)` for images in model scale."""
    parts = [
        keras.ops.convert_to_numpy(model(images[i : i + batch], training=False))
        for i in range(0, len(images), batch)
    ]
    logits = np.concatenate(parts).astype("float64")
    odds = np.exp(logits - logits.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def readable(model, images, confidence=0.9):
    """How many images have a class named with confidence, and which classes.

    Returns:
        dict: `n`, `confident` (int), `classes` (count of each named class).
    """
    odds = probabilities(model, images)
    names = np.bincount(odds.argmax(1), minlength=odds.shape[1])
    return {
        "n": len(images),
        "confident": int((odds.max(1) >= confidence).sum()),
        "classes": names.tolist(),
    }
