"""Latents of groups, added and subtracted."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError
from ter_gan.images.latent import pictures
from ter_gan.images.latent.arithmetic import (
    by_brightness,
    by_class,
    choose,
    combine,
    neighbours,
    shift,
)
from ter_gan.images.latent.laboratory import Part

NEEDS_DATA = False
POOL, LISTED = 1000, 64  # samples to choose from; of them numbered in a picture
AROUND, MOVED = 8, 50  # neighbours shown; samples moved for the numbers
SURE = 0.9  # a class is known when its probability is at least this


def check(space):
    """Every model has groups."""


@dataclasses.dataclass
class Pool:
    """Samples to choose groups from, and how they are scored.

    Args:
        laboratory: `Laboratory`.
        latents: float32 array `(n, dim)`.
        label: int or `None`: the class of all of them, of a conditional model.
        images: uint8 array `(n, h, w, c)`.
    """

    laboratory: object
    latents: np.ndarray
    label: int | None
    images: np.ndarray

    def score(self, words, images):
        """How well images fit a group's description."""
        if words in ("bright", "dark"):
            return by_brightness(images) * (1 if words == "bright" else -1)
        network, wanted = self.laboratory.network, words.removeprefix("class:")
        if isinstance(network, UserError):
            raise network
        if not wanted.isdigit():
            raise UserError(f"A class is given by its number; received {words!r}.")
        return by_class(network, images, int(wanted))

    def scored(self, words):
        """Whether a description can be scored: it is no list of numbers."""
        return words in ("bright", "dark") or words.startswith("class:")

    def unsure(self, words, index):
        """How many of a class's group the network does not call so surely."""
        if not words.startswith("class:"):
            return 0
        return int(np.sum(self.score(words, self.images[index]) < SURE))

    def group(self, words, taken=()):
        """Indices of a group, without those that are taken."""
        if not self.scored(words):
            return self._numbers(words)
        scores = self.score(words, self.images)
        scores[list(taken)] = -np.inf
        return choose(scores, self.laboratory.options.group)

    def _numbers(self, words):
        try:
            numbers = [int(word) for word in words.split(",")]
        except ValueError:
            numbers = [-1]
        if not all(0 <= number < LISTED for number in numbers):
            raise UserError(
                f"A group is class:NUMBER, bright, dark, or numbers of samples from 0 "
                f"to {LISTED - 1}, as in 3,7,12; received {words!r}."
            )
        return np.array(numbers)


def make(laboratory):
    """An equation of groups in pictures, and what a shift does to other samples."""
    pool = _pool(laboratory)
    listed = pictures.numbered(pool.images[:LISTED])
    listed = laboratory.save(listed, "arithmetic_samples.png")
    equations, note = _equations(pool)
    shown, numbers = {}, []
    for i, words in enumerate(equations, 1):
        sheet, found = _solve(pool, *words)
        name = laboratory.save(sheet, f"arithmetic_{i}.png")
        shown[name] = f"{words[2]} + {words[0]} − {words[1]}"
        numbers.append(found)
    text = [
        "The latent of the result is the mean latent of the base, plus the mean of one "
        "group, minus the mean of another. Means of several samples are stable where "
        "single latents are not. The neighbours are the result with a little noise: "
        "they should show the same thing.",
        *(_sentence(each) for each in numbers if each["after"] is not None),
        *note,
        "Choose groups of your own from the numbered samples: --plus 3,7,12 --minus "
        "4,5 --base 8,9.",
    ]
    links = {listed: "The numbered samples"}
    return Part("Arithmetic", text, shown, links, {"equations": numbers})


def _pool(laboratory):
    space = laboratory.space
    latents = space.draw(POOL, laboratory.seed)
    label = 0 if space.classes else None
    return Pool(laboratory, latents, label, space.images(latents, label))


