"""Makes and reads small folders of images."""

import numpy as np
from PIL import Image

from ter_gan.images.datasets import load

RNG = np.random.default_rng(0)


def colour(width=12, height=8):
    return Image.fromarray(RNG.integers(0, 256, (height, width, 3), np.uint8))


def grey(width=12, height=8):
    return Image.fromarray(RNG.integers(0, 256, (height, width), np.uint8))


def plain(value, mode="RGB", size=(12, 8)):
    return Image.new(mode, size, value)


def fill(folder, count=6, make=colour, prefix="ok"):
    for number in range(count):
        folder(f"{prefix}{number}.png", make())


def read(folder, lines=None, size=""):
    report = print if lines is None else lines.append
    return load(f"folder:{folder.path}{size}", report=report)


def everything(dataset):
    return np.concatenate([dataset.train.x, dataset.validation.x, dataset.test.x])
