"""Which real images can the generator make?"""

import numpy as np

from ter_gan.images.latent import pictures
from ter_gan.images.latent.interpolation import interpolate, suited
from ter_gan.images.latent.inversion import invert, rmse
from ter_gan.images.latent.laboratory import Part

NEEDS_DATA = True
SEARCHED = 1000  # samples among which the nearest one is looked for


def check(space):
    """Every model can be inverted."""


def make(laboratory):
    """Inverts test images and generated images, and walks between two real ones."""
    space, options = laboratory.space, laboratory.options
    real, real_labels = _real(laboratory)
    n, restarts = len(real), max(options.restarts, space.latents.categories)
    own_labels = laboratory.labels(n)
    own = space.images(space.draw(n, laboratory.seed + 1), own_labels)
    labels = None
    if space.classes:
        labels = np.concatenate([real_labels, own_labels])
    found = invert(
        space,
        np.concatenate([real, own]),
        options.inversion_steps,
        restarts,
        laboratory.seed,
        labels,
        laboratory.progress.stage("inversion"),
    )
    errors = {"real": found.errors[:n], "generated": found.errors[n:]}
    nearest = _nearest(laboratory, real)
    shown = _show(laboratory, (real, own), real_labels, found)
    means = {name: float(values.mean()) for name, values in errors.items()}
    text = [
        "Gradient descent looks for the latent whose image is nearest to a given one. "
        "For images that the generator made itself, a perfect search would reach an "
        "error of 0: what is left there is the search's own floor. What test images "
        "have above it is, up to the luck of the search, what the generator cannot "
        "make. The number below each image is its RMSE in grey levels of 0 to 255.",
        f"Mean RMSE: {means['real']:.1f} for test images, {means['generated']:.1f} for "
        f"generated ones (the floor); without a search, the nearest of {SEARCHED:,} "
        f"samples is {nearest.mean():.1f} from a test image.",
        "The last picture leads from one inverted test image to another, between the "
        "real ones at both ends: the generator's idea of what lies between.",
    ]
    if n < options.samples:
        text.append(f"There are only {n} test images.")
    numbers = {
        "test_images": n,
        "steps": options.inversion_steps,
        "restarts": restarts,
        "rmse": {name: values.tolist() for name, values in errors.items()},
        "mean_rmse": means,
        "nearest_sample_rmse": nearest.tolist(),
        "searched": SEARCHED,
    }
    return Part("Inversion", text, shown, numbers=numbers)


def _show(laboratory, groups, labels, found):
    """dict: the pictures' files and what they show."""
    (real, own), n = groups, len(groups[0])
    made, errors = found.reconstructions, found.errors
    of_real = _picture(real, made[:n], errors[:n], "test image")
    of_own = _picture(own, made[n:], errors[n:], "generated")
    path = _between(laboratory, real, labels, found.latents)
    save = laboratory.save
    return {
        save(of_real, "inversion_real.png"): "Test images, inverted",
        save(of_own, "inversion_generated.png"): "Generated images, inverted",
        save(path, "inversion_path.png"): "A path between two inverted test images",
    }


def _real(laboratory):
    """Test images, one of each class in turn, and their labels or `None`."""
    test = laboratory.dataset.test
    n = min(laboratory.options.samples, len(test))
    if test.y is None:
        return test.x[:n], None
    rank = np.empty(len(test), int)  # 0 for the first of each class, and so on
    for k in np.unique(test.y):
        members = np.flatnonzero(test.y == k)
        rank[members] = np.arange(len(members))
    chosen = np.lexsort((test.y, rank))[:n]
    return test.x[chosen], test.y[chosen]


def _nearest(laboratory, real):
    """RMSE of each real image to the nearest of many samples."""
    space = laboratory.space
    latents = space.draw(SEARCHED, laboratory.seed)
    images = space.images(latents, laboratory.labels(SEARCHED))
    return np.array([rmse(image[None], images).min() for image in real])


def _picture(images, made, errors, name):
    label, differences = pictures.difference(images, made)
    rows = {name: images, "reconstruction": made, label: differences}
    return pictures.rows(rows, below={label: [f"{error:.1f}" for error in errors]})


def _between(laboratory, real, labels, latents):
    """The path from the first inverted image to the last one."""
    space, steps = laboratory.space, laboratory.options.steps
    last = len(real) - 1
    path = interpolate(latents[0], latents[last], steps, suited(space.law)[-1])
    if labels is None or not space.classes:
        rows = {"path": space.images(path)}
    else:
        rows = {
            f"path, as {laboratory.class_name(k)}": space.images(path, k)
            for k in dict.fromkeys((int(labels[0]), int(labels[last])))
        }
    full = {
        name: np.concatenate([real[:1], images, real[last:]])
        for name, images in rows.items()
    }
    heads = ["real", *(f"{share:.2f}" for share in np.linspace(0, 1, steps)), "real"]
    return pictures.rows(full, heads)
