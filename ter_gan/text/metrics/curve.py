"""Quality against diversity over temperatures (Caccia et al. 2020).

https://arxiv.org/abs/1811.02549. A temperature trades diversity for quality, so one
point says little: models are compared where they are equally diverse.
"""

import dataclasses

import numpy as np
from PIL import Image

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.text.metrics.scores import Scores

PLACES = 101  # where two curves are compared
RESAMPLES = 500
LEGEND_LINE = 0.2  # inches


@dataclasses.dataclass(frozen=True)
class Point:
    """Samples of a model at one temperature; less is better on both axes.

    Args:
        label: str, the temperature.
        quality: `Scores` of the generated sentences, as the LM score.
        diversity: `Scores` of test sentences, as the reverse LM score.
    """

    label: str
    quality: Scores
    diversity: Scores


@dataclasses.dataclass(frozen=True)
class Curve:
    """The points of one model.

    Args:
        name: str.
        points: list of `Point`, at least one.
    """

    name: str
    points: list

    def places(self, rng=None, tested=slice(None)):
        """The points in the plane: float array `(points, 2)`, diversity first.

        Args:
            rng: `numpy.random.Generator` that draws the generated sentences again,
                with replacement; `None` takes each one once.
            tested: int array, which test sentences to take.
        """
        return np.array(
            [
                (p.diversity.resampled(tested), p.quality.resampled(_draw(p, rng)))
                for p in self.points
            ]
        )


def front(places):
    """The points that no other point beats, from left to right.

    A model can be run at each of its temperatures, so a point that is worse on both
    axes than another one is never chosen.

    Args:
        places: float array `(n, 2)`; less is better on both axes.

    Returns:
        float array `(m, 2)`; the first axis rises, the second one falls.
    """
    places = places[np.lexsort((places[:, 1], places[:, 0]))]
    best = np.minimum.accumulate(places[:, 1])
    return places[np.diff(best, prepend=np.inf) < 0]


def quality_at(diversity, places):
    """The quality of a model at given diversities.

    Monotone cubic interpolation (Fritsch & Carlson 1980) of the `front`.

    Args:
        diversity: float or float array.
        places: float array `(n, 2)`, diversity first.

    Returns:
        float array; NaN outside the front.
    """
    from scipy.interpolate import PchipInterpolator  # slow to import

    x, y = front(places).T
    if len(x) == 1:
        return np.where(diversity == x[0], y[0], np.nan)
    return PchipInterpolator(x, y, extrapolate=False)(diversity)


def gap(curve, base, resamples=RESAMPLES, seed=0):
    """How far a curve lies above or below a base curve, at equal diversity.

    The mean difference of quality over the diversities that both reach; negative
    means that the curve is better. A model with one point is compared there. The
    interval comes from drawing sentences again: the same test sentences for all
    points, and the generated ones of each point by themselves. Models that were
    fitted on generated sentences are not fitted again, and the training's own
    randomness needs several seeds.

    Args:
        curve: `Curve`.
        base: `Curve`, e.g. of maximum likelihood.
        resamples: int.
        seed: int.

    Returns:
        `Estimate` in the unit of quality, or `None` if there is no common range;
        details: `area` (the gap times the width of the range), `low` and `high`
        (the 95 % interval of the gap), `area_low` and `area_high`, `range`, and
        `resamples`: those that had a common range.

    Raises:
        UserError: if points were scored on different test sentences.
    """
    points = [*curve.points, *base.points]
    tested = {len(point.diversity.sums) for point in points}
    if len(tested) > 1:
        raise UserError(
            "All points of a comparison need the same test sentences. "
            f"Received {sorted(tested)} of them."
        )
    whole = _between(curve.places(), base.places())
    if whole is None:
        return None
    rng, (n,) = np.random.default_rng(seed), tested
    drawn = []
    for _ in range(resamples):
        chosen = rng.integers(n, size=n)
        drawn.append(_between(curve.places(rng, chosen), base.places(rng, chosen)))
    drawn = np.array([each for each in drawn if each is not None])
    mean, low, high = whole
    ends = np.quantile(drawn[:, 0], (0.025, 0.975))
    areas = drawn[:, 0] * (drawn[:, 2] - drawn[:, 1])
    area_ends = np.quantile(areas, (0.025, 0.975))
    details = {
        "low": float(ends[0]),
        "high": float(ends[1]),
        "area": mean * (high - low),
        "area_low": float(area_ends[0]),
        "area_high": float(area_ends[1]),
        "range": [low, high],
        "resamples": len(drawn),
    }
    return Estimate(mean, float(drawn[:, 0].std()), details)


def picture(
    curves,
    real=None,
    quality="LM score (nats per token)",
    size=(5.0, 4.2),
    dpi=120,
):
    """The curves: a line for each model, a star for real text.

    Its words can be read on a telephone, so the legend is below, and its height is
    not part of `size`.

    Args:
        curves: list of `Curve`.
        real: `Point` of real sentences, or `None`.
        quality: str. What the quality is, and its unit.
        size: inches, without the legend.
        dpi: int.

    Returns:
        `PIL.Image.Image`, RGB.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    legend = LEGEND_LINE * (len(curves) + 2)
    figure = Figure((size[0], size[1] + legend), dpi=dpi, layout="constrained")
    canvas, axes = FigureCanvasAgg(figure), figure.subplots()
    for curve in curves:
        axes.plot(*curve.places().T, "o-", ms=4, lw=1.2, label=curve.name)
    _mark_ends(axes, [curve for curve in curves if len(curve.points) > 1])
    if real:
        ((x, y),) = Curve("real", [real]).places()
        axes.plot(x, y, "*", ms=14, color="black", label="real text", ls="none")
    axes.set_xlabel("reverse LM score (nats per token)\n← more diverse")
    axes.set_ylabel(f"{quality}\n← better")
    axes.grid(alpha=0.3)
    figure.legend(loc="outside lower left", frameon=False, fontsize=9)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _mark_ends(axes, curves):
    """Rings around the first and the last temperature of each curve."""
    look = {"ms": 8, "mfc": "none", "mec": "black", "ls": "none"}
    for end, mark in ((0, "s"), (-1, "D")) if curves else ():
        places = [curve.places()[end] for curve in curves]
        label = f"temperature {curves[0].points[end].label}"
        axes.plot(*np.transpose(places), mark, label=label, **look)


def _draw(point, rng):
    n = len(point.quality.sums)
    return slice(None) if rng is None else rng.integers(n, size=n)


def _between(places, base):
    """The mean gap over the common range, and its ends; `None` without one."""
    own, other = front(places)[:, 0], front(base)[:, 0]
    low, high = max(own[0], other[0]), min(own[-1], other[-1])
    if low > high:
        return None
    where = np.linspace(low, high, PLACES)
    gaps = quality_at(where, places) - quality_at(where, base)
    return float(gaps.mean()), float(low), float(high)
