"""What a language model says of text: likelihood, perplexity, LM scores."""

import dataclasses
import math

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import checked
from ter_gan.text.metrics.scores import Scores
from ter_gan.text.ngrams import NGram
from ter_gan.text.vocabulary import PAD

JUDGE = 5  # order of the Kneser-Ney models that score quality and diversity


def scores(model, x):
    """Negative log-likelihood and number of tokens of each sentence.

    Args:
        model: object whose `log_prob(x)` gives `(n, length)` nats, 0 at `<pad>`.
        x: int array `(n, length)` of token ids.

    Returns:
        `Scores`, whose value is the NLL per token: `<eos>` counts, `<pad>` does
        not.

    Raises:
        UserError: if there are no sentences, or the model gives NaN.
    """
    x = checked("The likelihood", "sentences", x)
    found = np.asarray(model.log_prob(x), "float64")
    tokens = x != PAD
    if np.isnan(found).any():
        raise UserError("The model's log-likelihood is NaN. Did its training diverge?")
    return Scores(-np.where(tokens, found, 0).sum(axis=1), tokens.sum(axis=1))


def nll(model, x):
    """Negative log-likelihood per token of a text, in nats; less is better.

    Args:
        model: as for `scores`.
        x: int array `(n, length)` of token ids.

    Returns:
        `Estimate`; details: `tokens`.
    """
    found = scores(model, x)
    return found.estimate(tokens=int(found.counts.sum()))


def perplexity(estimate):
    """The perplexity of an NLL per token: its exponential.

    Args:
        estimate: `Estimate` from `nll`.

    Returns:
        `Estimate`; comparable only between models of the same tokens.
    """
    value = float(np.exp(estimate.value))
    error = None if estimate.error is None else value * estimate.error
    return dataclasses.replace(estimate, value=value, error=error)


def bits_per_character(model, x, characters):
    """Negative log-likelihood per character of the text, in bits.

    It compares models whatever their tokens are: words, pieces or characters.

    Args:
        model: as for `scores`.
        x: int array `(n, length)` of token ids.
        characters: int array `(n,)`: how many characters each sentence has in the
            text itself, with the end of its line where `x` has an `<eos>`.

    Returns:
        `Estimate`; details: `characters`.

    Raises:
        UserError: if there is not one number for each sentence.
    """
    characters = np.asarray(characters)
    if characters.shape != (len(x),):
        raise UserError(
            f"Expected the number of characters of each of {len(x)} sentences. "
            f"Received shape {characters.shape}."
        )
    bits = scores(model, x).sums / math.log(2)
    return Scores(bits, characters).estimate(characters=int(characters.sum()))


def judge(x, size, order=JUDGE):
    """The Kneser-Ney model of some sentences, which judges others.

    Fitted on real sentences that no model was trained on, its NLL of generated
    ones is their LM score: quality. Fitted on generated sentences, its NLL of real
    ones is their reverse LM score: diversity, and quality too. (Cífka et al. 2018,
    https://arxiv.org/abs/1804.07972; Caccia et al. 2020,
    https://arxiv.org/abs/1811.02549.) Less is better for both.

    Args:
        x: int array `(n, length)` of token ids.
        size: int, of the vocabulary.
        order: int.

    Returns:
        `ter_gan.text.ngrams.NGram`.
    """
    return NGram(order).fit(checked("The LM score", "sentences", x), size)


def lm_score(generated, held_out, size):
    """NLL per token of generated text under a model of real text: quality.

    Args:
        generated: int array `(n, length)` of token ids.
        held_out: int array `(m, length)`, real sentences.
        size: int, of the vocabulary.

    Returns:
        `Estimate`, nats. Text that is *below* real text's own value repeats what
        is common.
    """
    return nll(judge(held_out, size), generated)


def reverse_lm_score(generated, test, size):
    """NLL per token of real text under a model of generated text: diversity.

    Args:
        generated: int array `(n, length)` of token ids; the number matters, so
            only equal numbers compare.
        test: int array `(m, length)`, real sentences.
        size: int, of the vocabulary.

    Returns:
        `Estimate`, nats; its error is that of the test sentences alone.
    """
    return nll(judge(generated, size), test)
