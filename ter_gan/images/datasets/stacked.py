"""Stacked MNIST: three digits as the colours of one image, 1,000 kinds of images.

The data of VEEGAN (Srivastava et al. 2017, https://arxiv.org/abs/1705.07761) and
PacGAN (Lin et al. 2018, https://arxiv.org/abs/1712.04086): how many of 1,000 modes
does a generator find?
"""

import dataclasses

import numpy as np

from ter_gan.data import Split
from ter_gan.images.datasets import official

NAME = "stacked_mnist"
SIZES = {"train": 64_000, "validation": 5_000, "test": 26_000}
SEED = 1000


def load(data_dir=None, report=official.to_stderr):
    """Stacks digits of each split of MNIST, always the same ones.

    Args:
        data_dir, report: as for `ter_gan.images.datasets.load`.

    Returns:
        `ter_gan.data.Dataset` of uint8 images `(28, 28, 3)`; the class is the
        number that the red, the green and the blue digit make.
    """
    digits, rng = official.load("mnist", data_dir, report), np.random.default_rng(SEED)
    splits = {
        part: _stacked(getattr(digits, part), n, rng) for part, n in SIZES.items()
    }
    names = tuple(f"{number:03}" for number in range(1000))
    return dataclasses.replace(digits, name=NAME, class_names=names, **splits)


def _stacked(split, n, rng):
    chosen = rng.integers(0, len(split), (n, 3))
    x = np.empty((n, *split.x.shape[1:3], 3), "uint8")
    for colour in range(3):
        x[..., colour] = split.x[chosen[:, colour], ..., 0]
    return Split(x, split.y[chosen] @ np.array([100, 10, 1], "int32"))
