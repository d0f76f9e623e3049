"""Tables from Python: `fit`, then `sample`, `report`, `save`; and `load`.

```python
from ter_gan import tabular

people = tabular.fit(df, minutes=5, target="income")
people.sample(1000, {"sex": "Female", "age": ">40"})     # a pandas.DataFrame
people.report()                                          # the path of a page
people.save("people"); tabular.load("people")
```

What `fit` writes is a run folder like that of `python -m ter_gan.train`, so that all
commands work on it, too.
"""

import dataclasses
import numbers
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from ter_gan import commands, recipes, runs
from ter_gan.data import Split
from ter_gan.errors import UserError
from ter_gan.runs import Run
from ter_gan.tables.conditions import OPERATORS
from ter_gan.tables.datasets import assemble

NAMED = 5  # columns that a model's `repr` names


def fit(
    df,
    schema=None,
    minutes=None,
    model="table-gan",
    name="table",
    run_dir=None,
    layer_viz="off",
    **options,
):
    """Trains a model of a table.

    Rows are kept apart for validation and for the report: a tenth each.

    Args:
        df: `pandas.DataFrame`.
        schema: `ter_gan.tables.schema.Schema`, path of its JSON, or `None`: inferred.
        minutes: float. The longest that the training may take; it may stop earlier,
            when rows do not get more alike to held-out ones.
        model: str: `"table-gan"`, `"numeric-gan"`, `"tvae"` or one of the baselines.
        name: str, for run folders and pages.
        run_dir: str. Where to write; `None` numbers a folder in `runs/`.
        layer_viz: str. What to record of the layers, see `ter_gan.training.train`.
        **options: fields of `ter_gan.recipes.Recipe`, e.g. `target="income"`.

    Returns:
        `Synthesizer`.

    Raises:
        UserError: for a table that cannot be used, and for options that a model does
            not have.
    """
    _check_frame(df)
    _check_minutes(minutes)
    name = re.sub(r"\W+", "-", name) or "table"
    wanted = {"dataset": f"frame:{name}", "model": model, **options}
    recipe = recipes.resolve(wanted)
    about = _options(recipe, schema)
    source = f"a table of {len(df)} rows, given in Python"
    dataset = assemble.from_frames(
        f"frame:{name}", {"train": df}, about, source=source, licence="not stated"
    )
    commands.use_backend("tensorflow")
    from ter_gan import training

    path = run_dir or runs.numbered(recipe)
    training.train(
        recipe, dataset, run_dir=path, max_minutes=minutes, layer_viz=layer_viz
    )
    return Synthesizer(Run.find(path), dataset)


def load(path):
    """The `Synthesizer` that was saved in a folder, or trained there.

    Raises:
        UserError: if there is none.
    """
    run = Run.find(path)
    if run.recipe.kind != "tables":
        raise UserError(f"{path} is a model of {run.recipe.kind}, not of tables.")
    return Synthesizer(run)


