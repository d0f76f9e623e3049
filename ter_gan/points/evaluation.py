"""How good generated points are: the table of metrics at work."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation import evaluator
from ter_gan.evaluation.estimate import Estimate, jackknife, shuffled
from ter_gan.evaluation.metric import Metric, Picture
from ter_gan.points import metrics
from ter_gan.points.datasets import MIXTURES, modes
from ter_gan.points.show import picture


def has_modes(bench):
    """The density of the data must have modes."""
    if bench.dataset.name not in MIXTURES:
        raise UserError(
            f"{bench.dataset.name} has no modes. These have: {', '.join(MIXTURES)}."
        )


def in_the_plane(bench):
    """Points must have two dimensions."""
    if bench.dataset.shape != (2,):
        raise UserError(f"the points of {bench.dataset.name} have no second dimension.")


def energy_distance(bench, side):
    real, points = (shuffled(each.samples, bench.seed) for each in (bench.real, side))
    distance = metrics.energy_distance
    return Estimate(distance(points, real), jackknife(distance, points, real))


def coverage(bench, side):
    found = metrics.mode_coverage(side.samples, *modes(bench.dataset.name))
    share = found["high_quality_share"]
    error = float(np.sqrt(share * (1 - share) / len(side)))
    total = len(modes(bench.dataset.name)[0])
    return {
        "modes": Estimate(found["modes_covered"], None, {"of": total}),
        "quality": Estimate(share, error),
    }


def dimension(bench, side):
    return Estimate(metrics.intrinsic_dimension(side.samples))


METRICS = (
    Metric(
        "energy",
        "energy_distance_{n}",
        "less",
        "Distance between the densities of generated and of real points, in units of "
        "the data; 0 only if they are the same.",
        energy_distance,
    ),
    Metric(
        "modes",
        "modes_covered_{n}",
        "more",
        "Number of modes with at least one generated point within 3 standard "
        "deviations.",
        coverage,
        key="modes",
        needs=(has_modes,),
    ),
    Metric(
        "quality",
        "high_quality_share_{n}",
        "more",
        "Share of generated points within 3 standard deviations of a mode.",
        coverage,
        key="quality",
        needs=(has_modes,),
    ),
    Metric(
        "dimension",
        "intrinsic_dimension_{n}",
        "equal to floor",
        "On how many dimensions neighbouring points lie: 1 on a curve, 2 on a surface; "
        "less than real points: the generator has collapsed onto a thread.",
        dimension,
        needs=(in_the_plane,),
    ),
)


class Evaluator(evaluator.Evaluator):
    """Measures the points of GANs that were trained on one dataset.

    See `ter_gan.evaluation.evaluator.Evaluator`.
    """

    TABLE, ENOUGH = METRICS, metrics.SAMPLES

    def pictures(self, bench):
        image = picture(bench.generated.samples, bench.real.samples)
        return [Picture("Samples", image, "Generated points over real ones.")]