def _equations(pool):
    """(list of (plus, minus, base), list of notes for the reader)."""
    options = pool.laboratory.options
    given = (options.plus, options.minus, options.base)
    if any(given):
        plus, minus, base = given
        if not (plus and minus):
            raise UserError(
                "An equation needs --plus and --minus; --base is --minus if it is not "
                "given."
            )
        return [(plus, minus, base or minus)], []
    brightness = [("bright", "dark", "dark")]
    if pool.laboratory.space.classes:
        return brightness, ["All samples here have the label 0, and keep it."]
    network = pool.laboratory.network
    if isinstance(network, UserError):
        return brightness, [f"There are no groups by class: {network}"]
    if not network.classes:
        why = f"There are no groups by class: {network.name} has no classes."
        return brightness, [why]
    sure = network(pool.images).probabilities >= SURE
    second, first = np.argsort(sure.sum(axis=0), kind="stable")[-2:]
    words = (f"class:{second}", f"class:{first}", f"class:{first}")
    return [*brightness, words], []


def _solve(pool, plus, minus, base):
    """(picture, dict for JSON) of one equation."""
    space, latents = pool.laboratory.space, pool.latents
    indices = {"plus": pool.group(plus), "minus": pool.group(minus)}
    taken = [*indices["plus"], *indices["minus"]]
    indices["base"] = pool.group(base, taken)
    groups = {name: latents[index] for name, index in indices.items()}
    result = combine(**groups)
    around = neighbours(result, AROUND, pool.laboratory.seed)
    rows = {}
    numbers = {"plus": plus, "minus": minus, "base": base, "unsure": {}}
    for name, sign in (("base", ""), ("plus", "+ "), ("minus", "− ")):
        words = numbers[name]
        numbers["unsure"][name] = pool.unsure(words, indices[name])
        members = pool.images[indices[name]][:AROUND]
        mean = space.images(groups[name].mean(axis=0, keepdims=True), pool.label)
        rows[f"{sign}{words}\nmean, then group"] = np.concatenate([mean, members])
    made = space.images(np.concatenate([result[None], around]), pool.label)
    rows["= result,\nthen neighbours"] = made
    taken += list(indices["base"])
    numbers |= {f"{name}_samples": index.tolist() for name, index in indices.items()}
    return pictures.rows(rows), numbers | _moved(pool, plus, base, groups, taken)


def _moved(pool, plus, base, groups, taken):
    """What the shift does to samples that gave no mean, beside a random shift."""
    if not all(pool.scored(words) for words in (plus, base)):
        return {"before": None, "after": None, "random": None}
    scores = pool.score(base, pool.images)
    scores[taken] = -np.inf
    held_out = pool.latents[choose(scores, MOVED)]
    step = shift(groups["plus"], groups["minus"])
    random = np.random.default_rng(pool.laboratory.seed).standard_normal(len(step))
    random *= np.linalg.norm(step) / np.linalg.norm(random)

    def mean(offset):
        images = pool.laboratory.space.images(held_out + offset, pool.label)
        return float(pool.score(plus, images).mean())

    return {"before": mean(0), "after": mean(step), "random": mean(random)}


def _sentence(numbers):
    score = "mean grey level, as a share of white,"
    if numbers["plus"] == "dark":
        score = "mean grey level, with a minus sign,"
    if numbers["plus"].startswith("class:"):
        score = f"mean probability of {numbers['plus']}"
    doubt = ""
    if any(numbers["unsure"].values()):
        counts = ", ".join(f"{name} {n}" for name, n in numbers["unsure"].items())
        doubt = f" Members with a probability below {SURE}: {counts}."
    return (
        f"{numbers['base']} + {numbers['plus']} − {numbers['minus']}: of {MOVED} other "
        f"samples like the base, the {score} goes from {numbers['before']:.2f} to "
        f"{numbers['after']:.2f} by the same shift, and to {numbers['random']:.2f} by "
        f"a random shift of the same length.{doubt}"
    )
