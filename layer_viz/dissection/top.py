"""The samples that activate a unit most."""

import dataclasses

import numpy as np


@dataclasses.dataclass(frozen=True)
class Top:
    """The strongest samples of each unit, the strongest first.

    Args:
        indices: int array `(units, k)`, of the samples.
        values: float array `(units, k)`, the unit's largest activation there.
        places: int array `(units, k, 2)`, row and column of it in the layer's
            map; `None` for a vector.
    """

    indices: np.ndarray
    values: np.ndarray
    places: np.ndarray | None


def top_samples(activations, k=9):
    """Which samples activate each unit most, and where.

    Args:
        activations: array `(n, height, width, units)` or `(n, units)`.
        k: int. How many samples; all of them if there are fewer.

    Returns:
        `Top`. Of equal activations the earlier sample comes first.
    """
    n, units = activations.shape[0], activations.shape[-1]
    positions = activations.reshape(n, -1, units)
    peaks = positions.max(axis=1).T
    indices = np.argsort(-peaks, axis=1, kind="stable")[:, :k]
    values = np.take_along_axis(peaks, indices, axis=1)
    if activations.ndim == 2:
        return Top(indices, values, None)
    flat = np.take_along_axis(positions.argmax(axis=1).T, indices, axis=1)
    places = np.stack(np.unravel_index(flat, activations.shape[1:3]), axis=-1)
    return Top(indices, values, places)
