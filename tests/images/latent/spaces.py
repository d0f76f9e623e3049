"""Latent spaces whose truth is known: linear generators, with and without labels."""

import keras
import numpy as np
from keras import layers

from ter_gan.data import Scaling
from ter_gan.images.latent import LatentSpace
from ter_gan.models.gan import GAN

SHAPE = (8, 8, 1)
SIZE = 64  # pixels
IMAGES = Scaling(127.5, 1.0, "uint8")


def planted(dim=4, singular=(0.06, 0.04, 0.02, 0.01), seed=0):
    """(weights `(dim, 64)`, directions `(k, dim)`): known singular vectors."""
    random = np.random.default_rng(seed)
    left = np.linalg.qr(random.standard_normal((dim, len(singular))))[0]
    right = np.linalg.qr(random.standard_normal((SIZE, len(singular))))[0]
    return (left * singular) @ right.T * 8, left.T


def linear(weights, latent="normal", **options):
    """A space whose images are linear in the latents: `z @ weights - 0.1`."""
    latents = keras.Input((len(weights),), name="g_latents")
    x = layers.Dense(SIZE, name="g_dense")(latents)
    generator = keras.Model(latents, layers.Reshape(SHAPE, name="g_samples")(x))
    generator.get_layer("g_dense").set_weights([weights, np.full(SIZE, -0.1)])
    return LatentSpace(GAN(generator, critic(), latent=latent, **options), IMAGES)


def conditional(classes=3, dim=4, seed=0):
    """A space of a generator with a class embedding, and one hidden layer."""
    keras.utils.set_random_seed(seed)
    latents = keras.Input((dim,), name="g_latents")
    labels = keras.Input((), dtype="int32", name="g_labels")
    code = layers.Embedding(
        classes, dim, embeddings_initializer="normal", name="g_label_embedding"
    )(labels)
    x = layers.Concatenate(name="g_latents_and_label")([latents, 20 * code])
    x = layers.Dense(16, name="g_project")(x)
    x = layers.ReLU(name="g_relu")(x)
    x = layers.Dense(SIZE, activation="tanh", name="g_to_image")(x)
    generator = keras.Model(
        [latents, labels], layers.Reshape(SHAPE, name="g_samples")(x)
    )
    names = tuple(f"class {k}" for k in range(classes))
    gan = GAN(generator, critic(classes), classes=classes)
    return LatentSpace(gan, IMAGES, names)


def critic(classes=0):
    """A discriminator of these images; it is never used."""
    x = keras.Input(SHAPE)
    logit = layers.Dense(1)(layers.Flatten()(x))
    if not classes:
        return keras.Model(x, logit)
    labels = keras.Input((), dtype="int32")
    return keras.Model([x, labels], logit + layers.Embedding(classes, 1)(labels))


class Judge:
    """A feature network that calls an image 1 if it is bright, else 0."""

    name, classes, class_names = "judge", 2, ("dark", "bright")

    def __call__(self, images, batch_size=256, progress=None):
        flat = images.reshape(len(images), -1).astype("float32") / 255
        bright = (flat.mean(axis=1) > np.median(flat.mean(axis=1))).astype("float32")
        self.vectors = flat
        self.probabilities = np.stack([1 - bright, bright], axis=1)
        return self
