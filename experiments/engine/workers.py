"""Processes that measure waiting trials, and the lines that show it."""

import dataclasses
import multiprocessing
import os
import signal
import socket
import sys
import time
import uuid
from multiprocessing import connection
from pathlib import Path

from experiments.engine import shared
from experiments.engine.experiment import (
    backend_of,
    cell_key,
    film_key,
    load,
    loaded_backend,
)
from experiments.engine.trials import GRACE, HEARTBEAT, Study, open_storage
from ter_gan import commands
from ter_gan.errors import UserError, unknown

# Threads of BLAS, TensorFlow and XLA; they are read when these are imported.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
THREADS += ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "NPROC")

# JAX rounds the factors of products on some accelerators unless told otherwise.
EXACT = ("JAX_DEFAULT_MATMUL_PRECISION", "highest")

WORKING_LIFE = 120  # seconds of a worker


@dataclasses.dataclass(frozen=True)
class Task:
    """An experiment that a worker opens for itself.

    Args:
        name: str, as `load` takes it.
        url: str, the storage.
        smoke: bool.
        films: tuple of a folder and seeds per cell, or `None`.
        backend: str, instead of the experiment's, or `None`.
        heartbeat, grace: int, seconds; see `trials`.
    """

    name: str
    url: str
    smoke: bool = False
    films: tuple | None = None
    backend: str | None = None
    heartbeat: int = HEARTBEAT
    grace: int = GRACE

    def open(self):
        """The `Study` of this task."""
        storage = open_storage(self.url, self.heartbeat, self.grace)
        return Study(self.name, load(self.name), storage, self.smoke)


def work(tasks, backend, log, life):
    """Measures until no trial is open, or it is old: the body of a worker.

    Frameworks keep what they compiled: after some hundred models a process is
    large and slow, so that it retires, and a new one goes on.

    Args:
        tasks: list of `Task` with the same backend.
        backend: str or `None`, the Keras backend.
        log: path of a file for what frameworks write to stderr.
        life: float, seconds until it retires.
    """
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    studies = [task.open() for task in tasks]
    if backend:
        _use(backend, [task.name for task in tasks])

    retirement = time.monotonic() + life

    def serves():
        return _parent_lives() and time.monotonic() < retirement

    def ready():
        if backend:
            sys.modules["keras"].utils.clear_session()
        return serves()

    while studies and serves():
        # A list, so that every study is worked on, not only the first.
        if not any([s.work(t.films, ready) for s, t in zip(studies, tasks)]):
            time.sleep(1)
            retirement = time.monotonic() + life  # who waits does not grow old
        still = [(s, t) for s, t in zip(studies, tasks) if s.open()]
        studies, tasks = [s for s, _ in still], [t for _, t in still]


def run(tasks, studies, jobs, show, log):
    """Runs workers until nothing is open; no worker outlives this function.

    Args:
        tasks: list of `Task`.
        studies: list of `Study`, planned, in the same order.
        jobs: int, processes at a time.
        show: function that is called now and then, to show progress.
        log: path of a file for what frameworks write to stderr.

    Returns:
        List of the exit codes of workers that died.
    """
    with shared.folder():
        return _run(tasks, studies, jobs, show, log)


def _run(tasks, studies, jobs, show, log):
    share_cores(jobs)
    groups, died = {}, []
    for task, study in zip(tasks, studies):
        backend = backend_of(study.experiment, task.backend)
        groups.setdefault(backend, []).append((task, study))
    for backend, pairs in groups.items():
        wanted = [task for task, study in pairs if study.open()]
        waiting = sum(study.open() for _, study in pairs)

        def hire(wanted=wanted, backend=backend):
            process = _worker(wanted, backend, log)
            process.start()
            return process

        staff, gone = [hire() for _ in range(min(jobs, waiting))], []
        try:
            while staff:
                _wait(staff, show)
                ended = [each for each in staff if not each.is_alive()]
                staff = [each for each in staff if each not in ended]
                gone += ended
                if any(study.open() for _, study in pairs):
                    staff += [hire() for each in ended if not each.exitcode]
        finally:
            _end(staff)
            for _, study in pairs:
                study.release([process.name for process in gone + staff])
        died += [process.exitcode for process in gone if process.exitcode]
    show()
    return died


def _wait(staff, show):
    """Until a process ends; looking costs at most a twentieth of the time."""
    begin = time.monotonic()
    show()
    pause = max(0.3, 20 * (time.monotonic() - begin))
    connection.wait([each.sentinel for each in staff], pause)


def _worker(tasks, backend, log):
    """A process that is not started, with a name that no other machine has."""
    name = f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
    context = multiprocessing.get_context("spawn")
    arguments = (tasks, backend, log, WORKING_LIFE)
    return context.Process(target=work, args=arguments, name=name)


def film(name, key, folder, smoke=False):
    """Measures one trial, in this process, for its film.

    Args:
        name: str, the experiment.
        key: str, of `film_key`.
        folder: path, where films are.
        smoke: bool.

    Raises:
        UserError: if there is no such trial, or its measure makes no films.

    Returns:
        Path of the film.
    """
    experiment = load(name)
    text, _, seed = key.rpartition(",seed=")
    cells = {cell_key(cell): cell for cell in experiment.cells}
    if text not in cells or not seed.isdecimal():
        raise unknown("trial", key, [film_key(cell, 0) for cell in cells.values()])
    if backend := backend_of(experiment):
        _use(backend, [name])
    folder.mkdir(parents=True, exist_ok=True)
    settings = experiment.settings(cells[text], smoke)
    experiment.measure(settings, int(seed), folder / key)
    path = folder / f"{key}.js"
    if not path.exists():
        raise UserError(f"{name} makes no films; its measure ignores `film`.")
    return path


def _parent_lives():
    parent = multiprocessing.parent_process()
    return parent is None or parent.is_alive()


def _use(backend, names):
    if loaded_backend() not in ("", backend):
        raise UserError(
            f"One of {', '.join(names)} imports Keras at the top of its module; "
            f"import it inside measure, so that the backend {backend} can be chosen."
        )
    os.environ.setdefault(*EXACT)  # numbers must not depend on the device
    commands.use_backend(backend)


def share_cores(jobs):
    """Gives each worker its part of the cores, so that they do not fight."""
    threads = max((os.cpu_count() or 1) // jobs, 1)
    for name in THREADS:
        os.environ.setdefault(name, str(threads))
    if threads == 1:
        flag = "--xla_cpu_multi_thread_eigen=false"
        flags = os.environ.get("XLA_FLAGS", "")
        if flag not in flags:
            os.environ["XLA_FLAGS"] = f"{flags} {flag}".strip()


def _end(processes):
    for process in processes:
        if process.is_alive():
            process.terminate()
    for process in processes:
        process.join()


def sqlite_url(folder):
    """The URL of the embedded database of a folder, which is made."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{(folder / 'trials.db').absolute()}"
