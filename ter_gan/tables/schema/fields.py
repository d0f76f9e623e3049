"""What the fields of a column may hold: a person edits them."""

import numbers

from ter_gan.errors import UserError

LARGE = 1e100  # of more the square, and the third power, is no float
MOST = 15  # decimals that a float has
MICRO = 1_000_000  # of a second, the finest step of datetimes


def _text(value):
    return isinstance(value, str)


def _truth(value):
    return isinstance(value, bool)


def _number(value):
    real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    return real and abs(value) <= LARGE  # which NaN is not


def _digits(value):
    return _number(value) and value in range(MOST + 1)


def _seconds(value):
    return _number(value) and value * MICRO >= 1


def _categories(value):
    return isinstance(value, (list, tuple)) and len(value) and all(map(_cell, value))


def _cell(value):
    finite = isinstance(value, numbers.Real) and abs(value) < float("inf")
    return value is None or isinstance(value, str) or finite


FORMS = {
    **dict.fromkeys(("dtype", "format", "timezone"), (_text, "a text")),
    **dict.fromkeys(("look", "prefix"), (_text, "a text")),
    **dict.fromkeys(("low", "high"), (_number, f"a number up to {LARGE:g} in size")),
    "missing": (_truth, "true or false"),
    "categories": (_categories, "a list of texts, numbers or truth values"),
    "decimals": (_digits, f"a whole number from 0 to {MOST}"),
    "step": (_seconds, "a number of seconds, at least 1e-06"),
}


def check(column):
    """Refuses the first field of a `Column` that is neither `None` nor as it must be.

    Raises:
        UserError: with what it must be.
    """
    for field, (fits, words) in FORMS.items():
        value = getattr(column, field)
        if value is not None and not fits(value):
            raise UserError(
                f"column {column.name!r}: {field} must be {words}, not {value!r}."
            )
    if len(set(column.categories or ())) < len(column.categories or ()):
        raise UserError(f"column {column.name!r} has a category twice.")
    if None not in (column.low, column.high) and column.low > column.high:
        raise UserError(
            f"column {column.name!r}: low {column.low:g} is above high {column.high:g}."
        )
