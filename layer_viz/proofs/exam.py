"""The exam of a method: every proof, as the record of layer_viz keeps it."""

import dataclasses

import numpy as np

from layer_viz.attribution.cam import cam_layer
from layer_viz.attribution.explanation import score
from layer_viz.attribution.gradients import LARGEST_ERROR
from layer_viz.attribution.methods import attribute, filled, find
from layer_viz.proofs.randomisation import cascade, similarity
from layer_viz.proofs.removal import deletion, insertion, random_map, sobel_map

MOST_SIMILAR = 0.4
RANDOM_ORDERS = 5


@dataclasses.dataclass(frozen=True)
class Yardsticks:
    """The areas of maps that know no network, to compare methods with.

    Args:
        random: dict from `"deletion"` and `"insertion"` to a float: the mean
            over five random orders.
        sobel: the same for the edges of the images.
    """

    random: dict
    sobel: dict


def yardsticks(subject, x, baseline=None):
    """Measures the `Yardsticks` once for all methods.

    Args:
        subject, x, baseline: as in `examine`.
    """
    baseline = filled(baseline, x)
    orders = [
        _areas(subject, x, baseline, random_map(x, seed))
        for seed in range(RANDOM_ORDERS)
    ]
    random = {name: float(np.mean([o[name] for o in orders])) for name in orders[0]}
    return Yardsticks(random, _areas(subject, x, baseline, sobel_map(x)))


def examine(method, subject, x, baseline=None, layer=None, seed=0, known=None):
    """Proves one method on one network and its images.

    - randomisation: the maps must change when the network's weights are drawn
      anew, layer by layer. The value is the mean similarity over the cascade.
      The limit of 0.4 lies between what was measured on a trained DCGAN
      discriminator of MNIST: at most 0.3 for methods that follow the weights,
      0.5 for guided backpropagation, 1 for edges of the image.
    - deletion and insertion: the map must name the pixels that carry the score
      better than chance and better than edges.
    - completeness, where the method promises it: the largest error.

    Args:
        method: str, a key of `attribution.METHODS`, or a `Method`.
        subject: `Subject`, of a trained network.
        x: float32 array `(n, h, w, c)`.
        baseline: as in `attribution.attribute`.
        layer: str, for the class activation maps; the default is chosen once.
        seed: int, of the method and of the random weights.
        known: `Yardsticks` of this subject, x and baseline, if at hand.

    Returns:
        dict: an entry of `methods` in `exam.json`; and
        dict: its entry of `cascade`: `layers` and `similarity`.
    """
    method, baseline = find(method), filled(baseline, x)
    known = known or yardsticks(subject, x, baseline)
    if method.needs_layer:
        layer = layer or cam_layer(subject, x)
    options = {"layer": layer, "baseline": baseline, "seed": seed}
    explanation = attribute(method, subject, x, **options)
    curve = randomised(method, subject, x, **options)
    ranking = claim(method, explanation.map, subject, x, baseline)
    found = _areas(subject, x, baseline, ranking)
    checks = [
        _limited("randomisation", np.mean(curve["similarity"]), MOST_SIMILAR),
        *(_compared(name, found, known) for name in ("deletion", "insertion")),
    ]
    if explanation.completeness is not None:
        error = explanation.completeness.max()
        checks.append(_limited("completeness", error, LARGEST_ERROR))
    entry = {
        "id": method.id,
        "signed": method.signed,
        "evidence": method.evidence,
        "teaching": method.teaching,
        "passed": all(check["passed"] for check in checks),
        "checks": checks,
    }
    return entry, curve


def randomised(method, subject, x, layer=None, baseline=None, seed=0, stages=4):
    """How similar the maps stay while the network is randomised.

    Args:
        method, subject, x, layer, baseline, seed: as in `examine`.
        stages: int, points of the curve.

    Returns:
        dict: `layers`, the path that each stage ends with, from the output
        down; `similarity`, floats in [0, 1].
    """
    draft = find(method).drafting

    def explain():
        return attribute(draft, subject, x, layer, baseline, seed).map

    before = explain()
    curve = {"layers": [], "similarity": []}
    for path, after in cascade(explain, subject, x, stages, seed):
        curve["layers"].append(path)
        curve["similarity"].append(similarity(before, after))
    return curve


def claim(method, map, subject, x, baseline):
    """What a map says about the removal of pixels, as a ranking.

    A map of evidence names what pushes the score away from the baseline's
    first; the sign is that of each image's difference of scores. A map of
    sensitivity says what a brighter pixel does, so the sign of the change
    that the removal makes counts too.

    Returns:
        float array `(n, h, w)`: the first pixel has the largest value.
    """
    direction = np.sign(score(subject, x) - score(subject, baseline))
    ranking = direction[:, None, None] * map
    if not method.evidence:
        ranking = ranking * np.sign((x - baseline).sum(-1))
    return ranking


def _areas(subject, x, baseline, ranking):
    return {
        "deletion": deletion(subject, x, baseline, ranking),
        "insertion": insertion(subject, x, baseline, ranking),
    }


def _limited(name, value, limit):
    return {
        "name": name,
        "value": float(value),
        "limit": limit,
        "passed": bool(value <= limit),
        "better": "low",
    }


def _compared(name, found, known):
    value, random, sobel = found[name], known.random[name], known.sobel[name]
    low = name == "deletion"
    passed = value < min(random, sobel) if low else value > max(random, sobel)
    return {
        "name": name,
        "value": value,
        "random": random,
        "sobel": sobel,
        "passed": bool(passed),
        "better": "low" if low else "high",
    }
