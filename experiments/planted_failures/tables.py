"""What each metric says of each failure, beside its floor."""

import dataclasses
import math

SEEN = 4.0  # standard errors from the floor: chance alone does not get so far
WORSE, BETTER, SAME = "worse", "better", "same"


@dataclasses.dataclass(frozen=True)
class Table:
    """Metrics of one kind of thing, sound and with failures.

    Args:
        title: str.
        directions: dict from a metric's name to what is good: `"less"`,
            `"more"` or `"equal to floor"`.
        sentences: dict from a failure's name to what was done.
        floor: dict from a metric's name to the `Estimate` of the sound thing.
        found: dict from a failure's name to such a dict.
    """

    title: str
    directions: dict
    sentences: dict
    floor: dict
    found: dict

    def cell(self, metric, failure):
        """dict for JSON of what a metric says of a failure.

        `errors_worse` is how many standard errors it is worse than the floor,
        negative where it looks better, `None` where the metric has no error.
        """
        floor, found = self.floor[metric], self.found[failure][metric]
        worse = worsening(self.directions[metric], floor, found)
        return {
            **numbers(found),
            "errors_worse": round(worse, 2) + 0.0 if math.isfinite(worse) else None,
            "verdict": verdict(worse),
        }

    def asdict(self):
        """The whole table as a dict for JSON."""
        return {
            "title": self.title,
            "failures": self.sentences,
            "metrics": {
                metric: {
                    "better": direction,
                    "floor": numbers(self.floor[metric]),
                    "failures": {name: self.cell(metric, name) for name in self.found},
                }
                for metric, direction in self.directions.items()
            },
        }


def numbers(estimate):
    """Value and error of an `Estimate`, as a dict for JSON."""
    error = estimate.error
    return {
        "value": float(f"{round(estimate.value, 9):.6g}"),
        "error": None if error is None else float(f"{error:.3g}"),
    }


def worsening(direction, floor, found):
    """How many standard errors `found` is worse than `floor`.

    Args:
        direction: `"less"`, `"more"` or `"equal to floor"`.
        floor: `Estimate`.
        found: `Estimate`.

    Returns:
        float, negative where it looks better; infinite where neither has an
        error and they differ.
    """
    change = found.value - floor.value
    signs = {"less": change, "more": -change, "equal to floor": abs(change)}
    change = signs[direction]
    error = math.hypot(floor.error or 0.0, found.error or 0.0)
    if error:
        return change / error
    return math.copysign(math.inf, change) if change else 0.0


def verdict(worse):
    """`"worse"`, `"better"` or `"same"` as the floor."""
    if abs(worse) < SEEN:
        return SAME
    return WORSE if worse > 0 else BETTER
