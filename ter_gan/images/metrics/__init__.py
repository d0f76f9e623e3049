"""How good generated images are: each metric a pure function of NumPy arrays.

What each one asks, sees and misses: docs/metrics.md.
"""

from ter_gan.evaluation.estimate import Estimate

__all__ = ["Estimate"]
