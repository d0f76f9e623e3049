"""A Gaussian mixture of the numeric columns; categories that depend on its part."""

import numpy as np

from ter_gan.errors import UserError
from ter_gan.tables.baselines.base import Baseline, to_codes
from ter_gan.tables.metrics.embedding import Embedding

COMPONENTS = (1, 2, 5, 10, 25, 50)
COORDINATES = 8  # of all discrete columns together
JITTER = 0.1  # of these coordinates, whose units are distances of categories


class GaussianMixture(Baseline):
    """scikit-learn's Gaussian mixture, its size chosen by BIC (Schwarz 1978).

    The mixture lives on the numeric columns, standardised, and on the first
    principal coordinates of the one-hot codes with a little noise, so that parts
    may differ in categories too. In each part numeric columns are Gaussian with a
    full covariance; discrete columns, and whether a number is missing, are
    independent of each other with the part's own frequencies. Sizes are tried in
    rising order until BIC gets worse twice.

    Args:
        components: sequence of int, rising: the numbers of parts to try.
        rows: int. The most training rows that are looked at, drawn at random.
    """

    fitted = ("weights", "means", "roots", "scaling", "shares", "columns")

    def __init__(self, components=COMPONENTS, rows=10_000):
        self.components, self.rows = tuple(components), rows

    def learn(self, matrix, discrete, sizes, rng):
        """Expectation maximisation for each size; then the parts' frequencies."""
        if len(matrix) < max(2, self.components[0]):
            raise UserError(
                f"A Gaussian mixture needs at least {max(2, self.components[0])} rows. "
                f"Received {len(matrix)}."
            )
        if len(matrix) > self.rows:
            matrix = matrix[rng.choice(len(matrix), self.rows, replace=False)]
        self.columns = np.stack([discrete.astype(int), sizes])
        numbers, missing = matrix[:, ~discrete], np.isnan(matrix[:, ~discrete])
        self.scaling = _scaling(numbers, missing)
        numbers = np.where(missing, 0, (numbers - self.scaling[0]) / self.scaling[1])
        labels = np.concatenate([matrix[:, discrete], missing], axis=1)
        levels = np.concatenate([sizes[discrete], np.full(missing.shape[1], 2)])
        inputs = np.concatenate([numbers, _coordinates(labels, levels, rng)], axis=1)
        model = self._best(inputs, int(rng.integers(2**31)))
        m = numbers.shape[1]
        self.weights, self.means = model.weights_, model.means_[:, :m]
        self.roots = np.linalg.cholesky(model.covariances_[:, :m, :m])
        parts = model.predict_proba(inputs)
        self.shares = {
            str(j): _frequencies(labels[:, j], levels[j], parts)
            for j in range(labels.shape[1])
        }

    def draw(self, n, rng):
        """A part for each row, then its numbers and its categories."""
        part = rng.choice(len(self.weights), n, p=self.weights / self.weights.sum())
        noise = rng.standard_normal((n, self.means.shape[1]))
        numbers = self.means[part] + np.einsum("nij,nj->ni", self.roots[part], noise)
        numbers = numbers * self.scaling[1] + self.scaling[0]
        labels = np.empty((n, len(self.shares)))
        for j in range(labels.shape[1]):
            ends = np.cumsum(self.shares[str(j)], axis=1)
            labels[:, j] = _chosen(ends, part, rng.random(n))
        discrete, sizes = self.columns[0].astype(bool), self.columns[1]
        result = np.empty((n, len(discrete)))
        k = int(discrete.sum())
        numbers = to_codes(numbers, sizes[~discrete] > 0, sizes[~discrete])
        result[:, ~discrete] = np.where(labels[:, k:] == 1, np.nan, numbers)
        codes = labels[:, :k]
        result[:, discrete] = np.where(codes == sizes[discrete], np.nan, codes)
        return result

    def _best(self, inputs, seed):
        from sklearn.mixture import GaussianMixture as Mixture
        from threadpoolctl import threadpool_limits  # of scikit-learn

        best, least, worse = None, np.inf, 0
        for k in self.components:
            if k > len(inputs) or worse == 2:
                break
            with threadpool_limits(1):  # small products: threads only wait
                model = Mixture(k, random_state=seed).fit(inputs)
            bic = model.bic(inputs)
            worse = worse + 1 if bic >= least else 0
            if not worse:
                best, least = model, bic
        return best


def _scaling(numbers, missing):
    """Mean and spread of what is there, `(2, m)`; a constant has spread 1."""
    values = np.ma.array(numbers, mask=missing)
    centre, spread = values.mean(axis=0).filled(0), values.std(axis=0).filled(0)
    return np.stack([centre, np.where(spread > 0, spread, 1)])


def _coordinates(labels, levels, rng):
    """The first principal coordinates of one-hot codes, with a little noise."""
    from sklearn.decomposition import PCA

    varied = np.array([len(np.unique(column)) > 1 for column in labels.T], bool)
    if not varied.any():
        return np.empty((len(labels), 0))
    labels, levels = labels[:, varied], levels[varied]
    embed = Embedding(labels, np.ones(len(levels), bool), levels)
    vectors = embed(labels).astype("float64")
    size = min(COORDINATES, *vectors.shape)
    found = PCA(size, svd_solver="full").fit_transform(vectors)
    return found + JITTER * rng.standard_normal(found.shape)


def _frequencies(codes, size, parts):
    """Frequencies of codes in each part, `(parts, size + 1)`; missing comes last."""
    codes = np.where(np.isnan(codes), size, codes).astype(int)
    counts = [np.bincount(codes, weight, size + 1) for weight in parts.T]
    counts = np.asarray(counts) + 1e-12
    return counts / counts.sum(axis=1, keepdims=True)


def _chosen(ends, part, u):
    """For each row, the first code whose cumulative frequency exceeds u."""
    result = np.empty(len(part))
    for k in range(len(ends)):
        rows = part == k
        result[rows] = np.searchsorted(ends[k] / ends[k, -1], u[rows], "right")
    return np.minimum(result, ends.shape[1] - 1)
