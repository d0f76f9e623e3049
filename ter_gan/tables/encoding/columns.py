"""One column of a table's matrix as what a network sees, and back."""

import dataclasses

import numpy as np

from ter_gan.tables.encoding import modes as mixtures
from ter_gan.tables.encoding.modes import Modes
from ter_gan.tables.schema import Grid

REACH = 4.0  # standard deviations from a mode that are told apart (CTGAN)
MASS = 0.05  # share of the values from which on one value is a point mass
SKEWED = 2.0  # |skewness| from which on a tail is long
LEVELS = 100  # categories that are told apart, `other` included


class Part:
    """What the encodings of columns share: JSON gives lists and dicts back."""

    def __post_init__(self):
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, list):
                object.__setattr__(self, field.name, tuple(value))
        if isinstance(self.grid, dict):
            object.__setattr__(self, "grid", Grid(**self.grid))


@dataclasses.dataclass(frozen=True)
class Number(Part):
    """A numeric column: which mode a value is in, and where in the mode it is.

    The mode-specific normalisation of Xu et al. 2019 (CTGAN,
    https://arxiv.org/abs/1907.00503); point masses and the logarithm of long tails
    are ideas of Zhao et al. 2022 (CTAB-GAN+, https://arxiv.org/abs/2204.00401).
    The first value encoded is the place within the mode, in standard deviations:
    CTGAN's quarters of them are so small beside one-hot options that a discriminator
    hardly looks at them. Then, unless there is only one, one-hot options: the modes,
    the point masses, what is missing. A place is a float32: values come back exactly
    where there are at most ten million steps from bound to bound, else to within a
    ten-millionth or so of that distance.

    Args:
        grid: `Grid` of what the column can hold.
        weights, means, stds: tuples of float, the mixture.
        scales: tuple of float. How far from a mode's mean 1 is: its standard
            deviation, or more, so that places end at `REACH`.
        points: tuple of float. The point masses.
        missing: bool. Values may be missing.
        tail: int. 1: `log(1 + (x - origin) / unit)` is what is a mixture; -1: its
            mirror image, for a tail to the left; 0: x itself.
        origin, unit: float, see `tail`.
        activation: str. `"bounded"`: places end at `REACH`; `"linear"`: they do not.
        kind: `"number"`.
    """

    grid: Grid
    weights: tuple = (1.0,)
    means: tuple = (0.0,)
    stds: tuple = (1.0,)
    scales: tuple = (1.0,)
    points: tuple = ()
    missing: bool = False
    tail: int = 0
    origin: float = 0.0
    unit: float = 1.0
    activation: str = "bounded"
    kind: str = "number"

    @classmethod
    def fit(cls, values, column, plain):
        """The encoding of a column.

        Args:
            values: float array `(n,)`, NaN where missing, some are not.
            column: `Column`.
            plain: bool. Standardise only: no modes, no point masses, no logarithm.
        """
        present = values[~np.isnan(values)]
        start = cls(column.grid, missing=bool(column.missing))
        if plain:
            std = (float(present.std()) or 1.0,)
            return dataclasses.replace(
                start,
                means=(float(present.mean()),),
                stds=std,
                scales=std,
                activation="linear",
            )
        points = _point_masses(present)
        rest = present[~np.isin(present, points)]
        if not len(rest):  # every value is a point mass; a mode stays, unused
            rest = present[:1]
        start = dataclasses.replace(start, points=points, **_long_tail(rest))
        return start._with_modes(rest)

    def _with_modes(self, values):
        bent = self._bend(values)
        modes = mixtures.fit(bent)
        found = (modes.weights, modes.means, modes.stds, _scales(modes, bent))
        names = ("weights", "means", "stds", "scales")
        return dataclasses.replace(self, **dict(zip(names, map(_floats, found))))

    @property
    def options(self):
        """int: modes, point masses and, if values may be, missing."""
        return len(self.means) + len(self.points) + self.missing

    @property
    def widths(self):
        """Tuple of `(width, activation)`, in the order of what is encoded."""
        one_hot = ((self.options, "softmax"),) if self.options > 1 else ()
        return ((1, self.activation), *one_hot)

    def encode(self, values, rng=None):
        """`(place, option)` of float64 values `(n,)`: float and int arrays `(n,)`.

        The option is `None` where there is only one.

        Args:
            values: float array, NaN where missing.
            rng: `numpy.random.Generator` that draws the modes by how probable they
                are; `None`: the most probable one.
        """
        option = np.full(len(values), -1)
        for number, point in enumerate(self.points):
            option[values == point] = len(self.means) + number
        option[np.isnan(values)] = self.options - 1
        place = np.zeros(len(values))
        free = option < 0
        option[free], place[free] = self._places(self._bend(values[free]), rng)
        return place, option if self.options > 1 else None

    def from_model(self, values, rng=None):
        """float64 values `(n,)` that the column can hold, of an array `(n, width)`."""
        del rng  # a number has one inverse
        values = np.asarray(values, "float64")
        place = values[:, 0]
        if self.activation == "bounded":
            place = np.clip(place, -REACH, REACH)
        option = np.zeros(len(values), int)
        if self.options > 1:
            option = values[:, 1:].argmax(axis=1)
        mode = np.minimum(option, len(self.means) - 1)
        bent = np.array(self.means)[mode] + place * np.array(self.scales)[mode]
        found = self.grid.snap(self._unbend(bent))
        known = np.array([*self.points, *[np.nan] * self.missing])
        other = option >= len(self.means)
        found[other] = known[option[other] - len(self.means)]
        return found

    def _places(self, bent, rng):
        """Which mode, and the place in it, of values; none is out of reach."""
        means, scales = np.array(self.means), np.array(self.scales)
        places = (bent[:, None] - means) / scales
        if len(means) == 1:
            mode = np.zeros(len(bent), int)
        else:
            modes = Modes(np.array(self.weights), means, np.array(self.stds))
            score = modes.log_joint(bent)
            if rng is not None:
                score += rng.gumbel(size=score.shape)
            inside = np.abs(places) <= REACH
            score = np.where(inside, score, -1e9 - np.abs(places))
            mode = score.argmax(axis=1)
        place = places[np.arange(len(bent)), mode]
        if self.activation == "bounded":
            place = np.clip(place, -REACH, REACH)
        return mode, place

    def _bend(self, values):
        if not self.tail:
            return values
        distance = np.maximum(self.tail * (values - self.origin), 0)
        return self.tail * np.log1p(distance / self.unit)

    def _unbend(self, bent):
        if not self.tail:
            return bent
        with np.errstate(over="ignore"):  # the bounds cut what is infinite
            return self.origin + self.tail * self.unit * np.expm1(self.tail * bent)


