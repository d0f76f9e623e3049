"""What the columns of a table were taken for, told to a person."""

import numpy as np

from ter_gan.tables.schema import KINDS, inference

MANY = 20  # categories, from which on their number is told
TOLD_APART = 0.1  # categories for each row, from which on they may be persons


def described(dataset):
    """Lines that say of what kind columns are, and which of them may name persons.

    Args:
        dataset: `TableDataset`.

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
        *(doubt for column in columns for doubt in _doubts(column, rows)),
    ]


def _named(column):
    many = column.size >= MANY
    return f"{column.name} ({column.size:,} values)" if many else column.name


def _doubts(column, rows):
    """Yields what a person should look at."""
    texts = [each for each in column.categories or () if isinstance(each, str)]
    if column.categories == (None,):
        yield f"{column.name!r} has no value in any row"
    elif stray := _stray(texts):
        yield (
            f"{column.name!r}: most values are numbers or dates, but not {stray!r}, so "
            "all are texts; mend it, or leave it empty"
        )
    elif column.size >= max(MANY, TOLD_APART * rows):
        yield _carried(column)


def _stray(texts):
    """The first text that is none, where most are numbers, or dates; or `None`."""
    for what in ("numbers", "dates") if len(texts) > 2 else ():
        fits = inference.readable(texts, what)
        if fits.mean() > 0.5 and not fits.all():
            return texts[int(np.flatnonzero(~fits)[0])]
    return None


def _carried(column):
    return (
        f"{column.name!r} has {column.size:,} values, and generated rows carry them as "
        "they are. If they name persons, write the schema to a file, make this column "
        'an "identifier" there, and give --schema FILE (docs/tables.md).'
    )
