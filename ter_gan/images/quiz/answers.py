"""What people answered: error rates, intervals, sensitivity."""

import json
from pathlib import Path
from statistics import NormalDist

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import wilson

FORMAT = "quiz 1"
KINDS = ("real", "generated")
SAME = {"quiz": "images", "limit_ms": "limit of time"}  # in all files of a summary
NEEDED = {"format", "title", "seed", "started", "answers", *SAME}


def summarise(files):
    """Pools the answers that several players exported from one quiz.

    The intervals take all answers as independent. Where a few players differ
    much from each other, the true uncertainty is larger: look at `players`.

    Args:
        files: list of str or paths of JSON files.

    Returns:
        dict: what `statistics` says of all answers, and `title`, `seed`,
        `quiz`, `limit_ms` and `players`, a list of dict with `file` and the
        same statistics of each player.

    Raises:
        UserError: for no file, one that is damaged, is there twice, or is of
            another quiz or limit of time than the first.
    """
    plays = [_read(path) for path in files]
    if not plays:
        raise UserError("There are no answers: give the files that players exported.")
    _check_same(files, plays)
    answers = [answer for play in plays for answer in play["answers"]]
    players = [
        {"file": str(path), **statistics(play["answers"])}
        for path, play in zip(files, plays)
    ]
    about = {name: plays[0][name] for name in ("title", "seed", *SAME)}
    return about | statistics(answers) | {"players": players}


def statistics(answers):
    """What answers say of the images.

    Args:
        answers: list of dict with `truth` and `answer`, each `"real"` or
            `"generated"`.

    Returns:
        dict: the rates `right`, `error_generated` (generated images that were
        called real), `error_real` and `error`, each a dict with `value`,
        `interval` (Wilson, 95 %), `count` and `n`; `d_prime`; `verdict`:
        `"guessing"`, `"apart"` or `"reversed"`.
    """
    wrong = {
        kind: [each["answer"] != kind for each in answers if each["truth"] == kind]
        for kind in KINDS
    }
    every = wrong["real"] + wrong["generated"]
    right = _rate([not each for each in every])
    low, high = right["interval"]
    return {
        "right": right,
        "error": _rate(every),
        "error_generated": _rate(wrong["generated"]),
        "error_real": _rate(wrong["real"]),
        "d_prime": d_prime(wrong["generated"], wrong["real"]),
        "verdict": "apart" if low > 0.5 else "reversed" if high < 0.5 else "guessing",
    }


def _rate(events):
    count, n = sum(events), len(events)
    value = count / n if n else None
    return {"value": value, "interval": wilson(count, n), "count": count, "n": n}


def d_prime(missed, false_alarms):
    """Sensitivity of signal detection: 0 for who guesses, whatever the bias.

    z(share of generated images found) - z(share of real images called
    generated). Half an event is added to each count, so that it is finite
    (Hautus 1995, https://doi.org/10.3758/BF03203619).

    Args:
        missed: list of bool, one per generated image: was called real.
        false_alarms: list of bool, one per real image: was called generated.
    """
    found, alarms = (
        NormalDist().inv_cdf((sum(each) + 0.5) / (len(each) + 1))
        for each in ([not miss for miss in missed], false_alarms)
    )
    return found - alarms


def table(summary):
    """A summary as lines for the screen."""
    limit = summary["limit_ms"]
    shown = f"each shown for {limit} ms" if limit else "no limit of time"
    rows = [(Path(each["file"]).name, each) for each in summary["players"]]
    width = max(len(name) for name, _ in [*rows, ("all players", None)])
    head = ("right", "generated called real", "real called generated", "d'")
    lines = [
        f"{summary['title']}, seed {summary['seed']}: "
        f"{summary['right']['n']} answers of {len(rows)} "
        f"{'player' if len(rows) == 1 else 'players'}, {shown}",
        f"{'':{width}}  {head[0]:>18}  {head[1]:>22}  {head[2]:>22}  {head[3]:>5}",
    ]
    for name, each in [*rows, ("all players", summary)]:
        right, generated, real = (
            _text(each[key]) for key in ("right", "error_generated", "error_real")
        )
        lines.append(
            f"{name:{width}}  {right:>18}  {generated:>22}  {real:>22}  "
            f"{each['d_prime']:5.2f}"
        )
    return "\n".join([*lines, VERDICTS[summary["verdict"]]])


VERDICTS = {
    "guessing": "The answers are consistent with guessing.",
    "apart": "The players tell real and generated images apart.",
    "reversed": "The players tell them apart, but take one kind for the other.",
}


def _text(rate):
    if rate["value"] is None:
        return "none"
    low, high = rate["interval"]
    return f"{rate['value']:.0%} [{low:.0%}, {high:.0%}]"


def _read(path):
    try:
        play = json.loads(Path(path).read_text(encoding="utf-8"))
        if missing := sorted(NEEDED - {*play}):
            raise ValueError(f"it lacks {', '.join(missing)}")
        if play["format"] != FORMAT:
            raise ValueError(f"its format is {play['format']}, this is {FORMAT}")
        known = {each[name] for each in play["answers"] for name in ("truth", "answer")}
        if not known or not known <= {*KINDS}:
            raise ValueError(f"an answer is {' or '.join(KINDS)}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} has no answers of a quiz: {error}.") from error
    return play


def _check_same(files, plays):
    seen = {}
    for path, play in zip(files, plays):
        for name, word in SAME.items():
            if play[name] != plays[0][name]:
                raise UserError(
                    f"{path} has another {word} ({play[name]}) than {files[0]} "
                    f"({plays[0][name]}); summarise them apart."
                )
        twin = seen.setdefault(json.dumps(play, sort_keys=True), path)
        if twin != path:
            raise UserError(f"{path} has the same answers as {twin}; give one of them.")
