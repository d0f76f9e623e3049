"""The engine of the experiments: a question, a grid, seeds, tested claims.

An experiment is data: `Experiment` in `experiments/questions/NAME.py`. The
engine measures every cell with every seed (`trials`), tests the claims on what
was measured (`statistics`, `predicates`), and writes the report and the page.
It knows nothing of GANs.
"""

from experiments.engine.claims import (
    NOT_MEASURED,
    NOT_SUPPORTED,
    SUPPORTED,
    UNDECIDED,
    Claim,
    Verdict,
)
from experiments.engine.experiment import Experiment, Outcome
from experiments.engine.logic import AllOf, AnyOf, Not
from experiments.engine.predicates import Differs, Level, Same, Spreads, Trend
from experiments.engine.published import Comparison, Published
from experiments.engine.table import Table

__all__ = [
    "NOT_MEASURED",
    "NOT_SUPPORTED",
    "SUPPORTED",
    "UNDECIDED",
    "AllOf",
    "AnyOf",
    "Claim",
    "Comparison",
    "Differs",
    "Experiment",
    "Level",
    "Not",
    "Outcome",
    "Published",
    "Same",
    "Spreads",
    "Table",
    "Trend",
    "Verdict",
]
