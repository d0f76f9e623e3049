"""Training batches of tables: encoded rows, drawn evenly from rare and common ones."""

import numpy as np

from ter_gan import feed
from ter_gan.tables import privacy

FREE = 0.5  # share of conditions on one column only
ALSO = 0.3  # how often another column is in the other conditions


class Rows(feed.Feed):
    """Encoded rows, as they are; see `ter_gan.feed.Feed`.

    The table is encoded once, not batch by batch.

    Args:
        dataset: `ter_gan.tables.datasets.TableDataset`.
        batch_size, seed: as in `Feed`.
    """

    def __init__(self, dataset, batch_size, seed=0):
        super().__init__(dataset.train, None, batch_size, seed=seed)
        self.rows = dataset.encoded

    def check(self, split, batch_size):
        """A table may be smaller than a batch: rows are then drawn again and again."""

    def _chosen(self, step):
        if self.batch_size <= len(self.split):
            return super()._chosen(step)
        rng = np.random.default_rng([self.seed, step])
        return rng.integers(len(self.split), size=self.batch_size)

    def __getitem__(self, index):
        return self.rows[self._of_item(index)]


class ConditionalRows(Rows):
    """Encoded rows with a condition that each of them meets.

    Training by sampling (Xu et al. 2019): a column is drawn, then one of its options
    by the logarithm of its frequency, then a row that has it; rare options are seen
    as often as a generator needs to learn them. Half of the conditions are on
    further columns of the row, too. Each batch is a pure function of seed and step.

    Args:
        dataset: `ter_gan.tables.datasets.TableDataset` with an option.
        batch_size, seed: as in `Feed`.
    """

    def __init__(self, dataset, batch_size, seed=0):
        super().__init__(dataset, batch_size, seed)
        each = self.rows.counts
        self.columns = np.repeat(np.arange(len(each)), [len(counts) for counts in each])
        self.counts, self.places = np.concatenate(each), self.rows.places
        weights = np.log1p(self.counts)
        totals = np.bincount(self.columns, weights)
        self.probability = weights / totals[self.columns] / len(each)
        self.order = self._by_option(self.rows.chosen)
        self.first = np.concatenate([np.cumsum(counts) - counts for counts in each])

    @staticmethod
    def _by_option(chosen):
        """Int array `(columns, n)`: the rows by their option of each column."""
        found = np.empty(chosen.T.shape, np.min_scalar_type(len(chosen)))
        for column, options in enumerate(chosen.T):
            found[column] = np.argsort(options, kind="stable")
        return found

    def _chosen(self, step):
        """(rows, asked): which rows, and of which columns; bools `(n, columns)`."""
        rng = np.random.default_rng([self.seed, step])
        n = self.batch_size
        option = rng.choice(len(self.probability), n, p=self.probability)
        within = (rng.random(n) * self.counts[option]).astype(int)
        column = self.columns[option]
        rows = self.order[column, self.first[option] + within]
        asked = rng.random((n, len(self.order))) < ALSO
        asked &= (rng.random(n) >= FREE)[:, None]
        asked[np.arange(n), column] = True
        return rows, asked

    def __getitem__(self, index):
        parts = [self._chosen(step) for step in self._steps(index)]
        chosen, asked = map(np.concatenate, zip(*parts))
        rows = self.rows[chosen]
        conditions = rows[:, self.places] * asked[:, self.columns]
        return np.concatenate([rows, conditions], axis=1)


class PrivateRows(Rows):
    """Encoded rows that each are in a batch by chance, as privacy accountants want it.

    Behind each row is a 1; a batch that chance made smaller is filled with rows that
    have a 0 there. See `ter_gan.tables.privacy`.

    Args:
        dataset: `ter_gan.tables.datasets.TableDataset`.
        batch_size: int. Rows of D's batch on average.
        critic_steps: int. Batches of D in a step.
        seed: int.
    """

    def __init__(self, dataset, batch_size, critic_steps=1, seed=0):
        super().__init__(dataset, batch_size * critic_steps, seed)
        self.rate = min(batch_size / len(self.rows), 1.0)
        self.room = privacy.largest_batch(len(self.rows), batch_size)
        self.critic_steps = critic_steps

    def _batch(self, rng):
        chosen = np.flatnonzero(rng.random(len(self.rows)) < self.rate)[: self.room]
        drawn = np.zeros((self.room, 1), "float32")
        drawn[: len(chosen)] = 1
        places = np.zeros(self.room, int)
        places[: len(chosen)] = chosen
        return np.concatenate([self.rows[places], drawn], axis=1)

    def __getitem__(self, index):
        return np.concatenate(
            [
                self._batch(np.random.default_rng([self.seed, step, i]))
                for step in self._steps(index)
                for i in range(self.critic_steps)
            ]
        )


def feed_of(recipe, dataset):
    """The training batches of a recipe."""
    if recipe.model == "private-gan":
        size = recipe.batch_size
        return PrivateRows(dataset, size, recipe.critic_steps, recipe.seed)
    size = recipe.batch_size * recipe.critic_steps
    if recipe.conditional and dataset.encoded.widths:
        return ConditionalRows(dataset, size, recipe.seed)
    return Rows(dataset, size, recipe.seed)
