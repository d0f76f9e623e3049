"""The pictures of text: evidence, likely words, attention."""

import functools

import numpy as np
from keras import ops

from layer_viz.attention import attentions
from layer_viz.panels import About, Choices, Heatmaps, Panel, Strip, Strips, told
from ter_gan.characters import visible
from ter_gan.text.inside import evidence
from ter_gan.text.models.autoencoder import CodeWriter
from ter_gan.text.models.likelihood import Autoregressive
from ter_gan.text.models.masked import MaskedLanguageModel
from ter_gan.text.networks.language import before
from ter_gan.text.vocabulary import EOS, PAD, lengths

LIKELY = 6  # words shown at a place
PLACES = 32  # of a sentence whose attention or likely words are shown
START = "‹start›"
SPECIAL = {"<pad>": "‹pad›", "<eos>": "‹end›", "<unk>": "‹unknown›"}
JUDGED = {
    "en": About(
        "Why real, why fake?",
        "What each word adds to the discriminator's logit, to first order: the "
        "gradient times what it knows of the word, its vector and, where it reads a "
        "language model, how probable the word was. Blue words speak for a "
        "real sentence, orange ones for a generated one.",
        "logit",
    ),
    "fr": About(
        "Pourquoi « réel », pourquoi « faux » ?",
        "Ce que chaque mot ajoute au logit du discriminateur, au premier ordre : le "
        "gradient fois ce qu'il sait du mot, son vecteur et, s'il lit un modèle de "
        "langue, à quel point le mot était probable. Les mots en bleu "
        "plaident pour une phrase réelle, ceux en orange pour une fausse.",
        "logit",
    ),
}
ADDED = {
    "en": About(
        "What speaks for a word?",
        "What each word adds, to first order, to the log-probability of the word in "
        "the frame: the gradient times the word's vector. Blue words speak for it, "
        "orange ones against it.",
        "nats",
    ),
    "fr": About(
        "Qu'est-ce qui plaide pour un mot ?",
        "Ce que chaque mot ajoute, au premier ordre, à la log-probabilité du mot "
        "encadré : son vecteur fois le gradient. Les mots en bleu plaident pour le mot "
        "encadré, ceux en orange contre lui.",
        "nats",
    ),
}
GUESSED = {  # for each way of reading: what the model knows of the framed word
    "next": {
        "en": "The model has read the words before it.",
        "fr": "Le modèle a lu les mots qui le précèdent.",
    },
    "masked": {
        "en": "The model sees all words but that one, which is masked.",
        "fr": "Le modèle voit tous les mots sauf celui-là, qui est masqué.",
    },
    "code": {
        "en": "The words reach it by way of the sentence's code.",
        "fr": "Les mots l'atteignent en passant par le code de la phrase.",
    },
}
LIKELIEST = {
    "en": About("Which words are likely?", "", "probability"),
    "fr": About("Quels mots sont probables ?", "", "probabilité"),
}
CHANCES = {
    "next": {
        "en": "At each place, given the true words before it.",
        "fr": "À chaque place, étant donné les vrais mots qui précèdent.",
    },
    "masked": {
        "en": "At each place, which alone is masked, given all other words.",
        "fr": "À chaque place, la seule masquée, étant donné tous les autres mots.",
    },
    "code": {
        "en": "At each place, given the sentence's code and the true words before it.",
        "fr": "À chaque place, étant donné le code de la phrase et les vrais mots qui "
        "précèdent.",
    },
    "latents": {
        "en": "At each place of the sentence that the generator makes of one latent.",
        "fr": "À chaque place de la phrase que le générateur produit à partir d'un "
        "latent.",
    },
}
ATTENTION = {
    "en": About(
        "Where does it look?",
        "How each word (row) spreads its attention over the words it reads (columns), "
        "in each head of each block. A row sums to 1. Choose a map to read its words.",
        "share of attention",
    ),
    "fr": About(
        "Où regarde-t-il ?",
        "Comment chaque mot (ligne) répartit son attention entre les mots qu'il lit "
        "(colonnes), dans chaque tête de chaque bloc. La somme d'une ligne est 1. "
        "Choisissez une carte pour lire ses mots.",
        "part de l'attention",
    ),
}


def of(gan, view, words):
    """The panels of a model: list of `layer_viz.panels.Panel`.

    Args:
        gan: a model of `ter_gan.text.models`.
        view: its `TextView`.
        words: sequence of str, the vocabulary.
    """
    way, found = reads(gan), []

    def add(name, about, take):
        found.append(Panel(name, about, functools.partial(take, gan, view, words)))

    if "D" in view.networks:
        add("evidence-d", JUDGED, judgements)
    if way in GUESSED:
        add("evidence-g", told(ADDED, GUESSED[way]), guesses)
    add("words", told(LIKELIEST, CHANCES[way]), likely)
    if _attention(gan, view.probes["real"][:1]):
        add("attention", ATTENTION, attention)
    return found


def reads(gan):
    """How a model reads: `"next"`, `"masked"`, `"code"`, or `"latents"` only."""
    kinds = {
        MaskedLanguageModel: "masked",
        CodeWriter: "code",
        Autoregressive: "next",
    }
    return next(
        (way for kind, way in kinds.items() if isinstance(gan, kind)), "latents"
    )


# -- what the panels take --------------------------------------------------------------


