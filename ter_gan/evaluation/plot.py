"""Dots with intervals on a common axis, as SVG that fits any width."""

import dataclasses
import math
from html import escape

from matplotlib.ticker import LogLocator, MaxNLocator

from ter_gan.evaluation.table import number

SPREAD = 30  # ratios above this are shown on a logarithmic axis
MARGIN = 0.04  # of the axis, on each side
CLOSE = 12  # percent of the axis that a number below it takes


@dataclasses.dataclass(frozen=True)
class Axis:
    """From values to places in percent of the width.

    Args:
        low: float, at the left end; with `log` above 0.
        high: float, at the right end, above `low`.
        log: bool. Whether equal ratios are equally long.
        floor: float or `None`.
    """

    low: float
    high: float
    log: bool = False
    floor: float | None = None

    @classmethod
    def of(cls, row):
        """The axis that holds all values, intervals and the floor of a metric.

        Args:
            row: sequence of `Result`.

        Returns:
            `Axis`, or `None` if no result has a value.
        """
        known = [result for result in row if result.value is not None]
        if not known:
            return None
        floor = next((r.floor for r in known if r.floor is not None), None)
        places = [result.value for result in known] + [floor] * (floor is not None)
        ends = [end for r in known for end in (r.interval or ())]
        return cls.around(places, ends, floor)

    @classmethod
    def around(cls, values, ends=(), floor=None):
        """The axis that holds all values.

        Args:
            values: sequence of float, at least one; they decide on logarithms.
            ends: sequence of float. Of intervals, which are shown as far as can be.
            floor: float or `None`.
        """
        log = min(values) > 0 and max(values) > SPREAD * min(values)
        bend = math.log if log else float
        shown = [bend(v) for v in (*values, *ends) if not log or v > 0]
        low, high = min(shown), max(shown)
        margin = MARGIN * (high - low) or MARGIN * abs(high) or MARGIN
        back = math.exp if log else float
        return cls(back(low - margin), back(high + margin), log, floor)

    def place(self, value):
        """float from 0 to 100: percent of the width; outside it is cut off."""
        if self.log:
            value = max(value, self.low)
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return 100 * min(max(share, 0.0), 1.0)

    @property
    def ticks(self):
        """Round numbers on the axis, not too near to each other."""
        locators = [MaxNLocator(5, steps=[1, 2, 5, 10])]
        if self.log:
            locators.insert(0, LogLocator(subs=(1, 2, 5)))
        for locator in locators:
            found = [
                tick
                for tick in locator.tick_values(self.low, self.high)
                if self.low <= tick <= self.high
            ]
            if len(found) > 1:
                break
        kept = []
        for tick in found:
            if not kept or self.place(tick) - self.place(kept[-1]) >= CLOSE:
                kept.append(tick)
        return kept


def lane(result, axis, text, kind=""):
    """The SVG of one run's dot and interval.

    Args:
        result: `Result` with a value.
        axis: `Axis`.
        text: str, for a screen reader.
        kind: str. A class of its own look, or none.
    """
    parts = [_vertical(axis.place(tick), "grid") for tick in axis.ticks]
    if axis.floor is not None:
        parts.append(_vertical(axis.place(axis.floor), "floor"))
    if result.interval:
        low, high = (f"{axis.place(end):.2f}%" for end in result.interval)
        parts.append(f'<line class="bar" x1="{low}" x2="{high}" y1="15" y2="15"/>')
    x = f"{axis.place(result.value):.2f}%"
    parts.append(f'<circle class="dot" cx="{x}" cy="15" r="5.5"/>')
    shown = "".join(parts)
    look = f"lane {kind}".rstrip()
    return f'<svg class="{look}" role="img" aria-label="{escape(text)}">{shown}</svg>'


def scale(axis):
    """The SVG below the lanes: numbers, and the floor's."""
    parts = []
    for tick in axis.ticks:
        place = axis.place(tick)
        parts.append(_vertical(place, "grid", 4))
        parts.append(_label(place, 15, _short(tick)))
    if axis.floor is not None:
        place = axis.place(axis.floor)
        parts.append(_vertical(place, "floor", 4))
        parts.append(_label(place, 30, f"floor {number(axis.floor)}", "floor-name"))
    if axis.log:
        parts.append('<text x="100%" y="30" text-anchor="end">logarithmic</text>')
    return f'<svg class="scale" aria-hidden="true">{"".join(parts)}</svg>\n'


def _vertical(place, kind, end=30):
    x = f"{place:.2f}%"
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="0" y2="{end}"/>'


def _label(place, y, text, kind="tick"):
    anchor = "start" if place < 8 else "end" if place > 92 else "middle"
    return (
        f'<text class="{kind}" x="{place:.2f}%" y="{y}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _short(value):
    return f"{value:.6g}"