@dataclasses.dataclass(frozen=True)
class Codes(Part):
    """A column of codes: one-hot, the rarest of many together as `other`.

    Ordinal columns are one-hot, too, and not a thermometer: a generator's softmax
    always says one level, where thresholds could contradict each other, and a
    condition on a level is one option.

    Args:
        grid: `Grid` of the codes.
        kept: tuple of int. The codes with an option of their own.
        others: tuple of int. The codes of the option `other`, if any.
        shares: tuple of float. How frequent the `others` are among themselves.
        missing: bool. Values may be missing.
        kind: `"codes"`.
    """

    grid: Grid
    kept: tuple
    others: tuple = ()
    shares: tuple = ()
    missing: bool = False
    kind: str = "codes"

    @classmethod
    def fit(cls, values, column):
        """The encoding of a column of codes `(n,)`, NaN where missing."""
        present = values[~np.isnan(values)].astype(int)
        counts = np.bincount(present, minlength=column.size)
        order = np.argsort(-counts, kind="stable")
        most = column.size if column.size <= LEVELS else LEVELS - 1
        others = np.sort(order[most:])
        shares = np.maximum(counts[others], 1e-9)  # of none that is here: all equal
        return cls(
            column.grid,
            tuple(np.sort(order[:most]).tolist()),
            tuple(others.tolist()),
            _floats(shares / shares.sum()),
            bool(column.missing),
        )

    @property
    def options(self):
        """int: kept codes, `other` and missing, where there are such."""
        return len(self.kept) + bool(self.others) + self.missing

    @property
    def widths(self):
        """Tuple of `(width, activation)`, in the order of what is encoded."""
        return ((self.options, "softmax"),)

    def encode(self, values, rng=None):
        """`(None, option)` of codes `(n,)`; NaN is missing, and nothing is drawn."""
        del rng
        table = np.empty(len(self.kept) + len(self.others) + 1, int)
        table[list(self.kept)] = np.arange(len(self.kept))
        table[list(self.others)] = len(self.kept)
        table[-1] = self.options - 1
        return None, table[np.where(np.isnan(values), -1, values).astype(int)]

    def from_model(self, values, rng=None):
        """Codes `(n,)` of an array `(n, options)`; those of `other` are drawn."""
        option = np.asarray(values).argmax(axis=1)
        blanks = [np.nan] * (bool(self.others) + self.missing)
        codes = np.array([*self.kept, *blanks], "float64")[option]
        if self.others:
            rare = np.flatnonzero(option == len(self.kept))
            rng = rng or np.random.default_rng(0)
            codes[rare] = rng.choice(self.others, size=len(rare), p=self.shares)
        return codes


PARTS = {"number": Number, "codes": Codes}


def _floats(values):
    return tuple(map(float, values))


def _point_masses(values):
    """Values that more than `MASS` of all rows have."""
    found, counts = np.unique(values, return_counts=True)
    return _floats(found[(counts > MASS * len(values)) & (counts > 1)])


def _long_tail(values):
    """How to bend a long tail, where that makes the skewness smaller."""
    before = _skewness(values)
    if abs(before) <= SKEWED:
        return {}
    tail = 1 if before > 0 else -1
    origin = values.min() if tail > 0 else values.max()
    distances = np.abs(values - origin)
    unit = float(np.median(distances)) or float(distances.mean())
    if abs(_skewness(np.log1p(distances / unit))) >= abs(before):
        return {}
    return {"tail": tail, "origin": float(origin), "unit": unit}


def _skewness(values):
    deviations = values - values.mean()
    std = deviations.std()
    return (deviations**3).mean() / std**3 if std > 0 else 0.0


def _scales(modes, values):
    """The stds, more where a value would be out of the reach of every mode."""
    ends = np.unique(np.quantile(values, np.linspace(0, 1, 1001), method="nearest"))
    distances = np.abs(ends[:, None] - modes.means) / (REACH * modes.stds)
    nearest = distances.argmin(axis=1)
    scales = modes.stds.copy()
    for mode in np.unique(nearest):
        scales[mode] *= max(1.0, distances[nearest == mode, mode].max())
    return scales
