"""Rows for the eye: the first ones, and those that are nearest to training rows."""

import numpy as np

from ter_gan.evaluation.metric import Texts
from ter_gan.tables.evaluation import measures
from ter_gan.tables.metrics.embedding import neighbours, subsample
from ter_gan.tables.schema import CODED
from ter_gan.tables.schema.column import moment

PAIRS = 6  # rows beside the training rows that they may be copied from
FIRST = 6  # rows of each kind
COLUMNS = 40  # of a row that are shown
DAY, DATE = 86_400, 10  # seconds; letters of a date
REFERENCE = 20_000  # training rows among which the nearest ones are looked for


def of(bench):
    """list of `Texts`: generated rows beside real ones."""
    return [first(bench), nearest(bench)]


def first(bench):
    """`Texts`: some generated rows, and some real ones."""
    columns = bench.columns[:COLUMNS]
    found = []
    for side, name in ((bench.generated, "generated"), (bench.real, "real")):
        for row in side.samples[:FIRST]:
            texts = (name, *map(cell, columns, row))
            found.append(tuple(((text, False),) for text in texts))
    return Texts(
        "Rows",
        ("", *(column.name for column in columns)),
        tuple(found),
        f"The first rows of each, not chosen.{_left_out(bench)}",
        short=True,
    )


def nearest(bench):
    """`Texts`: the generated rows that are nearest to a training row, beside it."""
    made = subsample(bench.generated.samples, measures.FEW, bench.seed)
    train = subsample(bench.train.samples, REFERENCE, bench.seed)
    embed = bench.evaluator.embedding
    distances, places = (each[:, 0] for each in neighbours(embed(made), embed(train)))
    chosen = np.argsort(distances, kind="stable")[:PAIRS]
    found = [
        (
            *side_by_side(bench.columns[:COLUMNS], made[row], train[places[row]]),
            ((f"{distances[row]:.3g}", False),),
        )
        for row in chosen
    ]
    return Texts(
        "What may be copied",
        ("generated row", "nearest training row", "distance"),
        tuple(found),
        f"Of {len(made):,} generated rows those that are nearest to one of "
        f"{len(train):,} training rows (0: equal; 1: for example another category in "
        "one column). Values that differ are marked. A few near pairs are no proof of "
        f"copying: the numbers on copy detection say what is usual.{_left_out(bench)}",
    )


def side_by_side(columns, one, other):
    """Two rows as cells of `Texts`, whose different values are marked."""
    texts = [
        [cell(column, x) for column, x in zip(columns, row)] for row in (one, other)
    ]
    differ = [a != b for a, b in zip(*texts)]
    return tuple(_listed(columns, each, differ) for each in texts)


def cell(column, value):
    """str: a value of the matrix as a person knows it.

    Args:
        column: `ter_gan.tables.schema.Column`.
        value: float.
    """
    if np.isnan(value):
        return "missing"
    value = float(column.grid.snap(value)) + 0.0  # -0 is 0
    if column.kind in CODED:
        return str(column.categories[int(value)])
    if column.kind == "datetime":
        whole_days = column.step and column.step % DAY == 0
        return moment(value)[:DATE] if whole_days else moment(value)
    decimals = column.grid.decimals
    return f"{value:.6g}" if decimals is None else f"{value:.{decimals}f}"


def _listed(columns, texts, marks):
    """The parts of a cell: `name value`, one after the other."""
    found = []
    for column, text, mark in zip(columns, texts, marks):
        found += [(f"{' · ' if found else ''}{column.name} ", False), (text, mark)]
    return tuple(found)


def _left_out(bench):
    more = len(bench.columns) - COLUMNS
    return f" {more} more columns are not shown." if more > 0 else ""
