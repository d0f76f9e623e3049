"""A small conditional generator obeys: asked for a digit, it draws that digit."""

import keras
import numpy as np
from PIL import Image, ImageDraw

from ter_gan import recipes
from ter_gan.data import Scaling, Split
from ter_gan.feed import Feed

SIDE = 8
STEPS = 1500
RECIPE = {
    "dataset": "mnist",
    "model": "cgan",
    "network": "mlp",
    "normalisation": "none",
    "width": 64,
    "latent_dim": 8,
    "learning_rate": 2e-3,
    "discriminator_learning_rate": 2e-3,
    "steps_per_execution": 50,
}


def digits(n, seed):
    """`(images, labels)`: digits of 8 x 8 pixels, moved, dimmed and noisy."""
    random = np.random.default_rng(seed)
    glyphs = []
    for digit in "0123456789":
        image = Image.new("L", (SIDE, 11))
        ImageDraw.Draw(image).text((1, 0), digit, fill=255)
        glyphs.append(np.asarray(image.resize((SIDE, SIDE), Image.BILINEAR), float))
    labels = np.arange(n) % 10
    images = np.array(glyphs)[labels] * random.uniform(0.7, 1.0, (n, 1, 1))
    images += random.normal(0, 8, images.shape)
    images = [np.roll(x, random.integers(0, 2), axis=1) for x in images]
    return np.clip(images, 0, 255).astype("uint8")[..., None], labels.astype("int32")


def classifier():
    """A network that names at least 99 % of unseen digits rightly."""
    model = keras.Sequential(
        [
            keras.layers.Rescaling(1 / 127.5, -1),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        keras.optimizers.Adam(3e-3),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    images, labels = digits(4000, seed=1)
    model.fit(images, labels, epochs=4, batch_size=64, verbose=0)
    unseen, named = digits(1000, seed=2)
    assert agreement(model, unseen, named) >= 0.99
    return model


def agreement(model, images, labels):
    """Share of the images that the classifier names like the labels."""
    answers = keras.ops.convert_to_numpy(model(images.astype("float32")))
    return (answers.argmax(axis=1) == labels).mean()


def test_a_small_conditional_generator_obeys_labels():
    keras.utils.set_random_seed(0)
    judge, scaling = classifier(), Scaling(127.5, 1.0, "uint8")
    gan = recipes.build(recipes.resolve(RECIPE), (SIDE, SIDE, 1), classes=10)
    feed = Feed(
        Split(*digits(4000, seed=3)),
        scaling,
        batch_size=64,
        labels=True,
        steps_per_batch=50,
    )
    asked = np.arange(500) % 10
    before = agreement(judge, scaling.from_model(gan.generate(500, asked)), asked)
    gan.fit(feed, steps_per_epoch=STEPS // 50, epochs=1, shuffle=False, verbose=0)
    samples = scaling.from_model(gan.generate(500, asked, averaged=False))
    assert before < 0.3
    assert agreement(judge, samples, asked) >= 0.95
    assert agreement(judge, samples, (asked + 1) % 10) < 0.05
    assert samples.std(axis=0).mean() > 10  # and not one image for all
