"""What the codes of an InfoGAN have come to mean."""

import numpy as np

from ter_gan.images.latent import pictures
from ter_gan.images.latent.codes import check, over_categories, over_code
from ter_gan.images.latent.laboratory import Part

__all__ = ["NEEDS_DATA", "check", "make"]

NEEDS_DATA = False
ROWS = 5
VALUES = np.linspace(-2, 2, 9)


def make(laboratory):
    """A picture for the category and one for each continuous code."""
    space = laboratory.space
    latents, shown = space.draw(ROWS, laboratory.seed), {}
    if k := space.latents.categories:
        walk = over_categories(space, latents)
        picture = _picture(laboratory, walk, [str(i) for i in range(k)])
        shown[laboratory.save(picture, "categories.png")] = "Every category"
    heads = [f"{value:+.1f}" for value in VALUES]
    for code in range(space.latents.codes):
        picture = _picture(laboratory, over_code(space, latents, code, VALUES), heads)
        name = laboratory.save(picture, f"code_{code + 1}.png")
        shown[name] = f"Continuous code {code + 1}"
    text = [
        "The discriminator had to read these codes off the images, so the generator "
        "had to make them visible. Rows have one noise each; columns change one code "
        "only. Nobody said what a code shall mean: a category may be a class, a part "
        "of one, or a mixture. Training drew continuous codes from −1 to 1; beyond, "
        "the meaning is stretched."
    ]
    numbers = {"categories": k, "codes": space.latents.codes}
    return Part("Codes", text, shown, numbers=numbers)


def _picture(laboratory, walk, heads):
    space = laboratory.space
    label = 0 if space.classes else None
    images = space.images(walk.reshape(-1, space.dim), label)
    grid = images.reshape(*walk.shape[:2], *images.shape[1:])
    rows = {f"noise {i + 1}": row for i, row in enumerate(grid)}
    return pictures.rows(rows, heads)
