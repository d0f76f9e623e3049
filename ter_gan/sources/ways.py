"""One mechanism for "try these ways in this order"."""

import collections.abc
import contextlib
import dataclasses
import sys
import tarfile
import zipfile
import zlib

from ter_gan.errors import UserError

DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    zlib.error,
    tarfile.TarError,
    zipfile.BadZipFile,
)


class Unavailable(Exception):
    """A way does not give the data; the message says why."""


class Absent(Unavailable):
    """Nothing is there at all, which is worth a line only if all ways fail."""


@dataclasses.dataclass(frozen=True)
class Way:
    """One way to get something.

    Args:
        name: str. For people, e.g. `"the cache /home/ada/.cache/ter_gan"`.
        get: callable without arguments. Returns what was asked for, or
            raises `Unavailable`.
        slow: bool. It may take more than a few seconds: say so before.
    """

    name: str
    get: collections.abc.Callable
    slow: bool = False


def to_stderr(line):
    """Where lines for people go by default."""
    print(line, file=sys.stderr, flush=True)


def first_that_works(what, ways, advice, report=to_stderr):
    """Tries ways in order.

    Args:
        what: str. What is wanted, for messages.
        ways: iterable of `Way`.
        advice: str. What a person can do when all of them fail.
        report: callable. Takes one line of text.

    Returns:
        What the first successful way gave, and that `Way`.

    Raises:
        UserError: when all fail; it lists each way and why it failed.
    """
    failures = []
    for way in ways:
        if way.slow:
            report(f"{what}: trying {way.name} ...")
        try:
            return way.get(), way
        except Unavailable as failure:
            failures.append(f"({len(failures) + 1}) {way.name}: {failure}")
            if not isinstance(failure, Absent):
                report(f"{what}: {way.name} failed: {failure}")
    raise UserError(f"Could not get {what}. Tried {'; '.join(failures)}. {advice}")


@contextlib.contextmanager
def reading(path):
    """Turns what damaged files raise into an `Unavailable` that names the file."""
    try:
        yield
    except DAMAGE as error:
        reason = str(error) or type(error).__name__
        raise Unavailable(f"{path.name} cannot be read ({reason})") from error
