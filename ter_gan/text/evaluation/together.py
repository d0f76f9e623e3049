"""What is said of all models of text together: curves, verdicts, samples."""

import dataclasses

from ter_gan.evaluation.metric import Overview, Picture
from ter_gan.text.evaluation import curves, excerpts
from ter_gan.text.evaluation.measures import curve as curve_of
from ter_gan.text.metrics import curve
from ter_gan.text.metrics.curve import Curve
from ter_gan.text.models.counted import Counted
from ter_gan.text.models.likelihood import LanguageModel

REAL, BASE = "[real data]", "[kneser-ney-5]"  # labels of baselines
LIKELIHOOD = (LanguageModel, Counted)  # trained by it alone
CAPTION = (
    "Each line is a model at temperatures from 1.2 to 0.5, {n} sentences each. Up: "
    "{quality}. To the right: nats per token of real sentences under a 5-gram model of "
    "the generated ones, which is large where these are too much alike. The best place "
    "is below and to the left; the star is real text. The sentences above compare with "
    "{base}: the best of the runs that are trained by likelihood alone, or else the "
    "5-gram model."
)


@dataclasses.dataclass(frozen=True)
class Contribution:
    """What a model adds to the overview.

    Args:
        samples: list of str.
        nll: float, nats per token of real sentences; `None` for all models but
            those that are trained by likelihood alone.
        curve: `Curve`, or `None`.
        point: `Point` of sentences that have no temperature, or `None`.
    """

    samples: list
    nll: float | None = None
    curve: object = None
    point: object = None


def contribution(bench, curve):
    """The `Contribution` of a bench.

    Args:
        bench: `TextBench`.
        curve: bool. Whether the curve is wanted.
    """
    x, found = bench.generated.samples, {}
    decode = bench.dataset.vocabulary.decode
    if curve and curves.has_temperature(bench.gan):
        found["curve"] = bench.estimate(curve_of, bench.generated)
    elif curve:
        drawn = curves.written(bench.gan, bench.seed, x)
        found["point"] = curves.point(bench.evaluator, "", drawn)
    if curve and isinstance(bench.gan, LIKELIHOOD):
        found["nll"] = bench.likelihood(bench.evaluator.split).value
    return Contribution([decode(row) for row in x[: excerpts.SAMPLES]], **found)


def overview(evaluator, runs, baselines):
    """The `Overview` of all contributions.

    Args:
        evaluator: `ter_gan.text.evaluation.Evaluator`.
        runs, baselines: dicts from names to `Contribution`s.
    """
    everyone = runs | baselines
    texts = excerpts.samples(everyone, [each.samples for each in everyone.values()])
    if not curves.wanted(evaluator.rows):
        return Overview((texts,))
    shown = {
        name: Curve(name, each.curve.points)
        for name, each in runs.items()
        if each.curve
    }
    shown[BASE] = Curve(BASE, baselines[BASE].curve.points)
    base, quality = shown[best(runs) or BASE], curves.quality_of(evaluator.dataset)
    others = [own for own in shown.values() if own is not base]
    gaps = {own.name: curves.gap_to(base, own) for own in others}
    sentences = curves.sentences(others, base, gaps, quality)
    image = curve.picture(list(shown.values()), baselines[REAL].point, quality.name)
    caption = CAPTION.format(n=curves.SENTENCES, quality=quality.name, base=base.name)
    picture = Picture("Quality against diversity", image, caption)
    return Overview((picture, texts), sentences, _numbers(shown, base, gaps))


def best(runs):
    """The name of the run with the lowest NLL among those trained by likelihood."""
    known = {name: each.nll for name, each in runs.items() if each.nll is not None}
    return min(known, key=known.get) if known else None


def _numbers(shown, base, gaps):
    places = {name: own.places().tolist() for name, own in shown.items()}
    found = {
        name: None if gap is None else {"gap": gap.value, **gap.details}
        for name, gap in gaps.items()
    }
    return {"curve": {"base": base.name, "places": places, "gaps": found}}
