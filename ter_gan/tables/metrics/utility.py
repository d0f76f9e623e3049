"""Whether generated rows teach a model what real rows teach."""

import numpy as np
from scipy.stats import rankdata

from ter_gan.evaluation.estimate import GROUPS, Estimate, left_out_variance
from ter_gan.evaluation.held_out import auc
from ter_gan.tables.metrics.embedding import subsample
from ter_gan.tables.metrics.learners import LEARNERS, Learner

MOST = 20_000
REPEATS = 5


class Exam:
    """A column of real test rows, and what models answer that learned it elsewhere.

    Args:
        test: float array `(k, d)`, real rows; those that miss the target are left out.
        target: int, the column to predict.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int, of the learners.
    """

    def __init__(self, test, target, discrete, sizes, seed=0):
        self._how = target, discrete, sizes, seed
        self.test, self.seed = test, seed
        self.x, self.y = self._learner("guess").parts(test)

    def answers(self, table, names=LEARNERS):
        """dict from names of learners to what they say of the test rows.

        Args:
            table: float array `(n, d)` to learn from.
            names: sequence of str.
        """
        return {name: self._learner(name).fit(table).predict(self.x) for name in names}

    def compared(self, trtr, tstr):
        """`utility` of the `answers` after learning from real and generated rows."""
        result = {}
        for name in tstr:
            result[name] = _scores(self.y, trtr=trtr[name], tstr=tstr[name])
            gaps = self.gaps(trtr[name], tstr[name])
            result[name] |= {f"gap_{measure}": gap for measure, gap in gaps.items()}
        return result

    def gaps(self, better, worse):
        """dict of `Estimate`: the scores of an answer minus those of another one."""
        return {
            name: _estimate(
                lambda t, a, b, m=m: m(t, a) - m(t, b), self.y, better, worse
            )
            for name, m in _measures(self.y).items()
        }

    def guess(self, table):
        """dict of `Estimate`: the scores of the class frequencies, or the mean."""
        return _scores(self.y, trtr=self._learner("guess").fit(table).predict(self.x))

    def importances(self, table, most, repeats=REPEATS):
        """Permutation importances `(d - 1,)` for gradient boosting.

        Args:
            table: float array `(n, d)` to learn from.
            most: int. Test rows that are asked.
            repeats: int. Shuffles of each column.
        """
        from sklearn.inspection import permutation_importance

        learner = self._learner("boosting").fit(table)
        x, y = learner.parts(subsample(self.test, most, self.seed))
        how = {"n_repeats": repeats, "random_state": self.seed, "n_jobs": 1}
        return permutation_importance(learner.model, x, y, **how).importances_mean

    def _learner(self, name):
        return Learner(name, *self._how)


def utility(real, fake, test, target, discrete, sizes, seed=0, most=MOST):
    """Train on synthetic, test on real (TSTR), beside train on real (TRTR).

    Esteban, Hyland & Rätsch 2017, https://arxiv.org/abs/1706.02633. Three models
    learn the target from the other columns, once from real and once from generated
    rows, and are tested on the same real rows. For a target with codes: `f1`, the
    mean F1 of the classes that the test rows have, and `auc`, the mean of one class
    against the rest. For a number: `r2`, 1 for perfect predictions, 0 for the mean,
    no lower bound. More is better; TSTR is good where it is near TRTR, and worth
    something where it is above the row `"guess"`.

    Args:
        real: float array `(n, d)`, training rows.
        fake: float array `(m, d)`.
        test: float array `(k, d)`, real rows of neither.
        target: int, the column to predict; rows that miss it are left out.
        discrete: bool array `(d,)`.
        sizes: int array `(d,)`.
        seed: int.
        most: int, training rows of each kind, drawn at random.

    Returns:
        dict from `"linear"`, `"forest"`, `"boosting"` and `"guess"` to dicts of
        `Estimate`: `tstr_f1`, `trtr_f1` and `gap_f1` (real minus synthetic, 0 is
        best), and so on; of `"guess"` only `trtr_…`. The errors are of the test rows.
    """
    n = min(len(real), len(fake), most)
    exam = Exam(test, target, discrete, sizes, seed)
    tables = [subsample(each, n, seed) for each in (real, fake)]
    found = exam.compared(*map(exam.answers, tables))
    return found | {"guess": exam.guess(tables[0])}


