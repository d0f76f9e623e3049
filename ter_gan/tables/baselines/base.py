"""What all baselines share: fit, sample, and a state made of arrays."""

import numpy as np

from ter_gan.errors import UserError


class Baseline:
    """A model of a matrix's rows that learns at once.

    A subclass has `learn(matrix, discrete, sizes, rng)` and `draw(n, rng)`, and
    names in `fitted` the attributes that `learn` makes: arrays, or dicts of arrays.
    """

    fitted = ()

    def fit(self, matrix, discrete, sizes, seed=0):
        """Learns; what was learned before is forgotten.

        Args:
            matrix: float array `(n, d)`, NaN where a value is missing; columns with
                codes hold 0 … size - 1.
            discrete: bool array `(d,)`: columns of codes without order.
            sizes: int array `(d,)`: numbers of codes, 0 for numeric columns. A
                column that has codes and is not discrete is ordinal.
            seed: int.

        Returns:
            the model itself.

        Raises:
            UserError: if there are no rows, infinite values, or the arguments do not
                fit together.
        """
        matrix = np.asarray(matrix, "float64")
        discrete, sizes = np.asarray(discrete, bool), np.asarray(sizes, int)
        if matrix.ndim != 2 or not matrix.size:
            raise UserError(
                f"A table needs rows and columns. Received shape {matrix.shape}."
            )
        if not discrete.shape == sizes.shape == matrix.shape[1:]:
            raise UserError(
                f"Expected `discrete` and `sizes` for {matrix.shape[1]} columns. "
                f"Received shapes {discrete.shape} and {sizes.shape}."
            )
        if np.isinf(matrix).any():
            raise UserError("The table has infinite values. Make them missing.")
        self.learn(matrix, discrete, sizes, np.random.default_rng(seed))
        return self

    def sample(self, n, seed=0):
        """New rows.

        Args:
            n: int, at least 0.
            seed: int. The same seed gives the same rows.

        Returns:
            float64 array `(n, d)`, NaN where a value is missing.

        Raises:
            UserError: if n is negative.
            ValueError: if nothing has been learned.
        """
        if n < 0:
            raise UserError(f"The number of rows is at least 0. Received {n}.")
        if not all(hasattr(self, name) for name in self.fitted):
            raise ValueError(f"{type(self).__name__} has learned nothing: call fit().")
        return self.draw(n, np.random.default_rng(seed))

    def state(self):
        """What was learned: a dict of arrays, for `load_state`."""
        result = {}
        for name in self.fitted:
            value = getattr(self, name)
            if isinstance(value, dict):
                result |= {f"{name}/{key}": each for key, each in value.items()}
            else:
                result[name] = value
        return result

    def load_state(self, state):
        """Takes over what another model of the same class has learned.

        Args:
            state: dict of arrays from `state`.
        """
        for name in self.fitted:
            start = f"{name}/"
            parts = {k[len(start) :]: state[k] for k in state if k.startswith(start)}
            setattr(self, name, state.get(name, parts))


def to_codes(values, ordinal, sizes):
    """Numbers that a model made up for ordinal columns, as codes again.

    Args:
        values: float array `(n, d)`, changed in place.
        ordinal: bool array `(d,)`.
        sizes: int array `(d,)`.
    """
    highest = np.maximum(sizes[ordinal] - 1, 0)
    values[:, ordinal] = np.clip(np.rint(values[:, ordinal]), 0, highest)
    return values
