"""The pictures of tables: evidence column by column, and each column's values."""

import functools

import numpy as np
from keras import ops

from layer_viz.panels import About, Panel, Shares, Strip, Strips, told
from ter_gan.tables.inside import evidence, words
from ter_gan.tables.inside.marginals import Marginal, distance
from ter_gan.tables.inside.view import PROBES, SEED

MOST = 24  # columns that are drawn
DRAWN = 2000  # rows whose values are counted
REAL = 10_000  # at most, of the real ones
ASKED = "what was asked"
JUDGED = {
    "en": About(
        "Why real, why fake?",
        "What each column adds to the discriminator's logit, to first order: the "
        "gradient times the numbers that encode the value, summed over them. Blue "
        "columns speak for a real row, orange ones for a generated one.",
        "logit",
    ),
    "fr": About(
        "Pourquoi « réel », pourquoi « faux » ?",
        "Ce que chaque colonne ajoute au logit du discriminateur, au premier ordre : "
        "la somme des nombres qui codent la valeur, chacun multiplié par son gradient. "
        "Les colonnes en bleu plaident pour une ligne réelle, celles en orange pour "
        "une fausse.",
        "logit",
    ),
}
PACKED = {
    "en": "It judges rows in packs of {pack}: the rows of a pack share one logit.",
    "fr": "Le discriminateur juge les lignes par paquets de {pack} : les lignes d'un "
    "paquet partagent un même logit.",
}
FAR = {
    "en": About(
        "What makes a row unusual?",
        "What each column adds, to first order, to the divergence of the row's "
        "posterior from the prior, the distance of its code from what codes are drawn "
        "from: the gradient times the numbers that encode the value, summed over them. "
        "Blue columns make the row unusual, orange ones make it common.",
        "nats",
    ),
    "fr": About(
        "Qu'est-ce qui rend une ligne inhabituelle ?",
        "Ce que chaque colonne ajoute, au premier ordre, à la divergence entre la loi "
        "a posteriori de la ligne et la loi a priori, c'est-à-dire à l'écart entre son "
        "code et la loi dont on tire les codes : la somme des nombres qui codent la "
        "valeur, chacun multiplié par son gradient. Les colonnes en bleu rendent la "
        "ligne inhabituelle, celles en orange la rendent commune.",
        "nats",
    ),
}
WEIGHTY = {
    "en": "Drawn are the {most} of {columns} columns with most evidence at this epoch.",
    "fr": "Sont montrées les {most} colonnes, sur {columns}, qui pèsent le plus à "
    "cette époque.",
}
MARGINAL = {
    "en": About(
        "Each column, generated over real",
        "Each column by itself: bars are real training rows, the line is {drawn} "
        "generated ones, drawn anew in each epoch by the same seed. Values beyond the "
        "real ones count at the ends; a picture ends at twice its highest bar.",
        "share",
    ),
    "fr": About(
        "Chaque colonne, le faux par-dessus le réel",
        "Chaque colonne à part : les barres montrent des lignes réelles "
        "d'entraînement, le trait représente {drawn} lignes fausses, tirées de nouveau "
        "à chaque époque avec la même graine. Les valeurs au-delà des réelles comptent "
        "aux extrémités ; un graphique s'arrête au double de sa plus haute barre.",
        "part",
    ),
}
DIFFERENT = {
    "en": "Drawn are the {most} of {columns} columns that differ most from real ones "
    "at this epoch.",
    "fr": "Sont montrées les {most} colonnes, sur {columns}, qui s'écartent le plus "
    "des réelles à cette époque.",
}


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
    name, about, take = "evidence-p", FAR, surprises
    if "D" in view.networks:
        name, about, take = "evidence-d", JUDGED, judgements
    if view.pack > 1:
        about = told(about, PACKED, pack=view.pack)
    about = chosen(about, WEIGHTY, len(columns))
    return Panel(name, about, functools.partial(take, gan, view, columns))


def _marginals(gan, real):
    real = real[np.linspace(0, len(real) - 1, min(len(real), REAL)).astype(int)]
    columns = [Marginal(c, x) for c, x in zip(gan.schema.learned, real.T)]
    about = chosen(told(MARGINAL, drawn=DRAWN), DIFFERENT, len(columns))
    return Panel("marginals", about, functools.partial(marginals, gan, columns))


def chosen(about, which, columns):
    """dict of `About`: says which columns are drawn, where that is not all of them."""
    if columns <= MOST:
        return about
    return told(about, which, most=MOST, columns=columns)


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
