"""What is won and lost when unusual latents are not used."""

import math

from ter_gan.errors import UserError
from ter_gan.evaluation.manifold import prdc
from ter_gan.images.latent import pictures
from ter_gan.images.latent.laboratory import Part
from ter_gan.images.latent.truncation import spread, truncate

NEEDS_DATA = True
PSIS = {
    "normal": (0.25, 0.5, 1.0, 1.5, 2.0, math.inf),
    "uniform": (0.1, 0.25, 0.5, 0.75, 1.0),
}
SPREAD, PRDC = 500, 1000  # images measured


def check(space):
    """Every model has latents to truncate."""


def make(laboratory):
    """Grids and numbers over the threshold psi."""
    space, seed = laboratory.space, laboratory.seed
    psis = PSIS[space.law]
    count = 2 * laboratory.options.samples
    latents = {psi: truncate(space, PRDC, psi, seed) for psi in psis}
    labels = laboratory.labels(count)
    rows = {
        f"psi {_name(psi)}": space.images(some[:count], labels)
        for psi, some in latents.items()
    }
    grid = laboratory.save(pictures.rows(rows), "truncation.png")
    numbers, why_not = _measure(laboratory, latents)
    plot = laboratory.save(_plot(numbers, space), "truncation_curves.png")
    text = [
        "Numbers of a latent beyond ±psi are drawn again. Small psi: each image is "
        "near the most typical one. Large psi: more variety, and more failures. The "
        "samples of one column start from the same latent.",
        "The left curve is the mean distance between two samples, dotted for real "
        "images. Precision is the share of samples that lie where real images are, "
        "recall the share of real images that lie where samples are: less psi should "
        "raise the one and lower the other.",
        "Not every generator bears truncation. Latents much shorter than those of the "
        "training may give artefacts, and then precision falls, and the distance of "
        "samples may rise: the paper saw it too, and trained for it.",
    ]
    if why_not:
        text.append(f"Precision and recall were not measured: {why_not}")
    return Part(
        "Truncation",
        text,
        {grid: "Samples at several psi", plot: "Variety and quality over psi"},
        numbers=numbers,
    )


def _measure(laboratory, latents):
    """(numbers for JSON, why there is no precision, or `None`)."""
    space, real = laboratory.space, laboratory.dataset.test.x[:PRDC]
    progress, rows = laboratory.progress.stage("truncation"), []
    quality, why_not = _quality(laboratory, real)
    for done, (psi, some) in enumerate(latents.items(), 1):
        images = space.images(some, laboratory.labels(len(some)))
        row = {"psi": None if psi == math.inf else psi}
        rows.append(row | {"spread": spread(images[:SPREAD])} | quality(images))
        progress(done, len(latents))
    numbers = {
        "images": {"spread": SPREAD, "precision_recall": PRDC, "real": len(real)},
        "features": None if why_not else laboratory.network.name,
        "real_spread": spread(real[:SPREAD]) if len(real) > 1 else None,
        "rows": rows,
    }
    return numbers, why_not


def _quality(laboratory, real):
    """(function from images to their precision and recall, why there is none)."""
    network = laboratory.network
    if isinstance(network, UserError):
        return lambda images: {}, network
    vectors = network(real).vectors
    try:
        prdc(vectors, vectors)
    except UserError as error:  # too few real images
        return lambda images: {}, error

    def quality(images):
        found = prdc(vectors, network(images).vectors)
        return {name: found[name].value for name in ("precision", "recall")}

    return quality, None


def _plot(numbers, space):
    rows = numbers["rows"]
    x = [row["psi"] or 2.5 for row in rows]  # without a bound, after the last one
    lines = [{"generated": [row["spread"] for row in rows]}]
    ylabels = ["mean distance of two images\n(RMSE, grey levels)"]
    if numbers["features"]:
        names = ("precision", "recall")
        lines.append({name: [row[name] for row in rows] for name in names})
        ylabels.append(f"share (features of {numbers['features']})")
    xlabel = "psi" + (" (2.5: no truncation)" if space.law == "normal" else "")
    real = numbers["real_spread"]
    return pictures.curves(x, lines, xlabel, ylabels, real and (real, "real"))


def _name(psi):
    return "none" if psi == math.inf else f"{psi:g}"
