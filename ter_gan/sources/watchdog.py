"""Runs a command that may hang, for as long as it makes progress."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from ter_gan.sources.ways import Unavailable

NO_PROGRESS = 10.0  # seconds
POLL = 0.2  # seconds


def run(command, folders, size=None, environment=None, limit=NO_PROGRESS):
    """Runs a command, and ends it when it makes no progress.

    Progress is any change of the number of bytes in `folders` or on the
    command's stdout. What it writes on stderr does not count: a command that
    retries for ever complains there. A bar on this process's stderr shows the
    bytes.

    Args:
        command: list of str.
        folders: iterable of paths, where the command writes files; they need
            not exist yet.
        size: int or `None`. Bytes that are expected, for the bar.
        environment: dict of str, added to this process's environment.
        limit: float. Seconds without progress before it is ended.

    Returns:
        str. What the command wrote on stdout.

    Raises:
        Unavailable: if the command was ended, or failed.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = _start(command, stdout=out, stderr=err, env=environment)
        try:
            _watch(process, lambda: bytes_in(folders), out, size, limit)
        finally:
            _end(process)
        if process.returncode:
            reason = _last_line(err) or "no message"
            raise Unavailable(f"ended with code {process.returncode}: {reason}")
        return _text(out)


def _start(command, env, **streams):
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            env=os.environ | (env or {}),
            start_new_session=True,  # a group of its own, to be ended as one
            **streams,
        )
    except OSError as error:
        raise Unavailable(f"{command[0]} cannot be run ({error})") from error


def bytes_in(folders):
    """Number of bytes of all files in some folders; 0 where there is none."""
    total = 0
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):  # it may be gone by now
                    total += os.lstat(pathlib.Path(place, name)).st_size
    return total


def _watch(process, count, out, size, limit):
    first = count()
    seen, since = None, time.monotonic()
    with _bar(size) as show:
        while process.poll() is None:
            state = (count(), os.fstat(out.fileno()).st_size)
            if state != seen:
                seen, since = state, time.monotonic()
                show(state[0] - first)
            if time.monotonic() - since > limit:
                raise Unavailable(f"no progress for {limit:g} s")
            time.sleep(POLL)


def _end(process):
    """Ends the command and what it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


@contextlib.contextmanager
def _bar(size):
    """Gives a function of the number of bytes, which draws them on stderr."""
    drawn = False

    def show(done):
        nonlocal drawn
        if done > 0:
            print(f"\r{progress(done, size)}", end="", file=sys.stderr, flush=True)
            drawn = True

    try:
        yield show
    finally:
        if drawn:
            print(file=sys.stderr)


def progress(done, size=None):
    """One line: `"[####----] 10.3 of 20.6 MB"`, or the bytes so far."""
    if not size:
        return f"{done / 1e6:.1f} MB"
    filled = min(20, 20 * done // size)
    bar = "#" * filled + "-" * (20 - filled)
    return f"[{bar}] {done / 1e6:.1f} of {size / 1e6:.1f} MB"


def _text(file):
    file.seek(0)
    return file.read().decode(errors="replace")


def _last_line(file):
    lines = _text(file).strip().splitlines()
    return lines[-1].strip() if lines else ""
