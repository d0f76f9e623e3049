"""How each metric of tables is measured, and what it needs."""

import dataclasses
import math

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.evaluation.manifold import prdc
from ter_gan.evaluation.metric import NoValue
from ter_gan.tables.metrics import (
    attacks,
    columns,
    copies,
    detector,
    disclosure,
    likelihood,
    pairs,
    utility,
    validity,
)
from ter_gan.tables.metrics.embedding import subsample
from ter_gan.tables.metrics.learners import LEARNERS

FEW = 5_000  # rows, where each is compared with each
LESSONS = 5_000  # rows that importances are learned from
ASKED = 500  # test rows whose columns are shuffled
ABREAST = 40  # columns whose pairs are looked at


# -- what a metric may need ----------------------------------------------------


def gaps_of(bench):
    """Some value of the table must be missing."""
    if not any(column.missing for column in bench.columns):
        raise NoValue("no value of the table is missing.")


def rules_of(bench):
    """Constraints must tie columns to each other."""
    if not bench.dataset.encoder.rules:
        raise NoValue("the table has no constraint between columns.")


def two_columns(bench):
    """There must be a pair of columns."""
    if len(bench.columns) < 2:
        raise NoValue("the table has one column only.")


def two_ordered(bench):
    """There must be a pair of columns that can be correlated."""
    if len(bench.ordered) < 2:
        raise NoValue("the table has no two columns whose values have an order.")


def categories_of(bench):
    """There must be a pair of columns, one of categories."""
    two_columns(bench)
    if not bench.kinds[0].any():
        raise NoValue("the table has no column of categories.")


def truth_of(bench):
    """The density of the data must be known."""
    if bench.dataset.truth is None:
        raise NoValue(
            f"nobody knows the true density of {bench.dataset.name}; gridr-table, "
            "grid-table and ring-table have one."
        )


def unseen_of(bench):
    """The real rows must not be those of training."""
    if bench.evaluator.split == "train":
        raise UserError(
            "it compares with real rows that were not trained on. Use --split test."
        )


def target_of(bench):
    """A column must be there to predict."""
    two_columns(bench)
    if bench.evaluator.target is None:
        raise NoValue("the table has no column to predict; train with --target COLUMN.")


def class_of(bench):
    """A column of classes must be there to predict."""
    target_of(bench)
    if not bench.kinds[1][bench.evaluator.target]:
        raise NoValue(f"{bench.dataset.target} is a number, not a class.")


def known_of(bench):
    """Columns must be there that an attacker may know."""
    if not len(bench.evaluator.known_columns):
        raise NoValue(
            "no column has categories; name what is known by --known COLUMNS."
        )


def secret_of(bench):
    """A column must be there that an attacker wants to know."""
    two_columns(bench)
    if bench.evaluator.secret_column is None:
        raise NoValue("the table has no target; name a secret by --secret COLUMN.")


# -- sanity --------------------------------------------------------------------


def duplicates(bench, side):
    return validity.duplicates(side.samples)


def outside(bench, side):
    return validity.outside(side.samples, bench.columns)


def violations(bench, side):
    return validity.violations(side.samples, bench.columns, bench.dataset.encoder)


# -- fidelity: against real rows of the split that is compared with --------------


def shapes(bench, side):
    found = columns.shapes(bench.real.samples, side.samples, bench.kinds[1])
    return average({c.name: each for c, each in zip(bench.columns, found)})


def missing(bench, side):
    found = {
        column.name: columns.missing_difference(x, y)
        for column, x, y in zip(bench.columns, bench.real.samples.T, side.samples.T)
        if column.missing
    }
    sizes = {
        name: dataclasses.replace(each, value=abs(each.value))
        for name, each in found.items()
    }
    return average(sizes)


def correlations(bench, side):
    chosen = bench.ordered[:ABREAST]
    both = (each.samples[:, chosen] for each in (bench.real, side))
    return average(_named(bench, chosen, pairs.correlation_similarity(*both)))


def contingency(bench, side):
    """Of pairs with a column of categories, among the first columns."""
    discrete, sizes = bench.kinds
    chosen = np.argsort(~discrete, kind="stable")[:ABREAST]
    both = (each.samples[:, chosen] for each in (bench.real, side))
    found = pairs.contingency_similarity(*both, sizes[chosen])
    codes = discrete[chosen]
    kept = {pair: each for pair, each in found.items() if codes[list(pair)].any()}
    return average(_named(bench, chosen, kept))


def accuracy(bench, side):
    real, sizes = bench.real.samples[:, :ABREAST], bench.kinds[1][:ABREAST]
    return pairs.bivariate_accuracy(real, side.samples[:, :ABREAST], sizes)


def bivariate(bench, side):
    """The accuracy, and what it is of that of real rows."""
    own = bench.estimate(accuracy, side)
    attainable = bench.estimate(accuracy, bench.stand_in).value
    details = {"attainable": attainable, "relative": own.value / attainable}
    return {
        "accuracy": Estimate(own.value, own.error, details),
        "relative": Estimate(own.value / attainable, own.error / attainable, details),
    }


def vectors(bench, side):
    some = subsample(side.samples, FEW, bench.seed)
    return bench.evaluator.embedding(some)


def manifold(bench, side):
    both = (bench.estimate(vectors, each) for each in (bench.real, side))
    return prdc(*both)


def told_apart(bench, side):
    both = bench.real.samples, side.samples
    return detector.detector_auc(*both, *bench.kinds, bench.seed, FEW)


