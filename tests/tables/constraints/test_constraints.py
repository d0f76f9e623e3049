import numpy as np
import pandas as pd
import pytest

from ter_gan.errors import UserError
from ter_gan.tables import constraints
from ter_gan.tables.encoding import Encoder
from ter_gan.tables.schema import Schema

RULES = [
    "start < end",
    "end <= last",
    "net + tax = total",
    "city, state together",
    "age in 0..120",
    "number unique",
    "begun <= done",
]


def frame(n=300):
    rng = np.random.default_rng(0)
    net, tax = (rng.uniform(0, 100, n).round(2) for _ in range(2))
    start = rng.integers(0, 50, n)
    end = start + rng.integers(1, 9, n)
    city = rng.choice(["Ulm", "Bonn", "Kiel"], n)
    begun = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(99, size=n), "D")
    return pd.DataFrame(
        {
            "number": rng.permutation(n) * 7,
            "start": start,
            "end": end,
            "last": end + rng.integers(0, 3, n) * 0.5,
            "net": net,
            "total": (net + tax).round(2),
            "tax": tax,
            "state": pd.Series(city).map({"Ulm": "BW", "Bonn": "NW", "Kiel": None}),
            "age": rng.integers(1, 90, n),
            "city": city,
            "begun": begun,
            "done": begun + pd.to_timedelta(rng.integers(9, size=n), "D"),
        }
    )


def fitted(df, rules):
    schema = constraints.adapted(rules, df, Schema.infer(df))
    matrix = schema.to_matrix(df)
    return schema, matrix, Encoder.fit(matrix, schema, constraints=rules)


def test_rows_come_back_exactly():
    _, matrix, encoder = fitted(frame(), RULES)
    back = encoder.from_model(encoder.to_model(matrix, 0))
    np.testing.assert_array_equal(back, matrix)


def test_they_hold_whatever_the_network_says():
    schema, _, encoder = fitted(frame(), RULES)
    noise = np.random.default_rng(1).normal(0, 3, (2000, encoder.width))
    df = schema.from_matrix(encoder.from_model(noise))
    assert (df["start"] < df["end"]).all() and (df["end"] <= df["last"]).all()
    assert (df["begun"] <= df["done"]).all()
    np.testing.assert_allclose(df["net"] + df["tax"], df["total"], atol=1e-9)
    pairs = set(zip(df["city"], df["state"].fillna("-")))
    assert pairs == {("Ulm", "BW"), ("Bonn", "NW"), ("Kiel", "-")}
    assert df["age"].between(0, 120).all() and df["number"].is_unique
    _, _, free = fitted(frame(), [])
    noise = np.random.default_rng(1).normal(0, 3, (2000, free.width))
    df = Schema.infer(frame()).from_matrix(free.from_model(noise))
    assert not (df["start"] < df["end"]).all()


def test_order_of_rules_does_not_matter():
    _, matrix, encoder = fitted(frame(), RULES[::-1])
    back = encoder.from_model(encoder.to_model(matrix, 0))
    np.testing.assert_array_equal(back, matrix)


@pytest.mark.parametrize(
    "rule, problem",
    [
        ("end < start", "column 'start', row 1: 'end < start' does not hold"),
        ("net + total = tax", "column 'tax', row 1: 'net .* does not hold"),
        ("age in 5..80", "'age', row .* outside 5 .. 80\\."),
        ("age unique", "'age', row .* 'age unique' does not hold"),
        ("start < city", "'city' is categorical, not a number"),
        ("strat < end", "Did you mean state or start"),
        ("start", "is no constraint"),
        ("age in a..b", "bounds must be numbers"),
        ("net unique", "'net', row .* again"),
        ("begun < age", "a datetime and a number"),
        ("age < age", "column 'age' is compared with itself; name two columns"),
        ("start < gaps", "'gaps' has gaps; leave the constraint out, or give every"),
    ],
)
def test_constraints_that_do_not_hold_are_refused(rule, problem):
    df = frame()
    df["gaps"] = df["end"].where(df["end"] > 9)
    with pytest.raises(UserError, match=problem):
        fitted(df, [rule])


@pytest.mark.parametrize(
    "rules, problem",
    [
        (["start < end", "age < end"], "determined by two"),
        (["start <= end", "end <= start"], "circle"),
        (["net + tax = total", "total in 0..200"], "range of its own"),
    ],
)
def test_contradictions_are_refused(rules, problem):
    df = frame().assign(end=frame()["start"] + 50, age=frame()["start"])
    df["start"] = df["end"] if "circle" in problem else df["start"]
    with pytest.raises(UserError, match=problem):
        fitted(df, rules)


def test_the_high_end_may_be_coarser_than_the_low_one():
    rng = np.random.default_rng(0)
    low = rng.uniform(0, 9, 200).round(2)
    df = pd.DataFrame({"low": low, "high": np.floor(low).astype(int) + 1})
    schema, matrix, encoder = fitted(df, ["low < high"])
    np.testing.assert_array_equal(encoder.from_model(encoder.to_model(matrix)), matrix)
    back = encoder.from_model(rng.normal(0, 3, (2000, encoder.width)))
    assert (back[:, 0] < back[:, 1]).all() and (back[:, 1] % 1 == 0).all()
    assert back[:, 1].max() <= schema.column("high").high
