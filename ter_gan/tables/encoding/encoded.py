"""Encoded rows, in little memory: of a one-hot span only where the 1 is."""

import numpy as np


class Encoded:
    """Rows as networks see them, which are made when they are asked for.

    ```python
    rows = encoder.encoded(matrix, seed=0)
    rows[[3, 5]]     # float32 (2, width), as of `encoder.to_model`
    ```

    A table of a million rows and a few hundred values each would fill a gigabyte,
    most of it zeros.

    Args:
        spans: sequence of `Span`, side by side.
        n: int. Rows, all of them zero until `put` says what they are.
    """

    def __init__(self, spans, n):
        one_hot = [each for each in spans if each.activation == "softmax"]
        single = [each for each in spans if each.activation != "softmax"]
        self.width = sum(each.width for each in spans)
        self.widths = [each.width for each in one_hot]
        self.starts = np.array([each.start for each in one_hot], int)
        self.singles = np.array([each.start for each in single], int)
        self.values = np.zeros((n, len(single)), "float32")
        smallest = np.min_scalar_type(max(self.widths, default=1) - 1)
        self.chosen = np.zeros((n, len(one_hot)), smallest)

    def put(self, rows, values, chosen):
        """Says what some rows are.

        Args:
            rows: slice.
            values: list of float arrays `(k,)`: the values outside of one-hot spans.
            chosen: list of int arrays `(k,)`: the option of each one-hot span.
        """
        for column, each in enumerate(values):
            self.values[rows, column] = each
        for column, each in enumerate(chosen):
            self.chosen[rows, column] = each

    def __len__(self):
        return len(self.values)

    @property
    def shape(self):
        """`(n, width)`."""
        return len(self), self.width

    def __getitem__(self, rows):
        """float32 array `(k, width)` of some rows, a slice or an array of indices."""
        values, chosen = self.values[rows], self.chosen[rows]
        found = np.zeros((len(values), self.width), "float32")
        found[:, self.singles] = values
        np.put_along_axis(found, self.starts + chosen, 1, axis=1)
        return found

    @property
    def places(self):
        """Int array `(options,)`: where in an encoded row the options are."""
        ranges = [
            np.arange(start, start + width)
            for start, width in zip(self.starts, self.widths)
        ]
        return np.concatenate([np.zeros(0, int), *ranges])

    @property
    def counts(self):
        """Tuple of int arrays: how many rows have each option of a one-hot span."""
        return tuple(
            np.bincount(column, minlength=width)
            for column, width in zip(self.chosen.T, self.widths)
        )
