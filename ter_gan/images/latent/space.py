"""The latent space of one generator: drawn from, decoded, and walked in."""

import dataclasses

import numpy as np

from ter_gan.data import Scaling


@dataclasses.dataclass(frozen=True)
class LatentSpace:
    """A trained generator and the law of its latents.

    ```python
    scaling = training.scaling_of(run.recipe, facts)
    space = LatentSpace(gan, scaling, facts["class_names"])
    images = space.images(space.draw(16, seed=1))
    ```

    Args:
        gan: `ter_gan.models.gan.GAN` of images.
        scaling: `ter_gan.data.Scaling` between stored and model values.
        class_names: sequence of str. Empty for data without classes.
        averaged: bool. Use the averaged generator if there is one.
    """

    gan: object
    scaling: Scaling = Scaling(127.5, 1.0, "uint8")
    class_names: tuple = ()
    averaged: bool = True

    @property
    def latents(self):
        """`ter_gan.models.noise.Latents`: the law."""
        return self.gan.latents

    @property
    def law(self):
        """`"normal"` for N(0, 1), `"uniform"` for U(-1, 1)."""
        return self.latents.law

    @property
    def dim(self):
        """int: the size of a latent vector."""
        return self.latents.dim

    @property
    def sigma(self):
        """float: the standard deviation of one latent."""
        return 1.0 if self.law == "normal" else 1 / np.sqrt(3)

    @property
    def classes(self):
        """int: how many classes the generator takes labels of; 0 for none."""
        return self.gan.classes

    @property
    def first_noise(self):
        """int: the place of the first latent that is no code (InfoGAN)."""
        return self.latents.categories + self.latents.codes

    @property
    def generator(self):
        """`keras.Model`: the network that makes the images."""
        if self.averaged and self.gan.averaged_generator is not None:
            return self.gan.averaged_generator
        return self.gan.generator

    def draw(self, n, seed):
        """float32 latents `(n, dim)` from the law, the same for the same seed."""
        return self.latents.array(n, seed)

    def decode(self, latents, labels=None):
        """float32 images `(n, h, w, c)` in model scale."""
        return self.gan.decode(np.float32(latents), labels, self.averaged)

    def images(self, latents, labels=None):
        """uint8 images `(n, h, w, c)`: what the generator makes of latents.

        Args:
            latents: float array `(n, dim)`.
            labels: int or ints `(n,)`, for a conditional model; by default
                the classes in turn.
        """
        return self.scaling.from_model(self.decode(latents, labels))

    def inside(self, latents):
        """The nearest latents that the law could have drawn.

        Normal latents are shrunk to a norm of at most √dim + 2: the norm of
        N(0, 1) latents is near √dim, and larger by 2 once in a thousand draws at
        most. Uniform ones are clipped to [-1, 1], and so are an InfoGAN's codes;
        its category becomes the largest of its entries.
        """
        latents = np.array(latents, "float32")
        noise = latents[:, self.first_noise :]
        if self.law == "normal":
            radius = np.sqrt(noise.shape[1]) + 2
            norm = np.linalg.norm(noise, axis=1, keepdims=True)
            noise *= np.minimum(1, radius / np.maximum(norm, 1e-12))
        else:
            noise[:] = np.clip(noise, -1, 1)
        category, codes = self.latents.codes_of(latents)
        codes[:] = np.clip(codes, -1, 1)
        if category.shape[1]:
            category[:] = np.eye(category.shape[1])[category.argmax(axis=1)]
        return latents
