"""Walks along the codes of an InfoGAN."""

import numpy as np

from ter_gan.errors import UserError


def check(space):
    """Raises `UserError` for a generator without codes."""
    if not space.latents.structured:
        raise UserError(
            "This model has no latent codes to walk along; train with --model infogan."
        )


def over_categories(space, latents):
    """Every latent with every category (Chen et al. 2016, figure 2a).

    Args:
        space: `LatentSpace` with categories.
        latents: float array `(n, dim)`.

    Returns:
        float32 array `(n, categories, dim)`.
    """
    k = space.latents.categories
    walk = np.repeat(np.float32(latents)[:, None], k, axis=1)
    walk[:, :, :k] = np.eye(k)
    return walk


def over_code(space, latents, code, values):
    """Every latent with every value of one continuous code (figures 2c, 2d).

    Args:
        space: `LatentSpace` with codes.
        latents: float array `(n, dim)`.
        code: int. 0 is the first continuous code.
        values: floats. Training draws from [-1, 1]; the paper walks from -2 to 2.

    Returns:
        float32 array `(n, len(values), dim)`.

    Raises:
        UserError: if there is no such code.
    """
    if code not in range(space.latents.codes):
        raise UserError(
            f"There are {space.latents.codes} continuous codes, from 0 on; received "
            f"{code}."
        )
    walk = np.repeat(np.float32(latents)[:, None], len(values), axis=1)
    walk[:, :, space.latents.categories + code] = values
    return walk
