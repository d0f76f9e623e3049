"""How good generated tables are: pure functions of matrices, each an `Estimate`.

Matrices are float `(n, d)` with NaN where a value is missing; `discrete` marks the
columns of codes without order, `sizes` are the numbers of codes, 0 for numeric
columns. Ordinal columns (codes that are not discrete) count as numeric where there
are distances, ranks or models, and as codes where frequencies are compared.
"""

from ter_gan.evaluation.estimate import Estimate

__all__ = ["Estimate"]
