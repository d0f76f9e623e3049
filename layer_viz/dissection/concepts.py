"""What units stand for: concepts that are found in images without a segmenter.

Network Dissection (Bau et al. 2017, https://arxiv.org/abs/1704.05796) as in
GAN Dissection (Bau et al. 2019, https://arxiv.org/abs/1811.10597): a unit's
map, enlarged to the image and cut at a high quantile, is compared with the
mask of each concept by intersection over union (IoU). The masks here are for
bright strokes on a dark ground, as in digits; in photographs a "stroke" is
whatever is brighter than mid-grey.
"""

import dataclasses

import numpy as np
from keras import ops

STEEP = 0.25  # of the steepest possible edge
COHERENT = 0.5  # 1: all gradients along one line, 0: along none
BINOMIAL = np.array([1, 4, 6, 4, 1]) / 16  # window of the structure tensor


@dataclasses.dataclass(frozen=True)
class Match:
    """The concept that fits each unit best.

    Args:
        names: list of str.
        values: float array `(units,)`: IoU, or area under the ROC curve.
    """

    names: list
    values: np.ndarray


def concept_masks(images, labels=None, class_names=None):
    """The pixels of each concept.

    Args:
        images: float array `(n, height, width, channels)` in [-1, 1].
        labels: int array `(n,)`, or `None`. Each class is a concept that fills
            the whole image.
        class_names: sequence of str; by default the numbers of the classes.

    Returns:
        dict from a name to a bool array `(n, height, width)`.
    """
    grey = np.asarray(images, "float32").mean(axis=-1)
    stroke = grey > 0
    masks = {"stroke": stroke, "hole": enclosed(~stroke)}
    masks |= _shapes(grey, stroke) | _halves(stroke)
    for name, index in _classes(labels, class_names):
        masks[name] = np.broadcast_to(index[:, None, None], grey.shape)
    return masks


def enclosed(ground):
    """The ground that no path of ground pixels joins to the image's border.

    Args:
        ground: bool array `(n, height, width)`.

    Returns:
        bool array of the same shape. Paths go along the four sides.
    """
    reached = np.zeros_like(ground)
    grown = ground.copy()
    grown[:, 1:-1, 1:-1] = False
    while (grown != reached).any():
        reached = grown.copy()
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown[:, :, 1:] |= reached[:, :, :-1]
        grown[:, :, :-1] |= reached[:, :, 1:]
        grown &= ground
    return ground & ~reached


def unit_masks(activations, size, quantile):
    """Where each unit is at its strongest.

    Args:
        activations: array `(n, height, width, units)`.
        size: `(height, width)` of the image, to which maps are enlarged
            bilinearly.
        quantile: float in [0, 1]. The share of all pixels of the set that a
            mask has, or fewer where the unit is at its smallest elsewhere.

    Returns:
        bool array `(units, n, *size)`.
    """
    maps = ops.image.resize(
        np.asarray(activations, "float32"),
        size,
        interpolation="bilinear",
        data_format="channels_last",
    )
    maps = np.moveaxis(ops.convert_to_numpy(maps), -1, 0)
    flat = maps.reshape(len(maps), -1)
    limits = np.quantile(flat, 1 - quantile, axis=1)[:, None]
    above = (flat >= limits) & (flat > flat.min(axis=1, keepdims=True))
    return above.reshape(maps.shape)


def calibrated_quantile(masks):
    """How much of the images a unit's mask should fill: the median concept.

    IoU is at most the smaller area over the larger one. The papers' 0.005
    suits photographs with hundreds of small concepts. A digit's strokes fill
    a fifth of 28x28 pixels: no unit could pass the threshold of 0.05.

    Args:
        masks: dict, from `concept_masks`.

    Returns:
        float in [0, 1].
    """
    return float(np.median([mask.mean() for mask in masks.values() if mask.any()]))


def iou(units, masks):
    """Intersection over union over the whole set.

    Args:
        units: bool array `(units, n, height, width)`.
        masks: dict from a name to a bool array `(n, height, width)`.

    Returns:
        float array `(units, concepts)`.
    """
    a = units.reshape(len(units), -1).astype("float32")
    b = np.stack([mask.ravel() for mask in masks.values()]).astype("float32")
    both = a @ b.T
    either = a.sum(axis=1)[:, None] + b.sum(axis=1)[None, :] - both
    return both / np.maximum(either, 1)


