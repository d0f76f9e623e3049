"""How many sentences a grammar accepts."""

from ter_gan.evaluation.estimate import checked
from ter_gan.text.metrics.scores import share


def grammaticality(x, truth):
    """The share of sentences that belong to the language of a grammar.

    Args:
        x: int array `(n, length)` of token ids.
        truth: object whose `grammatical(x)` gives a bool array `(n,)`.

    Returns:
        `Estimate` in [0, 1], as `scores.share`.

    Raises:
        UserError: if there are no sentences.
    """
    return share(truth.grammatical(checked("The grammaticality", "sentences", x)))
