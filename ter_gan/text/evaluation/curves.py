"""Quality against diversity over temperatures, of models that take one."""

import dataclasses

import numpy as np

from ter_gan.text.metrics import curve, language
from ter_gan.text.metrics.curve import Curve, Point
from ter_gan.text.metrics.scores import Scores
from ter_gan.text.vocabulary import lengths

ROW = "curve"  # what `--metrics` calls it
INVERSE = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)  # of the temperatures
SENTENCES = 500  # at each temperature
TESTED = 2000  # real sentences that tell the diversity


def wanted(rows):
    """bool: whether the curve is among the rows."""
    return any(row.name == ROW for row in rows)


def has_temperature(gan):
    """bool: whether a model takes a temperature."""
    return "temperature" in getattr(gan, "controls", ())


def of(evaluator, gan, ready=None, n=SENTENCES):
    """The `Curve` of a model.

    Args:
        evaluator: `ter_gan.text.evaluation.Evaluator`.
        gan: a model that takes a temperature.
        ready: int array `(m, length)`: its sentences at temperature 1, if there are.
        n: int. Sentences at each temperature.
    """
    stage = evaluator.progress.stage(
        f"quality and diversity at {len(INVERSE)} temperatures, {n} sentences each"
    )
    points = []
    for inverse in INVERSE:
        ready_now = ready if inverse == 1 else None
        x = written(gan, evaluator.seed, ready_now, n, temperature=1 / inverse)
        points.append(point(evaluator, f"{1 / inverse:.2g}", x))
        stage(len(points), len(INVERSE))
    return Curve("", points)


def written(gan, seed, ready=None, n=SENTENCES, **options):
    """int array `(n, length)`; those that are ready, if they are enough."""
    if ready is not None and len(ready) >= n:
        return ready[:n]
    return np.concatenate(list(gan.parts(n, None, seed, **options)))


def point(evaluator, label, x):
    """The `Point` of some sentences `(n, length)`."""
    judge = language.judge(x, len(evaluator.dataset.vocabulary))
    tested = evaluator.real.samples[:TESTED]
    quality = quality_of(evaluator.dataset).scores(evaluator, x)
    return Point(label, quality, language.scores(judge, tested))


def by_judge(evaluator, x):
    return language.scores(evaluator.judge, x)


def by_truth(evaluator, x):
    found = evaluator.dataset.truth.log_prob(x)
    possible = np.isfinite(found)
    return Scores(-found[possible], lengths(x)[possible])


def by_grammar(evaluator, x):
    return Scores.of(~evaluator.dataset.truth.grammatical(x))


@dataclasses.dataclass(frozen=True)
class Quality:
    """What is the better the less it is.

    Args:
        word: str. In the names of results.
        name: str. For people, with its unit.
        unit: str. Of a difference.
        scores: function `(evaluator, x)` to `Scores`.
    """

    word: str
    name: str
    unit: str
    scores: object


NATS = "nats per token"
JUDGED = Quality("lm", f"LM score ({NATS})", NATS, by_judge)
KNOWN = Quality("oracle", f"NLL under the true distribution ({NATS})", NATS, by_truth)
RIGHT = Quality(
    "ungrammatical", "share of ungrammatical sentences", "of the sentences", by_grammar
)


def quality_of(dataset):
    """The `Quality` that is the hardest to please on a dataset.

    An n-gram model's judgement favours what n-gram models write, so it is asked only
    where the truth is not known. A grammar gives no probability to most sequences of
    words: there the share of those counts.
    """
    if dataset.truth is None:
        return JUDGED
    backwards = dataset.test.x[:50, ::-1]
    return KNOWN if dataset.truth.grammatical(backwards).all() else RIGHT


def gap_to(base, own):
    """`Estimate`: how far a curve is above a base; see `metrics.curve.gap`."""
    return curve.gap(own, base)


def sentences(others, base, gaps, quality):
    """list of str: how curves lie to a base; models that fare alike share one.

    Args:
        others: list of `Curve`s.
        base: `Curve`.
        gaps: dict from names to `Estimate`s of `gap_to`, or `None`.
        quality: `Quality`.
    """
    found = {}  # sentences, and the names that some of them end with
    for own in others:
        if gaps[own.name] is None:
            found.setdefault(_apart(own, base), []).append(own.name)
        else:
            found[sentence(own, base, gaps[own.name], quality)] = []
    return [
        f"{said}: {', '.join(names)}." if names else said
        for said, names in found.items()
    ]


def sentence(own, base, found, quality):
    """What a gap means, in words.

    Args:
        own, base: `Curve`s.
        found: `Estimate` of `gap_to`.
        quality: `Quality`.
    """
    low, high = found.details["low"], found.details["high"]
    size = (
        f"{abs(found.value):.3g} {quality.unit} (95 % interval of the difference in "
        f"the {quality.name.partition(' (')[0]}: {low:.3g} to {high:.3g})"
    )
    if low <= 0 <= high:
        return (
            f"{own.name} is not distinguishable from {base.name} at equal diversity: "
            f"{size}."
        )
    verdict = "better" if high < 0 else "worse"
    return f"{own.name} is {verdict} than {base.name} at equal diversity, by {size}."


def _apart(own, base):
    """str: what can be said of models that are never as diverse as another."""
    start = f"Never as diverse as {base.name} is at any temperature"
    if dominated(own.places(), base.places()):
        return f"{start}, but always less diverse and worse than it is at some"
    if dominated(base.places(), own.places()):
        return f"{start}, but at some more diverse and better than it ever is"
    return f"{start}, so that quality at equal diversity cannot be compared"


def dominated(places, others):
    """bool: whether to each place some other one is better on both axes."""
    return bool((others[None] < places[:, None]).all(axis=2).any(axis=1).all())
