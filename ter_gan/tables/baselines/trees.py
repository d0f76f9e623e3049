"""Sequential trees: each column from those before it, by one decision tree."""

import numpy as np

from ter_gan.tables.baselines.base import Baseline

MISSING = -1  # as a place among a column's values: before all others
CLASSES = 64  # a column of more codes is predicted as ranks of their frequencies


class SequentialTrees(Baseline):
    """CART column by column, and values drawn from leaves (Nowok et al. 2016).

    The idea of R's synthpop, https://doi.org/10.18637/jss.v074.i11, after Reiter
    2005: a tree predicts a column from all columns before it; to sample, a row falls
    to a leaf and takes the value of a random training row there. The first column
    is drawn as it is. Every value, also a missing one, is thus one that was seen.
    The strongest simple model, and it repeats training rows where leaves are small.

    Numbers are predicted as ranks. Codes without order stand, for each tree, in an
    order made for its target: by the target's mean (Breiman et al. 1984), for
    several classes by the first principal component of their frequencies
    (Coppersmith, Hong & Hosking 1999, https://doi.org/10.1023/A:1009869804967).

    Args:
        min_samples_leaf: int. Training rows in a leaf, at least; larger ones
            disclose less and blur more.
    """

    fitted = ("values", "orders", "trees", "starts", "donors", "columns")

    def __init__(self, min_samples_leaf=5):
        self.min_samples_leaf = min_samples_leaf

    def learn(self, matrix, discrete, sizes, rng):
        """Grows one tree for each column; the leaves keep their rows' values."""
        self.values = {str(j): _different(column) for j, column in enumerate(matrix.T)}
        self.orders, self.trees, self.starts, self.donors = {}, {}, {}, {}
        self.columns = discrete * 1
        places = np.stack([self._places(j, c) for j, c in enumerate(matrix.T)], axis=1)
        for j in range(matrix.shape[1]):
            target = _ranks(places[:, j], by_frequency=discrete[j])
            classes = discrete[j] and len(self.values[str(j)]) < CLASSES
            for i in np.flatnonzero(discrete[:j]):
                order = _order(places[:, i], places[:, j] if classes else target)
                self.orders[f"{j}/{i}"] = order
            seen = self._seen(j, places)
            seed = int(rng.integers(2**31))
            goal = places[:, j] if classes else target
            self.trees[str(j)] = self._grown(seen, goal, classes, seed)
            leaves = _fallen(self.trees[str(j)], seen)
            order = np.argsort(leaves, kind="stable")
            ends = np.arange(len(self.trees[str(j)]) + 1)
            self.starts[str(j)] = np.searchsorted(leaves[order], ends)
            self.donors[str(j)] = places[order, j]

    def draw(self, n, rng):
        """Lets rows fall through the trees, one column after the other."""
        d = len(self.columns)
        places = np.empty((n, d), int)
        result = np.empty((n, d))
        for j in range(d):
            leaves = _fallen(self.trees[str(j)], self._seen(j, places))
            first, end = self.starts[str(j)][leaves], self.starts[str(j)][leaves + 1]
            chosen = first + (rng.random(n) * (end - first)).astype(int)
            places[:, j] = self.donors[str(j)][chosen]
            values = np.append(self.values[str(j)], np.nan)  # place -1 is missing
            result[:, j] = values[places[:, j]]
        return result

    def _places(self, j, column):
        places = np.searchsorted(self.values[str(j)], column)
        return np.where(np.isnan(column), MISSING, places)

    def _seen(self, j, places):
        """What tree j sees of the columns before it, `(n, j)`."""
        seen = places[:, :j].astype("float32")
        for i in np.flatnonzero(self.columns[:j]):
            seen[:, i] = self.orders[f"{j}/{i}"][places[:, i]]
        return seen

    def _grown(self, seen, target, classes, seed):
        """A tree as rows of left, right, column and threshold; leaves have -1."""
        from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

        if not seen.shape[1] or len(np.unique(target)) < 2:
            return np.array([[-1.0, -1, 0, 0]])
        kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
        tree = kind(min_samples_leaf=self.min_samples_leaf, random_state=seed)
        tree = tree.fit(seen, target).tree_
        return np.stack(
            [tree.children_left, tree.children_right, tree.feature, tree.threshold],
            axis=1,
        )


def _different(column):
    """The column's different values, sorted, without the missing one."""
    return np.unique(column[~np.isnan(column)])


def _fallen(tree, seen):
    """The leaf that each row comes to."""
    rows, node = np.arange(len(seen)), np.zeros(len(seen), int)
    links = tree[:, :3].astype(int)
    while len(rows):
        rows = rows[links[node[rows], 0] >= 0]
        here = node[rows]
        right = seen[rows, links[here, 2]] > tree[here, 3]
        node[rows] = links[here, right.astype(int)]
    return node


def _ranks(places, by_frequency):
    """Mean ranks in [0, 1] of values; of codes, ordered by how often they occur."""
    _, places, counts = np.unique(places, return_inverse=True, return_counts=True)
    order = (
        np.argsort(counts, kind="stable") if by_frequency else np.arange(len(counts))
    )
    ranks = np.empty(len(counts))
    ranks[order] = np.cumsum(counts[order]) - counts[order] / 2
    return ranks[places] / len(places)


def _order(codes, target):
    """Places of codes in an order in which the target is predicted best.

    Args:
        codes: int array `(n,)`, from `MISSING`.
        target: `(n,)`: int classes, or float numbers.

    Returns:
        float32 array: of each code, and last of `MISSING`.
    """
    size = codes.max() + 2
    rows = np.where(codes < 0, size - 1, codes)
    counts = np.maximum(np.bincount(rows, minlength=size), 1)
    if np.issubdtype(np.asarray(target).dtype, np.integer):
        classes = np.unique(target, return_inverse=True)[1]
        width = classes.max() + 1
        table = np.bincount(rows * width + classes, minlength=size * width)
        table = table.reshape(size, width) / counts[:, None]
        centred = table - np.average(table, axis=0, weights=counts)
        _, _, axes = np.linalg.svd(
            np.sqrt(counts)[:, None] * centred, full_matrices=False
        )
        score = centred @ axes[0]
    else:
        score = np.bincount(rows, target, size) / counts
    return np.argsort(np.argsort(score, kind="stable")).astype("float32")
