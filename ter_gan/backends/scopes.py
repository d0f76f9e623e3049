"""Calling a network without letting it change."""

import keras
from keras.src.backend.common.stateless_scope import get_stateless_scope


def is_random_state(variable):
    """Whether a variable is the state of a `keras.random.SeedGenerator`."""
    return variable.name == "seed_generator_state"


class _Discarding(keras.StatelessScope):
    """A stateless scope that sees the enclosing one and forgets its writes.

    Random streams are the exception: they go on, so that the next dropout
    mask is a new one.
    """

    def __init__(self):
        super().__init__(initialize_variables=False)
        outer = get_stateless_scope()
        if outer is not None:
            self.state_mapping = dict(outer.state_mapping)
        self._random_states = {}

    def add_update(self, update):
        super().add_update(update)
        variable, value = update
        if is_random_state(variable):
            self._random_states[id(variable)] = (variable, value)

    def __exit__(self, *args, **kwargs):
        super().__exit__(*args, **kwargs)
        for variable, value in self._random_states.values():
            variable.assign(value)


def frozen(fn, *args, **kwargs):
    """Calls `fn`; what it writes to variables is discarded.

    While one player moves, the other one stands still: not only its weights,
    also its batch-norm statistics and power-iteration vectors. Gradients flow
    through as usual.

    Args:
        fn: callable, e.g. a `keras.Model`.
        *args, **kwargs: What to call it with.
    """
    with _Discarding():
        return fn(*args, **kwargs)


def supposing(variables, values, fn, *args, **kwargs):
    """Calls `fn` as if the variables had these values; `frozen` otherwise.

    Args:
        variables: list of `keras.Variable`.
        values: list of tensors of the same shapes.
        fn: callable, e.g. a `keras.Model`.
        *args, **kwargs: What to call it with.
    """
    scope = _Discarding()
    scope.state_mapping |= {id(v): value for v, value in zip(variables, values)}
    with scope:
        return fn(*args, **kwargs)
