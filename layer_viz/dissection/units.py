"""Units switched off and on: what changes in the images and in the scores.

A unit is a channel, the last axis of a layer's output. Ablation and insertion
follow GAN Dissection (Bau et al. 2019, https://arxiv.org/abs/1811.10597).

`run` is a callable without arguments that runs the models eagerly, in
inference mode, on a fixed set of n inputs, and returns `(images, scores)`:
NumPy arrays `(n, height, width, channels)` in [-1, 1], or `None`, and `(n,)`.
"""

import dataclasses

import keras
import numpy as np
from keras import ops

from layer_viz.tap import tap
from ter_gan import backends
from ter_gan.errors import unknown

HIGH_QUANTILE = 0.99
LEVEL = 0.95  # of the confidence intervals
DRAWS = 1000  # of the bootstrap
TOUCH = 1e-6  # images that differ by less are the same


@dataclasses.dataclass(frozen=True)
class Effects:
    """What each of several interventions changed.

    Args:
        image: float array `(interventions, n)`, the mean |change| of a pixel
            for each input; `None` where the layer does not reach the images.
        score: float array `(interventions, n)`, the signed change.
        before, after: `(interventions, height, width, channels)`, the input
            whose image changes most; `None` like `image`.
    """

    image: np.ndarray | None
    score: np.ndarray
    before: np.ndarray | None
    after: np.ndarray | None


def ablate(models, run, path, units):
    """Switches units off, one intervention after the other.

    Args:
        models: dict from an id to a `keras.Model`, as for `tap`.
        run: see the module.
        path: str. The layer's path in the tap, as in `"G/g_relu_2"`.
        units: sequence of int, or of sequences of int: groups that are
            switched off together.

    Returns:
        `Effects`.
    """
    return insert(models, run, path, units, [0.0] * len(units))


def insert(models, run, path, units, values):
    """Sets units to a value at all positions, one intervention after the other.

    Args:
        models, run, path, units: as for `ablate`.
        values: sequence as long as `units`: a number, or one for each unit
            of the group. See `high_values`.

    Raises:
        UserError: if there is no such layer.
        ValueError: if it has no such unit.

    Returns:
        `Effects`.
    """
    outputs, images, scores = record(models, run, [path])
    of = outputs[path].shape[-1]
    reached = images is not None and _reaches(models, run, path, images)
    changes, score, before, after = [], [], [], []
    for unit, value in zip(units, values):
        edit = _setting(path, np.atleast_1d(unit), value, of)
        new_images, new_scores = _edited(models, run, edit)
        score.append(new_scores - scores)
        if reached:
            axes = tuple(range(1, images.ndim))
            changes.append(np.abs(new_images - images).mean(axis=axes))
            most = changes[-1].argmax()
            before.append(images[most])
            after.append(new_images[most])
    if not reached:
        return Effects(None, np.stack(score), None, None)
    return Effects(*map(np.stack, (changes, score, before, after)))


def record(models, run, paths):
    """One run without intervention.

    Returns:
        `(outputs, images, scores)`: a dict from each path to a NumPy array,
        and what `run` returned.

    Raises:
        UserError: if there is no such layer.
    """
    with tap(models) as seen:
        images, scores = run()
    for path in paths:
        if path not in seen:
            raise unknown("layer", path, seen)
    return {p: ops.convert_to_numpy(seen[p]) for p in paths}, images, scores


def high_values(outputs, quantile=HIGH_QUANTILE):
    """Each unit's own high value: a quantile over inputs and positions.

    Args:
        outputs: array `(n, …, units)`.
        quantile: float in [0, 1].

    Returns:
        float array `(units,)`. For a unit that is positive at fewer positions
        than that, as behind a ReLU, this is 0.
    """
    return np.quantile(outputs.reshape(-1, outputs.shape[-1]), quantile, axis=0)


def random_groups(count, of, size=1, seed=0):
    """Groups of units drawn at random, without repetition within a group.

    Args:
        count: int. How many groups.
        of: int. How many units the layer has.
        size: int. Units in a group.
        seed: int.

    Returns:
        int array `(count, size)`.
    """
    rng = np.random.default_rng(seed)
    return np.stack([rng.choice(of, size, replace=False) for _ in range(count)])


def interval(effects, seed=0):
    """Mean over interventions and inputs, with its confidence interval.

    Args:
        effects: array `(interventions, n)`, as in `Effects`.
        seed: int. Of the bootstrap over the inputs.

    Returns:
        `(mean, (low, high))`, floats: a 95 % percentile interval.
    """
    per_input = effects.mean(axis=0)
    rng = np.random.default_rng(seed)
    draws = rng.integers(per_input.size, size=(DRAWS, per_input.size))
    means = per_input[draws].mean(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(per_input.mean()), (float(low), float(high))


def unit_gradients(models, scores, path):
    """How strongly each unit moves the score: mean |∂score/∂unit|.

    The unit is moved by the same amount at all positions, so its derivative
    is the sum of those at the positions; the mean is over the inputs.

    Args:
        models: dict from an id to a `keras.Model`.
        scores: callable without arguments; runs the models eagerly on n
            inputs and returns a tensor `(n,)`, differentiable.
        path: str.

    Returns:
        float array `(units,)`.
    """
    with tap(models) as seen:
        scores()
    if path not in seen:
        raise unknown("layer", path, seen)
    shape = seen[path].shape
    delta = np.zeros((shape[0], *[1] * (len(shape) - 2), shape[-1]), "float32")

    def moved(delta):
        def add(where, output):
            return output + ops.cast(delta, output.dtype) if where == path else None

        with tap(models, edit=add):
            return scores()

    gradient = ops.convert_to_numpy(backends.gradient(moved, delta))
    return np.abs(gradient).reshape(-1, shape[-1]).mean(axis=0)


def _setting(path, units, value, of):
    """The edit that sets some of the `of` units of a layer."""
    if units.min() < 0 or units.max() >= of:
        raise ValueError(
            f"The layer {path!r} has the units 0 … {of - 1}; received {units.tolist()}."
        )
    chosen, values = np.zeros(of, bool), np.zeros(of, "float32")
    chosen[units], values[units] = True, value

    def edit(where, output):
        if where == path:
            dtype = keras.backend.standardize_dtype(output.dtype)
            return ops.where(chosen, ops.cast(values, dtype), output)

    return edit


def _reaches(models, run, path, images):
    """Whether the images change when the whole layer does."""

    def shift(where, output):
        return output + 1.0 if where == path else None

    return np.abs(_edited(models, run, shift)[0] - images).max() > TOUCH


def _edited(models, run, edit):
    with tap(models, edit=edit):
        return run()
