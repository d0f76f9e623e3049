"""How good generated text is: each metric a pure function of arrays of token ids.

A sentence is what stands before the first `<eos>` or `<pad>`; neither is a word.
"""

from ter_gan.evaluation.estimate import Estimate

__all__ = ["Estimate"]
