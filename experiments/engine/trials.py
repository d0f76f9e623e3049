"""Trials in a database that many processes and machines share: Optuna's.

One Optuna study per experiment; each cell and seed is one trial. Trials wait in
the study until a worker takes one. A worker that dies stops its heartbeat; its
trial is then failed and waits anew. Where two runs add the same trial, the one
with the lower number counts and its twin is pruned, whoever comes first. So
exactly one finished trial remains for each cell and seed.
"""

import contextlib
import json
import logging
import math
import multiprocessing
import time
import warnings

import optuna
from optuna.trial import TrialState
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from experiments.engine.experiment import cell_key, film_key, loaded_backend
from experiments.engine.table import Row, Table, matches
from ter_gan import runs
from ter_gan.errors import UserError

HEARTBEAT = 3  # seconds
GRACE = 15  # seconds without a heartbeat until a worker counts as dead
DEATHS = 2  # how often a trial whose process died is tried again
OPEN = (TrialState.WAITING, TrialState.RUNNING)
ALIVE = (*OPEN, TrialState.COMPLETE)


def open_storage(url, heartbeat=HEARTBEAT, grace=GRACE):
    """The database at a URL; it is made where it does not exist.

    Args:
        url: str, e.g. `"sqlite:///trials.db"` or
            `"postgresql+pg8000://user:password@host/database"`.
        heartbeat, grace: int, seconds.

    Raises:
        UserError: if it cannot be opened.
    """
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
    for attempt in range(5):
        try:
            return _open(url, heartbeat, grace)
        except ImportError as error:
            raise UserError(f"No driver for {_safe(url)}: {error}") from error
        except (SQLAlchemyError, optuna.exceptions.OptunaError) as error:
            # Two processes that make the tables at once: the loser tries again.
            if attempt == 4:
                reason = str(error).splitlines()[0]
                raise UserError(f"Cannot open {_safe(url)}: {reason}") from error
            time.sleep(0.3 * (attempt + 1))


def _open(url, heartbeat, grace):
    sqlite = url.startswith("sqlite")
    connect = {"timeout": 60} if sqlite else {}
    storage = optuna.storages.RDBStorage(
        url,
        engine_kwargs={"connect_args": connect},
        heartbeat_interval=heartbeat,
        grace_period=grace,
        heartbeat_stale_trial_callback=(
            optuna.storages.RetryHeartbeatStaleTrialCallback(max_retry=DEATHS)
        ),
    )
    if sqlite:
        _serialise(storage.engine)
    return storage


def _serialise(engine):
    """Lets SQLite's transactions lock before they read.

    Else two workers can read that a trial waits and both take it.
    https://docs.sqlalchemy.org/dialects/sqlite.html#pysqlite-serializable
    """
    engine.dispose()

    @event.listens_for(engine, "connect")
    def connected(connection, _):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


