"""What is said of all models of a table together: faithful, useful, copied?"""

import dataclasses
import math
from collections.abc import Callable

from ter_gan.evaluation.metric import Overview, Texts
from ter_gan.evaluation.result import DIRECTIONS

SURE = 3  # standard errors from which on something is said to be a sign
PLAUSIBLE = 2  # standard errors up to which two numbers may be the same
ALARM = "[train-copy]"


@dataclasses.dataclass(frozen=True)
class Sign:
    """A number that gives a model away when it is too high.

    Args:
        metric: str. Its name.
        chance: float, what a model that copies nothing has; `None`: its floor.
        words: function of its value, and of what it should be, to a text.
    """

    metric: str
    chance: float | None
    words: Callable

    def seen(self, result):
        """str: what is wrong, or empty."""
        usual = result.floor if self.chance is None else self.chance
        far = SURE * math.hypot(result.error or 0.0, self._own_error(result, usual))
        if result.value - usual <= far:
            return ""
        return self.words(result.value, usual)

    def _own_error(self, result, usual):
        """Of a floor, which comes from as few rows as the holdout has."""
        n = result.protocol.get("n_floor")
        return math.sqrt(usual * (1 - usual) / n) if self.chance is None and n else 0.0


def _share(text):
    return lambda *numbers: text.format(*(f"{100 * x:.3g} %" for x in numbers))


SIGNS = (
    Sign("copies", None, _share("{} of its rows are training rows (by chance {})")),
    Sign(
        "near_train",
        0.5,
        _share("{} of its rows are nearer to training rows than to unseen ones ({})"),
    ),
    Sign(
        "membership_nearest",
        0.5,
        _share("who was trained on is ranked rightly {} of the time ({} is chance)"),
    ),
    Sign(
        "membership_density",
        0.5,
        _share("dense places tell {} of the time who was trained on ({} is chance)"),
    ),
    Sign(
        "attribute",
        0.0,
        _share("the secret of a training row is guessed {} more often than without it"),
    ),
    Sign(
        "rare",
        None,
        _share("{} of the rare combinations came out (by chance {})"),
    ),
)
GLANCE = {  # metric -> how the column is called
    "shapes": "columns",
    "bivariate_relative": "pairs",
    "detector": "told apart",
    "l_syn": "L_syn",
    "l_test": "L_test",
    "tstr_gap": "lost",
    "copies": "copied",
    "near_train": "near train",
    "membership_nearest": "membership",
    "membership_density": "by density",
    "attribute": "secret",
}
CAPTION = (
    "columns, pairs: how alike single columns and pairs of columns are, 1 is the best "
    "that can be had; told apart: AUC of a classifier that tells real rows from "
    "generated ones, at 0.5 or less it cannot; lost: what models lose that learn from "
    "generated rows; copied, near train, membership, by density, secret: signs that "
    "training rows come out, best at 0, 0.5, 0.5, 0.5, 0. Marked: beyond chance by "
    f"more than {SURE} standard errors. Names in brackets are baselines: [independent] "
    "is what a model gets that knows nothing of how columns depend, [train-copy] what "
    "an alarm looks like."
)


def overview(dataset, runs, baselines):
    """The `Overview` of all contributions.

    Args:
        dataset: `ter_gan.tables.datasets.TableDataset`.
        runs, baselines: dicts from names to dicts from metrics' names to `Result`s.
    """
    everyone = {
        name: {metric: each for metric, each in found.items() if each.value is not None}
        for name, found in (runs | baselines).items()
    }
    sentences = [
        text
        for name in runs
        for text in (
            _faithful(name, everyone[name], baselines),
            _useful(name, everyone[name], dataset.target),
            _copied(name, everyone[name], everyone.get(ALARM)),
        )
        if text
    ]
    numbers = {
        "signs_of_copying": {name: signs(each) for name, each in everyone.items()}
    }
    glance = _glance(everyone)
    return Overview((glance,) if glance else (), sentences, numbers)


def signs(found):
    """dict from metrics to what is wrong in words, of results by metric."""
    seen = {s.metric: s.seen(found[s.metric]) for s in SIGNS if s.metric in found}
    return {metric: words for metric, words in seen.items() if words}


def _faithful(name, found, baselines):
    parts = []
    if "shapes" in found:
        own = found["shapes"]
        parts.append(
            f"its columns are alike to {own.value:.3f} of 1 (real rows {own.floor:.3f})"
        )
    if "bivariate_relative" in found:
        own = found["bivariate_relative"]
        other = baselines.get("[independent]", {}).get("bivariate_relative")
        parts.append(
            f"its pairs of columns reach {own.value:.1%} of what real rows reach"
            f"{_beside_independent(own, other) if other else ''}"
        )
    if "detector" in found:
        own = found["detector"]
        parts.append(
            f"a classifier tells its rows from real ones with AUC {own.value:.2f} "
            f"(0.5: not at all; real rows {own.floor:.2f})"
        )
    return f"Faithful? {name}: {'; '.join(parts)}." if parts else ""


def _beside_independent(own, other):
    """What columns that do not depend on each other get, and what that means."""
    difference = own.value - other.value
    if abs(difference) <= PLAUSIBLE * math.hypot(own.error or 0, other.error or 0):
        verdict = ": so few rows do not show whether it has learned how columns depend"
    else:
        verdict = "" if difference > 0 else ": it is worse than no dependence at all"
    return f", independent columns {other.value:.1%}{verdict}"


def _useful(name, found, target):
    if "tstr_gap" not in found:
        return ""
    gap = found["tstr_gap"]
    score = "R²" if "_r2_" in gap.name else "F1"
    reached = [
        f"{found[metric].value:.3f} ({word}; from real rows {found[metric].floor:.3f})"
        for metric, word in (
            ("tstr_linear", "linear"),
            ("tstr_forest", "forest"),
            ("tstr_boosting", "boosting"),
        )
        if metric in found
    ]
    return (
        f"Useful? {name}: models that learn {target} from its rows lose "
        f"{gap.value:.3f} in {score} on real rows: {', '.join(reached) or 'see below'}."
    )


def _copied(name, found, alarm):
    asked = [sign.metric for sign in SIGNS if sign.metric in found]
    if not asked:
        return ""
    seen = signs(found)
    if seen:
        return f"Copied? {name}: there are signs of it: {'; '.join(seen.values())}."
    return (
        f"Copied? {name}: none of {len(asked)} tests found a sign of it"
        f"{_blind(asked, alarm) if alarm else ''}, which proves nothing: synthetic is "
        "not anonymous."
    )


def _blind(asked, alarm):
    """Which tests do not see plain copies, of so few rows."""
    seen = signs(alarm)
    blind = [GLANCE.get(metric, metric) for metric in asked if metric not in seen]
    if not blind:
        return ""
    return f" ({', '.join(blind)}: of so few rows not even plain copies would show)"


def _glance(everyone):
    """`Texts`: the numbers that matter most, of all models."""
    shown = [key for key in GLANCE if any(key in found for found in everyone.values())]
    if not shown:
        return None
    rows = []
    for name, found in everyone.items():
        seen = signs(found)
        cells = [((_number(found.get(key)), key in seen),) for key in shown]
        rows.append((((name, False),), *cells))
    directions = [
        DIRECTIONS[next(f[key] for f in everyone.values() if key in f).direction]
        for key in shown
    ]
    heading = [f"{GLANCE[key]} {arrow}" for key, arrow in zip(shown, directions)]
    return Texts("At a glance", ("", *heading), tuple(rows), CAPTION, short=True)


def _number(result):
    return "–" if result is None else f"{result.value:.3f}"
