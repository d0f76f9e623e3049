"""What attention layers look at: their own scores, taken as they compute them."""

import contextlib

import keras

from layer_viz.tap import layers_of, replaced_call


@contextlib.contextmanager
def attentions(model):
    """Records the attention of all calls of a model made within it.

    Each `keras.layers.MultiHeadAttention`, in whatever block it is, is asked for its
    scores too (`return_attention_scores`); its output stays what it was.

    ```python
    with attentions(model) as seen:
        model(tokens, training=False)
    seen["block_1/self_attention"]  # (n, heads, queries, keys), rows sum to 1
    ```

    Args:
        model: built `keras.Model`.

    Yields:
        dict from the path of a layer to its scores, in the order of the calls.
    """
    seen = {}
    with contextlib.ExitStack() as stack:
        for layer, path in layers_of(model):
            if isinstance(layer, keras.layers.MultiHeadAttention):
                stack.enter_context(replaced_call(layer, _asked(layer, path, seen)))
        yield seen


def _asked(layer, path, seen):
    original = layer.call

    def call(*args, **kwargs):
        output, seen[path] = original(*args, return_attention_scores=True, **kwargs)
        return output

    return call
