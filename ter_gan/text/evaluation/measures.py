"""How each metric of text is measured, and what it needs."""

import math

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.evaluation.frechet import frechet_distance
from ter_gan.evaluation.metric import NoValue
from ter_gan.text.evaluation import curves
from ter_gan.text.evaluation.bench import has_estimated_normaliser, has_likelihood
from ter_gan.text.metrics import (
    bleu,
    diversity,
    grammaticality,
    language,
    memory,
    rouge,
)
from ter_gan.text.metrics.scores import Scores
from ter_gan.text.vocabulary import EOS, lengths

FEW = 500  # sentences, where each needs many passes through a network
GREEDY = 0.01  # the temperature that takes the likeliest token


# -- what a metric may need ----------------------------------------------------


def likelihood_of(bench):
    """The model must give a probability to a sentence."""
    if not has_likelihood(bench.gan):
        raise UserError("the model writes, but gives no probability to a sentence.")


def truth_of(bench):
    """The distribution of the data must be known."""
    if bench.dataset.truth is None:
        raise UserError(
            f"nobody knows the true distribution of {bench.dataset.name}; the grammar "
            "and the oracle have one."
        )


def masked_model(bench):
    """The model must guess masked words."""
    if not hasattr(bench.gan, "pseudo_nll"):
        raise UserError("the model guesses no masked words.")


def autoencoder_of(bench):
    """The model must turn sentences into codes and back."""
    if not hasattr(bench.gan, "encode"):
        raise UserError("the model has no codes to read sentences out of.")


def temperature_of(bench):
    """The model must take a temperature."""
    if not curves.has_temperature(bench.gan):
        raise UserError("it takes no temperature.")


# -- measures: of a bench and one of its sides ---------------------------------


def likelihood(bench, side):
    """The model on real sentences: nats per token, bits per character."""
    x, found = bench.real.samples, bench.likelihood(bench.evaluator.split)
    bits = Scores(found.sums / math.log(2), characters(bench.dataset.vocabulary, x))
    return {
        "nll": found.estimate(tokens=int(found.counts.sum())),
        "bits": bits.estimate(characters=int(bits.counts.sum())),
    }


def excess(bench, side):
    """How many nats per token more than the truth, on the same sentences."""
    found = bench.likelihood(bench.evaluator.split)
    least = -bench.dataset.truth.log_prob(bench.real.samples)
    details = {"entropy": bench.dataset.truth.entropy_per_token}
    return Scores(found.sums - least, found.counts).estimate(**details)


def oracle(bench, side):
    """Generated sentences under the truth, those that it can say."""
    truth = bench.dataset.truth
    found = truth.log_prob(side.samples)
    possible = np.isfinite(found)
    if not possible.any():
        raise NoValue("the truth could have said none of the sentences.")
    counts = lengths(side.samples)[possible]
    entropy = truth.entropy_per_token
    about = {"possible": float(possible.mean()), "entropy": entropy}
    nll = Scores(-found[possible], counts).estimate(**about)
    return {"nll": nll, "gap": Estimate(nll.value - entropy, nll.error, about)}


def bounds_of(bench):
    """The model must have a likelihood up to a normaliser that is estimated."""
    if not has_estimated_normaliser(bench.gan):
        raise NoValue("only a discriminator-guided model estimates a normaliser.")


def bounds(bench, side):
    low, high = bench.gan.nll_bounds(bench.real.samples, seed=bench.seed)
    return {"low": Estimate(low), "high": Estimate(high)}


def grammatical(bench, side):
    return grammaticality.grammaticality(side.samples, bench.dataset.truth)


def lm(bench, side):
    return language.nll(bench.evaluator.judge, side.samples)


def reverse_lm(bench, side):
    return language.nll(language.judge(side.samples, bench.size), bench.real.samples)


def against_references(bench, side):
    return bleu.bleu(side.samples, bench.references.samples)


def against_each_other(bench, side):
    return bleu.self_bleu(side.samples)


def divergences(bench, side):
    real = bench.real.samples
    orders = range(1, 5)
    return {n: diversity.jensen_shannon(side.samples, real, n) for n in orders}


def distinct(bench, side):
    return {n: diversity.distinct(side.samples, n) for n in range(1, 5)}


def length_gap(bench, side):
    return diversity.length_distance(side.samples, bench.real.samples)


def copies(bench, side):
    return memory.copy_rate(side.samples, bench.train.samples)


def spans(bench, side):
    return memory.copied_spans(side.samples, bench.train.samples)


def novelty(bench, side):
    return memory.novel_ngrams(side.samples, bench.train.samples)


def frechet(bench, side):
    vectors = bench.evaluator.vectors
    real = bench.estimate(sentence_vectors, bench.real)
    return frechet_distance(real, vectors(side.samples))


def sentence_vectors(bench, side):
    return bench.evaluator.vectors(side.samples)


def masked(bench, side):
    found = bench.gan.masked(bench.real.samples, bench.seed)
    pseudo = bench.gan.pseudo_nll(bench.real.samples[:FEW])
    few = {"sentences": min(FEW, len(bench.real))}
    return {
        "accuracy": Estimate(found["accuracy"]),
        "pseudo": Estimate(pseudo, None, few),
    }


def reconstruction(bench, side):
    x, gan = bench.real.samples, bench.gan
    again = gan.write(gan.encode(x), bench.seed, temperature=GREEDY)
    return {"l": rouge.rouge_l(again, x), "2": rouge.rouge_n(again, x, 2)}


def curve_gap(bench, side):
    found = curves.gap_to(bench.evaluator.base, bench.estimate(curve, side))
    if found is None:
        raise NoValue(
            "at no temperature is the model as diverse as the n-gram model is at some."
        )
    return found


def curve(bench, side):
    """The model's `Curve`; its point at temperature 1 is of the side's sentences."""
    if bench.gan is bench.evaluator.longest:
        return bench.evaluator.base
    return curves.of(bench.evaluator, bench.gan, side.samples)


def characters(vocabulary, x):
    """int array `(n,)`: characters of the text of each sentence, its end included."""
    texts = [len(vocabulary.decode(row)) for row in x]
    return np.array(texts) + (np.asarray(x) == EOS).any(axis=1)
