"""The pictures that belong to the numbers."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from ter_gan.evaluation.metric import Picture
from ter_gan.images import show
from ter_gan.images.evaluation import measures
from ter_gan.images.metrics import originality

SAMPLES = 64  # images in a picture of them
PAIRS = 8
SEARCHED = 2000  # generated images among which the nearest pairs are looked for
REAL, GENERATED = "#1f6fb2", "#b3550a"
DPI = 110


def of(bench):
    """What can be drawn of what was measured.

    Args:
        bench: `ImageBench`.

    Returns:
        list of `Picture`.
    """
    made = bench.generated
    found = [_samples(bench)]
    if measures.copy_rate in made.found:
        found += _pairs(bench)
    if measures.histogram in made.found:
        found.append(_histogram(bench, made.found[measures.histogram]["class_tv"]))
    if measures.discriminator in made.found:
        found.append(_calibration(made.found[measures.discriminator]["ece"]))
    return found


def _samples(bench):
    sides = (bench.generated, bench.real)
    image = show.picture(*(side.samples[:SAMPLES] for side in sides))
    return Picture("Samples", image, "Not chosen: the first ones.")


def _pairs(bench):
    """The nearest pairs of all, and those of samples that were not chosen."""
    made, train = bench.generated, bench.train
    index, distances = originality.nearest(train.vectors, made.vectors[:SEARCHED])
    nearest = np.argsort(distances, kind="stable")[:PAIRS]
    first = np.arange(min(PAIRS, len(index)))
    texts = (
        ("Nearest pairs", f"The {{}} of {len(index)} samples that are nearest to a "),
        ("Pairs of any samples", "The first {} samples, each with its nearest "),
    )
    return [
        Picture(
            title,
            _rows(made.samples[some], train.samples[index[some]], distances[some]),
            text.format(len(some)) + "training image, in the feature network's eyes; "
            "the number is their distance. Equal images would be copies.",
        )
        for (title, text), some in zip(texts, (nearest, first))
    ]


def _rows(generated, training, distances):
    columns = len(generated)
    figure = Figure((1.1 + 0.85 * columns, 2.3), DPI, layout="constrained")
    axes = figure.subplots(2, columns, squeeze=False)
    for i, pair in enumerate(zip(generated, training)):
        for row, image in enumerate(pair):
            axes[row, i].imshow(image.squeeze(), cmap="gray", vmin=0, vmax=255)
            axes[row, i].set(xticks=[], yticks=[])
        axes[1, i].set_xlabel(f"{distances[i]:.3g}")
    for row, name in enumerate(("generated", "training")):
        axes[row, 0].set_ylabel(name)
    return _image(figure)


def _histogram(bench, estimate):
    names = bench.dataset.class_names
    figure = Figure((max(4.2, 0.55 * len(names)), 2.9), DPI, layout="constrained")
    axes, places = figure.subplots(), np.arange(len(names))
    for side, name, colour in ((-1, "real", REAL), (1, "generated", GENERATED)):
        shares = estimate.details["real_shares" if name == "real" else "fake_shares"]
        axes.bar(places + 0.2 * side, shares, 0.4, label=name, color=colour)
    turned = {"rotation": 40, "ha": "right"} if max(map(len, names)) > 3 else {}
    axes.set_xticks(places, names, **turned)
    axes.set(xlabel="class that the network names", ylabel="share of images")
    axes.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1))
    text = (
        f"The network is at least 90 % sure of {estimate.details['confident']:.1%} of "
        "the generated images."
    )
    return Picture("Classes", _image(figure), text)


def _calibration(estimate):
    details = estimate.details
    figure = Figure((3.6, 3.4), DPI, layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#888", ls="--", label="calibrated")
    sizes = 20 + 300 * np.array(details["weight"])
    line = details["confidence"], details["share_real"]
    axes.plot(*line, color=REAL)
    axes.scatter(*line, s=sizes, color=REAL, label="this discriminator")
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    axes.set(xlabel="probability that D gives to “real”", ylabel="share of real images")
    axes.legend(frameon=False, loc="upper left")
    text = "Larger dots: more images. Below the dashed line D is too sure of “real”."
    return Picture("Calibration of the discriminator", _image(figure), text)


def _image(figure):
    FigureCanvasAgg(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return Image.open(file).convert("RGB")
