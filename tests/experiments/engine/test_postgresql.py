"""Two workers on a real PostgreSQL server, one of them killed in mid-trial."""

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from experiments.engine.trials import open_storage
from ter_gan.errors import UserError
from tests.experiments.engine.sweep import finished, start, until_measured

USER = "postgres"


def binaries():
    """Folder of the newest installed server's programs, or `None`."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"))
    path = found[-1] if found else shutil.which("pg_ctl")
    return Path(path).parent if path else None


def as_user(*command):
    """Runs a command as a user that PostgreSQL accepts: it refuses root."""
    root = os.geteuid() == 0
    prefix = ["runuser", "-u", USER, "--"] if root else []
    done = subprocess.run([*prefix, *map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server():
    """The URL of a database on a server of this test's own.

    Its clock is far from UTC: heartbeats must not depend on the time zone.
    """
    pytest.importorskip("pg8000", reason="needs the driver: pip install pg8000")
    programs = binaries()
    if programs is None:
        pytest.skip("needs a PostgreSQL server: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="ter_gan_pg_"))
    data, port = folder / "data", free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    folder.chmod(0o755)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    options += " -c timezone=America/Lima -c fsync=off"
    control = (programs / "pg_ctl", "-D", data, "-w")
    try:
        as_user(programs / "initdb", "-D", data, "-U", USER, "-A", "trust")
        as_user(*control, "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgresql+pg8000://{USER}@127.0.0.1:{port}/postgres"
        finally:
            as_user(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_killed_worker_loses_and_doubles_nothing(server, tmp_path):
    log = tmp_path / "log"
    first, second = (start(server, log) for _ in range(2))
    until_measured(log, 4, first)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert second.wait(60) == 0
    finished(server)
    assert 18 <= len(log.read_text().splitlines()) <= 19


def test_a_wrong_database_is_one_clear_line_without_the_password(server):
    address = server.split("@")[1].replace("/postgres", "/nowhere")
    with pytest.raises(UserError, match="nowhere") as error:
        open_storage(f"postgresql+pg8000://{USER}:secret@{address}")
    assert "secret" not in str(error.value)
