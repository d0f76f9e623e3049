"""A page with sliders along latent directions, its images made beforehand."""

import base64
import io

import numpy as np
from matplotlib.colors import to_hex
from PIL import Image

from layer_viz.gallery.chunks import to_json
from layer_viz.pictures.colour import Scale
from ter_gan import pages
from ter_gan.images.latent.directions import mean_change

TEMPLATE = pages.PAGE / "latent.html"
SCRIPT, STYLE = pages.PAGE / "latent.js", pages.PAGE / "latent.css"
OFFSETS = tuple(np.arange(-6, 7) / 2)  # in standard deviations of a latent
CHANGE, AVERAGED = 1, 64  # standard deviations to either side; samples
QUALITY = 90  # of colour images, as WebP


def html(space, found, title, epoch, samples=8, seed=0, progress=None):
    """The page as a text that needs no other file.

    Args:
        space: `LatentSpace`.
        found: list of `Directions`, one for each method.
        title: str, e.g. the run's name.
        epoch: str, until which it was trained.
        samples: int. How many latents are moved.
        seed: int. Of the latents.
        progress: callable `(done, total)`, or `None`.

    Returns:
        str. Grey images are in it exactly; colour images as WebP of quality 90.
    """
    changes = [_changes(space, each, seed) for each in found]
    scale = Scale(max(float(each.max()) for each in changes), signed=False)
    total = sum(len(each.vectors) for each in found)
    methods, done = [], 0
    for each, change in zip(found, changes):
        sheets = []
        for index in range(len(each.vectors)):
            sheets.append(_address(*_sheet(space, each, index, samples, seed)))
            done += 1
            if progress:
                progress(done, total)
        methods.append(
            {
                "name": each.method,
                "layer": each.layer,
                "shares": [round(float(share), 6) for share in each.shares],
                "sheets": sheets,
                "changes": [_address(*_png(scale.paint(one))) for one in change],
            }
        )
    height, width = space.generator.output.shape[1:3]
    data = {
        "title": title,
        "epoch": epoch,
        "law": space.law,
        "sigma": float(space.sigma),
        "offsets": [float(offset) for offset in OFFSETS],
        "samples": samples,
        "tile": [width, height],
        "methods": methods,
        "change": {
            "sigmas": CHANGE,
            "samples": AVERAGED,
            "end": float(scale.end),
            "colours": [to_hex(scale.colours(x)) for x in np.linspace(0, 1, 9)],
        },
    }
    tail = f"TG.showLatent({to_json(data)});\n"
    return pages.html(TEMPLATE, [SCRIPT], [STYLE], [tail])


def _changes(space, directions, seed):
    """float64 array `(k, h, w)`: where each direction changes images."""
    latents = space.draw(AVERAGED, seed + 1)
    offset = CHANGE * space.sigma
    every = range(len(directions.vectors))
    return np.stack([mean_change(space, directions, i, latents, offset) for i in every])


def _sheet(space, directions, index, samples, seed):
    """A row for each sample, a column for each offset, as (bytes, type)."""
    offsets = np.multiply(OFFSETS, space.sigma)
    walk = directions.walk(space.draw(samples, seed), index, offsets)
    labels = None
    if space.classes:
        labels = np.repeat(np.arange(samples) % space.classes, len(offsets))
    images = space.images(walk.reshape(-1, space.dim), labels)
    tiles = images.reshape(samples, len(offsets), *images.shape[1:])
    n, m, height, width, channels = tiles.shape
    sheet = tiles.transpose(0, 2, 1, 3, 4).reshape(n * height, m * width, channels)
    if channels == 1:
        return _png(sheet[..., 0])
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "webp", quality=QUALITY, method=6)
    return file.getvalue(), "webp"


def _png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png", optimize=True)
    return file.getvalue(), "png"


def _address(content, kind):
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
