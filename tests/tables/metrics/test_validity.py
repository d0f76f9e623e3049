import numpy as np
import pytest

from ter_gan.tables.encoding import Encoder
from ter_gan.tables.metrics.validity import duplicates, outside, violations
from ter_gan.tables.schema import Column, Schema

NAN = np.nan
COLUMNS = (
    Column("a", "continuous", "float64", True, low=0.0, high=1.0, decimals=1),
    Column("b", "integer", "int64", False, low=0.0, high=9.0),
    Column("c", "categorical", "object", False, categories=("x", "y")),
)


def test_rows_that_are_equal_are_counted():
    matrix = np.array([[1, NAN], [1, NAN], [1, 2], [3, 2], [3.0, 2]])
    found = duplicates(matrix)
    assert (found.value, found.details["count"], found.details["most"]) == (0.8, 4, 2)
    assert duplicates(matrix[2:4]).value == 0
    assert duplicates(np.repeat(matrix[:1], 7, axis=0)).details["most"] == 7


@pytest.mark.parametrize(
    "row, wrong",
    [
        ([0.3, 4, 1], None),
        ([NAN, 4, 1], None),
        ([0.1 + 0.2, 4, 1], None),  # the float nearest to 0.3, but for one bit
        ([0.35, 4, 1], "a"),
        ([1.1, 4, 1], "a"),
        ([0.3, 4.5, 1], "b"),
        ([0.3, NAN, 1], "b"),
        ([0.3, 4, 2], "c"),
        ([0.3, 4, -1], "c"),
    ],
)
def test_values_that_a_column_cannot_hold(row, wrong):
    found = outside(np.array([row, [0.5, 5, 0]]), COLUMNS)
    assert found.value == (0 if wrong is None else 0.5)
    shares = {c.name: 0.5 * (c.name == wrong) for c in COLUMNS}
    assert found.details["columns"] == shares


@pytest.mark.parametrize(
    "text, good, bad",
    [
        ("a < b", [1.0, 2.0, 3.0, 0], [2.0, 2.0, 3.0, 0]),
        ("a + b = c", [1.0, 2.0, 3.0, 0], [1.0, 2.0, 3.1, 0]),
        ("k, a together", [1.0, 2.0, 3.0, 0], [2.0, 2.0, 4.0, 0]),
    ],
)
def test_rows_that_break_a_constraint(text, good, bad):
    names = ("a", "b", "c")
    numbers = [
        Column(n, "continuous", "float64", False, low=0.0, high=9.0, decimals=1)
        for n in names
    ]
    schema = Schema(
        (*numbers, Column("k", "categorical", "object", False, categories=("x", "y")))
    )
    known = np.array([good, [2.0, 3.0, 5.0, 1], [1.0, 3.0, 4.0, 0]])
    encoder = Encoder.fit(known, schema, constraints=[text])
    found = violations(np.array([good, bad, good]), schema.learned, encoder)
    assert found.details["count"] == 1
