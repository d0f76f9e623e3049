"""What the columns of a table were taken for, told to a person."""

from ter_gan.tables.schema import KINDS

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
        *(_warning(column) for column in columns if _personal(column, rows)),
    ]


def _named(column):
    many = column.size >= MANY
    return f"{column.name} ({column.size:,} values)" if many else column.name


def _personal(column, rows):
    return column.size >= max(MANY, TOLD_APART * rows)


def _warning(column):
    return (
        f"{column.name!r} has {column.size:,} values, and generated rows carry them as "
        "they are. If they name persons, write the schema to a file, make this column "
        'an "identifier" there, and give --schema FILE (docs/tables.md).'
    )
