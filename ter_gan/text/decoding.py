"""Sequences drawn token by token: temperature, top-k and nucleus sampling."""

import dataclasses

import numpy as np
from keras import ops

from ter_gan.errors import UserError
from ter_gan.text.vocabulary import EOS, PAD


@dataclasses.dataclass(frozen=True)
class Decoding:
    """How a token is drawn from a model's logits.

    Args:
        temperature: float, above 0. Logits are divided by it: below 1 likely
            tokens become likelier.
        top_k: int. Only the k likeliest tokens; 0: all.
        top_p: float in (0, 1]. Only the likeliest tokens that together have this
            probability (nucleus sampling, Holtzman et al. 2020).
        prompt: sequence of int. Token ids that each sequence begins with.

    Raises:
        UserError: for an impossible value.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    prompt: tuple = ()

    def __post_init__(self):
        if self.temperature <= 0:
            raise UserError(
                f"--temperature must be above 0, received {self.temperature}; near 0, "
                "as 0.01, takes the likeliest token."
            )
        if self.top_k < 0:
            raise UserError(f"--top-k must be 0 or more, received {self.top_k}.")
        if not 0 < self.top_p <= 1:
            raise UserError(f"--top-p must lie in (0, 1], received {self.top_p}.")

    def check_length(self, length):
        """Refuses a prompt that is longer than a sequence."""
        if len(self.prompt) > length:
            raise UserError(
                f"The prompt has {len(self.prompt)} tokens, a sequence at most "
                f"{length}; shorten it."
            )

    def probabilities(self, logits):
        """float64 `(n, size)`: what is drawn from, for logits `(n, size)`."""
        logits = np.asarray(logits, "float64") / self.temperature
        logits[:, PAD] = -np.inf
        if 0 < self.top_k < logits.shape[1]:
            least = np.partition(logits, -self.top_k, axis=1)[:, -self.top_k, None]
            logits[logits < least] = -np.inf
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        return p if self.top_p == 1 else nucleus(p, self.top_p)

    def draw(self, logits, chance):
        """int32 `(n,)`: a token of each row, by numbers of chance in [0, 1)."""
        sums = np.cumsum(self.probabilities(logits), axis=1)
        drawn = chance[:, None] * sums[:, -1:]
        return (sums <= drawn).sum(axis=1).astype("int32")


def nucleus(p, share):
    """The likeliest entries of each row that reach a share, renormalised.

    Args:
        p: float array `(n, size)`, rows that sum to 1.
        share: float in (0, 1].
    """
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = np.take_along_axis(p, order, axis=1)
    kept = np.cumsum(ranked, axis=1) - ranked < share
    mask = np.zeros_like(kept)
    np.put_along_axis(mask, order, kept, axis=1)
    p = np.where(mask, p, 0.0)
    return p / p.sum(axis=1, keepdims=True)


def sequences(steps, n, length, rng, decoding=None):
    """Draws sequences from a language model.

    Args:
        steps: `ter_gan.text.networks.language.RecurrentSteps`, or one alike.
        n: int. How many.
        length: int. Tokens of each, at most.
        rng: `numpy.random.Generator`.
        decoding: `Decoding`; `None`: the model's own probabilities.

    Returns:
        int32 array `(n, length)`, padded after `<eos>`.
    """
    decoding = decoding or Decoding()
    decoding.check_length(length)
    states, token = steps.start(n), np.full(n, PAD, "int32")
    drawn, going = np.full((n, length), PAD, "int32"), np.ones(n, bool)
    for i in range(length):
        logits, states = steps(ops.convert_to_tensor(token), states, i)
        if i < len(decoding.prompt):
            token = np.full(n, decoding.prompt[i], "int32")
        else:
            logits, chance = ops.convert_to_numpy(logits), rng.random(n)
            token[going] = decoding.draw(logits[going], chance[going])
        drawn[going, i] = token[going]
        going &= token != EOS
        if not going.any():
            break
    return drawn
