import numpy as np
import pandas as pd
import pytest

from ter_gan.tables.datasets import load
from ter_gan.tables.datasets.described import MANY


def told(tmp_path, **columns):
    """What is said of a table while it is loaded."""
    path, lines = tmp_path / "t.csv", []
    pd.DataFrame(columns).to_csv(path, index=False)
    load(f"csv:{path}", report=lines.append)
    return lines


def test_what_columns_were_taken_for_is_said(tmp_path):
    rng = np.random.default_rng(0)
    towns = [f"town {n}" for n in range(MANY)]
    (line,) = told(
        tmp_path,
        key=[f"K{n}" for n in range(400)],
        size=rng.normal(size=400),
        age=rng.integers(18, 80, 400),
        town=[towns[n % MANY] for n in range(400)],
        sex=["f", "m"] * 200,
    )
    assert line == (
        "columns by kind (--schema changes them): continuous: size; integer: age; "
        f"categorical: town ({MANY} values), sex; identifier: key"
    )


def test_texts_that_may_name_persons_are_pointed_out(tmp_path):
    names = [f"Ann {n % 90}" for n in range(200)]
    _, warning = told(tmp_path, name=names, age=range(200))
    assert "'name' has 90 values, and generated rows carry them as they are" in warning
    assert "--schema FILE" in warning


@pytest.mark.parametrize(
    "values, stray",
    [
        (["1.5", "2.5", "oops", "3.5", "oops"], "oops"),
        (["2020-01-02", "2020-03-04", "2020-02-31", "2020-05-06"], "2020-02-31"),
    ],
)
def test_numbers_and_dates_that_became_texts_are_pointed_out(tmp_path, values, stray):
    _, doubt = told(tmp_path, x=values * 20, age=range(len(values) * 20))
    assert doubt.startswith("'x': most values are numbers or dates, but not")
    assert repr(stray) in doubt


def test_a_column_without_values_is_pointed_out(tmp_path):
    _, doubt = told(tmp_path, x=[""] * 40, age=range(40))
    assert doubt == "'x' has no value in any row"


def test_nothing_is_said_of_tables_that_everybody_has():
    lines = []
    load("iris", report=lines.append)
    assert lines == []
