"""Mistakes that a person can mend: one clear line, never a traceback."""

import difflib


class UserError(ValueError):
    """What was asked for is wrong; the message says what, and what to do.

    The commands print it on one line and end with exit code 2.
    """


def unknown(what, name, known):
    """A `UserError` for an unknown name, with the nearest known ones.

    Args:
        what: str. What kind of thing was named, e.g. `"loss"`.
        name: str. The name received.
        known: iterable of str. The names that would have been right.
    """
    known = sorted(known)
    nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(nearest)}? " if nearest else ""
    return UserError(f"Unknown {what} {name!r}. {hint}Known: {', '.join(known)}.")
