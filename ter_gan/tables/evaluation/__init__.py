"""How good generated tables are: the table of metrics at work."""

import functools

import numpy as np
from threadpoolctl import threadpool_limits

from ter_gan.errors import UserError
from ter_gan.evaluation import evaluator, samples
from ter_gan.evaluation.baseline import Baseline, Quoted
from ter_gan.evaluation.held_out import SPLITS, Chapter
from ter_gan.evaluation.metric import work_off
from ter_gan.evaluation.progress import Silent
from ter_gan.tables import privacy
from ter_gan.tables.baselines import BASELINES
from ter_gan.tables.evaluation import pictures, rows, together
from ter_gan.tables.evaluation.bench import TableBench
from ter_gan.tables.evaluation.measures import known_of, secret_of
from ter_gan.tables.evaluation.table import METRICS
from ter_gan.tables.metrics import resemblance
from ter_gan.tables.metrics.copies import exact_copies
from ter_gan.tables.metrics.embedding import Embedding, subsample
from ter_gan.tables.metrics.utility import Exam
from ter_gan.tables.metrics.validity import duplicates
from ter_gan.tables.models.learned import Learned

LOOKED_AT = 2000  # rows of each split that are looked at for the difference
LEAST = 20  # of them, below which nothing is said
TWINS = 0.05  # share of training rows with a twin from which on a reader is warned
REMINDER = (
    "Synthetic is not anonymous. No number on this page proves that nobody can be "
    "found in these rows: tests that find nothing have only not looked everywhere. A "
    "guarantee comes from training with differential privacy alone: the table of runs "
    "says who has one. Treat the rows as personal data if the real ones are. This page "
    "shows real rows, too: share it only as you would share the table."
)
WHAT = {
    "independent": "each column drawn by itself: nothing of how columns depend",
    "copula": "empirical columns, tied by one correlation for each pair (Gaussian "
    "copula)",
    "mixture": "a Gaussian mixture of the numbers, categories by its parts",
    "trees": "one decision tree a column, given the columns before it",
    "smote": "points between a training row and one of its nearest neighbours",
    "train-copy": "training rows themselves: an alarm. What nears it on the privacy "
    "numbers has learned by heart, however good the other numbers are",
}

__all__ = ["METRICS", "Evaluator"]


