"""How good generated text is: the table of metrics at work."""

import functools

from ter_gan.evaluation import evaluator, samples
from ter_gan.evaluation.baseline import Baseline, Quoted
from ter_gan.evaluation.held_out import SPLITS, Chapter
from ter_gan.text.embeddings import SentenceVectors, ppmi_svd
from ter_gan.text.evaluation import curves, excerpts, together
from ter_gan.text.evaluation.bench import TextBench, has_likelihood, likelihood_of
from ter_gan.text.evaluation.table import METRICS
from ter_gan.text.metrics import language
from ter_gan.text.models.counted import Counted

ORDERS = (1, 3, 5)  # of the n-gram models that stand beside all runs
DIM = 64  # of word vectors

__all__ = ["METRICS", "Evaluator"]


class Evaluator(evaluator.Evaluator):
    """Measures the text of models that were trained on one dataset.

    See `ter_gan.evaluation.evaluator.Evaluator`.
    """

    TABLE, ENOUGH = METRICS, 2000
    BENCH = TextBench
    CHAPTER = Chapter(
        "Likelihood on held-out data",
        "Mean negative log-likelihood of a token in nats (nll) and its exponential "
        "(perplexity), of models that give a probability to a sentence; that of a "
        "discriminator-guided one is estimated by sampling. Much lower "
        "on training sentences than on test sentences: the model has begun to learn "
        "them by heart.",
    )

    def about(self, recipe, gan):
        likelihood = {"likelihood": likelihood_of(gan)}
        if gan.loss_fn is None:
            return likelihood
        return super().about(recipe, gan) | likelihood

    def losses(self, bench):
        if not has_likelihood(bench.gan):
            return {}
        return {split: self._likelihood(bench, split) for split in SPLITS}

    def _likelihood(self, bench, split):
        found = bench.likelihood(split).estimate()
        return {
            "sentences": len(bench.likelihood(split).counts),
            "nll": found.value,
            "perplexity": language.perplexity(found).value,
        }

    def pictures(self, bench):
        return [excerpts.copies(bench)]

    def contribution(self, bench):
        return together.contribution(bench, curve=curves.wanted(self.rows))

    def together(self, runs, baselines):
        return together.overview(self, runs, baselines)

    # -- what is the same for all models -----------------------------------------

    @functools.cached_property
    def train(self):
        """All training sentences."""
        return self._whole("train")

    @functools.cached_property
    def references(self):
        """All sentences of the split that is compared with."""
        return self._whole(self.split)

    @functools.cached_property
    def unseen(self):
        """Real sentences that were not trained on."""
        if self.split != "train":
            return self.real
        return samples.real(self.dataset, "test", self.n, self.seed)

    @functools.cached_property
    def judge(self):
        """The n-gram model of real sentences that judges generated ones."""
        return language.judge(self.references.samples, len(self.dataset.vocabulary))

    @functools.cached_property
    def vectors(self):
        """`SentenceVectors` of the training sentences' own word vectors."""
        x, size = self.train.samples, len(self.dataset.vocabulary)
        return SentenceVectors(ppmi_svd(x, size, min(DIM, size - 1)), x)

    @functools.cached_property
    def models(self):
        """dict from orders to n-gram models of the training sentences."""
        shape = self.dataset.shape[0], len(self.dataset.vocabulary)
        found = {order: Counted(order, *shape) for order in ORDERS}
        for model in found.values():
            model.prepare(self.dataset)
        return found

    @property
    def longest(self):
        """The n-gram model of the highest order."""
        return self.models[max(ORDERS)]

    @functools.cached_property
    def base(self):
        """`Curve` of the longest n-gram model."""
        return curves.of(self, self.longest)

    def baselines(self):
        other = "test" if self.split == "validation" else "validation"
        names = {1: "unigram"}
        counted = [
            Baseline(
                names.get(order, f"kneser-ney-{order}"),
                f"n-grams of order {order}, counted in the training sentences",
                model,
            )
            for order, model in self.models.items()
        ]
        return [
            *counted,
            Baseline(
                "real data",
                f"real sentences of the {other} split: what a perfect model gets",
                Quoted(getattr(self.dataset, other).x),
            ),
            Baseline(
                "train copy",
                "training sentences themselves: an alarm. What nears it on the copied "
                "spans has learned by heart, however good the other numbers are",
                Quoted(self.dataset.train.x),
            ),
        ]

    def _whole(self, split):
        total = len(getattr(self.dataset, split))
        return samples.real(self.dataset, split, total, self.seed)
