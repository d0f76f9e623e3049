"""Directions of the latent space that change images most: GANSpace and SeFa."""

import dataclasses

import keras
import numpy as np

from ter_gan.errors import UserError

DEFAULT = 8  # directions
PASSES = 4  # over the activations, of the subspace iteration
SPARE = 8  # more components than asked for: they make those asked for accurate
LINEAR_TO = 1e-3  # relative: how far from affine the first layer may be
ACTIVATIONS = (keras.layers.ReLU, keras.layers.LeakyReLU, keras.layers.Activation)


@dataclasses.dataclass(frozen=True)
class Directions:
    """Unit directions of a latent space, the strongest first.

    Args:
        method: str, `"ganspace"` or `"sefa"`.
        vectors: float32 array `(k, dim)` of norm 1.
        shares: float array `(k,)`: the part of the layer's variance (GANSpace) or
            of the squared singular values (SeFa) that belongs to each.
        layer: str. The layer that was looked at.
    """

    method: str
    vectors: np.ndarray
    shares: np.ndarray
    layer: str

    def walk(self, latents, index, offsets):
        """Latents moved along one direction.

        Args:
            latents: float array `(n, dim)`.
            index: int. Which direction.
            offsets: floats. How far, as distances in latent space.

        Returns:
            float32 array `(n, len(offsets), dim)`.
        """
        offsets = np.asarray(offsets, "float32")[None, :, None]
        return np.float32(latents)[:, None] + offsets * self.vectors[index]


def ganspace(space, k=None, n=4096, seed=0, layer=None, batch_size=512, progress=None):
    """Principal components of a layer's activations, brought back to latents.

    Härkönen et al. 2020 (https://arxiv.org/abs/2004.02546): the activations `y` of n
    latents `z` have principal components `V`; with coordinates `x = Vᵀ(y - μ)` the
    directions `U` minimise the sum of `|U x - z|²`. On a layer that is linear in
    normal latents they are SeFa's; so the default is the first layer behind a
    non-linearity.

    Args:
        space: `LatentSpace`.
        k: int. How many directions, at most the number of latents; `None`: 8, or
            all if there are fewer.
        n: int. Latents drawn; at least 4 for each number of a latent.
        seed: int.
        layer: str. A layer of the generator; `None` for the first activation.
        batch_size: int. Latents at a time: activations of all never stand in memory.
        progress: callable `(done, total)`, or `None`.

    Returns:
        `Directions`.

    Raises:
        UserError: for too many directions, too few latents, or no such layer.
    """
    k = _count(k, space.dim)
    if n < 4 * space.dim:
        raise UserError(
            f"GANSpace needs at least {4 * space.dim} latents, 4 for each of the "
            f"{space.dim} numbers of a latent; received {n}."
        )
    name = layer or _first(space.generator, _is_activation, "activation")
    latents, labels = space.draw(n, seed), _labels(space, n)
    network = _up_to(space.generator, name)

    def batches():
        for start in range(0, n, batch_size):
            part = slice(start, start + batch_size)
            yield _features(network, latents[part], labels and labels[part])

    coordinates, variances, total = principal_components(
        batches, min(k + SPARE, space.dim), seed, progress
    )
    centred = latents - latents.mean(axis=0)
    slopes = np.linalg.lstsq(coordinates, centred, rcond=None)[0][:k]
    return Directions("ganspace", _unit(slopes), variances[:k] / total, name)


def sefa(space, k=None):
    """Singular vectors of the first layer's weights (Shen & Zhou 2021).

    A latent moved by `a·n` moves the first layer's output by `a·Wn`
    (https://arxiv.org/abs/2007.06600): the directions of largest `|Wn|` are the
    eigenvectors of `WᵀW`. W is read off the layer by its outputs for unit latents, so
    labels, biases and chunks of latents need no care. No sample is drawn.

    Args:
        space: `LatentSpace`.
        k: int. How many directions, at most the latents that the layer sees; `None`:
            8, or all if there are fewer.

    Returns:
        `Directions`.

    Raises:
        UserError: for too many directions, or a first layer that is not linear in
            the latents.
    """
    name = _first(space.generator, _has_kernel, "layer with weights")
    weights = _linear_part(space, name)
    left, singular, _ = np.linalg.svd(weights, full_matrices=False)
    rank = int(np.sum(singular > singular[0] * 1e-6))
    k = _count(k, rank)
    shares = singular**2 / np.sum(singular**2)
    return Directions("sefa", _unit(left.T[:k]), shares[:k], name)


