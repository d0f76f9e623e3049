"""Kernel distance (KID): a maximum mean discrepancy that has no bias."""

import numpy as np

from ter_gan.evaluation.estimate import GROUPS, Estimate, checked, shuffled


def kernel_distance(real, fake, block_size=1000, max_blocks=100, seed=0):
    """Kernel distance between two sets of feature vectors.

    The squared maximum mean discrepancy with the kernel (x·y / d + 1)³, in the
    unbiased form: E k(x, x') + E k(y, y') - 2 E k(x, y) over pairs of different
    samples, averaged over `blocks` (Bińkowski et al. 2018,
    https://arxiv.org/abs/1801.01401). Around 0 for a perfect generator, also
    slightly below; less is better. Its mean does not depend on the number of
    samples.

    Args:
        real: float array `(n, d)` of real images' features.
        fake: float array `(m, d)` of generated images' features.
        block_size: int. The most samples of a block.
        max_blocks: int. The most blocks; samples beyond are not used.
        seed: int. Of the order from which blocks are cut.

    Returns:
        `Estimate`; its error is `block_std / sqrt(blocks)`; details: `block_std`,
        `blocks`, `block_size`.

    Raises:
        UserError: if there are fewer than 20 samples on a side, or vectors are
            NaN.
    """
    pairs = blocks(real, fake, block_size, max_blocks, seed)
    values = np.array([_unbiased(*pair) for pair in pairs])
    spread = float(values.std(ddof=1))
    details = {
        "block_std": spread,
        "blocks": len(values),
        "block_size": max(len(side) for pair in pairs for side in pair),
    }
    return Estimate(float(values.mean()), spread / len(values) ** 0.5, details)


def blocks(real, fake, block_size=1000, max_blocks=100, seed=0):
    """The pairs of disjoint blocks that `kernel_distance` averages over.

    Both sides are shuffled, each in its own way, by `seed` and cut into as few
    blocks of equal size (up to one) as `block_size` allows, but at least 10, so
    that their spread means something. (One way for both would put samples that
    are alike into the same block: the estimate would be too small.)

    Returns:
        List of `(real block, generated block)`, arrays `(b, d)`.
    """
    name, least = "The kernel distance", 2 * GROUPS
    real = shuffled(checked(name, "real vectors", real, least), seed)
    fake = shuffled(checked(name, "generated vectors", fake, least), [seed, 1])
    most = block_size * max(max_blocks, GROUPS)
    real, fake = real[:most], fake[:most]
    number = max(GROUPS, -(-max(len(real), len(fake)) // block_size))
    return list(zip(np.array_split(real, number), np.array_split(fake, number)))


def _unbiased(x, y):
    """The estimate of one block: no sample is paired with itself."""
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    within = sum(_mean_of_different(_kernel(side, side)) for side in (x, y))
    return within - 2 * _kernel(x, y).mean()


def _kernel(x, y):
    base = x @ y.T
    base /= x.shape[1]
    base += 1
    return base * base * base


def _mean_of_different(kernel):
    n = len(kernel)
    return (kernel.sum() - np.trace(kernel)) / (n * (n - 1))
