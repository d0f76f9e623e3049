"""What the columns of a table were taken for, told to a person."""

import pandas as pd

from ter_gan.tables.schema import KINDS
from ter_gan.tables.schema.inference import FORMATS

MANY = 20  # categories, from which on their number is told
TOLD_APART = 0.1  # categories for each row, from which on they may be persons
DOUBTFUL = 0.5  # share of numbers, from which on a column of text may be meant as such
DATE = r"\d+[-/.]\d+[-/.]\d"  # what every format of dates begins with
TAKEN = {"categorical": "all are categories", "identifier": "all are an identifier"}


def described(dataset, df, said=None):
    """Lines that say of what kind columns are, which of them are hardly meant to be
    so, and which may name persons.

    Args:
        dataset: `TableDataset`.
        df: `pandas.DataFrame` that it was made from.
        said: `Schema` that a person gave, whose kinds are meant; or `None`.

    Returns:
        list of str.
    """
    columns = dataset.schema.columns
    kinds = [
        f"{kind}: {', '.join(map(_named, found))}"
        for kind in KINDS
        if (found := [column for column in columns if column.kind == kind])
    ]
    rows = sum(map(len, (dataset.train, dataset.validation, dataset.test)))
    return [
        f"columns by kind (--schema changes them): {'; '.join(kinds)}",
        *(line for column in columns for line in _doubts(column, df, said)),
        *(_warning(column) for column in columns if _personal(column, rows)),
    ]


def _named(column):
    many = column.size >= MANY
    return f"{column.name} ({column.size:,} values)" if many else column.name


def _personal(column, rows):
    return column.size >= max(MANY, TOLD_APART * rows)


def _doubts(column, df, said):
    """Lines about a column without values, and one of numbers or dates and others."""
    present = df[column.name].dropna()
    if not len(present):
        yield f"{column.name!r} has no value in any row, nor will generated rows have"
    elif said is None and column.kind in TAKEN and isinstance(present.iloc[0], str):
        yield from _mixture(column, present.astype(str).value_counts())


def _mixture(column, counts):
    """A line about texts most of which, and not all, are numbers or dates.

    Args:
        column: `Column`.
        counts: `pandas.Series`, how many cells have each text.
    """
    texts, cells = counts.index.to_series(), counts.sum()
    for sort, fits in _sorts(texts):
        n = counts[fits.to_numpy()].sum()
        if DOUBTFUL * cells <= n < cells:
            yield (
                f"{column.name!r}: {n:,} of {cells:,} cells are {sort}, {cells - n:,} "
                f"are not ({_some(texts[~fits])}), so {TAKEN[column.kind]}; mend "
                "them, or leave them empty"
            )
            return


def _sorts(texts):
    """Pairs: what texts may be meant as, and which of them are."""
    if not texts.str.match(r"[+-]?0\d").any():  # such as 007 are meant as texts
        yield "numbers", pd.to_numeric(texts, errors="coerce").notna()
    for form in FORMATS if texts.str.match(DATE).any() else ():
        dates = pd.to_datetime(texts, format=form, errors="coerce", utc=True)
        yield f"dates ({form})", dates.notna()


def _some(texts, most=2):
    """str: the first of some texts."""
    return ", ".join([*map(repr, texts[:most]), *["…"] * (len(texts) > most)])


def _warning(column):
    return (
        f"{column.name!r} has {column.size:,} values, and generated rows carry them as "
        "they are. If they name persons, write the schema to a file, make this column "
        'an "identifier" there, and give --schema FILE (docs/tables.md).'
    )
