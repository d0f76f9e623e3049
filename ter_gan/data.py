"""What every kind of data gives to training: splits, a scaling, an origin."""

import dataclasses
import hashlib

import numpy as np


@dataclasses.dataclass(frozen=True)
class Split:
    """A part of a dataset.

    Args:
        x: array `(n, …)`. Samples as they are stored (images: uint8).
        y: int32 array `(n,)` of class indices, or `None` without classes.
    """

    x: np.ndarray
    y: np.ndarray | None = None

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        return Split(self.x[index], None if self.y is None else self.y[index])


@dataclasses.dataclass(frozen=True)
class Scaling:
    """Stored values to what the networks see, and exactly back.

    `model = stored / scale - shift`. Images use `Scaling(127.5, 1.0)`, so
    that [0, 255] becomes [-1, 1].

    Args:
        scale: float or array that broadcasts over a sample.
        shift: float or array that broadcasts over a sample.
        dtype: str. The dtype of stored values. Integers are rounded and
            clipped to the dtype's range on the way back.
    """

    scale: float | np.ndarray = 1.0
    shift: float | np.ndarray = 0.0
    dtype: str = "float32"

    def to_model(self, stored):
        """float32 array: what a network sees for `stored`."""
        scale = np.float32(1.0) / np.asarray(self.scale, "float32")
        return stored * scale - np.asarray(self.shift, "float32")

    def from_model(self, values):
        """Array of `dtype`: what `values` would be if they were stored."""
        stored = (np.asarray(values, "float32") + self.shift) * self.scale
        if np.issubdtype(self.dtype, np.integer):
            limits = np.iinfo(self.dtype)
            stored = np.clip(np.rint(stored), limits.min, limits.max)
        return stored.astype(self.dtype)


@dataclasses.dataclass(frozen=True)
class Dataset:
    """Real data, split, and what a run folder must remember of it.

    Args:
        name: str. As asked for: `"mnist"`, `"folder:photos"`, `"ring"` …
            A name always means the same bytes.
        train, validation, test: `Split`s that do not overlap.
        scaling: `Scaling` between stored and model values.
        class_names: tuple of str, or `None`. `class_names[y]` names class y.
        source: str. Where the bytes came from this time, for people.
        licence: str. The licence of the data as its makers state it.

    Attributes:
        gaps: bool. Whether samples may hold NaN, which says that a value is missing.
    """

    gaps = False

    name: str
    train: Split
    validation: Split
    test: Split
    scaling: Scaling = Scaling()
    class_names: tuple[str, ...] | None = None
    source: str = ""
    licence: str = "not stated"

    @property
    def shape(self):
        """Shape of one sample, e.g. `(28, 28, 1)`; never a constant."""
        return self.train.x.shape[1:]

    @property
    def form(self):
        """str: what one sample is, for people, e.g. `"28x28x1"`."""
        return "x".join(map(str, self.shape))

    @property
    def classes(self):
        """Number of classes; 0 for data without labels."""
        return len(self.class_names or ())

    def to_model(self, stored):
        return self.scaling.to_model(stored)

    def from_model(self, values):
        return self.scaling.from_model(values)

    @property
    def facts(self):
        """dict for JSON: what models and pictures must know besides shape, classes."""
        return {}

    @property
    def content_hash(self):
        """sha256 over the three splits, labels included."""
        digest = hashlib.sha256()
        for split in (self.train, self.validation, self.test):
            for array in (split.x, split.y):
                if array is not None:
                    digest.update(f"{array.dtype}{array.shape}".encode())
                    digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()


def split_off(split, sizes, seed=0):
    """Cuts a `Split` into parts of fixed, disjoint membership.

    A fixed permutation comes first, so that sources sorted by class give
    parts with every class.

    Args:
        split: `Split` to cut.
        sizes: sequence of int. Sizes of the parts; one may be -1, the rest.
        seed: int. Of the permutation.
    """
    order = np.random.default_rng(seed).permutation(len(split))
    sizes = list(sizes)
    if -1 in sizes:
        sizes[sizes.index(-1)] = len(split) - (sum(sizes) + 1)
    ends = np.cumsum(sizes)
    return tuple(split[np.sort(order[e - s : e])] for s, e in zip(sizes, ends))
