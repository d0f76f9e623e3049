"""What an experiment is: checked data, and a function that measures."""

import dataclasses
import importlib.util
import itertools
import pkgutil
import re
import sys
from collections.abc import Callable
from typing import Literal

from experiments.engine.logic import leaves
from experiments.engine.published import PAGES, Comparison
from experiments.engine.table import describe, matches
from ter_gan.errors import UserError, unknown

FOLDERS = ("questions", "tables")  # of experiments: seconds each, and up to hours
VALUES = (str, int, float, bool)
SMOKE_SEEDS = 2


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A number that is measured in every trial.

    Args:
        label: str, what a person calls it, e.g. `"modes covered"`.
        unit: str, e.g. `"of 8"`; empty for a pure number.
        better: `"less"`, `"more"` or `None`.
        worst: float or `None`. What counts for a trial that diverged, i.e.
            whose value is `nan`; without it such a trial is missing.
        log: bool. Whether ratios matter rather than differences, so that
            pictures have a logarithmic axis.
        event: bool. Whether it is 1 where something happened and 0 where not:
            then shares of seeds are tested, not medians.
        optional: bool. Whether some cells have no such thing: then `nan` does not
            mean that a trial diverged.
    """

    label: str
    unit: str = ""
    better: Literal["less", "more"] | None = None
    worst: float | None = None
    log: bool = False
    event: bool = False
    optional: bool = False

    @property
    def axis(self):
        """The label of an axis: name and unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclasses.dataclass(frozen=True)
class Experiment:
    """A question, what varies, what is measured, and what is claimed.

    Args:
        question: str, one sentence.
        measure: function `(settings, seed, film) -> dict` from names to floats
            (the outcomes) and lists of floats (curves). `settings` is a dict;
            `film` is a path without suffix to write a film to, or `None`. It
            lives at the top level of its module; what needs Keras is imported
            inside it, because the backend is chosen first.
        outcomes: dict from names to `Outcome`; `measure` returns all of them.
        cells: sequence of dicts of settings; or
        vary: dict from a setting's name to its values: the cells are the full
            grid. Values are str, int, float or bool.
        base: dict of settings that all cells share; a cell overrides it.
        claims: sequence of `Claim`.
        seeds: int, trials per cell.
        more_seeds: sequence of pairs of a condition (a dict, see `table.matches`) and
            the seeds of the cells that fulfil it; the last that fits counts.
        smoke: dict of settings that override all others in a smoke run.
        smoke_cells: int or `None`. How many cells a smoke run measures, evenly
            spread over all; `None`: all.
        backend: the Keras backend: `"auto"` is JAX where it is installed, else
            TensorFlow; `None` if `measure` needs no Keras.
        films: bool. Whether `measure` writes films.
        comparison: `Comparison` with published numbers, or `None`.
        notes: str, what a reader of the report should know.

    Raises:
        ValueError: if the definition contradicts itself.
    """

    question: str
    measure: Callable
    outcomes: dict
    cells: tuple = ()
    vary: dict = dataclasses.field(default_factory=dict)
    base: dict = dataclasses.field(default_factory=dict)
    claims: tuple = ()
    seeds: int = 5
    more_seeds: tuple = ()
    smoke: dict = dataclasses.field(default_factory=dict)
    smoke_cells: int | None = None
    backend: str | None = "auto"
    films: bool = True
    comparison: Comparison | None = None
    notes: str = ""

    def __post_init__(self):
        cells = self.cells
        if self.vary:
            if cells:
                raise ValueError("An experiment has cells or vary, received both.")
            cells = _grid(self.vary)
        if not cells:
            raise ValueError("An experiment needs cells or vary, received neither.")
        object.__setattr__(self, "cells", tuple(dict(cell) for cell in cells))
        object.__setattr__(self, "claims", tuple(self.claims))
        _check_cells(self)
        _check_outcomes(self.outcomes)
        for claim in self.claims:
            _check_claim(self, claim)
        if self.comparison:
            _check_comparison(self)
        ids = [claim.id for claim in self.claims]
        if len(set(ids)) < len(ids):
            raise ValueError(f"Claims must have different ids, received {ids}.")

    def settings(self, cell, smoke=False):
        """All settings of a cell: base, cell, and in a smoke run its overrides."""
        return {**self.base, **cell, **(self.smoke if smoke else {})}

    def seeds_of(self, cell, smoke=False):
        """How many seeds a cell is measured with; at most 2 in a smoke run."""
        settings, count = self.settings(cell), self.seeds
        for where, seeds in self.more_seeds:
            count = seeds if matches(settings, where) else count
        return min(count, SMOKE_SEEDS) if smoke else count

    def chosen_cells(self, smoke=False):
        """The cells of a run; `smoke_cells` of them in a smoke run."""
        keep = self.smoke_cells
        if not smoke or keep is None or keep >= len(self.cells):
            return self.cells
        last = len(self.cells) - 1
        places = {round(i * last / max(keep - 1, 1)) for i in range(keep)}
        return tuple(self.cells[i] for i in sorted(places))

    @property
    def varied(self):
        """dict from each setting that differs between cells to its values.

        Where a cell leaves a setting out, its value is that of `base`; numbers
        are sorted.
        """
        names = dict.fromkeys(name for cell in self.cells for name in cell)
        found = {}
        for name in names:
            values = [self.settings(cell).get(name) for cell in self.cells]
            different = list(dict.fromkeys(values))
            if len(different) > 1 or len(names) == 1:
                found[name] = _sorted(different)
        return found


