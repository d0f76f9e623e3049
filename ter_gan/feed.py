"""Training batches, in an order that can be gone on from."""

import functools

import keras
import numpy as np

from ter_gan.errors import UserError


class Feed(keras.utils.PyDataset):
    """Endless training batches that are a pure function of seed and step.

    Each pass over the split has a permutation of its own, drawn from
    `(seed, pass)`; what is left over at the end of a pass is skipped. A run
    that starts at `first_step` therefore sees exactly what an uninterrupted
    one would see from there on.

    ```python
    feed = Feed(dataset.train, dataset.scaling, batch_size=64)
    model.fit(feed, steps_per_epoch=feed.steps_per_pass, epochs=10)
    ```

    Args:
        split: `Split` of stored samples.
        scaling: `Scaling`, applied to each batch.
        batch_size: int. Samples per step.
        labels: bool. Yield `(samples, labels)` instead of `samples`.
        seed: int. Of the order.
        first_step: int. The step that batch 0 begins with.
        steps_per_batch: int. Training steps in a row that one item holds, as
            `AdversarialModel.compile` has it.

    Raises:
        UserError: if the split has fewer samples than a batch.
    """

    num_batches = None  # endless

    def __init__(
        self,
        split,
        scaling,
        batch_size,
        labels=False,
        seed=0,
        first_step=0,
        steps_per_batch=1,
    ):
        super().__init__()
        self.check(split, batch_size)
        self.split, self.scaling, self.batch_size = split, scaling, batch_size
        self.labels, self.seed, self.first_step = labels, seed, first_step
        self.steps_per_batch = steps_per_batch
        self._permutation = functools.lru_cache(maxsize=2)(self._permute)

    def check(self, split, batch_size):
        """Refuses a split that is smaller than a batch."""
        if len(split) < batch_size:
            raise UserError(
                f"A batch of {batch_size} needs more than the {len(split)} samples "
                f"there are; use a smaller --batch-size or --critic-steps."
            )

    @property
    def steps_per_pass(self):
        """Number of whole batches in one pass over the split, at least 1."""
        return max(len(self.split) // self.batch_size, 1)

    def _permute(self, number):
        return np.random.default_rng([self.seed, number]).permutation(len(self.split))

    def _chosen(self, step):
        number, place = divmod(step, self.steps_per_pass)
        start = place * self.batch_size
        return self._permutation(number)[start : start + self.batch_size]

    def _steps(self, index):
        """The training steps that an item holds."""
        first = self.first_step + index * self.steps_per_batch
        return range(first, first + self.steps_per_batch)

    def _of_item(self, index):
        return np.concatenate([self._chosen(step) for step in self._steps(index)])

    def __getitem__(self, index):
        chosen = self._of_item(index)
        samples = self.scaling.to_model(self.split.x[chosen])
        return (samples, self.split.y[chosen]) if self.labels else samples


def feed_of(recipe, dataset):
    """The training batches of a recipe."""
    return Feed(
        dataset.train,
        dataset.scaling,
        batch_size=recipe.batch_size * recipe.critic_steps,
        labels=recipe.classes,
        seed=recipe.seed,
    )
