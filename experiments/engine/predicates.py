"""The tests that a claim can have. Each compares cells and gives a `Verdict`.

The interval decides, never a p-value alone. Supported: the bound lies on the
claimed side of "no effect", and the estimate reaches the margin. Not supported:
the other bound lies below the margin, so an effect of the claimed size is ruled
out. Undecided: anything else; more seeds may decide. Not measured: cells that it
compares have no finished trial.
"""

import dataclasses
import math

import numpy as np

from experiments.engine import statistics
from experiments.engine.claims import (
    NOT_MEASURED,
    NOT_SUPPORTED,
    SUPPORTED,
    UNDECIDED,
    Verdict,
    number,
)
from experiments.engine.table import describe

SMALLEST = np.nextafter(0.0, 1.0)


class _Test:
    """What all tests share: none can judge cells without a finished trial."""

    def evaluate(self, table, level=statistics.LEVEL):
        """The verdict on a `Table`; `level` is the error of each bound."""
        return not_measured(table, self.needs()) or self._judge(table, level)


class _Comparison(_Test):
    """What `Differs` and `Same` share: two sides, their estimate, and its words."""

    def needs(self):
        return [(self.outcome, side) for side in self.sides]

    def _judge(self, table, level):
        found = [table.values(self.outcome, side) for side in self.sides]
        (a, _), (b, _) = found
        missing = sum(lost for _, lost in found)
        for side, (values, _) in zip(self.sides, found):
            if not len(values):
                return _nothing(side, missing)
        outcome = table.outcomes[self.outcome]
        if self.relative and min(a.min(), b.min()) < 0:
            return Verdict(UNDECIDED, "A ratio needs values of 0 or more.")
        estimate = self._estimate(a, b, outcome.event, level)
        value, low, high = estimate.value, estimate.low, estimate.high
        if self.relative:
            value, low, high = map(_exp, (value, low, high))
            name, operation, unit = "ratio", "divided by", ""
        else:
            name = "difference of shares" if outcome.event else "difference"
            operation, unit = "minus", outcome.unit
        first, second = map(describe, self.sides)
        greater = int((np.subtract.outer(a, b) > 0).sum())
        sentence = (
            f"{_capital(outcome.label)} at {first} {operation} that at {second}: "
            f"{f'{number(value)} {unit}'.rstrip()}{_bounds(low, high)}; it is greater "
            f"in {greater} of {len(a) * len(b)} pairs of seeds{_lost(missing)}."
        )
        verdict, p = self._decide(estimate)
        sizes = (len(a), len(b))
        return Verdict(verdict, sentence, value, (low, high), name, p, sizes, missing)

    def _estimate(self, a, b, event, level):
        if self.relative:
            return statistics.shift(_log(a), _log(b), level)
        if event:
            return statistics.share_difference(a, b, level)
        return statistics.shift(a, b, level)


@dataclasses.dataclass(frozen=True)
class Differs(_Comparison):
    """The outcome is greater in some cells than in others.

    Args:
        outcome: str.
        more, less: dicts, conditions on the settings (see `table.matches`).
        by: float, the least difference; with `relative` the least ratio.
        relative: bool. Compare ratios, i.e. differences of logarithms.
    """

    outcome: str
    more: dict
    less: dict
    by: float | None = None
    relative: bool = False

    def __post_init__(self):
        _check_margin(self, "by")

    @property
    def sides(self):
        """The two conditions."""
        return self.more, self.less

    def _decide(self, estimate):
        verdict = _greater(estimate, _margin(self, self.by), 0.0)
        return verdict, estimate.p(0.0)


@dataclasses.dataclass(frozen=True)
class Same(_Comparison):
    """The outcome differs by less than a margin between cells (equivalence).

    Both one-sided tests must reject.

    Args:
        outcome: str.
        a, b: dicts, conditions on the settings.
        within: float, the margin; with `relative` a ratio above 1.
        relative: bool. Compare ratios.
    """

    outcome: str
    a: dict
    b: dict
    within: float
    relative: bool = False

    def __post_init__(self):
        _check_margin(self, "within")

    @property
    def sides(self):
        """The two conditions."""
        return self.a, self.b

    def _decide(self, estimate):
        margin = _margin(self, self.within)
        if -margin < estimate.low and estimate.high < margin:
            return SUPPORTED, None
        if estimate.low > margin or estimate.high < -margin:
            return NOT_SUPPORTED, None
        return UNDECIDED, None