def condition(experiment, words):
    """The condition (see `table.matches`) that words such as `"pack=4"` say.

    Args:
        experiment: `Experiment`.
        words: sequence of str; two values of one setting: either of them.

    Raises:
        UserError: if a word is no setting with its value, or no cell fulfils all.
    """
    found = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign:
            raise _no_value(word, experiment.varied)
        if name not in experiment.varied:
            raise unknown("setting", name, experiment.varied)
        values = {str(value): value for value in experiment.varied[name]}
        if text not in values:
            raise unknown(name, text, values)
        found.setdefault(name, []).append(values[text])
    if not any(matches(experiment.settings(cell), found) for cell in experiment.cells):
        raise UserError(f"No cell has {describe(found)}.")
    return found


def _no_value(word, varied):
    """A `UserError` for a word of `--only` without `=`."""
    setting = word if word in varied else next(iter(varied))
    return UserError(
        f'--only takes SETTING=VALUE, such as "{setting}={varied[setting][0]}"; '
        f"received {word!r}. Settings: {', '.join(varied)}."
    )


def cell_key(cell):
    """A cell's name in storages, tables and addresses: `a=1,b=x`."""
    text = ",".join(f"{name}={cell[name]}" for name in sorted(cell))
    return re.sub(r"[^\w.,=+-]", "-", text) or "base"


def film_key(cell, seed):
    """The name of the film of a trial, without suffix."""
    return f"{cell_key(cell)},seed={seed}"


def backend_of(experiment, wanted=None):
    """The name of the Keras backend of an experiment, or `None`.

    Args:
        experiment: `Experiment`.
        wanted: str, counts more than what the experiment says, where it needs one.
    """
    if experiment.backend != "auto":
        return experiment.backend and (wanted or experiment.backend)
    if wanted:
        return wanted
    return "jax" if importlib.util.find_spec("jax") else "tensorflow"


def loaded_backend():
    """str: the backend that Keras uses in this process; empty without Keras."""
    keras = sys.modules.get("keras")
    return keras.config.backend() if keras else ""


def load(name):
    """The experiment of a name, or of an import path such as `my.module`.

    Raises:
        UserError: if there is none.
    """
    if "." not in name and name not in names():
        raise unknown("experiment", name, names())
    path = name if "." in name else f"experiments.{_folder(name)}.{name}"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name and path.startswith(error.name):
            raise UserError(f"There is no module {path} to take from.") from error
        raise
    experiment = getattr(module, "EXPERIMENT", None)
    if not isinstance(experiment, Experiment):
        raise UserError(f"{path} defines no EXPERIMENT, received {experiment!r}.")
    return experiment


