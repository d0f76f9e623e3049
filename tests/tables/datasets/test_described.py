import numpy as np
import pandas as pd

from ter_gan.tables.datasets import load
from ter_gan.tables.datasets.described import MANY
from ter_gan.tables.schema import Schema


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


def test_texts_among_numbers_and_dates_are_pointed_out(tmp_path):
    days = [f"2020-02-{n % 28 + 1:02d}" for n in range(80)] + ["2020-02-31"] * 20
    _, number, date, *_ = told(
        tmp_path,
        x=[str(n % 9) for n in range(89)] + ["oops", *"abcde" * 2],
        day=days,
        town=["7"] * 49 + ["Ulm"] * 51,
    )
    assert number == (
        "'x': 89 of 100 cells are numbers, 11 are not ('a', 'b', …), so all are "
        "categories; mend them, or leave them empty"
    )
    assert "'day': 80 of 100 cells are dates (%Y-%m-%d), 20 are not ('2020-02-31')" in (
        date
    )


def test_texts_that_a_schema_says_are_meant(tmp_path):
    df = pd.DataFrame({"x": ["1"] * 30 + ["a"] * 20, "y": range(50)})
    df.to_csv(tmp_path / "t.csv", index=False)
    lines = []
    load(f"csv:{tmp_path}/t.csv", schema=Schema.infer(df), report=lines.append)
    assert len(lines) == 1


def test_columns_without_values_are_pointed_out(tmp_path):
    _, line = told(tmp_path, gone=[None] * 30, n=range(30))
    assert line.startswith("'gone' has no value in any row")


def test_nothing_is_said_of_tables_that_everybody_has():
    lines = []
    load("iris", report=lines.append)
    assert lines == []
