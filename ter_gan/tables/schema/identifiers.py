"""New identifiers that look like a table's own, none of which is kept."""

import math
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
NUMBER = re.compile("[0-9]{1,15}")  # of more digits no float is exact
ROOM = 1e9  # possible texts for each real one: then chance meets none of these


def named(name):
    """Whether a column's name says that it identifies rows: `id`, `user_id`, `userId`.

    The column that pandas writes for a table's index counts, too.
    """
    return bool(
        PLAIN.search(name) or CAMEL.search(name) or name.startswith("Unnamed: ")
    )


def about(texts):
    """The fields of a `Column` that tell how to make new identifiers.

    Where all are a number after the same beginning, the greatest one, `high`, is what
    new ones count on from. Others are drawn, a sign longer than all of them where a
    drawn one might be one of them.

    Args:
        texts: list of str, not empty.

    Returns:
        dict: `prefix`, what all begin with; `look`, the sort of each further sign of
        the longest one: keys of `LETTERS`, or the sign itself; and `high`, if there
        is one.
    """
    prefix, look = _look(texts)
    stem = prefix.rstrip(string.digits)
    numbers = [text[len(stem) :] for text in texts]
    if all(map(NUMBER.fullmatch, numbers)):
        widths = set(map(len, numbers))
        look = "9" * (min(widths) if len(widths) == 1 else 1)
        return {"prefix": stem, "look": look, "high": max(map(int, numbers))}
    crowded = _space(look) < ROOM * len(texts)
    return {"prefix": prefix, "look": look + "9" * crowded}


def _look(texts):
    """(prefix, look) as they are in `about`, of texts that are drawn."""
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


def _space(look):
    """float: how many texts have a look."""
    return math.prod((len(LETTERS.get(sign, "x")) for sign in look), start=1.0)


def make(prefix, look, high, n, rng):
    """List of `n` different texts, none of them a real one; see `about`.

    They are longer than `look` if it has too few.
    """
    if high is not None:
        numbers = range(int(high) + 1, int(high) + 1 + n)
        return [f"{prefix}{number:0{len(look)}d}" for number in numbers]
    while _space(look) < 10 * n:
        look += "9"
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
