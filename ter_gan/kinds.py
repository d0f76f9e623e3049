"""The kinds of data, and which one a dataset belongs to.

A kind is a package with

- `DATASETS`: the names that it loads, besides prefixes such as `folder:`;
- `load(name, data_dir=None)`: a `ter_gan.data.Dataset`;
- `SHOWN`: how many samples a picture of them holds;
- `build(network, shape, latent_dim, **options)`: generator, discriminator;
- `picture(samples, real, title)`: a `PIL.Image` that shows a person what
  `samples` look like beside `real` ones, both as stored;
- a module `evaluation` with `Evaluator`, a `ter_gan.evaluation.evaluator.Evaluator`,
  imported when runs are measured.

Adding a kind means adding a folder and a line here.
"""

import importlib

from ter_gan.errors import unknown

PREFIXES = {"folder": "images", "tfds": "images"}
FORMS = ("folder:PATH", "tfds:NAME")  # names with a prefix, for a person
NAMES = {
    "images": ("mnist", "fashion_mnist", "cifar10", "stacked_mnist"),
    "points": ("ring", "grid", "two_moons", "spiral", "gaussian_1d"),
}


def kind_of(dataset):
    """The kind's name: `"images"` or `"points"`.

    Raises:
        UserError: for a name that no kind knows.
    """
    prefix = dataset.partition(":")[0]
    if ":" in dataset and prefix in PREFIXES:
        return PREFIXES[prefix]
    for kind, names in NAMES.items():
        if dataset in names:
            return kind
    raise unknown("dataset", dataset, known())


def known():
    """list of str: all names, for a person."""
    return [*(name for names in NAMES.values() for name in names), *FORMS]


def package(kind):
    """The kind's package, imported when it is needed."""
    return importlib.import_module(f"ter_gan.{kind}")