@dataclasses.dataclass(frozen=True)
class Level(_Test):
    """The outcome of a typical seed lies above a value, below one, or between.

    Of an outcome that is an event it is the share of seeds where it happened,
    else the median.

    Args:
        outcome: str.
        where: dict, a condition on the settings.
        above, below: float, at least one of them.
    """

    outcome: str
    where: dict
    above: float | None = None
    below: float | None = None

    def __post_init__(self):
        if self.above is None and self.below is None:
            raise ValueError(f"Level needs above or below, received {self}.")

    def needs(self):
        return [(self.outcome, self.where)]

    @property
    def limits(self):
        """dict from `"above"` and `"below"` to the limits that there are."""
        limits = {"above": self.above, "below": self.below}
        return {side: at for side, at in limits.items() if at is not None}

    def _judge(self, table, level):
        """The verdict; between two limits, both bounds must be."""
        values, missing = table.values(self.outcome, self.where)
        if not len(values):
            return _nothing(self.where, missing)
        shares = table.outcomes[self.outcome].event
        estimate = (statistics.share if shares else statistics.median)(values, level)
        least = -math.inf if self.above is None else self.above
        most = math.inf if self.below is None else self.below
        inside = self.above is None or least < estimate.low
        inside = inside and (self.below is None or estimate.high < most)
        if inside:
            verdict = SUPPORTED
        elif estimate.high < least or estimate.low > most:
            verdict = NOT_SUPPORTED
        else:
            verdict = UNDECIDED
        name = "share of seeds" if shares else "median"
        wanted = " and ".join(f"{s} {number(at)}" for s, at in self.limits.items())
        sentence = (
            f"{_capital(table.outcomes[self.outcome].label)} at "
            f"{describe(self.where)}: {name} {number(estimate.value)}"
            f"{_bounds(estimate.low, estimate.high)}, claimed {wanted}{_lost(missing)}."
        )
        ends, seeds = (estimate.low, estimate.high), (len(values),)
        p = estimate.p(least) if self.below is None else None
        return Verdict(verdict, sentence, estimate.value, ends, name, p, seeds, missing)


@dataclasses.dataclass(frozen=True)
class Trend(_Test):
    """The outcome rises, or falls, along a numeric setting.

    Args:
        outcome: str.
        along: str, the setting.
        rising: bool; `False` for falling.
        where: dict, a condition on the other settings.
        by: float, the least rank correlation, 0 to 1.
    """

    outcome: str
    along: str
    rising: bool = True
    where: dict = dataclasses.field(default_factory=dict)
    by: float = 0.0

    def needs(self):
        return [(self.outcome, self.where)]

    def pairs(self, table):
        """Arrays of the setting and the outcome, and the number missing."""
        rows = [r for r in table.matching(self.where) if self.along in r.settings]
        x = np.array([row.settings[self.along] for row in rows], dtype=float)
        y = np.array([table.value(row, self.outcome) for row in rows], dtype=float)
        known = ~np.isnan(y)
        return x[known], y[known], int((~known).sum())

    def _judge(self, table, level):
        x, y, missing = self.pairs(table)
        if not len(x):
            return _nothing(self.where, missing)
        sign = 1 if self.rising else -1
        claimed = statistics.rank_correlation(x, sign * y, level)
        verdict = _greater(claimed, self.by, 0.0)
        low, high = sorted((sign * claimed.low, sign * claimed.high))
        label, rho = table.outcomes[self.outcome].label, sign * claimed.value
        way = "rises" if rho > 0 else "falls" if rho < 0 else "does not change"
        sentence = (
            f"{_capital(label)} {way} along {self.along} from {number(x.min())} to "
            f"{number(x.max())} at {describe(self.where)}: rank correlation "
            f"{number(rho)}{_bounds(low, high)}{_lost(missing)}."
        )
        ends, p = (low, high), claimed.p(0.0)
        name = "rank correlation"
        return Verdict(verdict, sentence, rho, ends, name, p, (len(x),), missing)