class Study:
    """The trials of one experiment in a storage.

    Args:
        name: str, the experiment's name.
        experiment: `Experiment`.
        storage: of `open_storage`.
        smoke: bool.

    Raises:
        UserError: if the storage holds trials of another definition.
    """

    def __init__(self, name, experiment, storage, smoke=False):
        self.experiment, self.smoke = experiment, smoke
        self.storage, self.met = storage, set()
        self.study = optuna.create_study(
            storage=storage,
            study_name=f"{name}-smoke" if smoke else name,
            sampler=optuna.samplers.RandomSampler(),
            load_if_exists=True,
        )
        self._check_definition(name)

    def _check_definition(self, name):
        wanted = definition(self.experiment, self.smoke)
        stored = self.study.user_attrs.get("definition")
        if stored is None:
            self.study.set_user_attr("definition", wanted)
            return
        different = [
            f"{key} was {json.dumps(stored.get(key))}, is {json.dumps(wanted.get(key))}"
            for key in {**stored, **wanted}
            if stored.get(key) != wanted.get(key)
        ]
        if different:
            raise UserError(
                f"The stored trials of {name} have another definition: "
                f"{'; '.join(different)}. Name another --out (or --storage), or "
                f"delete the old one."
            )

    # -- planning -------------------------------------------------------------

    def plan(self, seeds=None, only=None):
        """Lets every cell and seed wait that has no trial yet, or failed.

        Args:
            seeds: int, trials per cell; `None`: the experiment's.
            only: dict, a condition (see `table.matches`) on the cells; `None`: none.
        """
        self.asked, self.only = seeds, only
        known = self.known()
        for cell, seed in self._cells_and_seeds():
            if (cell_key(cell), seed) not in known:
                self._add(cell, seed)

    def known(self):
        """set of (cell's key, seed): what is finished, waits or runs."""
        return {_place(trial) for trial in self._trials(ALIVE)}

    def add_finished(self, trial):
        """Adds an `optuna.trial.FrozenTrial` that was measured elsewhere."""
        self.study.add_trial(trial)

    @property
    def cells(self):
        """The cells that the run asks for."""
        if not self.only:
            return self.experiment.chosen_cells(self.smoke)
        every, settings = self.experiment.cells, self.experiment.settings
        return tuple(cell for cell in every if matches(settings(cell), self.only))

    def _cells_and_seeds(self):
        """Pairs of a cell and a seed, all cells of the first seed first."""
        counts = [
            (cell, self.asked or self.experiment.seeds_of(cell, self.smoke))
            for cell in self.cells
        ]
        most = max(count for _, count in counts)
        seeds = range(most)
        return [(cell, seed) for seed in seeds for cell, n in counts if seed < n]

    def _add(self, cell, seed):
        self.study.enqueue_trial({}, user_attrs=attributes(cell, seed))

    @property
    def places(self):
        """Pairs of a cell's key and a seed: all that the run asks for."""
        return [(cell_key(cell), seed) for cell, seed in self._cells_and_seeds()]

    # -- running ----------------------------------------------------------------

    def work(self, films=None, ready=lambda: True):
        """Measures trials until none waits; says whether there were any.

        Args:
            films: tuple of a folder and the number of seeds of each cell that
                are filmed, or `None`.
            ready: function that is called before each trial and says whether
                to go on.
        """
        self._take_over()
        any_done = False
        while ready() and self._trials((TrialState.WAITING,)):
            any_done = True
            # A zombie, whose trial another worker has taken over, cannot finish it.
            with contextlib.suppress(ValueError, optuna.exceptions.OptunaError):
                self.study.optimize(
                    lambda trial: self._measure(trial, films),
                    n_trials=1,
                    catch=(Exception,),
                )
        return any_done

    def _take_over(self):
        """Lets the trials of dead workers wait anew.

        Optuna never calls a trial stale that has no heartbeat, and a worker can
        die before its first one: so every running trial gets one from here, once.
        """
        for trial in self._trials((TrialState.RUNNING,)):
            if trial.number not in self.met:
                self.met.add(trial.number)
                self.storage.record_heartbeat(trial._trial_id)
        optuna.storages.fail_stale_trials(self.study)

    def open(self):
        """How many trials still wait or run."""
        return len(self._trials(OPEN))

    def _measure(self, trial, films):
        attributes = trial.user_attrs
        if "cell" not in attributes or self._has_older_twin(trial):
            raise optuna.TrialPruned
        cell, seed = attributes["cell"], attributes["seed"]
        trial.set_user_attr("worker", multiprocessing.current_process().name)
        film = None
        if films and seed < films[1]:
            film = films[0] / film_key(cell, seed)
            film.parent.mkdir(parents=True, exist_ok=True)
        settings = self.experiment.settings(cell, self.smoke)
        begin = time.perf_counter()
        try:
            found = self.experiment.measure(settings, seed, film)
            outcomes, curves = sort_measured(found, self.experiment.outcomes)
        except Exception as error:
            trial.set_user_attr("error", f"{type(error).__name__}: {error}")
            raise
        seconds = time.perf_counter() - begin
        measured = {"settings": settings, "outcomes": outcomes, "curves": curves}
        trial.set_user_attr("measured", measured)
        environment = runs.environment() | {"backend": loaded_backend()}
        trial.set_user_attr("environment", environment)
        return seconds

    def _has_older_twin(self, trial):
        place = _place(trial)
        return any(
            other.number < trial.number and _place(other) == place
            for other in self._trials(ALIVE)
        )

    def release(self, workers):
        """Fails the running trials of workers that are known to be dead.

        Args:
            workers: collection of str, names of processes.
        """
        for trial in self._trials((TrialState.RUNNING,)):
            if trial.user_attrs.get("worker") in workers:
                self.study.tell(
                    trial.number, state=TrialState.FAIL, skip_if_finished=True
                )

    # -- reading ----------------------------------------------------------------

    def finished(self):
        """dict from (cell's key, seed) to the one finished trial of each."""
        places = set(self.places)
        trials = self._trials((TrialState.COMPLETE,))
        return {_place(trial): trial for trial in trials if _place(trial) in places}

    def environments(self):
        """list of the environments of the finished trials that have one."""
        known = [trial.user_attrs for trial in self.finished().values()]
        return [each["environment"] for each in known if "environment" in each]

    def failed(self):
        """dict from (cell's key, seed) to what went wrong, where nothing came."""
        trials = self._trials((*ALIVE, TrialState.FAIL))
        alive = {_place(trial) for trial in trials if trial.state in ALIVE}
        lost = set(self.places) - alive
        return {
            _place(trial): trial.user_attrs.get("error", "its process died")
            for trial in trials
            if _place(trial) in lost
        }

    def table(self):
        """`Table` of the finished trials, in the order of cells and seeds."""
        trials, cells = self.finished(), self.cells
        rows = [
            _row(cell, seed, trials[cell_key(cell), seed])
            for cell, seed in self._cells_and_seeds()
            if (cell_key(cell), seed) in trials
        ]
        rows.sort(key=lambda row: cells.index(row.cell))
        return Table(rows, self.experiment.outcomes)

    def wall_seconds(self):
        """How long at least one of the finished trials was running."""
        spans = sorted(
            (trial.datetime_start, trial.datetime_complete)
            for trial in self.finished().values()
        )
        total, until = 0.0, None
        for begin, end in spans:
            begin = begin if until is None else max(begin, until)
            total += max((end - begin).total_seconds(), 0)
            until = end if until is None else max(until, end)
        return total

    def _trials(self, states):
        return self.study.get_trials(deepcopy=False, states=states)


