"""What an attacker learns about the people of the training table.

Every attack has a control: the same attack where it can know nothing of its victims
but what is true of everybody.
"""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.evaluation.held_out import auc
from ter_gan.tables.metrics.embedding import Embedding, neighbours, subsample
from ter_gan.tables.metrics.shares import clustered, share

MOST = 2_000
REFERENCE = 20_000
BOOTSTRAPS = 200
FALSE_ALARMS = 0.01
WITHIN = 0.05  # of the ranks: a number that is guessed so well counts as known
LEAST = 1e-3  # added to distances, in units of the embedding


def membership(fake, train, holdout, discrete, sizes, seed=0, most=MOST):
    """Can one tell from the generated table who was trained on?

    The attacker has the generated table and real rows, half of them members. Two
    attacks give each row a score:

    - `nearest`: how near the nearest generated row is (Chen et al. 2020,
      https://arxiv.org/abs/1909.03935, without the generator);
    - `density`: the density of generated rows over that of real ones, which looks
      for places where the generator is surer than the population (DOMIAS, van
      Breugel et al. 2023, https://arxiv.org/abs/2302.12580), here with densities
      told from the nearest neighbour: how much nearer the nearest generated row is
      than the nearest one of the population. That is the half of the holdout that
      is not tried as non-members.

    Args:
        fake: float array `(n, d)`.
        train: float array `(m, d)`, the members.
        holdout: float array `(k, d)`, at least 4 real rows that were not trained on.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int, of draws and bootstraps.
        most: int. Rows of each kind that are attacked, drawn at random; the
            attacker has at most `REFERENCE` rows of each table.

    Returns:
        dict from `"nearest"` and `"density"` to dicts of `Estimate`: `auc`, 0.5
        where the attack knows nothing, 1 where it always knows; and `tpr`, the
        share of members found at 1 % false alarms (Carlini et al. 2022,
        https://arxiv.org/abs/2112.03570), 0.01 where it knows nothing, 0 where rows
        are too alike. Less is better. Details: `interval`, the 95 % bootstrap
        interval over the rows attacked.

    Raises:
        UserError: if there are too few rows.
    """
    if len(holdout) < 4 or len(train) < 2 or not len(fake):
        raise UserError(
            "Membership inference needs 4 held-out rows, 2 training rows and a "
            f"generated one. Received {len(holdout)}, {len(train)} and {len(fake)}."
        )
    order = np.random.default_rng(seed).permutation(len(holdout))
    outside, population = np.array_split(np.asarray(holdout)[order], 2)
    n = min(len(outside), len(train), most)
    embed = Embedding(population, discrete, sizes)
    tables = (train, outside, population, fake)
    counts = (n, n, REFERENCE, REFERENCE)
    members, strangers, population, made = (
        embed(subsample(each, count, (seed, i)))
        for i, (each, count) in enumerate(zip(tables, counts))
    )
    scores = (_scores(each, made, population) for each in (members, strangers))
    return {
        name: _found(inside, outside, seed)
        for name, inside, outside in zip(("nearest", "density"), *scores)
    }


def attribute(fake, train, holdout, sensitive, discrete, sizes, seed=0, most=MOST):
    """Can one fill in a secret column of a training row whose rest is known?

    The attacker looks up the generated row that is nearest by all other columns,
    and takes its value. A number counts as found when its rank is off by `WITHIN` or
    less. The control does the same with held-out rows in place of the generated
    ones: what anyone can infer who knows the population. Only what exceeds it was
    given away by the training rows.

    Args:
        fake: float array `(n, d)`.
        train: float array `(m, d)`, the victims.
        holdout: float array `(k, d)`, real rows that were not trained on.
        sensitive: int, the secret column; rows that miss it are left out.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int.
        most: int. Victims, drawn at random; the attacker has at most `REFERENCE`
            rows of each table, as many of both.

    Returns:
        dict of `Estimate`: `attack`, `control` and `guess` (always the most
        frequent code, or the median, of the holdout) in [0, 1], and `gain`, attack
        minus control: 0 or less is best; its error takes answers out of one row of a
        table for one answer.

    Raises:
        UserError: if a table has no row with that column.
    """
    tables = [each[~np.isnan(each[:, sensitive])] for each in (fake, holdout, train)]
    if not all(len(each) for each in tables):
        raise UserError(
            f"Attribute inference needs rows with column {sensitive} in all tables. "
            f"Received {[len(each) for each in tables]}."
        )
    discrete, sizes = np.asarray(discrete), np.asarray(sizes)
    known = np.arange(len(sizes)) != sensitive
    n = min(len(tables[0]), len(tables[1]), REFERENCE)
    made, control = (subsample(each, n, (seed, i)) for i, each in enumerate(tables[:2]))
    victims = subsample(tables[2], most, (seed, 2))
    embed = Embedding(holdout[:, known], discrete[known], sizes[known])
    truth, values = victims[:, sensitive], control[:, sensitive]
    codes = sizes[sensitive] > 0
    hits = _equal if codes else _near(Embedding(values[:, None], [False], [0]))

    def looked_up(table):
        near = neighbours(embed(victims[:, known]), embed(table[:, known]))[1][:, 0]
        return hits(table[near, sensitive], truth), near

    (attack, source), (base, other) = looked_up(made), looked_up(control)
    error = np.hypot(clustered(attack, source), clustered(base, other))
    guess = np.bincount(values.astype(int)).argmax() if codes else np.median(values)
    return {
        "attack": share(attack),
        "control": share(base),
        "guess": share(hits(np.full(len(truth), float(guess)), truth)),
        "gain": Estimate(float((attack - base).mean()), float(error)),
    }


def _scores(rows, made, population):
    """What each attack says of vectors, more for likely members: `(2, n)`."""
    near, usual = (neighbours(rows, each)[0][:, 0] for each in (made, population))
    return np.stack([-near, np.log((usual + LEAST) / (near + LEAST))])


def _equal(answers, truth):
    return (answers == truth).astype(float)


def _near(ranks):
    """Whether answers have nearly the truth's rank, as `_equal`."""

    def hits(answers, truth):
        off = ranks(answers[:, None]) - ranks(truth[:, None])
        return (np.abs(off[:, 0]) <= WITHIN).astype(float)

    return hits


def _found(members, strangers, seed):
    rng = np.random.default_rng(seed)
    both, draws = (members, strangers), []
    for _ in range(BOOTSTRAPS):
        sides = [each[rng.integers(len(each), size=len(each))] for each in both]
        draws.append((auc(*sides), _tpr(*sides)))
    values = {"auc": auc(members, strangers), "tpr": _tpr(members, strangers)}
    return {
        name: Estimate(
            value,
            float(np.std(each)),
            {"interval": tuple(float(e) for e in np.quantile(each, [0.025, 0.975]))},
        )
        for (name, value), each in zip(values.items(), np.transpose(draws))
    }


def _tpr(members, strangers):
    """The share of members above the score that 1 % of the strangers exceed."""
    threshold = np.quantile(strangers, 1 - FALSE_ALARMS, method="higher")
    return float((members > threshold).mean())
