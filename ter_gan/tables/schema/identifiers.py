"""New identifiers that look like a table's own, none of which is kept."""

import os
import re
import string

import numpy as np

LETTERS = {
    "A": string.ascii_uppercase,
    "a": string.ascii_lowercase,
    "9": string.digits,
    "h": "0123456789abcdef",
}
PLAIN = re.compile(r"(^|[^a-zA-Z])(id|uuid|guid|key|index)$", re.IGNORECASE)
CAMEL = re.compile(r"[a-z](Id|ID|Key)$")


def named(name):
    """Whether a column's name says that it identifies rows: `id`, `user_id`, `userId`.

    The column that pandas writes for a table's index counts, too.
    """
    return bool(
        PLAIN.search(name) or CAMEL.search(name) or name.startswith("Unnamed: ")
    )


def look(texts):
    """What identifiers have in common.

    Args:
        texts: list of str, not empty.

    Returns:
        (prefix, look): what all begin with, and the sort of each further sign of
        the longest one: keys of `LETTERS`, or the sign itself.
    """
    texts = sorted(set(texts))
    prefix = os.path.commonprefix([texts[0], texts[-1]]) if len(texts) > 1 else ""
    rests = [text[len(prefix) :] for text in texts]
    if all(re.fullmatch(r"[0-9a-f-]+", rest) for rest in rests) and any(
        re.search("[a-f]", rest) for rest in rests
    ):
        sorts = [re.sub("[0-9a-f]", "h", rest) for rest in rests]
    else:
        sorts = ["".join(map(_sort, rest)) for rest in rests]
    return prefix, max(sorts, key=len)


def _sort(sign):
    if sign.isdigit():
        return "9"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    return sign


def make(prefix, look, n, rng):
    """List of `n` different random texts of a look, longer if it has too few."""
    space = 1.0
    for sign in look:
        space *= len(LETTERS.get(sign, "x"))
    while space < 10 * n:
        look, space = look + "9", space * 10
    found = {}
    while len(found) < n:
        for text in _draw(look, n - len(found), rng):
            found.setdefault(prefix + text)
    return list(found)


def _draw(look, n, rng):
    signs = [
        np.array(list(LETTERS.get(sign, sign)))[
            rng.integers(len(LETTERS.get(sign, sign)), size=n)
        ]
        for sign in look
    ]
    return ["".join(row) for row in zip(*signs)]