@dataclasses.dataclass(frozen=True)
class Spreads(_Test):
    """The outcome scatters more between seeds in some cells than in others.

    Args:
        outcome: str.
        more, less: dicts, conditions on the settings.
        by: float, the least ratio of the spreads, at least 1.
    """

    outcome: str
    more: dict
    less: dict
    by: float = 1.0

    def needs(self):
        return [(self.outcome, self.more), (self.outcome, self.less)]

    def _judge(self, table, level):
        sides = [self._groups(table, where) for where in (self.more, self.less)]
        (more, lost), (less, lost_too) = sides
        missing = lost + lost_too
        for where, groups in ((self.more, more), (self.less, less)):
            if not groups:
                return _nothing(where, missing)
        estimate = statistics.spread_ratio(more, less, level)
        verdict = _greater(estimate, self.by, 1.0)
        label = table.outcomes[self.outcome].label
        sentence = (
            f"The spread of {label} between seeds is {number(estimate.value)} times "
            f"as large at {describe(self.more)} as at {describe(self.less)}"
            f"{_bounds(estimate.low, estimate.high)}{_lost(missing)}."
        )
        seeds = tuple(sum(map(len, groups)) for groups in (more, less))
        ends, p = (estimate.low, estimate.high), estimate.p(1.0)
        name = "ratio of spreads"
        return Verdict(verdict, sentence, estimate.value, ends, name, p, seeds, missing)

    def _groups(self, table, where):
        cells = {}
        for row in table.matching(where):
            cells.setdefault(tuple(sorted(row.cell.items())), []).append(
                table.value(row, self.outcome)
            )
        groups = [np.array(values, dtype=float) for values in cells.values()]
        missing = int(sum(np.isnan(values).sum() for values in groups))
        groups = [values[~np.isnan(values)] for values in groups]
        return [values for values in groups if len(values)], missing


def not_measured(table, needs):
    """The verdict where cells have no finished trial, or `None`.

    Args:
        table: `Table`.
        needs: list of `(outcome, condition)`, as a test's `needs` gives them.
    """
    empty = [describe(where) for _, where in needs if not table.matching(where)]
    if not empty:
        return None
    cells = ", nor at ".join(dict.fromkeys(empty))
    return Verdict(NOT_MEASURED, f"No trial has finished at {cells}.")


def _greater(estimate, margin, nothing):
    """The rule at the top of this file."""
    if estimate.low > nothing and estimate.value >= margin:
        return SUPPORTED
    if estimate.high < margin:
        return NOT_SUPPORTED
    return UNDECIDED


def _nothing(where, missing):
    sentence = f"At {describe(where)} {missing} trials have no value."
    return Verdict(UNDECIDED, sentence, missing=missing)


def _bounds(low, high):
    if math.isinf(low) and math.isinf(high):
        return " (too few seeds for bounds)"
    return f" (95 % bounds {number(low)} and {number(high)})"


def _lost(missing):
    return f"; {missing} trials have no value" if missing else ""


def _margin(test, margin):
    if margin is None:
        return 0.0
    return math.log(margin) if test.relative else margin


def _log(values):
    """Logarithms; a zero, such as a gradient that vanished, is below all others."""
    return np.log(np.maximum(values, SMALLEST))


def _exp(value):
    if abs(value) > 700:
        return math.inf if value > 0 else 0.0
    return math.exp(value)


def _capital(text):
    """A sentence's first word; a symbol such as w0 stays as it is."""
    return text[:1].upper() + text[1:] if text[1:2].isalpha() else text


def _check_margin(test, name):
    margin = getattr(test, name)
    least = 1 if test.relative else 0
    if margin is not None and margin < least:
        raise ValueError(
            f"{name} must be at least {least}, received {margin}; exchange the two "
            f"conditions to claim the opposite."
        )
