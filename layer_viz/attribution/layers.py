"""The gradient of a score with respect to the output of every layer."""

import keras
import numpy as np
from keras import ops

from layer_viz.tap import Outputs, tap
from ter_gan import backends


def layer_gradients(models, run, paths=None):
    """d score / d output of the layers, all of them in one backward pass.

    Zeros are added to each output; the gradient with respect to these zeros is
    what is asked for. All zeros are slices of one vector.

    Args:
        models: `keras.Model`, or dict from a name to one, as in `tap`.
        run: callable without arguments that calls the models eagerly and
            returns the scores `(n,)`, or one scalar.
        paths: iterable of keys as `tap` records them; `None` for all layers.
            Layers that did not run, or whose outputs are no floats, are left
            out of the result.

    Returns:
        dict: path to a float32 array of the shape of the layer's output.
    """
    _, gradients = outputs_and_gradients(models, run, paths)
    return gradients


def outputs_and_gradients(models, run, paths=None):
    """`layer_gradients`, and before them the `Outputs` of all layers."""
    with tap(models) as outputs:
        run()
    shapes = {
        path: tuple(tensor.shape)
        for path, tensor in outputs.items()
        if keras.backend.is_float_dtype(keras.backend.standardize_dtype(tensor.dtype))
        and (paths is None or path in set(paths))
    }
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    ends = np.cumsum(sizes, dtype=int)

    def shifted_run(flat):
        parts = {
            path: ops.reshape(flat[end - size : end], shapes[path])
            for path, size, end in zip(shapes, sizes, ends)
        }
        with tap(models, edit=_adding(parts)):
            scores = ops.cast(run(), "float32")
        return ops.sum(scores) + 0.0 * ops.sum(flat)  # also where no layer matters

    flat = backends.gradient(shifted_run, ops.zeros(sum(sizes)))
    parts = np.split(ops.convert_to_numpy(flat), ends[:-1])
    return outputs, {
        path: part.reshape(shape) for (path, shape), part in zip(shapes.items(), parts)
    }


def _adding(parts):
    """An edit for `tap` that adds `parts` under the keys of `Outputs`."""
    calls = Outputs()

    def add(path, output):
        def shifted(tensor):
            calls.add(path, tensor)
            key = next(reversed(calls), None)
            if key not in parts or not hasattr(tensor, "shape"):
                return tensor
            return tensor + ops.cast(parts[key], tensor.dtype)

        return keras.tree.map_structure(shifted, output)

    return add
