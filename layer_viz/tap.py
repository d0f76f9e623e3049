"""One mechanism that records, and can edit, what every layer puts out.

While a tap is open, `call` of each layer instance is wrapped; when it closes,
every layer is as it was. This works on any Keras model that is called
eagerly: Sequential, Functional, subclassed, nested, with shared layers, with
several inputs.

```python
with tap({"G": generator, "D": discriminator}) as seen:
    discriminator(generator(z, training=False), training=False)
seen["D/conv_2"]  # what that layer put out

def switch_off(path, output):
    return output * mask if path == "conv_1" else None

with tap(generator, edit=switch_off):
    samples = generator(z, training=False)
```
"""

import contextlib

import keras


class Outputs(dict):
    """What the layers put out: paths to tensors, in the order of the calls.

    A layer that is called again, or that has several outputs, gets a key for
    each: `conv`, `conv#2`, `conv#3`.
    """

    def add(self, path, value):
        tensors = [t for t in keras.tree.flatten(value) if hasattr(t, "shape")]
        for tensor in tensors:
            self[self._free(path)] = tensor

    def _free(self, path):
        if path not in self:
            return path
        number = 2
        while f"{path}#{number}" in self:
            number += 1
        return f"{path}#{number}"

    def numpy(self):
        """dict of NumPy arrays under the same keys.

        Raises:
            ValueError: if a tensor has no value: the model was being traced.
        """
        try:
            return {k: keras.ops.convert_to_numpy(v) for k, v in self.items()}
        except Exception as error:
            raise ValueError(
                "The model ran inside a compiled function, where its outputs have "
                "no values; call it directly: model(x, training=False)."
            ) from error


@contextlib.contextmanager
def tap(models, edit=None):
    """Records the outputs of all layers of all calls made within it.

    Args:
        models: `keras.Model`, or dict from a name to one; with a dict, paths
            begin with that name, as in `"D/conv_2"`.
        edit: callable `(path, output)`. What it returns takes the place of
            the output; `None` leaves it as it is. The path of a second call
            is the same as that of the first.

    Yields:
        `Outputs`, of edited values where there is an `edit`.

    Raises:
        ValueError: if a model was never called, so that its layers are not
            there yet; at the end, if no layer was called: the model was not,
            or ran inside a compiled function made before (as in `predict`).
    """
    seen, places = Outputs(), layers_of(models)
    with contextlib.ExitStack() as stack:
        for layer, path in places:
            stack.enter_context(replaced_call(layer, _tapped(layer, path, seen, edit)))
        yield seen
    if not seen:
        raise ValueError(
            "No layer was called within the tap. Call the model directly, as in "
            "model(x, training=False): predict and fit run compiled functions."
        )


def layers_of(models):
    """All layers inside the models, innermost ones included.

    Args:
        models: `keras.Model`, or dict from a name to one.

    Raises:
        ValueError: if a model was never called, so that it is not built.

    Returns:
        list of `(layer, path)`; models inside models give the folders of the
        path, and are layers too. A layer found twice is listed once.
    """
    found = {}
    roots = models.items() if isinstance(models, dict) else [("", models)]
    for name, model in roots:
        if not model.built:
            raise ValueError(
                f"The model {model.name!r} has no weights yet; call it once on data "
                f"of the right shape first."
            )
        _walk(model, f"{name}/" if name else "", found)
    return list(found.values())


def own_modules(model):
    """Names of the modules, besides Keras's, that a model's layers come from."""
    kinds = {
        type(layer) for layer in [model, *(layer for layer, _ in layers_of(model))]
    }
    names = {kind.__module__ for kind in kinds}
    return sorted(
        name for name in names if name.split(".")[0] not in ("keras", "__main__")
    )


def _walk(parent, prefix, found):
    for layer in _children(parent):
        if id(layer) not in found and layer is not parent:
            path = _unique(f"{prefix}{layer.name}", found)
            found[id(layer)] = (layer, path)
            _walk(layer, f"{path}/", found)


def _unique(path, found):
    """Two layers of one name are told apart: `block`, `block(2)`."""
    taken = {other for _, other in found.values()}
    number, free = 1, path
    while free in taken:
        number += 1
        free = f"{path}({number})"
    return free


def _children(layer):
    """The layers that a layer holds, in the order of its attributes.

    The cell of a recurrent layer is not listed: it is called at every step, perhaps
    inside a compiled loop, and the layer puts out what it computes.
    """
    if isinstance(layer, keras.Model):
        return layer.layers
    if isinstance(layer, keras.layers.RNN):
        return []
    held = keras.tree.flatten([v for k, v in vars(layer).items() if k != "call"])
    return [value for value in held if isinstance(value, keras.layers.Layer)]


def _tapped(layer, path, seen, edit):
    original = layer.call

    def call(*args, **kwargs):
        output = original(*args, **kwargs)
        if edit is not None:
            changed = edit(path, output)
            output = output if changed is None else changed
        seen.add(path, output)
        return output

    return call


@contextlib.contextmanager
def replaced_call(layer, call):
    """Within it, `layer` computes `call`; after it, what it did before."""
    before = vars(layer).get("call")
    try:
        # Past Keras's tracking of attributes, which would keep a trace.
        object.__setattr__(layer, "call", call)
        yield
    finally:
        object.__delattr__(layer, "call")
        if before is not None:
            object.__setattr__(layer, "call", before)
