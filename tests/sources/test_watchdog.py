import os
import sys
import time

import pytest

from ter_gan.sources import watchdog
from ter_gan.sources.ways import Unavailable

LIMIT = 0.8  # seconds, instead of 10


def python(code, *arguments):
    return [sys.executable, "-S", "-c", code, *map(str, arguments)]


def test_the_limit_is_ten_seconds():
    assert watchdog.NO_PROGRESS == 10


def test_gives_what_the_command_prints(tmp_path):
    assert watchdog.run(python("print('hello')"), [tmp_path]) == "hello\n"


def test_ends_a_command_that_hangs(tmp_path):
    started = time.monotonic()
    with pytest.raises(Unavailable, match="^no progress for 0.8 s$"):
        watchdog.run(python("import time; time.sleep(60)"), [tmp_path], limit=LIMIT)
    assert LIMIT <= time.monotonic() - started < LIMIT + 5


def test_ends_what_the_command_started(tmp_path):
    code = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""
    with pytest.raises(Unavailable, match="no progress"):
        watchdog.run(python(code, tmp_path / "pid"), [tmp_path], limit=LIMIT)
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)


def is_running(pid):
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return os.path.isdir("/proc/self") is False


COMPLAINS = """
import sys, time
while True:
    print("retrying", file=sys.stderr, flush=True)
    time.sleep(0.1)
"""


def test_complaints_on_stderr_are_no_progress(tmp_path):
    with pytest.raises(Unavailable, match="no progress"):
        watchdog.run(python(COMPLAINS), [tmp_path], limit=LIMIT)


GROWS = """
import sys, time
for _ in range(5):
    with open(sys.argv[1], "ab") as file:
        file.write(b"x" * 1000)
    time.sleep(0.4)
"""
PRINTS = """
import time
for _ in range(5):
    print(".", flush=True)
    time.sleep(0.4)
"""


@pytest.mark.parametrize("code", [GROWS, PRINTS], ids=["bytes in a folder", "output"])
def test_slow_progress_may_last_longer_than_the_limit(tmp_path, code):
    limit, started = 2 * LIMIT, time.monotonic()  # a busy machine starts slowly
    code = code.replace("range(5)", "range(9)")
    watchdog.run(python(code, tmp_path / "file"), [tmp_path], limit=limit)
    assert time.monotonic() - started > 2 * limit


def test_growth_elsewhere_is_no_progress(tmp_path):
    (tmp_path / "watched").mkdir()
    with pytest.raises(Unavailable, match="no progress"):
        code = GROWS.replace("range(5)", "range(50)")
        command = python(code, tmp_path / "file")
        watchdog.run(command, [tmp_path / "watched"], limit=LIMIT)


def test_shows_the_bytes_on_stderr(tmp_path, capfd):
    watchdog.run(python(GROWS, tmp_path / "file"), [tmp_path], size=5000, limit=LIMIT)
    bars = capfd.readouterr().err.split("\r")
    assert len(bars) > 3
    assert bars[-1].startswith("[####################] 0.0 of 0.0 MB")


def test_progress_line():
    assert watchdog.progress(5_150_000, 20_600_000) == (
        "[#####---------------] 5.2 of 20.6 MB"
    )
    assert watchdog.progress(300, 100).startswith("[####################] ")
    assert watchdog.progress(2_500_000) == "2.5 MB"


def test_a_failed_command_gives_its_last_line(tmp_path):
    code = "import sys; print('first\\nthe reason', file=sys.stderr); sys.exit(3)"
    with pytest.raises(Unavailable, match="^ended with code 3: the reason$"):
        watchdog.run(python(code), [tmp_path])


def test_a_program_that_is_not_there_is_unavailable(tmp_path):
    with pytest.raises(Unavailable, match="cannot be run"):
        watchdog.run([str(tmp_path / "none")], [tmp_path])


def test_ctrl_c_ends_the_command(tmp_path, monkeypatch):
    code = "import os, sys, time; print(os.getpid(), file=open(sys.argv[1], 'w'))"
    command = python(f"{code}; time.sleep(60)", tmp_path / "pid")

    def interrupt(seconds):
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            raise KeyboardInterrupt

    monkeypatch.setattr(watchdog.time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        watchdog.run(command, [tmp_path])
    assert not is_running(int((tmp_path / "pid").read_text()))
