"""A claim: whose sentence it is, how it is tested, and what came out."""

import dataclasses
import math
import re

SUPPORTED = "supported"
NOT_SUPPORTED = "not supported"
UNDECIDED = "undecided"
NOT_MEASURED = "not measured"


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What a test found.

    Args:
        verdict: `"supported"`, `"not supported"`, `"undecided"`; `"not measured"`
            where cells that are compared have no finished trial.
        sentence: str, what was compared and found.
        effect: float, the estimated size, or `None`.
        interval: tuple of two floats; each end is a one-sided 95 % bound of the
            effect. `None` without an effect.
        effect_name: str, what the effect is, e.g. `"ratio"`.
        p: float or `None`, one-sided, of the claimed direction.
        seeds: tuple of int, trials on each side.
        missing: int, trials without a value.
        parts: tuple of `Verdict` of a test that is made of others.
    """

    verdict: str
    sentence: str
    effect: float | None = None
    interval: tuple | None = None
    effect_name: str = ""
    p: float | None = None
    seeds: tuple = ()
    missing: int = 0
    parts: tuple = ()

    def asdict(self):
        """dict for JSON; infinite bounds are `None`."""
        found = dataclasses.asdict(self)
        if self.interval is not None:
            found["interval"] = [_finite(end) for end in self.interval]
        found["effect"] = _finite(self.effect)
        found["parts"] = [part.asdict() for part in self.parts]
        return found


@dataclasses.dataclass(frozen=True)
class Claim:
    """A sentence somebody wrote, and the test that decides about it.

    Args:
        id: str, e.g. `"G1"`, `"C6a"`, `"X1"`.
        source: str, where the sentence is from.
        sentence: str.
        test: a test of `experiments.engine.predicates` or `logic`.
        film: str, the command that makes its film; empty for
            `experiments.run NAME --film` of the first cell it speaks of.
    """

    id: str
    source: str
    sentence: str
    test: object
    film: str = ""

    def __post_init__(self):
        if not re.fullmatch(r"[A-Z]+\d+[a-z]?", self.id):
            raise ValueError(
                f"A claim's id is letters, a number and at most one small letter, "
                f"such as G1 or C6a; received {self.id!r}."
            )


def natural(claim_id):
    """Sort key: letters, number, letter; so G2 comes before G10."""
    letters, number, part = re.fullmatch(r"([A-Z]+)(\d+)([a-z]?)", claim_id).groups()
    return letters, int(number), part


def anchor(claim_id, experiment):
    """Where docs/claims.md tells of a claim."""
    return f"{claim_id}-{experiment}".lower()


def number(value):
    """A number as a person reads it: three digits, ∞ where unbounded."""
    if value is None or math.isinf(value):
        return "−∞" if value is not None and value < 0 else "∞"
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return text.replace("-", "−")


def effect(verdict):
    """The effect of a verdict (as a dict) in a few words; parts apart by `;`."""
    if verdict["parts"]:
        return "; ".join(dict.fromkeys(map(effect, verdict["parts"])))
    if verdict["effect"] is None:
        return "–"
    low, high = verdict["interval"]
    low = -math.inf if low is None else low
    ends = f"{number(low)} to {number(high)}"
    return f"{verdict['effect_name']} {number(verdict['effect'])} ({ends})"


def _finite(value):
    return None if value is None or not math.isfinite(value) else value