def principal_components(batches, k, seed=0, progress=None):
    """The first principal components of rows that never stand in memory together.

    Subspace iteration (Halko et al. 2011, https://arxiv.org/abs/0909.4061): each pass
    multiplies a basis by the covariance, one batch after the other.

    Args:
        batches: callable that yields float arrays `(b, features)`, always the same.
        k: int. How many components, at most the features.
        seed: int. Of the first basis.
        progress: callable `(done, total)`, or `None`.

    Returns:
        (coordinates, variances, total): coordinates `(n, k)` of the rows along the
        components, the components' variances `(k,)`, and the variance of all.
    """
    count, mean, total = _moments(batches())
    k = min(k, len(mean))
    basis = np.random.default_rng(seed).standard_normal((len(mean), k))
    basis = np.linalg.qr(basis.astype("float32"))[0]
    for done in range(PASSES):
        image = sum(_covariance_times(rows - mean, basis) for rows in batches())
        basis = np.linalg.qr(image)[0]
        if progress:
            progress(done + 1, PASSES + 1)
    coordinates = np.concatenate([(rows - mean) @ basis for rows in batches()])
    if progress:
        progress(PASSES + 1, PASSES + 1)
    left, singular, _ = np.linalg.svd(coordinates.astype("float64"), False)
    return left * singular, singular**2 / count, total


def mean_change(space, directions, index, latents, offset):
    """Where a direction changes images: the mean absolute change of each pixel.

    Args:
        space: `LatentSpace`.
        directions: `Directions`.
        index: int. Which one.
        latents: float array `(n, dim)` of the samples averaged over.
        offset: float. Distance to either side.

    Returns:
        float64 array `(h, w)` in grey levels: the change from `-offset` to `+offset`,
        averaged over samples and channels.
    """
    ends = directions.walk(latents, index, (-offset, offset))
    low, high = (np.float64(space.images(ends[:, i])) for i in (0, 1))
    return np.abs(high - low).mean(axis=(0, 3))


def _moments(batches):
    """(count, mean, total variance) of rows, in one pass and float64."""
    count, total, squares = 0, 0.0, 0.0
    for rows in batches:
        rows = rows.astype("float64")
        if count == 0:
            origin = rows.mean(axis=0)
        count += len(rows)
        total = total + (rows - origin).sum(axis=0)
        squares = squares + ((rows - origin) ** 2).sum()
    mean = origin + total / count
    variance = squares / count - np.sum((total / count) ** 2)
    return count, mean.astype("float32"), float(variance)


def _covariance_times(centred, basis):
    return centred.T @ (centred @ basis)


def _linear_part(space, name):
    """float64 array `(dim, features)`: how a layer's output follows the latents."""
    network, dim = _up_to(space.generator, name), space.dim
    probe = np.random.default_rng(0).standard_normal((1, dim), "float32")
    latents = np.concatenate([np.zeros((1, dim), "float32"), np.eye(dim), probe])
    labels = np.zeros(len(latents), "int32") if space.classes else None
    out = _features(network, latents.astype("float32"), labels).astype("float64")
    weights = out[1:-1] - out[0]
    expected = probe[0] @ weights
    error = np.abs(out[-1] - out[0] - expected).max()
    if error > LINEAR_TO * max(np.abs(expected).max(), 1e-12):
        raise UserError(
            f"SeFa needs a first layer that is linear in the latents; {name} is not. "
            f"Use ganspace."
        )
    return weights


def _features(network, latents, labels):
    """float32 array `(n, features)`: a layer's flat outputs."""
    inputs = [latents, np.asarray(labels, "int32")] if labels is not None else latents
    inputs = keras.tree.map_structure(keras.ops.convert_to_tensor, inputs)
    out = keras.ops.convert_to_numpy(network(inputs, training=False))
    return out.reshape(len(latents), -1).astype("float32")


def _labels(space, n):
    """Classes in turn, or `None`."""
    return np.resize(np.arange(space.classes), n).tolist() if space.classes else None


def _up_to(generator, name):
    """The generator's first part, up to a layer."""
    names = [layer.name for layer in generator.layers]
    if name not in names:
        raise UserError(f"The generator has no layer {name!r}; it has {names}.")
    return keras.Model(generator.inputs, generator.get_layer(name).output)


def _first(generator, wanted, what):
    for layer in generator.layers[:-1]:
        if wanted(layer):
            return layer.name
    raise UserError(f"The generator has no {what} to look at.")


def _is_activation(layer):
    own = getattr(layer, "activation", keras.activations.linear)
    return isinstance(layer, ACTIVATIONS) or own is not keras.activations.linear


def _has_kernel(layer):
    return any(weight.name == "kernel" for weight in layer.weights)


def _count(k, most):
    """How many directions, of those that there are."""
    if k is None:
        return min(DEFAULT, most)
    if not 1 <= k <= most:
        raise UserError(
            f"There are at most {most} directions, as many as the first layer sees of "
            f"the latents; received {k}."
        )
    return k


def _unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("float32")