def judgements(gan, view, words):
    """`Strips`: which words of real and generated sentences moved D's logit."""
    network = gan.encoder if isinstance(gan, CodeWriter) else gan.discriminator
    roles, tokens = sentences(view)
    found = evidence.of_discriminator(network, view.judged, gan.discriminator, tokens)
    rows = []
    for role, row, values, logit in zip(roles, tokens, *found):
        end = _end(row)
        said = [shown(words[id]) for id in row[:end]]
        rows.append(Strip(role, said, values[:end].tolist(), f"logit {logit:.2f}"))
    return Strips(rows)


def guesses(gan, view, words):
    """`Strips`: which words speak for one word of each sentence."""
    way, (roles, tokens) = reads(gan), sentences(view)
    find = evidence.middle_words if way == "masked" else evidence.last_words
    places = find(tokens, words)
    if way == "next":
        found = evidence.of_next_word(gan.generator, tokens, places)
    elif way == "masked":
        found = evidence.of_hidden_word(gan.generator, gan.mask, tokens, places)
    else:
        found = evidence.of_code(gan.encoder, gan.decoder, tokens, places)
    rows = []
    for role, row, place, values, score in zip(roles, tokens, places, *found):
        end = place + 1 if way == "next" else _end(row)
        values = values[:end].tolist()
        values[place] = None
        said = [shown(words[id]) for id in row[:end]]
        chance = f"probability of “{said[place]}”: {np.exp(score):.2g}"
        rows.append(Strip(role, said, values, chance))
    return Strips(rows)


def likely(gan, view, words):
    """`Choices`: the likeliest words at each place of the probes."""
    chances = probabilities(gan, view)
    best = np.argsort(-chances, axis=-1, kind="stable")[..., :LIKELY]
    real = None if reads(gan) == "latents" else view.probes["real"]
    there = best[..., 0] if real is None else real
    probes = []
    for tokens, rows, top in zip(there, chances, best):
        end = min(_end(tokens), PLACES)
        places = []
        for id, row, ids in zip(tokens[:end], rows, top):
            p = None if real is None else float(row[id])
            some = [(shown(words[i]), float(row[i])) for i in ids]
            places.append((shown(words[id]), p, some))
        probes.append(places)
    return Choices(probes)


def probabilities(gan, view):
    """float `(n, length, words)`: of the word at each place of the probes."""
    way, real = reads(gan), view.probes["real"]
    known = ops.convert_to_tensor(view.probes["before"])
    if way == "latents":
        logits = gan.generator(view.probes["latents"], training=False)
        return ops.convert_to_numpy(ops.softmax(logits / gan.temperature[1]))
    if way == "code":
        codes = gan.encoder(real, training=False)
        logits = gan.decoder([known, codes], training=False)
    elif way == "masked":
        logits = each_masked(gan, real)
    else:
        logits = gan.generator(known, training=False)
    chances = np.array(ops.convert_to_numpy(logits), "float64")
    chances[..., PAD] = -np.inf  # no model writes it
    chances = np.exp(chances - chances.max(axis=-1, keepdims=True))
    return chances / chances.sum(axis=-1, keepdims=True)


def each_masked(gan, tokens):
    """float32 `(n, length, words)`: logits of each token when it alone is masked."""
    n, length = tokens.shape
    seen = np.repeat(tokens[:, None], length, axis=1)
    places = np.arange(length)
    seen[:, places, places] = gan.mask
    logits = gan.guesses(seen.reshape(-1, length)).reshape(n, length, length, -1)
    return logits[:, places, places]


def attention(gan, view, words):
    """`Heatmaps`: the attention of each head on real sentences."""
    real = view.probes["real"]
    found = _attention(gan, real)
    places = min(int(lengths(real).max()), PLACES)
    maps = np.concatenate(
        [ops.convert_to_numpy(scores) for scores in found.values()], axis=1
    )
    titles = [
        f"block {i} · head {head}"
        for i, scores in enumerate(found.values(), 1)
        for head in range(1, scores.shape[1] + 1)
    ]
    names = []
    for row, end in zip(real, lengths(real)):
        said = [shown(words[id]) for id in row]
        read = [START, *said[:-1]] if reads(gan) == "next" else said
        names.append(read[: min(end, places)])
    maps = maps[:, :, :places, :places]
    return Heatmaps(maps, titles, names, names, ("word", "looks at"))


def _attention(gan, tokens):
    """dict: path of each attention layer of the generator to its scores."""
    if reads(gan) not in ("next", "masked"):
        return {}
    seen = before(tokens) if reads(gan) == "next" else tokens
    with attentions(gan.generator) as found:
        gan.generator(seen, training=False)
    return found


# -- sentences -------------------------------------------------------------------------


def sentences(view):
    """The role and the tokens of real and of generated sentences."""
    real, fake = view.probes["real"], view.written()
    return ["real"] * len(real) + ["fake"] * len(fake), np.concatenate([real, fake])


def shown(word):
    """str: a token as it is shown, also where it has no ink."""
    return SPECIAL.get(word, visible(word.replace("\n", "↵").replace(" ", "␣")))


def _end(tokens):
    """int: tokens of a sequence, the first `<eos>` among them."""
    ends = np.flatnonzero(tokens == EOS)
    return int(ends[0]) + 1 if len(ends) else len(tokens)
