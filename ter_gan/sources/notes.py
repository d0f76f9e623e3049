"""What was done to samples that needed something: one line per kind of thing."""

import collections

SHOWN = 5  # names in a line


class Notes:
    """Collects what happened to which sample.

    ```python
    notes.add("{n} CMYK image{s} converted to RGB", "a.jpg")
    notes.add("{n} unreadable file{s} skipped: {names}", "b.jpg")
    ```
    """

    def __init__(self):
        self._names = collections.defaultdict(list)

    def add(self, kind, name):
        """Remembers one case.

        Args:
            kind: str. The line that tells it, with `{n}`, `{s}` (plural) and
                perhaps `{names}` where these go.
            name: str. Of the sample.
        """
        self._names[kind].append(name)

    def lines(self):
        """List of str: one line per kind of thing, always in the same order."""
        return [
            kind.format(n=len(names), s="s"[: len(names) - 1], names=_some(names))
            for kind, names in sorted(self._names.items())
        ]


def _some(names):
    names = sorted(names)
    more = len(names) - SHOWN
    shown = ", ".join(names[:SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