def augmentation_gain(real, fake, test, target, discrete, sizes, seed=0, most=MOST):
    """What generated rows add to the real ones, for gradient boosting.

    Args:
        real, fake, test, target, discrete, sizes, seed, most: as of `utility`.

    Returns:
        dict of `Estimate`: `f1` and `auc`, or `r2`: the score after training on
        real and generated rows minus that of real rows alone; above 0 they help.
        The error is of the test rows, which both answer.
    """
    real, fake = subsample(real, most, seed), subsample(fake, most, (seed, 1))
    exam = Exam(test, target, discrete, sizes, seed)
    tables = np.concatenate([real, fake]), real
    both, alone = (exam.answers(x, ("boosting",))["boosting"] for x in tables)
    return exam.gaps(both, alone)


def importance_agreement(
    real, fake, test, target, discrete, sizes, seed=0, most=MOST, repeats=REPEATS
):
    """Whether both tables say which columns matter: Spearman's correlation.

    Of the permutation importances (Breiman 2001) of gradient boosting trained on
    real and on generated rows: by how much its score on real test rows falls when
    one column is shuffled there. 1 for the same order of columns, 0 for no
    relation, -1 for the opposite.

    Args:
        real, fake, test, target, discrete, sizes, seed: as of `utility`.
        most: int, training rows, and a tenth of it as test rows.
        repeats: int, shuffles of each column.

    Returns:
        `Estimate` in [-1, 1], without error; details: `real` and `fake`, the
        importances of the other columns in their order. 0 if a side's importances
        are all equal.
    """
    exam = Exam(test, target, discrete, sizes, seed)
    tables = (subsample(each, most, seed) for each in (real, fake))
    few = max(most // 10, 1)
    return agreement(*(exam.importances(each, few, repeats) for each in tables))


def agreement(first, second):
    """`importance_agreement` of importances `(d - 1,)` that are known."""
    ranks = [rankdata(each) for each in (first, second)]
    varied = all(each.std() > 0 for each in ranks)
    value = float(np.corrcoef(*ranks)[0, 1]) if varied else 0.0
    return Estimate(value, None, {"real": first.tolist(), "fake": second.tolist()})


def _measures(y):
    """The scores of one kind of target: name → function of `(y, answer)`."""
    if np.issubdtype(y.dtype, np.integer):
        return {"f1": _f1, "auc": _auc}
    return {"r2": _r2}


def _scores(y, **answers):
    result = {}
    for way, answer in answers.items():
        for name, measure in _measures(y).items():
            result[f"{way}_{name}"] = _estimate(measure, y, answer)
    return result


def _estimate(statistic, *columns):
    """A statistic of the test rows; the error leaves out a tenth at a time."""
    n = len(columns[0])
    value = float(statistic(*columns))
    if n < 2 * GROUPS:
        return Estimate(value)
    group = np.random.default_rng(0).permutation(n) % GROUPS
    kept = [group != g for g in range(GROUPS)]
    values = [statistic(*(each[rows] for each in columns)) for rows in kept]
    return Estimate(value, left_out_variance(values) ** 0.5)


def _f1(y, answer):
    guess = answer.argmax(axis=1)
    scores = []
    for code in np.unique(y):
        right = ((y == code) & (guess == code)).sum()
        scores.append(2 * right / ((y == code).sum() + (guess == code).sum()))
    return np.mean(scores)


def _auc(y, answer):
    codes = np.unique(y)
    areas = [auc(answer[y == k, k], answer[y != k, k]) for k in codes if len(codes) > 1]
    return np.mean(areas) if areas else 0.5


def _r2(y, answer):
    spread = ((y - y.mean()) ** 2).sum()
    return 1 - ((y - answer[:, 0]) ** 2).sum() / max(spread, 1e-300)