class Evaluator(evaluator.Evaluator):
    """Measures the rows of models that were trained on one table.

    As many rows are generated as there are training rows, at most `n`; the floor has
    as many. See `ter_gan.evaluation.evaluator.Evaluator`.
    """

    TABLE, ENOUGH, REMINDER = METRICS, 10_000, REMINDER
    BENCH = TableBench
    CHAPTER = Chapter(
        "Difference from each split",
        "How little generated rows look like those of each split: the sum of the "
        "differences of columns, of correlations, and of what a few boosted trees "
        "tell apart; 0 is none. As many rows of each. Much smaller on training rows "
        "than on test rows: the model has begun to learn them by heart.",
    )

    def check_columns(self):
        known = self._named
        if self.secret and self.secret_column in known:
            raise UserError(
                f"--secret {self.secret} is among --known; an attacker who knows it "
                "has nothing to find out."
            )

    def count(self):
        return min(self.asked, len(self.dataset.train))

    def results(self, bench, strict=True):
        with threadpool_limits(1):  # more of them wait for each other in small tables
            return super().results(bench, strict)

    @property
    def warnings(self):
        found, real = super().warnings[self.n < self.asked :], len(self.real)
        if real < 1000:
            found.append(
                f"Only {real} real rows of the {self.split} split are compared with: "
                "small differences cannot be seen, and intervals are wide."
            )
        if self.split != "train" and self._twins_are_kept_together():
            found.append(
                "Many training rows are equal to others, and equal rows were put into "
                "the same split. So even an honest generator makes rows that are in "
                "the training split and not in the others: copy detection and "
                "membership inference accuse it wrongly here."
            )
        return found + self._assumed()

    def _assumed(self):
        """list of str: what an attacker is said to know and to want."""
        asked = {need for row in self.rows for need in row.needs}
        names = [column.name for column in self.dataset.schema.learned]
        found = []
        if known_of in asked and len(self.known_columns):
            known = ", ".join(names[i] for i in self.known_columns)
            found = [f"What is taken as known of a person: {known} (--known)."]
        if secret_of in asked and self.secret_column is not None:
            secret = names[self.secret_column]
            found.append(f"What is taken as secret: {secret} (--secret).")
        return [" ".join(found)] if found else []

    def _twins_are_kept_together(self):
        twins = duplicates(self.train.samples).value
        return (
            twins > TWINS
            and not exact_copies(self.real.samples, self.train.samples).value
        )

    def about(self, recipe, gan):
        rows, private = len(self.dataset.train), getattr(gan, "noise_multiplier", 0)
        promise = "none"
        if private:
            promise = f"ε ≤ {recipe.epsilon:g}, δ = {privacy.delta_of(rows):.2g}"
        return (super().about(recipe, gan) if gan.loss_fn else {}) | {
            "training_rows": rows,
            "target": self.dataset.target,
            "differential_privacy": promise,
        }

    def losses(self, bench):
        sizes = [len(getattr(self.dataset, split)) for split in SPLITS]
        n = min(*sizes, len(bench.generated), LOOKED_AT)
        if n < LEAST:
            return {}
        made = subsample(bench.generated.samples, n, self.seed)
        return {
            split: {"rows": n, "difference": self._difference(split, n, made)}
            for split in SPLITS
        }

    def _difference(self, split, n, made):
        real = samples.real(self.dataset, split, n, self.seed).samples
        schema = self.dataset.schema
        return resemblance.score(real, made, schema.discrete, schema.sizes)

    def pictures(self, bench):
        return [*pictures.of(bench), *rows.of(bench)]

    def contribution(self, bench):
        results = work_off(self.rows, bench, False, Silent())
        return {result.metric: result for result in results}

    def together(self, runs, baselines):
        return together.overview(self.dataset, runs, baselines)

    # -- what is the same for all models -----------------------------------------

    @functools.cached_property
    def train(self):
        """All training rows."""
        total = len(self.dataset.train)
        return samples.real(self.dataset, "train", total, self.seed)

    @functools.cached_property
    def fresh(self):
        """Real rows that were neither trained on nor are compared with."""
        other = "test" if self.split == "validation" else "validation"
        return samples.real(self.dataset, other, self.asked, self.seed)

    @functools.cached_property
    def embedding(self):
        """`Embedding` by the ranks of the training rows."""
        schema = self.dataset.schema
        return Embedding(self.train.samples, schema.discrete, schema.sizes)

    @functools.cached_property
    def exam(self):
        """`Exam` of the target, on the real rows."""
        schema = self.dataset.schema
        kinds = schema.discrete, schema.sizes
        return Exam(self.real.samples, self.target, *kinds, self.seed)

    @functools.cached_property
    def target(self):
        """int: the column to predict, or `None`."""
        name = self.dataset.target
        return None if name is None else self.dataset.schema.index(name)

    @functools.cached_property
    def secret_column(self):
        """int: the column that an attacker wants to know, or `None`."""
        schema = self.dataset.schema
        return schema.index(self.secret) if self.secret else self.target

    @functools.cached_property
    def known_columns(self):
        """Int array: the columns that an attacker knows; by default all of codes."""
        if self._named:
            return np.array(self._named)
        coded = np.flatnonzero(self.dataset.schema.sizes)
        return coded[coded != self.secret_column]

    @functools.cached_property
    def _named(self):
        """list of int: the columns that `--known` names."""
        names = self.known.split(",") if self.known else []
        return [self.dataset.schema.index(name.strip()) for name in names]

    @property
    def attacked(self):
        """(int array of columns, place of the secret among them) of an inference."""
        secret = self.secret_column
        known = self.known_columns if self.known else self._others(secret)
        chosen = np.sort([*known, secret])
        return chosen, int(np.flatnonzero(chosen == secret)[0])

    def _others(self, column):
        everyone = np.arange(self.dataset.shape[0])
        return everyone[everyone != column]

    def baselines(self):
        stage = self.progress.stage(f"{len(BASELINES)} baselines")
        found = []
        for name in BASELINES:
            model = Learned(name, self.seed)
            model.learn_about(self.dataset.schema, self.dataset.encoder)
            with threadpool_limits(1):
                model.prepare(self.dataset)
            found.append(Baseline(name, WHAT[name], model))
            stage(len(found), len(BASELINES))
        real = f"{len(self.fresh):,} {self.fresh.name}: what a perfect model gets"
        real += " that makes as few" if len(self.fresh) < self.n else ""
        return [*found, Baseline("real data", real, Quoted(self.fresh.samples))]
