"""A sweep of `slow` with quick heartbeats, in processes that tests can kill.

python -m tests.experiments.engine.sweep NAME URL JOBS
"""

import collections
import os
import subprocess
import sys
import time
from pathlib import Path

from experiments.engine import workers

ROOT = Path(__file__).parents[3]

HEARTBEAT, GRACE = 1, 3
SLOW = "tests.experiments.engine.slow"


def task(name, url):
    return workers.Task(name, url, heartbeat=HEARTBEAT, grace=GRACE)


def start(url, log, jobs=1):
    """A sweep of `slow` in a process group of its own."""
    command = [sys.executable, "-m", __name__, SLOW, url, str(jobs)]
    environment = os.environ | {"TOY_LOG": str(log)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def until_measured(log, lines, process):
    deadline = time.monotonic() + 60
    while not (log.exists() and len(log.read_text().splitlines()) >= lines):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)


def finished(url):
    """Trials per cell and seed of the sweep."""
    found = task(SLOW, url).open()
    found.plan()
    table = found.table()
    assert len(table.rows) == len(found.places)
    trials = found.study.get_trials()
    complete = [t for t in trials if t.state.name == "COMPLETE"]
    places = collections.Counter(
        (t.user_attrs["key"], t.user_attrs["seed"]) for t in complete
    )
    assert set(places) == set(found.places)
    assert set(places.values()) == {1}
    assert not found.open()
    return found


def main(name, url, jobs):
    each = task(name, url)
    study = each.open()
    study.plan()
    workers.run([each], [study], int(jobs), lambda: None, os.devnull)


if __name__ == "__main__":
    main(*sys.argv[1:])