def attributes(cell, seed):
    """dict: what a trial is known by."""
    return {"cell": cell, "key": cell_key(cell), "seed": seed}


def definition(experiment, smoke=False):
    """What must stay the same for trials to be compared, as JSON.

    Cells and the number of seeds are free: they extend a study.
    """
    found = {f"base {name}": value for name, value in experiment.base.items()}
    if smoke:
        found |= {f"smoke {name}": value for name, value in experiment.smoke.items()}
    measure = experiment.measure
    found["measure"] = f"{measure.__module__}.{measure.__qualname__}"
    for name, outcome in experiment.outcomes.items():
        found[f"outcome {name}"] = [outcome.label, outcome.unit]
    return found


def sort_measured(found, outcomes):
    """Splits what `measure` returned into outcomes and curves.

    Values that are not finite become `None`: the trial diverged.

    Raises:
        ValueError: if an outcome is missing, or something is no number.
    """
    if missing := set(outcomes) - set(found):
        raise ValueError(f"measure returned no {', '.join(sorted(missing))}.")
    numbers, curves = {}, {}
    for name, value in found.items():
        if name in outcomes:
            numbers[name] = _finite(value)
        elif isinstance(value, (list, tuple)):
            curves[name] = [_finite(each) for each in value]
        else:
            raise ValueError(
                f"measure returned {name!r}, which is neither an outcome nor a list."
            )
    return numbers, curves


def _row(cell, seed, trial):
    known = trial.user_attrs["measured"]
    outcomes = {
        name: math.nan if value is None else value
        for name, value in known["outcomes"].items()
    }
    settings, curves = known["settings"], known["curves"]
    return Row(cell, settings, seed, outcomes, curves, trial.value)


def _finite(value):
    if value is None:
        return None
    value = float(value)
    return value if math.isfinite(value) else None


def _place(trial):
    return trial.user_attrs.get("key"), trial.user_attrs.get("seed")


def _safe(url):
    """A URL without its password."""
    head, at, tail = url.rpartition("@")
    return f"{head.split('://')[0]}://…@{tail}" if at else url
