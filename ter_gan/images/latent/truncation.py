"""The truncation trick: typical samples, at the price of variety."""

import numpy as np

from ter_gan.errors import UserError


def truncate(space, n, psi, seed):
    """Latents none of whose noise is beyond ±psi (Brock et al. 2019).

    What lies beyond is drawn again, until all lie within
    (https://arxiv.org/abs/1809.11096). The latents of one seed that lie within
    from the start are the same for every psi.

    Args:
        space: `LatentSpace`.
        n: int. How many.
        psi: float above 0. `math.inf` draws from the law as it is. For uniform
            latents the result is uniform in ±psi, and 1 changes nothing.
        seed: int.

    Returns:
        float32 array `(n, dim)`. An InfoGAN's codes are left as drawn.

    Raises:
        UserError: unless psi is above 0.
    """
    if not psi > 0:
        raise UserError(f"The truncation psi must be above 0; received {psi}.")
    latents = space.draw(n, seed)
    noise = latents[:, space.first_noise :]
    random = np.random.default_rng((seed, 1))
    while (beyond := np.abs(noise) > psi).any():
        noise[beyond] = _drawn(space.law, beyond.sum(), random)
    return latents


def _drawn(law, n, random):
    if law == "normal":
        return random.standard_normal(n, "float32")
    return 2 * random.random(n, "float32") - 1


def spread(images):
    """Mean distance of two different images: a number for variety.

    Args:
        images: uint8 array `(n, h, w, c)`, n at least 2.

    Returns:
        float: the mean over all pairs of the root mean squared difference, in
        grey levels of 0 to 255.
    """
    flat = images.reshape(len(images), -1).astype("float64")
    squares = np.sum(flat**2, axis=1)
    distances = squares[:, None] + squares[None] - 2 * flat @ flat.T
    upper = distances[np.triu_indices(len(flat), 1)]
    return float(np.sqrt(np.maximum(upper, 0) / flat.shape[1]).mean())
