"""A small table of people, with hostile names, gaps, a coin and two bounds."""

import numpy as np
import pandas as pd

from ter_gan.tables.datasets import assemble

HOSTILE = "<script>alert(1)</script>"
SIZES = {"train": 300, "validation": 200, "test": 200}


def people(n, rng):
    """A `pandas.DataFrame`: a coin that nothing tells, all else depends on age."""
    age = rng.integers(18, 80, n)
    income = np.round(20 + 0.5 * age + rng.normal(0, 6, n), 1)
    job = np.array([HOSTILE, "cook", "a & b"])[np.digitize(age, [35, 55])]
    spent = np.round(income * rng.uniform(0.2, 0.9, n), 1)
    weight = np.where(rng.random(n) < 0.1, np.nan, np.round(rng.normal(70, 9, n), 1))
    coin = np.where(rng.random(n) < 0.5, "heads", "tails")
    return pd.DataFrame(
        dict(age=age, income=income, spent=spent, weight=weight, job=job, coin=coin)
    )


def dataset(target="job", **others):
    """`TableDataset` of 300 people, and 200 each that are held out."""
    rng = np.random.default_rng(0)
    frames = {part: people(n, rng) for part, n in SIZES.items()}
    options = assemble.Options(target=target, constraints=("spent < income",))
    return assemble.from_frames("csv:people.csv", frames, options, **others)


def fresh(n, schema, seed=9):
    """float64 `(n, d)`: other people, as rows of the matrix; some beyond its bounds."""
    df = people(3 * n, np.random.default_rng(seed))
    low, high = schema.column("income").low, schema.column("income").high
    inside = df["income"].between(low, high)
    for name in ("spent", "weight"):
        column = schema.column(name)
        inside &= df[name].isna() | df[name].between(column.low, column.high)
    return schema.to_matrix(df[inside].head(n))
