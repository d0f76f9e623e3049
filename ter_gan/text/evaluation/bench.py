"""What the metrics of one model of text need."""

from ter_gan.evaluation import samples
from ter_gan.evaluation.held_out import MOST
from ter_gan.evaluation.metric import Bench
from ter_gan.text.evaluation import curves
from ter_gan.text.metrics import language


class TextBench(Bench):
    """What the metrics of one model of text need; see `Bench`."""

    def __init__(self, evaluator, gan):
        super().__init__(evaluator, gan)
        self._likelihood = {}

    def own_words(self):
        return {
            "split": self.evaluator.split,
            "judge": f"kn{language.JUDGE}",
            "quality": curves.quality_of(self.dataset).word,
        }

    @property
    def train(self):
        """`Side` of all training sentences."""
        return self.evaluator.train

    @property
    def unseen(self):
        """`Side` of real sentences that were not trained on."""
        return self.evaluator.unseen

    @property
    def references(self):
        """`Side` of all sentences of the split that is compared with."""
        return self.evaluator.references

    @property
    def size(self):
        """int, of the vocabulary."""
        return len(self.dataset.vocabulary)

    def likelihood(self, split):
        """`Scores` of the model on real sentences of a split; they are kept."""
        if split not in self._likelihood:
            side = self.real if split == self.evaluator.split else self._drawn(split)
            self._likelihood[split] = language.scores(self.gan, side.samples)
        return self._likelihood[split]

    def _drawn(self, split):
        n = min(self.evaluator.asked, MOST)
        return samples.real(self.dataset, split, n, self.seed)


def has_likelihood(gan):
    """bool: whether a model gives a probability to a sentence."""
    return hasattr(gan, "log_prob")


def likelihood_of(gan):
    """str: whether a model gives a probability to a sentence, and how well known."""
    if not has_likelihood(gan):
        return "none"
    return "estimated" if has_estimated_normaliser(gan) else "exact"


def has_estimated_normaliser(gan):
    """bool: whether a probability is known up to a factor that sampling estimates."""
    return hasattr(gan, "nll_bounds")
