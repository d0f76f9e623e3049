"""Trials of an earlier report, which a study need not measure again."""

import datetime
import json
from pathlib import Path

import optuna

from experiments.engine.experiment import cell_key
from experiments.engine.trials import attributes
from ter_gan.errors import UserError


def read(path):
    """dict of `report.results`, from a file.

    Raises:
        UserError: if it is none.
    """
    path = Path(path)
    try:
        found = json.loads(path.read_text("utf-8"))
        trials = found["trials"] and found["definition"] and found["environment"]
    except OSError as error:
        raise UserError(f"--start-from {path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError):
        trials = None
    if not trials:
        raise UserError(
            f"--start-from {path} is no report with trials; a run writes one as "
            "results.json, and experiments/results has one for each experiment."
        )
    return found


def adopt(study, found):
    """Gives a study the finished trials of a report, where it has none of its own.

    Args:
        study: `trials.Study`.
        found: dict of `report.results`, of the same experiment.

    Raises:
        UserError: if something else was measured.
    """
    _check(study.experiment, found)
    known, begin = study.known(), datetime.datetime.now()
    total = sum(each["seconds"] for each in found["trials"]) or 1.0
    pace = 60 * found["wall_minutes"] / total  # trials ran side by side
    for each in reversed(found["trials"]):
        end, begin = begin, begin - datetime.timedelta(seconds=pace * each["seconds"])
        if (cell_key(each["cell"]), each["seed"]) not in known:
            study.add_finished(_finished(study, each, found, begin, end))


def _check(experiment, found):
    """Refuses a report of other settings, or without one of the outcomes."""
    defined = found["definition"]
    if defined["base"] != experiment.base:
        raise UserError(
            f"--start-from: the cells of that report share {defined['base']}, those of "
            f"this experiment {experiment.base}; their trials cannot be compared."
        )
    for name, outcome in experiment.outcomes.items():
        about = defined["outcomes"].get(name, {})
        if (about.get("label"), about.get("unit")) != (outcome.label, outcome.unit):
            raise UserError(
                f"--start-from: that report has no {outcome.axis}, which this "
                "experiment measures."
            )


def _finished(study, each, found, begin, end):
    measured = {
        "settings": study.experiment.settings(each["cell"]),
        "outcomes": {
            name: each["outcomes"][name] for name in study.experiment.outcomes
        },
        "curves": each.get("curves", {}),
    }
    trial = optuna.trial.create_trial(
        value=each["seconds"],
        user_attrs=attributes(each["cell"], each["seed"])
        | {"measured": measured, "environment": found["environment"]},
    )
    trial.datetime_start, trial.datetime_complete = begin, end
    return trial
