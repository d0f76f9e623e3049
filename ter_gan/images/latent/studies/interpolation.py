"""Paths between samples, as a film and as strips."""

import numpy as np

from ter_gan.images.latent import films, pictures
from ter_gan.images.latent.interpolation import interpolate, suited, tour
from ter_gan.images.latent.laboratory import Part

NEEDS_DATA = False
STOPS, FRAMES = 4, 12  # samples on each tour of the film; frames between two
PAIRS = 4  # rows of the still
MEASURED = 1000  # paths


def check(space):
    """Every model has paths."""


def make(laboratory):
    """Films through several samples, a still, and the length of latents midway."""
    space, hows = laboratory.space, suited(laboratory.space.law)
    names = _film(laboratory, hows)
    still = laboratory.save(_still(laboratory, hows), "interpolation.png")
    text = [
        "Each row of the still leads from one sample to another. A generator that "
        "knows its data, and not only single images, makes something plausible "
        "everywhere between, and changes it little by little."
    ]
    if "spherical" in hows:
        text.append(
            "Linear: the straight line. Spherical: along the arc, so that the latent "
            "keeps its length. Normal latents of many dimensions all have nearly the "
            "same length, and the middle of a straight line is shorter than any that "
            "the generator was trained on: look for blurred or fainter images there."
        )
    else:
        text.append(
            "These latents are uniform in a cube. Every straight line between two of "
            "them stays inside, so only linear paths make sense; a spherical one "
            "could leave the cube."
        )
    if space.latents.categories:
        text.append(
            "Where both ends have different categories, the codes between are mixtures "
            "of two categories, which no training sample had."
        )
    return Part(
        "Interpolation",
        text,
        {still: "Paths between samples", names[0]: "A film of paths through samples"},
        {name: name for name in names[1:]},
        {"midway_length": _midway(space, hows, laboratory.seed)},
    )


def _film(laboratory, hows):
    space, count = laboratory.space, laboratory.options.samples
    stops = space.draw(count * STOPS, laboratory.seed).reshape(count, STOPS, -1)
    labels = laboratory.labels(count)
    ways = {
        how: np.stack([tour(each, FRAMES, how) for each in stops], axis=1)
        for how in hows
    }
    progress, frames = laboratory.progress.stage("film of paths"), []
    for frame in range(STOPS * FRAMES):
        rows = {how: space.images(way[frame], labels) for how, way in ways.items()}
        frames.append(pictures.rows(rows))
        progress(frame + 1, STOPS * FRAMES)
    return films.write(frames, laboratory.folder, "interpolation")


def _still(laboratory, hows):
    space, steps = laboratory.space, laboratory.options.steps
    ends = space.draw(2 * PAIRS, laboratory.seed)
    labels, rows = laboratory.labels(PAIRS), {}
    for i in range(PAIRS):
        for how in hows:
            path = interpolate(ends[2 * i], ends[2 * i + 1], steps, how)
            images = space.images(path, None if labels is None else labels[i])
            rows[f"{i + 1}, {how}"] = images
    heads = [f"{share:.2f}" for share in np.linspace(0, 1, steps)]
    return pictures.rows(rows, heads)


def _midway(space, hows, seed):
    """Mean length of latents in the middle of paths, over that of drawn ones."""
    start, end = space.draw(2 * MEASURED, seed).reshape(2, MEASURED, -1)
    drawn = np.linalg.norm(start, axis=1).mean()
    return {
        how: float(
            np.linalg.norm(interpolate(start, end, 3, how)[1], axis=1).mean() / drawn
        )
        for how in hows
    }