def l_syn(bench, side):
    return likelihood.l_syn(side.samples, bench.dataset.truth.log_prob)


def l_test(bench, side):
    parts = len(bench.dataset.truth.centres)
    return likelihood.l_test(side.samples, bench.real.samples, parts, bench.seed)


def modes(bench, side):
    truth = bench.dataset.truth
    std = math.sqrt(truth.variance)
    return likelihood.modes_found(side.samples, truth.centres, std)


# -- utility: of models that learn from a side, for real rows --------------------


def answers(bench, side):
    return bench.evaluator.exam.answers(side.samples)


def lessons(bench, side):
    """Scores after learning from a side, and what they lack to real rows."""
    exam, real = bench.evaluator.exam, bench.estimate(answers, bench.stand_in)
    found = exam.compared(real, bench.estimate(answers, side))
    score = bench.words["score"]
    result = {name: found[name][f"tstr_{score}"] for name in LEARNERS}
    result["gap"] = average({n: each[f"gap_{score}"] for n, each in found.items()})
    if score == "f1":
        result["auc"] = average({n: each["tstr_auc"] for n, each in found.items()})
    return result


def importances(bench, side):
    rows = subsample(side.samples, LESSONS, bench.seed)
    return bench.evaluator.exam.importances(rows, ASKED)


def agreement(bench, side):
    both = (bench.estimate(importances, each) for each in (bench.stand_in, side))
    found = utility.agreement(*both)
    names = [c.name for c in bench.columns if c.name != bench.dataset.target]
    named = {key: dict(zip(names, values)) for key, values in found.details.items()}
    return dataclasses.replace(found, details=named)


def augmentation(bench, side):
    """What rows add to real ones, for gradient boosting."""
    exam, name = bench.evaluator.exam, "boosting"
    alone = bench.estimate(answers, bench.stand_in)[name]
    both = np.concatenate([bench.stand_in.samples, side.samples])
    found = exam.gaps(exam.answers(both, (name,))[name], alone)
    return found[bench.words["score"]]


# -- privacy: what training rows lose beside real rows that are not known ---------


def exact_copies(bench, side):
    """Rows that are training rows; of training rows, those that others are equal to."""
    if side is bench.train:
        return validity.duplicates(side.samples)
    return copies.exact_copies(side.samples, bench.train.samples)


def closest(bench, side):
    tables = (each.samples for each in (side, bench.train, bench.real))
    found = copies.closest_records(*tables, *bench.kinds, bench.seed, FEW)
    more = {name: found[name].value for name in ("dcr_5", "dcr_holdout")}
    found["dcr"] = dataclasses.replace(found["dcr"], details=more)
    return found


def membership(bench, side):
    tables = (each.samples for each in (side, bench.train, bench.real))
    found = attacks.membership(*tables, *bench.kinds, bench.seed)
    return {
        f"{attack}_{name}": estimate
        for attack, both in found.items()
        for name, estimate in both.items()
    }


def attribute(bench, side):
    """What an attacker learns of the secret, beyond what anybody can infer."""
    chosen, secret = bench.evaluator.attacked
    tables = (each.samples[:, chosen] for each in (side, bench.train, bench.real))
    kinds = (each[chosen] for each in bench.kinds)
    found = attacks.attribute(*tables, secret, *kinds, bench.seed)
    names = ("attack", "control", "guess")
    details = {name: found[name].value for name in names}
    details["secret"] = bench.columns[bench.evaluator.secret_column].name
    return dataclasses.replace(found["gain"], details=details)


def rare(bench, side):
    few = min(len(bench.generated), len(bench.fresh))
    some = subsample(side.samples, few, bench.seed)
    known = bench.evaluator.known_columns
    found = disclosure.rare_rows(some, bench.train.samples, known)
    return dataclasses.replace(found, details=found.details | _about(bench))


def anonymity(bench, side):
    """How small the smallest group of rows is that are alike in what is known."""
    known = bench.evaluator.known_columns
    found = disclosure.k_anonymity(side.samples, known)
    alone = found.details["unique"] / len(side)
    error = math.sqrt(alone * (1 - alone) / len(side))
    details = found.details | _about(bench)
    return {
        "k": dataclasses.replace(found, details=details),
        "unique": Estimate(alone, error, details),
    }


def diversity(bench, side):
    known, secret = bench.evaluator.known_columns, bench.evaluator.secret_column
    found = disclosure.l_diversity(side.samples, known, secret)
    return dataclasses.replace(found, details=found.details | _about(bench))


# -- helpers ---------------------------------------------------------------------


def average(estimates):
    """The mean of estimates, whose error is the mean of theirs.

    That is a bound which holds however they depend on each other.

    Args:
        estimates: dict from names to `Estimate`, at least one.

    Returns:
        `Estimate`; details: `each`, the values by name.
    """
    values = {name: each.value for name, each in estimates.items()}
    error = np.mean([each.error or 0.0 for each in estimates.values()])
    return Estimate(
        float(np.mean(list(values.values()))), float(error), {"each": values}
    )


def _named(bench, chosen, found):
    """dict from names of pairs of the chosen columns to what was found of them."""
    names = [bench.columns[i].name for i in chosen]
    return {f"{names[i]} × {names[j]}": each for (i, j), each in found.items()}


def _about(bench):
    names = [bench.columns[i].name for i in bench.evaluator.known_columns]
    return {"known": names}
