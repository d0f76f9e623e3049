"""Where the random numbers of a step come from."""

import dataclasses

import keras
import numpy as np
from keras import ops

from ter_gan import backends
from ter_gan.errors import UserError, unknown

LAWS = ("normal", "uniform")


class _ReplicaSeeds(keras.random.SeedGenerator):
    """Seeds that differ between the replicas of `tf.distribute`."""

    def next(self, ordered=True):
        seed = super().next(ordered)
        replica = ops.cast(backends.replica_id(), seed.dtype)
        return seed + ops.stack([ops.zeros_like(replica), replica])


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


@dataclasses.dataclass(frozen=True)
class Latents:
    """The law of what a generator starts from.

    The latents of an InfoGAN (Chen et al. 2016) begin with codes that shall come
    to mean something: a category as a one-hot vector, then numbers from U(-1, 1).

    Args:
        dim: int. Size of a latent vector, codes included.
        law: `"normal"` for N(0, 1), `"uniform"` for U(-1, 1).
        categories: int. 0: no category.
        codes: int. Continuous codes.

    Raises:
        UserError: for an unknown law, or codes that do not fit.
    """

    dim: int
    law: str = "normal"
    categories: int = 0
    codes: int = 0

    def __post_init__(self):
        if self.law not in LAWS:
            raise unknown("latent distribution", self.law, LAWS)
        if self.structured and self.categories + self.codes >= self.dim:
            raise UserError(
                f"{self.categories} categories and {self.codes} codes leave no noise "
                f"among {self.dim} latents; use a larger --latent-dim."
            )

    @property
    def structured(self):
        """Whether they begin with codes."""
        return self.categories + self.codes > 0

    def tensor(self, n, noise):
        """float32 tensor `(n, dim)` drawn from `noise`, in a training step."""
        if self.law == "normal":
            latents = noise.normal((n, self.dim))
        else:
            latents = 2.0 * noise.uniform((n, self.dim)) - 1.0
        if not self.structured:
            return latents
        drawn = noise.uniform((n, 1 + self.codes))
        category = ops.cast(ops.floor(drawn[:, 0] * self.categories), "int32")
        parts = [2.0 * drawn[:, 1:] - 1.0, latents[:, self.categories + self.codes :]]
        if self.categories:
            parts.insert(0, ops.one_hot(category, self.categories))
        return ops.concatenate(parts, axis=1)

    def array(self, n, seed):
        """float32 array `(n, dim)`: the same on every backend for the same seed."""
        random = np.random.default_rng(seed)
        if self.law == "normal":
            latents = random.standard_normal((n, self.dim), "float32")
        else:
            latents = 2 * random.random((n, self.dim), "float32") - 1
        if self.categories:
            category = random.integers(0, self.categories, n)
            latents[:, : self.categories] = np.eye(self.categories)[category]
        if self.codes:
            end = self.categories + self.codes
            latents[:, self.categories : end] = random.uniform(-1, 1, (n, self.codes))
        return latents

    def codes_of(self, latents):
        """(category, codes): the first columns, `(n, categories)`, `(n, codes)`."""
        end = self.categories + self.codes
        return latents[:, : self.categories], latents[:, self.categories : end]
