"""A small classifier of images, for experiments about what generated images are worth.

The network is that of `experiments.cnn_classifier`.
"""

import numpy as np

BATCH, STEPS, WIDTH, RATE = 64, 800, 16, 1e-3
RARE = (7, 8, 9)  # the classes that some experiments make rare


def train(parts, classes, seed, steps=STEPS, shift=0):
    """Trains a classifier on one or more sets of labelled images.

    Each batch takes as many images of every set, however large the sets are.

    Args:
        parts: list of pairs of a uint8 array `(n, height, width, channels)` and an
            int array `(n,)` of labels.
        classes: int.
        seed: int.
        steps: int.
        shift: int, pixels by which images are moved at random, at most.

    Returns:
        `keras.Model` from stored images to logits `(n, classes)`.
    """
    import keras

    from experiments.cnn_classifier import networks

    keras.utils.set_random_seed(seed)
    model = networks.cnn(parts[0][0].shape[1:], classes, width=WIDTH)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(RATE), loss)
    rng, each = np.random.default_rng(seed), BATCH // len(parts)
    rows = [rng.integers(0, len(x), (steps, each)) for x, _ in parts]

    def batches():
        for i in range(steps):
            chosen = [(x[row[i]], y[row[i]]) for (x, y), row in zip(parts, rows)]
            x, y = (np.concatenate(each) for each in zip(*chosen))
            yield moved(x, shift, rng).astype("float32"), y

    model.fit(batches(), steps_per_epoch=steps, epochs=1, verbose=0)
    return model


def moved(images, most, rng):
    """Images moved by up to `most` pixels in each direction, black behind them."""
    if not most:
        return images
    edge = (most, most)
    padded = np.pad(images, ((0, 0), edge, edge, (0, 0)))
    height, width = images.shape[1:3]
    places = rng.integers(0, 2 * most + 1, (len(images), 2))
    return np.stack(
        [x[a : a + height, b : b + width] for x, (a, b) in zip(padded, places)]
    )


def logits(model, images):
    """float array `(n, classes)` of stored images."""
    parts = [
        np.asarray(model.predict_on_batch(images[i : i + 1000].astype("float32")))
        for i in range(0, len(images), 1000)
    ]
    return np.concatenate(parts)


def recall_of_classes(model, split, classes):
    """float array `(classes,)`: the share of each class that is recognised."""
    right = logits(model, split.x).argmax(axis=1) == split.y
    return np.array([right[split.y == c].mean() for c in range(classes)])
