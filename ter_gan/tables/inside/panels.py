"""The pictures of tables: evidence column by column, and each column's values."""

import functools

import numpy as np
from keras import ops

from layer_viz.panels import Panel, Shares, Strip, Strips
from ter_gan.tables.inside import evidence, words
from ter_gan.tables.inside.marginals import Marginal, distance
from ter_gan.tables.inside.view import PROBES, SEED

MOST = 24  # columns that are drawn
DRAWN = 2000  # rows whose values are counted
REAL = 10_000  # at most, of the real ones
ASKED = "what was asked"
JUDGED = (
    "What each column adds to the discriminator's logit, to first order: the gradient "
    "times the numbers that encode the value, summed over them. Blue columns speak for "
    "a real row, orange ones for a generated one."
)
PACKED = " It judges rows in packs of {pack}: the rows of a pack share one logit."
FAR = (
    "What each column adds, to first order, to the divergence of the row's posterior "
    "from the prior, the distance of its code from what codes are drawn from: the "
    "gradient times the numbers that encode the value, summed over them. Blue columns "
    "make the row unusual, orange ones make it common."
)
MARGINAL = (
    "Each column by itself: bars are real training rows, the line is {drawn:,} "
    "generated ones, drawn anew in each epoch by the same seed. Values beyond the "
    "real ones count at the ends; a picture ends at twice its highest bar."
)


def of(gan, view, real):
    """The panels of a model: list of `layer_viz.panels.Panel`.

    Args:
        gan: a model of `ter_gan.tables.models`.
        view: its `TableView`.
        real: float64 `(n, d)`, training rows of the matrix.
    """
    return [_evidence(gan, view), _marginals(gan, real)]


def _evidence(gan, view):
    columns = words.of(gan.schema, gan.encoder)
    if "D" in view.networks:
        lead = JUDGED + (PACKED.format(pack=view.pack) if view.pack > 1 else "")
        about, take = ("evidence-d", "Why real, why fake?", "logit"), judgements
    else:
        about, lead = ("evidence-p", "What makes a row unusual?", "nats"), FAR
        take = surprises
    lead += chosen(len(columns), "with most evidence")
    name, title, unit = about
    return Panel(name, title, lead, unit, functools.partial(take, gan, view, columns))


def _marginals(gan, real):
    real = real[np.linspace(0, len(real) - 1, min(len(real), REAL)).astype(int)]
    columns = [Marginal(c, x) for c, x in zip(gan.schema.learned, real.T)]
    lead = MARGINAL.format(drawn=DRAWN)
    lead += chosen(len(columns), "that differ most from real ones")
    take = functools.partial(marginals, gan, columns)
    return Panel("marginals", "Each column, generated over real", lead, "share", take)


def chosen(columns, how):
    """str: says which columns are drawn, where that is not all of them."""
    if columns <= MOST:
        return ""
    return f" Drawn are the {MOST} of {columns} columns {how} at this epoch."


def most(sizes):
    """list of int: the places of the largest sizes, at most `MOST`, ascending."""
    order = np.argsort(-np.nan_to_num(sizes), kind="stable")
    return np.sort(order[:MOST]).tolist()


# -- evidence --------------------------------------------------------------------------


def judgements(gan, view, columns):
    """`Strips`: which columns of real and of generated rows moved D's logit."""
    rows = view.judged()
    asked = rows.shape[1] - gan.width
    of = evidence.owners(gan.encoder, asked)

    def score(x):
        return ops.reshape(gan.judge(x), (-1,))

    values = evidence.by_column(gan.discriminator, score, rows, of)
    logits = np.repeat(ops.convert_to_numpy(score(rows)), gan.pack)
    notes = [f"logit {logit:.2f}" for logit in logits]
    return strips(columns, texts(gan, columns, rows), values, notes)


def surprises(gan, view, columns):
    """`Strips`: which columns move a row's code away from what codes are drawn from."""
    rows, of = view.judged(), evidence.owners(gan.encoder)
    values = evidence.by_column(gan.posterior, gan.divergence, rows, of)
    nats = ops.convert_to_numpy(gan.divergence(rows))
    notes = [f"{each:.1f} nats" for each in nats]
    return strips(columns, texts(gan, columns, rows), values, notes)


def texts(gan, columns, rows):
    """list of lists of str: for each encoded row its values, and what was asked.

    Args:
        gan: a model of `ter_gan.tables.models`.
        columns: list of `words.Words`.
        rows: float32 `(n, width)`, or with what was asked behind it.
    """
    encoder = gan.encoder
    matrix = encoder.untied(encoder.from_model(rows[:, : gan.width], SEED))
    found = [column.read(values) for column, values in zip(columns, matrix.T)]
    if rows.shape[1] > gan.width:
        found.append(asked(columns, encoder, rows[:, gan.width :]))
    return [list(row) for row in zip(*found)]


def asked(columns, encoder, options):
    """list of str: what is asked of rows, options float `(n, options)`."""
    spans = [each for each in encoder.spans if each.activation == "softmax"]
    places = [(columns[span.part], k) for span in spans for k in range(span.width)]
    return [
        ", ".join(
            f"{column.name}: {column.option(k)}"
            for column, k in (places[i] for i in np.flatnonzero(row))
        )
        for row in options
    ]


def strips(columns, said, values, notes):
    """`Strips` of the first rows of each kind, and of the columns that count most.

    Args:
        columns: list of `words.Words`.
        said: list of lists of str, real rows and as many generated ones.
        values: float array `(rows, columns)`; what was asked may come last.
        notes: list of str, one for each row.
    """
    half = len(said) // 2
    rows = [*range(PROBES), *range(half, half + PROBES)]
    names = [column.name for column in columns]
    shown = most(np.abs(values[rows, : len(names)]).sum(axis=0))
    if values.shape[1] > len(names):
        names, shown = [*names, ASKED], [len(names), *shown]
    found = [
        Strip(
            "real" if i < half else "fake",
            [said[i][k] for k in shown],
            [float(values[i, k]) if np.isfinite(values[i, k]) else None for k in shown],
            notes[i],
        )
        for i in rows
    ]
    return Strips(found, [names[k] for k in shown])


# -- values ----------------------------------------------------------------------------


def marginals(gan, columns):
    """`Shares`: the values of generated rows over those of real ones.

    Args:
        gan: a model of `ter_gan.tables.models`.
        columns: list of `Marginal`, one for each column of the matrix.
    """
    made = gan.draw(DRAWN, SEED, averaged=False)
    found = [column.beside(values) for column, values in zip(columns, made.T)]
    shown = most(np.array([distance(share) for share in found]))
    return Shares([found[k] for k in shown])