def names(folders=FOLDERS):
    """The names of all experiments, sorted.

    Args:
        folders: sequence of str, some of `FOLDERS`.
    """
    return sorted(name for folder in folders for name in _in_folder(folder))


def _in_folder(folder):
    package = importlib.import_module(f"experiments.{folder}")
    found = pkgutil.iter_modules(package.__path__)
    return [each.name for each in found if not each.name.startswith("_")]


def _folder(name):
    return next(folder for folder in FOLDERS if name in _in_folder(folder))


def _grid(vary):
    for name, values in vary.items():
        if isinstance(values, str) or not len(tuple(values)):
            raise ValueError(f"vary[{name!r}] must be a tuple, received {values!r}.")
    return [
        dict(zip(vary, combination))
        for combination in itertools.product(*map(tuple, vary.values()))
    ]


def _check_cells(experiment):
    for settings in (experiment.base, experiment.smoke, *experiment.cells):
        for name, value in settings.items():
            if not isinstance(value, VALUES):
                raise ValueError(
                    f"A setting is a str, int, float or bool; {name!r} is {value!r}."
                )
    keys = [cell_key(cell) for cell in experiment.cells]
    twins = {key for key in keys if keys.count(key) > 1}
    if twins:
        raise ValueError(f"Two cells have the same settings: {', '.join(twins)}.")
    if experiment.seeds < 1:
        raise ValueError(f"seeds must be at least 1, received {experiment.seeds}.")


def _check_outcomes(outcomes):
    if not outcomes:
        raise ValueError("An experiment needs at least one outcome.")
    for name, outcome in outcomes.items():
        if not isinstance(outcome, Outcome):
            raise ValueError(f"outcomes[{name!r}] is no Outcome, but {outcome!r}.")


def _check_claim(experiment, claim):
    for outcome, where in claim.test.needs():
        if outcome not in experiment.outcomes:
            known = ", ".join(experiment.outcomes)
            raise ValueError(
                f"Claim {claim.id} tests the outcome {outcome!r}; known: {known}."
            )
        settings = map(experiment.settings, experiment.cells)
        if not any(matches(each, where) for each in settings):
            raise ValueError(f"Claim {claim.id}: no cell has {describe(where)}.")
    for along in (leaf.along for leaf in leaves(claim.test) if hasattr(leaf, "along")):
        values = [experiment.settings(cell).get(along) for cell in experiment.cells]
        if not any(isinstance(value, (int, float)) for value in values):
            raise ValueError(f"Claim {claim.id}: {along!r} is no numeric setting.")


def _check_comparison(experiment):
    about = experiment.comparison
    named = [*about.columns, *(name for row in about.rows for name in row.values)]
    for name in named:
        if name not in experiment.outcomes:
            raise ValueError(
                f"The comparison {about.title!r} has a column {name!r}; known "
                f"outcomes: {', '.join(experiment.outcomes)}."
            )
    for name in about.comparable:
        if name not in about.columns or not experiment.outcomes[name].better:
            raise ValueError(
                f"{about.title!r}: {name!r} is comparable only if it is a column, and "
                "less or more of it is better."
            )
    if about.page not in PAGES:
        raise ValueError(
            f"{about.title!r}: page must be one of {', '.join(PAGES)}; received "
            f"{about.page!r}."
        )
    if about.scatter:
        _check_scatter(experiment, about)
    settings = [experiment.settings(cell) for cell in experiment.cells]
    conditions = [row.where for row in about.rows if not row.label]
    for where in [*conditions, *([about.floor] if about.floor else [])]:
        if not any(matches(each, where) for each in settings):
            raise ValueError(f"{about.title!r}: no cell has {describe(where)}.")


def _check_scatter(experiment, about):
    if len(about.scatter) != 2 or not set(about.scatter) <= set(experiment.outcomes):
        raise ValueError(f"A scatter has two outcomes, received {about.scatter}.")


def _sorted(values):
    numbers = all(isinstance(value, (int, float)) for value in values)
    return tuple(sorted(values) if numbers else values)
