"""GANSpace and SeFa, as a picture and as a page with sliders."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.files import write_text
from ter_gan.images.latent import pictures, sliders
from ter_gan.images.latent.directions import ganspace, sefa
from ter_gan.images.latent.laboratory import Part

NEEDS_DATA = False
SHOWN = 4  # directions of each method in the picture
SIGMAS = (-3, -2, -1, 0, 1, 2, 3)


def check(space):
    """Every model has directions."""


def make(laboratory):
    """The page of sliders, a picture, and each direction's share."""
    found, why_not = _find(laboratory)
    page = sliders.html(
        laboratory.space,
        found,
        laboratory.title,
        laboratory.epoch,
        laboratory.options.samples,
        laboratory.seed,
        laboratory.progress.stage("sliders"),
    )
    write_text(laboratory.folder / "directions.html", page)
    picture = laboratory.save(_picture(laboratory, found), "directions.png")
    text = [
        "Without any labels, two methods look for directions of the latent space along "
        "which images change most. GANSpace takes principal components of a layer's "
        "activations over many latents; SeFa takes singular vectors of the first "
        "layer's weights and needs no sample. Each row moves one and the same sample "
        "from −3 to +3 standard deviations of a latent.",
        "Open the page of sliders to see each direction on several samples: only what "
        "happens to all of them is a meaning of the direction.",
    ]
    if why_not:
        text.append(f"SeFa is not shown: {why_not}")
    return Part(
        "Directions",
        text,
        {picture: "The strongest directions of each method, on one sample"},
        {"directions.html": "The page of sliders"},
        _numbers(found),
    )


def _find(laboratory):
    """(list of `Directions`, why SeFa is not among them, or `None`)."""
    space, wanted = laboratory.space, laboratory.options.directions
    stage = laboratory.progress.stage("GANSpace")
    count = {"n": max(4096, 4 * space.dim), "seed": laboratory.seed}
    layer = laboratory.options.layer
    found = [ganspace(space, wanted, layer=layer, progress=stage, **count)]
    try:
        return [*found, sefa(space, wanted)], None
    except UserError as error:
        return found, error


def _picture(laboratory, found):
    space = laboratory.space
    latent = space.draw(1, laboratory.seed)
    offsets, rows = np.multiply(SIGMAS, space.sigma), {}
    label = 0 if space.classes else None
    for each in found:
        for i in range(min(SHOWN, len(each.vectors))):
            images = space.images(each.walk(latent, i, offsets)[0], label)
            rows[f"{each.method} {i + 1}\n{each.shares[i]:.1%}"] = images
    return pictures.rows(rows, [f"{sigma:+d} σ" if sigma else "0" for sigma in SIGMAS])


def _numbers(found):
    numbers = {
        each.method: {"layer": each.layer, "shares": each.shares.tolist()}
        for each in found
    }
    if len(found) == 2:
        cosines = np.abs(found[0].vectors @ found[1].vectors.T)
        numbers["largest_cosine_to_sefa"] = cosines.max(axis=1).tolist()
    return numbers