class Synthesizer:
    """A model of a table, ready to be used.

    Args:
        run: `ter_gan.runs.Run` of a table.
        dataset: `ter_gan.tables.datasets.TableDataset` that it learned from, or
            `None` where only the model is at hand.
    """

    def __init__(self, run, dataset=None):
        commands.use_backend(run.backend)
        from ter_gan import training

        self.run, self.dataset = run, dataset
        self.model = training.restore(run)[0]

    def __repr__(self):
        columns, recipe = self.schema.names, self.run.recipe
        named = ", ".join([*columns[:NAMED], *["…"] * (len(columns) > NAMED)])
        return (
            f"<Synthesizer: {recipe.model} of {recipe.dataset}, {len(columns)} columns "
            f"({named}), in {self.run.path}>"
        )

    @property
    def schema(self):
        """`ter_gan.tables.schema.Schema` of the table."""
        return self.model.schema

    def sample(self, n, conditions=None, seed=0):
        """New rows; the same seed gives the same ones.

        Args:
            n: int. How many.
            conditions: what all of them meet: a list such as `["age>40"]`, or a dict
                such as `{"sex": "Female", "age": ">40"}`; see
                `ter_gan.tables.conditions`.
            seed: int.

        Returns:
            `pandas.DataFrame` with the columns and types of the real table.

        Raises:
            UserError: for a condition that cannot be understood, or that too few rows
                meet: never fewer rows than were asked for.
        """
        if not isinstance(n, numbers.Integral) or isinstance(n, bool) or n < 1:
            raise UserError(
                f"The number of rows must be a whole number of 1 or more, received "
                f"{n!r}."
            )
        rows = self.model.generate(n, seed=seed, where=_texts(conditions or []))
        return self.schema.from_matrix(rows)

    def report(self, holdout=None, train=None, out=None, metrics="standard", n=None):
        """Writes the report: is the data faithful, useful, and not copied?

        Args:
            holdout: `pandas.DataFrame` of real rows that the model has not seen;
                `None`: those that `fit` kept apart.
            train: `pandas.DataFrame` that was trained on, where the model was loaded;
                what is copied can only be told beside it.
            out: str. A folder; `None`: `evaluation` in the run folder.
            metrics, n: as for `python -m ter_gan.evaluate`.

        Returns:
            `pathlib.Path` of the page.

        Raises:
            UserError: if rows are needed and not at hand.
        """
        from ter_gan import evaluate
        from ter_gan.evaluation import report

        dataset = self._beside(holdout, train)
        found = evaluate.evaluate([self.run], metrics, n, dataset=dataset)
        return report.write(found, Path(out or self.run.path / "evaluation"))

    def _beside(self, holdout, train):
        """The dataset to measure with."""
        if self.dataset is None and train is None:
            raise UserError(
                "A loaded model has no rows: give the table that it was trained on, "
                "report(holdout, train=df)."
            )
        dataset = self.dataset
        if train is not None:
            dataset = assemble.from_frames(
                self.run.recipe.dataset,
                {"train": train},
                _options(self.run.recipe, self.schema),
            )
        if holdout is not None:
            rows = Split(self.schema.to_matrix(holdout))
            dataset = dataclasses.replace(dataset, test=rows)
        return dataset

    def save(self, path):
        """Copies the run folder to a new folder, which `load` opens."""
        path = Path(path)
        if path.exists():
            raise UserError(f"{path} exists; name another folder, or delete it.")
        shutil.copytree(self.run.path, path)


def _check_frame(df):
    if not isinstance(df, pd.DataFrame):
        raise UserError(
            f"A table is a pandas.DataFrame, received a {type(df).__name__}; try "
            f"pandas.DataFrame(…), or pandas.read_csv(…) for a file."
        )


def _check_minutes(minutes):
    """Refuses what `--max-minutes` of the command refuses."""
    number = isinstance(minutes, numbers.Real) and not isinstance(minutes, bool)
    if minutes is not None and not (number and minutes > 0):
        raise UserError(f"minutes must be a number above 0, received {minutes!r}.")


def _options(recipe, schema):
    return assemble.Options(
        schema, recipe.target or None, recipe.constraints, recipe.encoding
    )


def _texts(conditions):
    """Conditions as texts, of a list or of a dict."""
    if isinstance(conditions, dict):
        return [_text(name, value) for name, value in conditions.items()]
    texts = [conditions] if isinstance(conditions, str) else conditions
    if isinstance(texts, (list, tuple)) and all(isinstance(t, str) for t in texts):
        return list(texts)
    raise UserError(
        f'Conditions are a list such as ["age>40"], or a dict such as '
        f'{{"age": ">40"}}, received {conditions!r}.'
    )


def _text(name, value):
    """The condition that a value of a dict says of the column."""
    sign = isinstance(value, str) and value.startswith(tuple(OPERATORS))
    several = isinstance(value, (list, tuple, set, np.ndarray))
    values = list(value) if several else [value]
    if any(pd.isna(each) is True for each in values):
        raise UserError(
            f'The condition on {name!r} has {value!r}; write "?" for a missing value.'
        )
    return f"{name}{'' if sign else '='}{'|'.join(map(str, values))}"
