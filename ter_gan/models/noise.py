"""Where the random numbers of a step come from."""

import keras
import numpy as np

from ter_gan import backends
from ter_gan.errors import unknown

LATENTS = ("normal", "uniform")


def check_latent(distribution):
    if distribution not in LATENTS:
        raise unknown("latent distribution", distribution, LATENTS)
    return distribution


class _ReplicaSeeds(keras.random.SeedGenerator):
    """Seeds that differ between the replicas of `tf.distribute`."""

    def next(self, ordered=True):
        seed = super().next(ordered)
        replica = keras.ops.cast(backends.replica_id(), seed.dtype)
        return seed + keras.ops.stack([keras.ops.zeros_like(replica), replica])


class Noise:
    """Draws for one model, from one saved random stream.

    A test that compares backends, whose streams differ, passes an object with
    the same two methods to `adversarial_step`.
    """

    def __init__(self, seed):
        self.seed_generator = _ReplicaSeeds(seed)

    def normal(self, shape):
        """float32 tensor of `shape` from N(0, 1)."""
        return keras.random.normal(shape, seed=self.seed_generator)

    def uniform(self, shape):
        """float32 tensor of `shape` from U(0, 1)."""
        return keras.random.uniform(shape, seed=self.seed_generator)


def draw_latents(distribution, n, latent_dim, seed):
    """Latents that are the same on every backend for the same seed.

    Args:
        distribution: `"normal"` for N(0, 1), `"uniform"` for U(-1, 1).
        n: int. How many.
        latent_dim: int.
        seed: int.

    Returns:
        float32 array `(n, latent_dim)`.
    """
    random = np.random.default_rng(seed)
    if check_latent(distribution) == "normal":
        return random.standard_normal((n, latent_dim), "float32")
    return 2 * random.random((n, latent_dim), "float32") - 1
