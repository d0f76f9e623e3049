"""Mistakes that a person can mend: one clear line, never a traceback."""

import difflib


class UserError(ValueError):
    """What was asked for is wrong; the message says what, and what to do.

    The commands print it and end with exit code 2. It is one line, whatever it quotes:
    names of columns and messages of other libraries may have several.
    """

    def __init__(self, message):
        super().__init__(" ".join(message.splitlines()))


def unknown(what, name, known, of=""):
    """A `UserError` for an unknown name, with the nearest known ones.

    Args:
        what: str. What kind of thing was named, e.g. `"loss"`.
        name: str. The name received.
        known: iterable of str. The names that would have been right.
        of: str. What has them, e.g. `"column 'age'"`.
    """
    known = sorted(known)
    said = f"{what} {name!r} of {of}" if of else f"{what} {name!r}"
    return UserError(
        f"Unknown {said}. {nearest(name, known)}Known: {', '.join(known)}."
    )


def nearest(name, known):
    """`"Did you mean a or b? "`, or nothing where no known name is like this one."""
    found = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(found)}? " if found else ""