def best_concepts(activations, masks, quantile=None):
    """The concept of each unit of a layer of maps.

    A network that has learned nothing reaches an IoU too: compare with that
    of a randomised copy of the network on the same inputs.

    Args:
        activations: array `(n, height, width, units)`.
        masks: dict, from `concept_masks` of the n images.
        quantile: float; by default `calibrated_quantile(masks)`.

    Returns:
        `Match`, of IoU.
    """
    size = next(iter(masks.values())).shape[1:]
    quantile = calibrated_quantile(masks) if quantile is None else quantile
    return _best(iou(unit_masks(activations, size, quantile), masks), list(masks))


def best_classes(activations, labels, class_names=None):
    """The class that each unit of a vector tells best from all others.

    Args:
        activations: array `(n, units)`.
        labels: int array `(n,)`, of at least two classes.
        class_names: sequence of str; by default the numbers of the classes.

    Returns:
        `Match`, of the area under the ROC curve: 0.5 is chance for one class,
        the best of several is higher.
    """
    found = dict(_classes(labels, class_names))
    if len(found) < 2:
        raise ValueError(f"Labels of two classes are needed; received {list(found)}.")
    areas = [area_under_roc(activations, index) for index in found.values()]
    return _best(np.stack(areas, axis=1), list(found))


def area_under_roc(values, positive):
    """How well a threshold on each column tells the positive rows.

    Args:
        values: array `(n, units)`.
        positive: bool array `(n,)`.

    Returns:
        float array `(units,)`: the chance that a positive has the larger
        value than a negative, where a tie is half.
    """
    yes, no = values[positive], values[~positive]
    larger = (yes[:, None] > no[None]).mean(axis=(0, 1))
    return larger + 0.5 * (yes[:, None] == no[None]).mean(axis=(0, 1))


def _best(table, names):
    return Match([names[i] for i in table.argmax(axis=1)], table.max(axis=1))


def _classes(labels, class_names):
    """Pairs of a concept's name and the bool array `(n,)` of its images."""
    if labels is None:
        return
    labels = np.asarray(labels)
    for label in np.unique(labels):
        name = class_names[label] if class_names else label
        yield f"class {name}", labels == label


def _shapes(grey, stroke):
    """Edges, corners, and strokes by direction, from the structure tensor.

    Harris & Stephens 1988; the tensor's eigenvalues say how much gradient
    there is along and across a stroke, its angle where the stroke runs.
    """
    down, right = _gradient(grey)
    edge = np.hypot(down, right) > STEEP
    xx, yy, xy = _blur(right**2), _blur(down**2), _blur(right * down)
    energy = np.maximum(xx + yy, 1e-6)
    coherence = np.hypot(xx - yy, 2 * xy) / energy
    # 0°: gradients are horizontal, so that the stroke is vertical. Rows run
    # downwards: a gradient to the lower right (45°) crosses a rising stroke.
    angle = np.rad2deg(np.arctan2(2 * xy, xx - yy)) / 2
    directions = {"vertical": 0, "rising": 45, "horizontal": 90, "falling": -45}
    straight = stroke & (coherence > COHERENT)
    shapes = {
        f"{name} stroke": straight & (np.abs((angle - at + 90) % 180 - 90) < 22.5)
        for name, at in directions.items()
    }
    corner = stroke & (coherence <= COHERENT) & (energy > STEEP**2)
    return {"edge": edge, "corner": corner} | shapes


def _halves(stroke):
    """Strokes by where they are."""
    height, width = stroke.shape[1:]
    rows, columns = np.arange(height)[:, None], np.arange(width)[None, :]
    return {
        "stroke at the top": stroke & (rows < height // 2),
        "stroke at the bottom": stroke & (rows >= height // 2),
        "stroke at the left": stroke & (columns < width // 2),
        "stroke at the right": stroke & (columns >= width // 2),
    }


def _gradient(grey):
    """Sobel's gradient, downwards and to the right; a full step gives ±1."""
    padded = np.pad(grey, ((0, 0), (1, 1), (1, 1)), mode="edge")
    smooth = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    down = (smooth[:, 2:] - smooth[:, :-2]) / 8
    smooth = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    return down, (smooth[:, :, 2:] - smooth[:, :, :-2]) / 8


def _blur(values):
    """Binomial smoothing over a window of 5x5."""
    height, width = values.shape[1:]
    padded = np.pad(values, ((0, 0), (2, 2), (2, 2)), mode="edge")
    rows = sum(w * padded[:, i : i + height] for i, w in enumerate(BINOMIAL))
    return sum(w * rows[:, :, i : i + width] for i, w in enumerate(BINOMIAL))
