"""Numbers that say how a layer is doing, over a set of inputs."""

import numpy as np

BINS = 32
SAMPLE = 40_000  # values that percentiles and histograms are taken of
NEAR_END = 0.02  # share of a bounded activation's range
BOUNDS = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0)}


def describe(outputs, units, activation=None):
    """The numbers of one layer for `epoch.json`.

    Args:
        outputs: float array `(n, …, channels)`.
        units: sequence of int, the channels that are shown.
        activation: str, the name of the layer's activation; `"tanh"`,
            `"sigmoid"` and `"softmax"` can be saturated.

    Returns:
        dict, see `stats` in the format; numbers that are not finite are left
        out, but make their unit's `std` NaN. A unit is dead if it is positive for
        no input anywhere.
    """
    values = np.asarray(outputs, "float32")
    flat = values.reshape(-1)
    flat = flat[np.isfinite(flat)] if not np.isfinite(values).all() else flat
    flat = flat if flat.size else np.zeros(1, "float32")
    some = flat[:: max(1, flat.size // SAMPLE)]
    p1, p50, p99 = np.percentile(some, (1, 50, 99))
    counts, edges = np.histogram(some, BINS)
    channels = values.reshape(-1, values.shape[-1])
    dead = channels.max(0) <= 0
    chosen = channels[:, list(units)]
    return {
        "mean": float(flat.mean()),
        "std": float(flat.std()),
        "p1": float(p1),
        "p50": float(p50),
        "p99": float(p99),
        "zeros": float((flat == 0).mean()),
        "dead": float(dead.mean()),
        "saturated": _saturated(some, activation),
        "histogram": {
            "low": float(edges[0]),
            "high": float(edges[-1]),
            "counts": counts.tolist(),
        },
        "units": {
            "std": rounded(chosen.std(0)),
            "dead": dead[list(units)].tolist(),
        },
    }


def _saturated(values, activation):
    if activation not in BOUNDS:
        return 0.0
    low, high = BOUNDS[activation]
    margin = NEAR_END * (high - low)
    return float(((values < low + margin) | (values > high - margin)).mean())


def difference(real, fake, units):
    """|mean on real - mean on fake| over the standard deviation, per unit.

    Args:
        real, fake: arrays `(n, …, channels)`, a layer's outputs.
        units: sequence of int.

    Returns:
        list of float: what the discriminator goes by.
    """
    real, fake = (
        np.asarray(v).reshape(-1, v.shape[-1])[:, list(units)] for v in (real, fake)
    )
    spread = np.sqrt((real.var(0) + fake.var(0)) / 2)
    return rounded(np.abs(real.mean(0) - fake.mean(0)) / np.maximum(spread, 1e-9))


def change(before, after):
    """Relative change of each unit's tiles between two recorded epochs.

    Args:
        before, after: float arrays `(n, units, …)` of the probes.

    Returns:
        list of float, 0 (same) and up.
    """
    before, after = (
        np.moveaxis(v, 1, 0).reshape(v.shape[1], -1) for v in (before, after)
    )
    size = np.maximum(np.linalg.norm(before, axis=1), 1e-9)
    return rounded(np.linalg.norm(after - before, axis=1) / size)


def rounded(values, digits=4):
    """list of floats with few digits: records stay small."""
    return [float(f"{value:.{digits}g}") for value in np.asarray(values, "float64")]
