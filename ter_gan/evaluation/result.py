"""What one metric said of one run, and whether two runs differ."""

import dataclasses
import math

import numpy as np

from ter_gan.evaluation.estimate import Z_95, Estimate

DIRECTIONS = {"less": "↓", "more": "↑", "equal to floor": "→←"}
CAVEAT = (
    "Intervals come from resampling the samples of networks that are trained already. "
    "They say nothing about other training seeds: to compare two recipes, train each "
    "with several seeds."
)


@dataclasses.dataclass(frozen=True)
class Result:
    """What one metric said of one run.

    Args:
        name: str. The metric and its protocol, e.g. `"fd_mnistcnn_10k"`.
        direction: str, a key of `DIRECTIONS`: what is better.
        meaning: str. One sentence.
        value: float, or `None` where the metric is not possible.
        error: float. Standard error over resampling; `None` where unknown.
        floor: float. The same metric with real training samples in the place
            of generated ones; `None` where that has no meaning.
        protocol: dict for JSON: features, counts, splits, seed …
        details: dict for JSON: what else the metric found.
        why: str. Why the metric is not possible here, or empty.
        metric: str. What `--metrics` calls it, e.g. `"fd"`.
        group: str. The heading under which it stands, or empty.
    """

    name: str
    direction: str
    meaning: str
    value: float | None = None
    error: float | None = None
    floor: float | None = None
    protocol: dict = dataclasses.field(default_factory=dict)
    details: dict = dataclasses.field(default_factory=dict)
    why: str = ""
    metric: str = ""
    group: str = ""

    def __post_init__(self):
        if self.direction not in DIRECTIONS:
            raise ValueError(
                f"direction must be one of {', '.join(map(repr, DIRECTIONS))}. "
                f"Received {self.direction!r}."
            )
        if (self.value is None) != bool(self.why):
            raise ValueError(
                "A result has either a value, or a reason why it has none. "
                f"Received value={self.value}, why={self.why!r}."
            )

        if self.direction == "equal to floor" and self.floor is None and not self.why:
            raise ValueError(f"{self.name} is best at its floor, but it has none.")

    @property
    def interval(self):
        """The 95 % interval `(low, high)`, or `None` where the error is unknown."""
        return None if self.value is None else Estimate(self.value, self.error).interval

    @property
    def shortfall(self):
        """float: how far the value is from the best; less is better."""
        if self.direction == "equal to floor":
            return abs(self.value - self.floor)
        return self.value if self.direction == "less" else -self.value

    def asdict(self):
        """dict for JSON; the interval is in it for readers."""
        return plain(dataclasses.asdict(self) | {"interval": self.interval})

    @classmethod
    def fromdict(cls, content):
        """The result that `asdict` wrote."""
        return cls(**{k: v for k, v in content.items() if k != "interval"})


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Two runs under one metric.

    Args:
        difference: float. First value minus second value.
        half_width: float. Of the difference's 95 % interval; `None` where an
            error is unknown.
        better: `"first"`, `"second"`, or `None` if that cannot be said.
    """

    difference: float
    half_width: float | None
    better: str | None

    @property
    def exceeds(self):
        """bool: whether the difference exceeds its interval; `None`: unknown."""
        if self.half_width is None:
            return None
        return abs(self.difference) > self.half_width

    def asdict(self):
        """dict for JSON."""
        return plain(dataclasses.asdict(self) | {"exceeds": self.exceeds})


def comparison(first, second):
    """Whether two results of one metric differ by more than resampling explains.

    The difference of two independent estimates has the standard error
    sqrt(e1² + e2²). Both were measured against the same real samples: what these
    add to both values alike cancels, so the interval is mostly a little too wide.

    Args:
        first, second: `Result`s of the same name, both with a value.

    Returns:
        `Comparison`.

    Raises:
        ValueError: if they are of different metrics, or one has no value.
    """
    if first.name != second.name or None in (first.value, second.value):
        raise ValueError(
            "Only two values of one metric can be compared. Received "
            f"{first.name}={first.value} and {second.name}={second.value}."
        )
    difference = first.value - second.value
    if None in (first.error, second.error):
        return Comparison(difference, None, None)
    half_width = Z_95 * math.hypot(first.error, second.error)
    found = Comparison(difference, half_width, None)
    if not found.exceeds or first.shortfall == second.shortfall:
        return found
    better = "first" if first.shortfall < second.shortfall else "second"
    return dataclasses.replace(found, better=better)


def sentence(comparison, first, second):
    """A comparison in words.

    Args:
        comparison: `Comparison`.
        first, second: str. The names of the runs.
    """
    size = f"{abs(comparison.difference):.4g}"
    if comparison.exceeds is None:
        return f"{first} and {second} differ by {size}; the error is unknown."
    width = f"{comparison.half_width:.4g}"
    if not comparison.exceeds:
        return f"{first} and {second} differ by {size}, within the interval ± {width}."
    names = {"first": f"{first} is better", "second": f"{second} is better"}
    verdict = names.get(comparison.better, "neither is nearer to the best")
    return (
        f"{first} and {second} differ by {size}, beyond the interval ± {width}: "
        f"{verdict}."
    )


def plain(value):
    """The same value in types that JSON knows; a number that is none is `None`."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
