"""Where the studies of one generator work: what they may ask for, what they give."""

import dataclasses
import functools
from pathlib import Path

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.progress import Silent
from ter_gan.files import replacing
from ter_gan.images import features
from ter_gan.images.latent.space import LatentSpace


@dataclasses.dataclass(frozen=True)
class Options:
    """What a person may choose.

    Args:
        samples: int, at least 2. Latents in a picture.
        steps: int, at least 2. Images from one sample to the next.
        directions: int. How many of each method; `None`: 8, or all if there are fewer.
        layer: str. The layer that GANSpace looks at; `None`: the first activation.
        plus, minus, base: str. Groups of the arithmetic: `class:3`, `bright`, `dark`,
            or numbers of samples, as in `3,7,12`; `None`: chosen by the study.
        group: int. Samples in a group chosen by a predicate.
        from_class, to_class: int. Ends of the walk between classes; `None`: the first
            one, the last one.
        inversion_steps, restarts: int. See `ter_gan.images.latent.invert`.
        features: str. A feature network; `None`: the dataset's own; `"none"`.
    """

    samples: int = 8
    steps: int = 9
    directions: int | None = None
    layer: str | None = None
    plus: str | None = None
    minus: str | None = None
    base: str | None = None
    group: int = 10
    from_class: int | None = None
    to_class: int | None = None
    inversion_steps: int = 200
    restarts: int = 4
    features: str | None = None


@dataclasses.dataclass
class Laboratory:
    """One generator, a folder for what is found, and what studies share.

    Args:
        space: `LatentSpace`.
        folder: path. Pictures and pages go there.
        dataset: `ter_gan.data.Dataset` with the real images; `None` for studies
            that need none.
        name: str. The dataset's name, by which the feature network is chosen.
        title: str, e.g. the run's name.
        epoch: str, until which it was trained.
        seed: int. Of all that is drawn.
        options: `Options`.
        progress: has `stage(name)`; see `ter_gan.evaluation.progress`.
    """

    space: LatentSpace
    folder: Path
    dataset: object = None
    name: str = ""
    title: str = ""
    epoch: str = "0"
    seed: int = 0
    options: Options = Options()
    progress: object = dataclasses.field(default_factory=Silent)

    @functools.cached_property
    def network(self):
        """The feature network, or a `UserError` that says why there is none."""
        wanted = self.options.features
        if wanted == "none":
            return UserError("No feature network was wanted (--features none).")
        shape = tuple(self.space.generator.output.shape[1:])
        try:
            network = features.get(wanted or features.default(self.name, shape))
            network(np.zeros((1, *shape), "uint8"))  # takes such images?
        except UserError as error:
            if wanted:
                raise
            return error
        return network

    def labels(self, n):
        """Classes in turn, int32 `(n,)`; `None` for a model without labels."""
        if not self.space.classes:
            return None
        return np.arange(n, dtype="int32") % self.space.classes

    def class_name(self, number):
        """The name of a class, or its number."""
        names = self.space.class_names
        return str(names[number]) if len(names) > number else str(number)

    def save(self, image, name):
        """Writes a `PIL.Image` or the bytes of one as a file of the folder."""
        with replacing(self.folder / name) as path:
            if isinstance(image, bytes):
                path.write_bytes(image)
            else:
                image.save(path)
        return name


@dataclasses.dataclass
class Part:
    """What a study found, for the page and for JSON.

    Args:
        title: str.
        text: list of str, paragraphs: what is shown and how to read it.
        pictures: dict from file names to what they show, as an alternative text.
        links: dict from file names to texts of links.
        numbers: dict for JSON.
    """

    title: str
    text: list
    pictures: dict
    links: dict = dataclasses.field(default_factory=dict)
    numbers: dict = dataclasses.field(default_factory=dict)
