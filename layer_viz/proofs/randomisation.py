"""Does a map change when the network forgets what it has learnt?"""

import contextlib

import numpy as np
from keras import backend, ops

from layer_viz.tap import layers_of, tap
from layer_viz.weights import restoring


def cascade(explain, subject, x, stages=4, seed=0):
    """Maps of a network that is randomised from its output down, cumulatively.

    Kernels are drawn from a normal distribution of mean 0 with their own mean
    square, so that the scores keep their size. Vectors (biases, batch-norm
    weights and statistics) are shuffled. All weights are restored, also after
    an error.

    Args:
        explain: callable without arguments to a map `(n, h, w)` of `subject`.
        subject: `Subject`.
        x: float32 array `(n, h, w, c)`, to see in which order the layers run.
        stages: int, into how many groups of neighbours the layers are put.
        seed: int, of the draws.

    Yields:
        path of the last layer randomised so far, and its map. The last one is
        the map of a network that is random altogether.

    Reference: Adebayo et al. 2018, https://arxiv.org/abs/1810.03292
    """
    rng = np.random.default_rng(seed)
    layers = _from_the_output(subject, x)
    with restoring(subject.model.weights):
        for group in np.array_split(np.arange(len(layers)), min(stages, len(layers))):
            for index in group:
                path, variables = layers[index]
                for variable in variables:
                    variable.assign(_redrawn(variable, rng))
            yield path, explain()


@contextlib.contextmanager
def forgotten(models, seed=0):
    """Within it, all weights of the models are random, as at a cascade's end.

    Args:
        models: iterable of `keras.Model`.
        seed: int.
    """
    rng = np.random.default_rng(seed)
    weights = [v for model in models for v in model.weights if _is_float(v)]
    with restoring(weights):
        for variable in weights:
            variable.assign(_redrawn(variable, rng))
        yield


def similarity(first, second):
    """How alike two maps rank the pixels of each image.

    The ranks are those of the signed values. Those of absolute values stay
    alike for any map that multiplies by the input: on MNIST 0.98 for integrated
    gradients, whatever the weights. A map and its negative count as alike.

    Args:
        first, second: float arrays `(n, h, w)`.

    Returns:
        float in [0, 1]: Spearman's rank correlation without its sign, the mean
        over the images. A constant map counts as 0.
    """
    pairs = zip(first, second)
    return float(np.mean([abs(_spearman(a.ravel(), b.ravel())) for a, b in pairs]))


def _spearman(first, second):
    a, b = _ranks(first), _ranks(second)
    a, b = a - a.mean(), b - b.mean()
    norm = np.sqrt((a @ a) * (b @ b))
    return a @ b / norm if norm > 0 else 0.0


def _ranks(values):
    """Ranks of a vector; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def _from_the_output(subject, x):
    """`(path, variables)` of each layer with float weights of its own."""
    with tap(subject.model) as outputs:
        subject.score(ops.convert_to_tensor(x, "float32"))
    order = {path.partition("#")[0]: place for place, path in enumerate(outputs)}
    owners = {}  # the innermost layer comes last
    for layer, path in layers_of(subject.model):
        if path in order:
            for variable in layer.weights:
                if _is_float(variable):
                    owners[id(variable)] = (path, variable)
    grouped = {}
    for path, variable in owners.values():
        grouped.setdefault(path, []).append(variable)
    return sorted(grouped.items(), key=lambda item: -order[item[0]])


def _is_float(variable):
    return backend.is_float_dtype(backend.standardize_dtype(variable.dtype))


def _redrawn(variable, rng):
    value = np.array(ops.convert_to_numpy(ops.cast(variable.value, "float32")))
    if value.ndim < 2:
        return rng.permutation(value) if value.ndim else value
    scale = np.sqrt(np.mean(np.square(value)))
    return rng.standard_normal(value.shape, "float32") * scale
