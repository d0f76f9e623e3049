"""A small table with everything in it, and models of it."""

import numpy as np
import pandas as pd

from ter_gan import recipes
from ter_gan.tables.datasets import assemble

SMALL = {"width": 8, "latent_dim": 4, "batch_size": 20}


def people(n=300, seed=0):
    """`pandas.DataFrame` of numbers, a point mass, gaps, a rare category."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 90, n)
    sex = rng.choice(["f", "m", "x"], n, p=[0.5, 0.47, 0.03])
    pay = np.round(rng.lognormal(8, 0.5, n) + 20 * age, 2)
    pay[rng.random(n) < 0.2] = 0.0
    df = pd.DataFrame({"age": age, "sex": sex, "pay": pay, "end": age + 5})
    df.loc[rng.random(n) < 0.1, "pay"] = np.nan
    return df


def table(constraints="age < end", n=300):
    """`TableDataset` of `people`."""
    options = assemble.Options(target="sex", constraints=constraints)
    return assemble.from_frames("people", {"train": people(n)}, options)


def recipe(model, **options):
    """A small recipe of a model."""
    small = {k: v for k, v in SMALL.items() if recipes.means(k, model)}
    small |= {"pack": 2} if model == "table-gan" else {}
    return recipes.resolve(
        {"dataset": "frame:people", "model": model} | small | options
    )


def build(model, dataset, **options):
    """A small model that knows its dataset."""
    facts = dataset.facts
    found = recipes.build(recipe(model, **options), dataset.shape, 0, **facts)
    found.run_eagerly = True
    return found
