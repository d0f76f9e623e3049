"""Where our numbers stand beside published ones: beaten, met or missed."""

import math
import statistics

MARKS = {"beaten": "▲", "met": "=", "missed": "▼"}
LEGEND = (
    "▲ ours is better than the published number by more than two standard errors, "
    "▼ worse, = they are nearer, and cannot be told apart. In brackets: an error is "
    "not known, of ours (one seed) or of theirs, and counts as 0."
)


def mean(values):
    """(mean, standard error): the error of a single number is 0.

    Args:
        values: sequence of float, at least one.
    """
    if len(values) == 1:
        return values[0], 0.0
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def standing(values, published, better):
    """Where ours stand beside one published number.

    Args:
        values: sequence of float, one per seed.
        published: str, `"7.8"` or `"7.8 ± 0.1"`.
        better: `"less"` or `"more"`.

    Returns:
        str, a key of `MARKS`.
    """
    ours, error = mean(values)
    theirs, spread = parsed(published)
    gain = (ours - theirs) * (1 if better == "more" else -1)
    near = 2 * math.hypot(error, spread or 0)
    if abs(gain) <= near or math.isclose(abs(gain), near):
        return "met"
    return "beaten" if gain > 0 else "missed"


def marked(values, published, better):
    """str: a published number with its mark, such as `"7.8 ± 0.1 ▲"`."""
    mark = MARKS[standing(values, published, better)]
    known = len(values) > 1 and parsed(published)[1] is not None
    return f"{published} {mark if known else f'({mark})'}"


def parsed(published):
    """(number, standard error) of `"7.8 ± 0.1"`; the error may be `None`."""
    value, _, error = published.partition("±")
    return float(value), float(error) if error else None
