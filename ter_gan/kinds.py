"""The kinds of data, and which one a dataset belongs to.

A kind is a package with

- `DATASETS`: the names that it loads, besides prefixes such as `folder:`;
- `load(name, data_dir=None, **options)`: a `ter_gan.data.Dataset`; its `OPTIONS`
  are the fields of the recipe that it takes;
- `feed_of(recipe, dataset)`: its training batches, a `ter_gan.feed.Feed`;
- `Scaling`: the class of that dataset's `scaling`;
- `NOUN`: what samples are called, e.g. `"images"`;
- `SHOWN`: how many samples a picture of them holds;
- `picture(samples, real, title, **facts)`: a `PIL.Image` that shows a person what
  `samples` look like beside `real` ones, both as stored;
- `WRITERS`: dict from a file's suffix to a function `(path, samples, **facts)`;
- `lines(samples, most, **facts)`: lines of text, where samples are any;
- `model(recipe, shape, classes, **facts)`: the model of a recipe, not compiled;
- `check(recipe)`: refuses what no data could have, before they are loaded;
- a module `evaluation` with `Evaluator`, a `ter_gan.evaluation.evaluator.Evaluator`,
  imported when runs are measured.

`facts` are what `Dataset.facts` says: all that a model and a picture must know of the
data besides shape and classes. Adding a kind means adding a folder and a line here.
"""

import importlib

from ter_gan import presets
from ter_gan.errors import unknown

PREFIXES = {"folder": "images", "file": "text", "blocks": "text", "oracle": "text"}
PREFIXES |= {"csv": "tables", "parquet": "tables", "frame": "tables"}
FORMS = ("folder:PATH", "tfds:NAME", "file:PATH", "blocks:PATH", "csv:PATH")
FORMS += ("parquet:PATH",)  # for a person
NAMES = {
    "images": ("mnist", "fashion_mnist", "cifar10", "stacked_mnist"),
    "points": ("ring", "grid", "two_moons", "spiral", "gaussian_1d"),
    "text": (
        *("grammar", "coco", "emnlp", "shakespeare", "wikitext2"),
        *("oracle", "oracle40", "seqgan_oracle", "seqgan_oracle40"),
    ),
    "tables": (
        *("gridr-table", "grid-table", "ring-table", "iris", "wine", "breast_cancer"),
        *("diabetes", "adult", "credit", "diamonds", "penguins"),
    ),
}


def kind_of(dataset, model="auto"):
    """The kind's name: `"images"`, `"points"`, `"text"` or `"tables"`.

    Args:
        dataset: str. The data's name; `tfds:NAME` is of the kind of the model.
        model: str. The model's name, or `"auto"`.

    Raises:
        UserError: for a name that no kind knows.
    """
    prefix = dataset.partition(":")[0]
    if ":" in dataset and prefix == "tfds":
        kinds = [kind for kind, rows in presets.MODELS_OF.items() if model in rows]
        return kinds[0] if kinds else "images"
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
