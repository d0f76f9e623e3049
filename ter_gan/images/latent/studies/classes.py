"""The same latents in every class, and between classes."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.images.latent import films, pictures
from ter_gan.images.latent.classes import (
    check,
    check_numbers,
    in_all_classes,
    walk,
)
from ter_gan.images.latent.laboratory import Part
from ter_gan.images.metrics.classes import agreement

__all__ = ["NEEDS_DATA", "check", "make"]

NEEDS_DATA = False
ROWS, FRAMES = 6, 8  # of the pictures; of the film, from a class to the next
JUDGED = 1000  # samples


def make(laboratory):
    """A grid of classes, a walk between two, a film through all."""
    space, seed = laboratory.space, laboratory.seed
    latents = space.draw(ROWS, seed)
    names = [laboratory.class_name(k) for k in range(space.classes)]
    grid = in_all_classes(space, latents)
    rows = {f"latent {i + 1}": images for i, images in enumerate(grid)}
    shown = {laboratory.save(pictures.rows(rows, names), "classes.png"): "Classes"}
    text = [
        "Each row has one latent, each column one class. What stays the same along a "
        "row (slant, thickness, colour) is what the latent says; the label says the "
        "rest. Rows that look alike mean that the generator ignores its latent; "
        "columns that look alike, that it ignores its label."
    ]
    numbers, links = {"agreement": _agreement(laboratory)}, {}
    if numbers["agreement"]:
        share, judge = numbers["agreement"]["share"], numbers["agreement"]["features"]
        text.append(
            f"Of {JUDGED} samples, {judge} names {share:.1%} as the class that was "
            f"asked for."
        )
    ends = _ends(laboratory)
    try:
        files = _walks(laboratory, latents, names, *ends)
    except UserError as error:
        text.append(f"There is no walk between classes: {error}")
    else:
        still, film, *others = files
        shown |= {still: "A walk between two classes", film: "A film of all classes"}
        links = {name: name for name in others}
        text.append(
            "The walk blends the embeddings of two classes. Between them the generator "
            "sees codes that no training sample had."
        )
    return Part("Classes", text, shown, links, numbers)


def _ends(laboratory):
    """The two classes of the walk."""
    options, last = laboratory.options, laboratory.space.classes - 1
    start = 0 if options.from_class is None else options.from_class
    end = last if options.to_class is None else options.to_class
    check_numbers(laboratory.space, start, end)
    return start, end


def _walks(laboratory, latents, names, start, end):
    """Names of the files: the still, the GIF, and others."""
    space, steps = laboratory.space, laboratory.options.steps
    images = walk(space, latents, start, end, steps)
    rows = {f"latent {i + 1}": each for i, each in enumerate(images)}
    heads = [f"{share:.2f}" for share in np.linspace(0, 1, steps)]
    heads[0], heads[-1] = f"as {names[start]}", f"as {names[end]}"
    still = laboratory.save(pictures.rows(rows, heads), "class_walk.png")
    progress, frames = laboratory.progress.stage("film of classes"), []
    for k in range(space.classes):
        after = (k + 1) % space.classes
        images = walk(space, latents, k, after, FRAMES + 1)[:, :-1]
        label = f"{names[k]} to\n{names[after]}"
        frames += [(label, images[:, i]) for i in range(FRAMES)]
        progress(k + 1, space.classes)
    widest = max((label for label, _ in frames), key=len)
    pages = [pictures.rows({label: images}, widest=widest) for label, images in frames]
    return [still, *films.write(pages, laboratory.folder, "class_walk")]


def _agreement(laboratory):
    """How often the feature network sees the class asked for; `None` without one."""
    space, network = laboratory.space, laboratory.network
    if isinstance(network, UserError) or network.classes != space.classes:
        return None
    labels = laboratory.labels(JUDGED)
    images = space.images(space.draw(JUDGED, laboratory.seed), labels)
    seen = network(images).probabilities
    share = agreement(seen, labels, space.class_names).value
    return {"share": share, "features": network.name}
